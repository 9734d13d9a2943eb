"""`make golden`: what is answered and found today → files, in which every later change shows.

Chat model off, so that the same code gives the same files. `python -m bench.golden` compares and
exits with 1 where anything differs; with `--write` it keeps what it got.
"""

from __future__ import annotations

import argparse
import difflib
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ingest.batch import Summary, put_files
from ingest.corpus import Corpus, files_in
from rag.answer import Answering, ask
from rag.answer_json import as_json
from rag.opening import open_answering
from rag.records import Answer, Finished
from vectorstore.library import Library

GOLDEN = Path(__file__).parent / "golden"
SAMPLE = Path("corpus")
SHARED = Path("../shared")
_OF_THE_MOMENT = (
    *("id", "user", "asked_at", "asked_with", "seconds"),
    *("model", "model_settings", "made_with", "wording", "wording_problem"),
)


def main(arguments: Sequence[str]) -> int:
    """Command-line arguments → exit code: 0 as before (or written), 1 something differs."""
    parser = argparse.ArgumentParser(prog="python -m bench.golden", description=__doc__)
    parser.add_argument("--write", action="store_true", help="keep what came out")
    options = parser.parse_args(arguments)
    differs = False
    for name, got in made():
        path, text = GOLDEN / name, written(got)
        if options.write:
            path.write_text(text, encoding="utf-8")
            continue
        lines = difference(path.read_text("utf-8"), text, name)
        differs = differs or bool(lines)
        print("\n".join(lines) or f"{name}: as before")
    return int(differs)


def made() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each golden file's name, and what it would hold if it were made now."""
    with shelf_of([SAMPLE]) as answering:
        yield "sample_answers.json", answers(answering, asked(GOLDEN / "sample_questions.jsonl"))
        yield "sample_audit.json", audited(answering.library)
        yield "sample_figures.json", figures(answering.library)
    questions = SHARED / "eval" / "report_questions.jsonl"
    if not questions.exists():
        print(f"{questions} is not here: its golden file is not looked at", file=sys.stderr)
        return
    every = asked(questions)
    alone = {i: q for i, q in every.items() if i.startswith("s")}
    with shelf_of([SAMPLE]) as answering:
        first = answers(answering, alone)
    with shelf_of([SAMPLE, SHARED / "reports"]) as answering:
        rest = answers(answering, {i: q for i, q in every.items() if i not in alone})
        yield "report_questions_answers.json", [without_question(a) for a in (*first, *rest)]


@contextmanager
def shelf_of(folders: Sequence[Path]) -> Iterator[Answering]:
    """Folders of reports → a shelf of their own, as long as the block runs."""
    with tempfile.TemporaryDirectory() as home:
        corpus = Corpus(Path(home) / "corpus")
        corpus.folder.mkdir()
        for folder in folders:
            for file in files_in(folder):
                if file.suffix != ".md":
                    shutil.copy(file, corpus.folder / file.name)
        answering = open_answering({"JIWEN_HOME": home, "LLM": "off"})
        summary = Summary()
        put_files(answering.library, corpus, corpus.files(), summary, {}, replacing=False)
        assert not summary.failures, summary.failures
        yield answering
        answering.library.close()


def asked(path: Path) -> dict[str, str]:
    """A file of questions, one JSON object a line → the questions by their ids."""
    lines = path.read_text("utf-8").splitlines()
    return {row["id"]: row["question"] for row in map(json.loads, lines)}


def answers(answering: Answering, questions: Mapping[str, str]) -> list[dict[str, Any]]:
    """Questions by their ids → what is answered, without what differs from run to run."""
    return [
        {"asked": i, **lasting(event.answer)}
        for i, question in questions.items()
        for event in ask(question, answering)
        if isinstance(event, Finished)
    ]


def lasting(answer: Answer) -> dict[str, Any]:
    """An answer → its JSON without times, ids and scores, and of its passages only the places."""
    told = {k: v for k, v in as_json(answer).items() if k not in _OF_THE_MOMENT}
    places = ("n", "report", "headings", "first_page")
    told["passages"] = [{k: p[k] for k in places} for p in told["passages"]]
    quoted = ("n", "start", "end", "text")
    told["quotation"] = [{k: q[k] for k in quoted} for q in told["quotation"]]
    return told


def without_question(told: dict[str, Any]) -> dict[str, Any]:
    """A golden answer → the same without the words asked, which are not ours to keep."""
    return {k: v for k, v in told.items() if k not in ("question", "understood")}


def audited(library: Library) -> list[dict[str, Any]]:
    """A shelf → every finding of its reports."""
    return [
        {
            "report": report.source,
            "check": kept.finding.check,
            "severity": kept.finding.severity.value,
            "stated": kept.finding.stated,
            "recomputed": kept.finding.recomputed,
            "calculation_zh": kept.finding.calculation_zh,
            "calculation_en": kept.finding.calculation_en,
            "evidence": [[e.page, e.text] for e in kept.finding.evidence],
        }
        for report in library.reports()
        for kept in library.findings([report.id]).get(report.id, ())
    ]


def figures(library: Library) -> list[dict[str, Any]]:
    """A shelf → every figure that its reports state."""
    return [
        {
            "report": report.source,
            "name": indicator.name,
            "year": indicator.year,
            "value": str(indicator.value),
            "unit": indicator.unit,
            "as_written": indicator.as_written,
            "page": indicator.evidence.page,
            "sentence": indicator.evidence.text,
        }
        for report in library.reports()
        for indicator in library.indicators([report.id]).get(report.id, ())
    ]


def written(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows → JSON that is read, and compared, line by line."""
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def difference(before: str, now: str, name: str) -> list[str]:
    """Two texts → what differs, line by line; nothing where they are the same."""
    lines = before.splitlines(), now.splitlines()
    return list(difflib.unified_diff(*lines, f"{name} (kept)", f"{name} (now)", lineterm=""))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
