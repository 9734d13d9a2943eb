"""A report prepared for checking: read once, asked by every check."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from figures.checks.findings import Span
from figures.checks.grid import Panel, panels
from vectorstore.records import Identity, ReportText


@dataclass(frozen=True, slots=True)
class Reading:
    """What the checks are given.

    `paragraphs` span the lines outside of tables that are not blank; `sentences` the same text
    up to each 。, never across a line.
    """

    report: ReportText
    identity: Identity
    panels: tuple[Panel, ...]
    paragraphs: tuple[Span, ...]
    sentences: tuple[Span, ...]

    @property
    def text(self) -> str:
        return self.report.text

    def sentence_at(self, offset: int) -> Span:
        """The sentence, outside of tables, that holds the character at `offset`."""
        return self.sentences[max(0, bisect_right(self.sentences, (offset, len(self.text))) - 1)]


def read(report: ReportText, identity: Identity) -> Reading:
    """A report's text and identity → what the checks are given."""
    paragraphs = tuple(_paragraphs(report))
    sentences = tuple(s for p in paragraphs for s in _sentences(report.text, p))
    grids = tuple(p for t in report.tables for p in panels(t))
    return Reading(report, identity, grids, paragraphs, sentences)


def _paragraphs(report: ReportText) -> list[Span]:
    lines = [m.span() for m in re.finditer(r"[^\n]+", report.text)]
    rows = {(r.start, r.end) for t in report.tables for r in t.rows}
    inside = [(t.start, t.end) for t in report.tables]
    return [
        (start, end)
        for start, end in lines
        if report.text[start:end].strip()
        and (start, end) not in rows
        and not any(a <= start < b for a, b in inside)
    ]


def _sentences(text: str, paragraph: Span) -> list[Span]:
    start, end = paragraph
    ends = [m.end() for m in re.compile(r"[。！？]+[”’）)]*").finditer(text, start, end)]
    edges = [start, *ends, end]
    return [(a, b) for a, b in zip(edges, edges[1:], strict=False) if text[a:b].strip()]
