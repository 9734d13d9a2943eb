"""A report prepared for checking: read once, asked by every check."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from figures.checks.comparisons import Change, changes
from figures.checks.findings import Span
from figures.checks.grid import Panel, panels
from figures.checks.mentions import Mention, mentions
from records import Identity, ReportText

_LONG_LINE = 30
"""Characters that only a line as wide as the page has; a heading is shorter."""
_ENDS = ("。", "；", "：", "！", "？", ":", ";", "）")
_BEGINS = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]|[一二三四五六七八九十]是|第[一二三四五六七八九十]+)"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Prose up to a 。, never across a line, with the figures in it."""

    start: int
    end: int
    mentions: tuple[Mention, ...]

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.start, self.end


Paragraph = tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the checks are given.

    `paragraphs` are the lines outside of tables that are not blank; `changes` their statements
    of change; `panels` the tables.
    """

    report: ReportText
    identity: Identity
    panels: tuple[Panel, ...]
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Span, ...]
    changes: tuple[Change, ...]

    @property
    def text(self) -> str:
        """The report's whole text."""
        return self.report.text

    def sentence_at(self, offset: int) -> Span:
        """The sentence, outside of tables, that holds the character at `offset`."""
        return self.sentences[max(0, bisect_right(self.sentences, (offset, len(self.text))) - 1)]


def read(report: ReportText, identity: Identity) -> Reading:
    """A report's text and identity → what the checks are given."""
    paragraphs = tuple(
        tuple(Sentence(a, b, mentions(report.text, a, b)) for a, b in _sentences(report.text, line))
        for line in _joined(report.text, _lines(report))
    )
    return Reading(
        report,
        identity,
        tuple(p for t in report.tables for p in panels(t)),
        paragraphs,
        tuple(s.span for p in paragraphs for s in p),
        tuple(
            c for p in paragraphs for c in changes([(s.span, s.mentions) for s in p], identity.year)
        ),
    )


def _lines(report: ReportText) -> list[Span]:
    lines = [m.span() for m in re.finditer(r"[^\n]+", report.text)]
    inside = [(t.start, t.end) for t in report.tables]
    return [
        (start, end)
        for start, end in lines
        if report.text[start:end].strip()
        and "\t" not in report.text[start:end]
        and not any(a <= start < b for a, b in inside)
    ]


def _joined(text: str, lines: list[Span]) -> list[Span]:
    """Lines → paragraphs: a long line that ends in mid-sentence goes on in the next one.

    Reading a PDF should have joined them; where it has not, half a sentence proves nothing.
    """
    found: list[Span] = []
    for start, end in lines:
        follows = bool(found) and found[-1][1] + 1 == start and not _BEGINS.match(text, start)
        if follows and _goes_on(text[slice(*found[-1])]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _goes_on(line: str) -> bool:
    last = line.rstrip().rpartition("\n")[2]
    return len(last) > _LONG_LINE and not last.endswith(_ENDS)


def _sentences(text: str, paragraph: Span) -> list[Span]:
    start, end = paragraph
    ends = [m.end() for m in re.compile(r"[。！？]+[”’）)]*").finditer(text, start, end)]
    edges = [start, *ends, end]
    return [(a, b) for a, b in pairwise(edges) if text[a:b].strip()]
