"""A report as it is embedded, and its questions → which sentences answer which; pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from reader.errors import ReaderDataError
from reader.reports import AskedReport, Style

# A piece of evidence may begin or end within a sentence: this share of either must be in both.
_SHARED = 0.5


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or table row: as the report has it, as the embedding model is given it, and
    as the reader is."""

    words: str
    embedded: str
    read: str


@dataclass(frozen=True, slots=True)
class EmbeddedPassage:
    """What is embedded of a passage, and the indices of its sentences in the report's."""

    embedded: str
    sentences: range


@dataclass(frozen=True, slots=True)
class EmbeddedReport:
    """A report cut up as the product does it, every sentence in one passage."""

    sentences: tuple[Sentence, ...]
    passages: tuple[EmbeddedPassage, ...]


Reading = Callable[[AskedReport], EmbeddedReport]
"""How a report is cut up: given by the caller, since that is the affair of other rooms."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question with the indices of the sentences that answer it and of those that mislead."""

    question: str
    style: Style
    right: frozenset[int]
    near: frozenset[int]


@dataclass(frozen=True, slots=True)
class LabelledReport:
    """A report as it is embedded, with its examples."""

    name: str
    embedded: EmbeddedReport
    examples: tuple[Example, ...]


def labelled(report: AskedReport, reading: Reading) -> LabelledReport:
    """A report → its sentences and passages, and which of them answer which question."""
    embedded = reading(report)
    return LabelledReport(report.name, embedded, tuple(_examples(report, embedded)))


def _examples(report: AskedReport, embedded: EmbeddedReport) -> Iterator[Example]:
    letters = _Letters(embedded.sentences)
    for question in report.questions:
        right = frozenset(i for piece in question.evidence for i in letters.sharing(piece))
        near = frozenset(i for piece in question.near for i in letters.sharing(piece)) - right
        if question.answerable and not right:
            raise ReaderDataError(
                f"{report.name}: the evidence of {question.text!r} is in none of its sentences."
            )
        yield Example(question.text, question.style, right, near)


class _Letters:
    """A report's letters and digits in a row: white space and marks are read in many ways."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        letters = [_letters(sentence.words) for sentence in sentences]
        ends = list(accumulate(map(len, letters)))
        self._all = "".join(letters)
        self._spans = list(zip([0, *ends], ends, strict=False))

    def sharing(self, piece: str) -> list[int]:
        """A verbatim piece → the indices of the sentences that it is, is in, or is made of."""
        wanted = _letters(piece)
        at = self._all.find(wanted) if wanted else -1
        found = []
        while at >= 0:
            end = at + len(wanted)
            for i, (a, b) in enumerate(self._spans):
                shared = min(b, end) - max(a, at)
                if shared > 0 and shared >= _SHARED * min(b - a, len(wanted)):
                    found.append(i)
            at = self._all.find(wanted, end)
        return found


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())
