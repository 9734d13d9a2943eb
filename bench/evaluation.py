"""`python -m rag.evaluate FILE.jsonl`: how often the right passage, sentence and answer come."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench.judging import (
    Question,
    contains,
    holds,
    mean_reciprocal,
    rank_of,
    read_questions,
    share_within,
    shown_by,
    unfounded_numbers,
    worst,
)
from models.errors import ModelError
from operations.commands import command
from rag.answer import Answering, ask
from rag.errors import RagError
from rag.look import look
from rag.opening import open_answering
from rag.question.understanding import understand
from rag.records import Answer, EvidenceSentence, Finished, Found, State
from rag.settings import RagSettings
from vectorstore.errors import StoreError

_LIMITS = RagSettings(passages=10, sentences=8)


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What came of one question. Ranks count from 1; None: not found, or nothing to find.

    `sure` is how probable it is, to the reader, that any sentence found answers.
    `right` says whether the answer has all that is expected, `cited` of how many of its
    sentences a citation's words hold the sentence's own figures, and `numbers` how many are
    shown as verified and how many of those no cited passage has; None without an answer.
    """

    question: Question
    passage_rank: int | None
    sentence_rank: int | None
    state: State
    seconds: float
    sure: float
    answer: str = ""
    right: bool | None = None
    cited: tuple[int, int] | None = None
    numbers: tuple[int, int] | None = None

    @property
    def refused(self) -> bool:
        """Whether it was not answered: nothing, or only what is near."""
        return self.state is not State.ANSWERED


@command("rag")
def main(arguments: Sequence[str]) -> int:
    """Command-line arguments → exit code: 0 measured, 2 it could not be done."""
    options = _options(arguments)
    try:
        lines = options.file.read_text("utf-8").splitlines()
        questions = read_questions(lines)
        answering = open_answering(os.environ)
        sources = {Path(r.source).name for r in answering.library.reports()}
        measure = found_for if options.retrieval_only else answered
        outcomes = [measure(question, answering, sources) for question in questions]
    except (RagError, ModelError, StoreError) as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{options.file}: {error.strerror}", file=sys.stderr)
        return 2
    summary = summarised(outcomes)
    print(json.dumps(summary, ensure_ascii=False, indent=2) if options.json else as_text(summary))
    return 0


def found_for(question: Question, answering: Answering, sources: set[str]) -> QuestionResult:
    """A question → what retrieval finds for it, without an answer."""
    began = time.perf_counter()
    with answering.library.snapshot() as shelf:
        reports = shelf.reports()
        understood = understand(question.text, (), reports, date.today())
        looked = look(shelf, answering.embedder, answering.reader, understood, _LIMITS)
    seconds = time.perf_counter() - began
    return QuestionResult(
        question,
        passage_rank(question, looked.found, sources),
        sentence_rank(question, looked.ranked, looked.found, sources),
        looked.state,
        seconds,
        sure=looked.sure,
    )


def answered(question: Question, answering: Answering, sources: set[str]) -> QuestionResult:
    """A question → what retrieval finds for it, and whether its answer is right."""
    found = found_for(question, answering, sources)
    answer = next(e.answer for e in ask(question.text, answering) if isinstance(e, Finished))
    text = "\n".join((*(s.text for s in answer.sentences), *_cells(answer)))
    cited = [s for s in answer.sentences if s.supported and s.citations]
    return QuestionResult(
        question,
        found.passage_rank,
        found.sentence_rank,
        answer.state,
        found.seconds,
        sure=found.sure,
        answer=answer.refusal or text,
        right=not answer.refusal and all(contains(text, e) for e in question.expected),
        cited=(len(cited), len(answer.sentences)),
        numbers=unfounded_numbers(answer),
    )


def _cells(answer: Answer) -> list[str]:
    return [cell.text for row in answer.table.rows for cell in row] if answer.table else []


def passage_rank(question: Question, found: Sequence[Found], sources: set[str]) -> int | None:
    """The rank by which every piece of evidence is in a passage of its report."""
    return worst(
        rank_of([_from(f, report, sources) and holds(f.passage.text, piece) for f in found])
        for report, piece in question.pieces
    )


