"""Question files, and whether what was found or answered is right; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NotRequired

from pydantic import TypeAdapter, ValidationError
from typing_extensions import TypedDict

from figures.quantities import quantities
from figures.quantities.numbers import CHINESE, read_chinese
from languages import N_
from rag.errors import RagError
from rag.records import Answer, Standing
from rag.text import normalised
from vectorstore.terms import terms

_SIGN = re.compile(r"(?<!\d)[^\w%]|[^\w%.,](?!\d)")
# A sentence shorter than this is within many a piece of evidence without being it.
_WHOLE_SENTENCE = 8
_PHRASE = 8
_SPELT = re.compile(CHINESE)
_MOST = 0.75


class QuestionFileError(RagError):
    """A file of questions cannot be read."""


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a question file.

    `reports` are file names, `evidence` verbatim pieces of them (the i-th piece is in the i-th
    report, where there are several); both are empty for a question without an answer.
    `expected` are the figures or strings that an answer must contain.
    """

    id: str
    text: str
    kind: str
    reports: tuple[str, ...]
    evidence: tuple[str, ...]
    expected: tuple[str, ...]

    @property
    def answerable(self) -> bool:
        """Whether there is an answer to be found."""
        return bool(self.evidence)

    @property
    def pieces(self) -> tuple[tuple[str, str], ...]:
        """(report, evidence) of each piece to be found."""
        one_each = len(self.reports) == len(self.evidence)
        reports = self.reports if one_each else self.reports[:1] * len(self.evidence)
        return tuple(zip(reports, self.evidence, strict=True))


class _Line(TypedDict):
    id: str | int
    question: str
    kind: str
    report: str | list[str] | None
    evidence: str | list[str] | None
    answer: NotRequired[str | list[str] | None]
    answer_figures: NotRequired[str | list[str] | None]


_LINE = TypeAdapter(_Line)


def read_questions(lines: Iterable[str]) -> list[Question]:
    """JSON lines {id, question, report, answer, evidence, kind} → questions.

    `answer_figures`, where given, stands for `answer`. Raises QuestionFileError with the line.
    """
    questions = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            fields = _LINE.validate_json(line)
        except ValidationError as error:
            raise QuestionFileError(
                N_(
                    "Line {number} is no question: {what}. Each line is a JSON object with id, "
                    "question, report, answer, evidence, kind."
                ),
                number=number,
                what=_what(error),
            ) from error
        questions.append(_question(fields))
    return questions


def _what(error: ValidationError) -> str:
    """What is wrong with a line: each field and why, without what stands in it."""
    told = (f"{'.'.join(map(str, e['loc'][:1]))} {e['msg']}".strip() for e in error.errors())
    return "; ".join(dict.fromkeys(told))


def _question(fields: _Line) -> Question:
    expected = fields.get("answer_figures") or fields.get("answer")
    return Question(
        id=str(fields["id"]),
        text=fields["question"],
        kind=fields["kind"],
        reports=_strings(fields["report"]),
        evidence=_strings(fields["evidence"]),
        expected=_strings(expected),
    )


def _strings(value: str | list[str] | None) -> tuple[str, ...]:
    if not value:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def holds(text: str, piece: str) -> bool:
    """Whether a passage holds a piece of evidence."""
    return normalised(piece) in normalised(text)


def shown_by(sentences: Sequence[str], piece: str) -> int | None:
    """The rank of the sentence by which a piece of evidence is shown, None where it is not.

    It is in one sentence, or is made up of several.
    """
    wanted = left = normalised(piece)
    for rank, sentence in enumerate(map(normalised, sentences), start=1):
        if wanted in sentence:
            return rank
        if len(sentence) >= _WHOLE_SENTENCE and sentence in wanted:
            left = left.replace(sentence, "")
            if len(left) < _WHOLE_SENTENCE:
                return rank
    return None


def contains(answer: str, expected: str) -> bool:
    """Whether an answer has what is expected: its figures, written in any way, or its words.

    Punctuation makes no difference. A longer phrase without figures may be put a little
    differently: most of its terms are there.
    """
    said, wanted = _SIGN.sub("", normalised(answer)), _SIGN.sub("", normalised(expected))
    if wanted in said:
        return True
    figures = {(q.kind, q.base) for q in quantities(expected)}
    if figures:
        return figures <= {(q.kind, q.base) for q in quantities(answer)}
    asked = set(terms(wanted))
    return len(wanted) >= _PHRASE and len(asked & set(terms(said))) >= _MOST * len(asked)


def unfounded_numbers(answer: Answer) -> tuple[int, int]:
    """An answer → how many numbers it shows as verified, and how many of them no cited passage has.

    It does not lean on the verification it judges: the digits have to stand in a passage cited
    beside them, scaled by 万 or 亿 at most. Derived numbers, shown with their calculation, are not
    counted.
    """
    passages = {f.n: f"{f.passage.context} {f.passage.text}" for f in answer.passages}
    shown = unfounded = 0
    for sentence in answer.sentences:
        for verdict in sentence.verdicts:
            if verdict.kind != "number" or verdict.standing is not Standing.FOUND:
                continue
            cited = {c.n for c in (*sentence.citations, verdict.citation) if c is not None}
            shown += 1
            there = _significant(" ".join(passages[n] for n in cited))
            unfounded += not _significant(verdict.written) <= there
    return shown, unfounded


def _significant(text: str) -> set[str]:
    """The numbers of a text by their significant digits: 8,318.83, 83188300 → 831883."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    written = re.findall(r"\d+(?:\.\d+)?", plain)
    spelt = (read_chinese(words) for words in _SPELT.findall(plain))
    digits = [*written, *(f"{numeral.value:f}" for numeral in spelt if numeral)]
    return {d.replace(".", "").strip("0") or "0" for d in digits}


def rank_of(found: Sequence[bool]) -> int | None:
    """The place, from 1, of the first that is right; None where none is."""
    return next((i for i, right in enumerate(found, start=1) if right), None)


def worst(ranks: Iterable[int | None]) -> int | None:
    """The rank by which all pieces are found; None where one is missing."""
    known = list(ranks)
    return max((r for r in known if r is not None), default=None) if None not in known else None


def share_within(ranks: Sequence[int | None], k: int) -> float:
    """hit@k: the share of ranks from 1 to `k`."""
    return sum(r is not None and r <= k for r in ranks) / len(ranks) if ranks else 0.0


def mean_reciprocal(ranks: Sequence[int | None], k: int = 10) -> float:
    """MRR@k: the mean of 1/rank, 0 beyond `k`."""
    return sum(1 / r for r in ranks if r is not None and r <= k) / len(ranks) if ranks else 0.0