def sentence_rank(
    question: Question,
    sentences: Sequence[EvidenceSentence],
    found: Sequence[Found],
    sources: set[str],
) -> int | None:
    """The rank by which every piece of evidence is shown by the sentences before it."""
    by_number = {f.n: f for f in found}
    return worst(
        shown_by(
            [s.text if _from(by_number[s.n], report, sources) else "" for s in sentences], piece
        )
        for report, piece in question.pieces
    )


def _from(found: Found, report: str, sources: set[str]) -> bool:
    """A report that is on the shelf under another file name is known by its words alone."""
    return report not in sources or Path(found.report.source).name == report


def summarised(outcomes: Sequence[QuestionResult]) -> dict[str, Any]:
    """Outcomes → the shares, all together and by kind, and each outcome."""
    kinds = dict.fromkeys(o.question.kind for o in outcomes)
    return {
        "questions": len(outcomes),
        **_shares(outcomes),
        "kinds": {
            kind: _shares([o for o in outcomes if o.question.kind == kind]) for kind in kinds
        },
        "results": [_result(outcome) for outcome in outcomes],
    }


def _shares(outcomes: Sequence[QuestionResult]) -> dict[str, Any]:
    answerable = [o for o in outcomes if o.question.answerable]
    others = [o for o in outcomes if not o.question.answerable]
    passages = [o.passage_rank for o in answerable]
    sentences = [o.sentence_rank for o in answerable]
    shares: dict[str, Any] = {"answerable": len(answerable), "unanswerable": len(others)}
    if answerable:
        shares |= {f"hit@{k}": round(share_within(passages, k), 4) for k in (1, 5, 10)}
        shares["mrr@10"] = round(mean_reciprocal(passages), 4)
        shares |= {f"evidence@{k}": round(share_within(sentences, k), 4) for k in (1, 3, 8)}
        shares["wrongly_refused"] = round(_share([o.refused for o in answerable]), 4)
        shares["said_nothing"] = round(_share([o.state is State.NOTHING for o in answerable]), 4)
    if others:
        shares["rightly_refused"] = round(_share([o.refused for o in others]), 4)
    judged = [o for o in answerable if o.right is not None]
    if judged:
        shares["right_answers"] = round(_share([bool(o.right) for o in judged]), 4)
        cited = [o.cited for o in judged if o.cited and o.cited[1]]
        total = sum(of for _, of in cited)
        shares["cited_sentences"] = round(sum(n for n, _ in cited) / total, 4) if total else None
    numbers = [o.numbers for o in outcomes if o.numbers is not None]
    if numbers:
        shares["verified_numbers"] = sum(shown for shown, _ in numbers)
        shares["unfounded_numbers"] = sum(unfounded for _, unfounded in numbers)
    shares["median_ms"] = round(1000 * statistics.median([o.seconds for o in outcomes]), 1)
    return shares


def _share(truths: Sequence[bool]) -> float:
    return sum(truths) / len(truths) if truths else 0.0


def _result(outcome: QuestionResult) -> dict[str, Any]:
    result: dict[str, Any] = {
        "id": outcome.question.id,
        "question": outcome.question.text,
        "kind": outcome.question.kind,
        "passage_rank": outcome.passage_rank,
        "sentence_rank": outcome.sentence_rank,
        "refused": outcome.refused,
        "state": outcome.state.value,
        "sure": round(outcome.sure, 4),
        "ms": round(outcome.seconds * 1000, 1),
    }
    if outcome.right is not None:
        result |= {"right": outcome.right, "answer": outcome.answer}
    return result


def as_text(summary: dict[str, Any]) -> str:
    """A summary → a table to read: one line of shares for all, and one a kind."""
    rows = {"all": summary, **summary["kinds"]}
    names = [n for n in summary if n not in ("questions", "kinds", "results")]
    lines = ["\t".join(["", *names])]
    lines += [
        "\t".join([kind, *(str(row.get(n, "")) for n in names)]) for kind, row in rows.items()
    ]
    return "\n".join(lines)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m rag.evaluate", description=__doc__)
    parser.add_argument("file", type=Path, help="questions, one JSON object a line")
    parser.add_argument("--retrieval-only", action="store_true", help="do not ask for answers")
    parser.add_argument("--json", action="store_true", help="everything, as JSON")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
