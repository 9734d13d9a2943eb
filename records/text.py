"""A report's text, and what was understood of its structure."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One stretch of body text under one heading path, heading line included.

    `headings` runs from the outermost to the innermost, as written, without trailing 。
    Sections follow each other without gap and cover the whole text.
    """

    headings: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """One body row of a table: `text[start:end]` is its cells joined by tabs."""

    cells: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """One table, joined over its pages.

    `columns` has one label a column, nested headers joined by ›
    (公务用车购置及运行费›小计). `unit` is 元, 万元 … as the table states it, or ''.
    `start`/`end` span the title, the header lines and the rows.
    """

    title: str
    unit: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReportText:
    """A report's cleaned text and what was understood of its structure.

    The text is body only: tables of contents, running heads and page numbers are gone,
    sentences broken by lines and pages are joined. Paragraphs, headings and table rows end in
    a newline. `page_starts[i]` is the offset at which page i+1 begins.
    """

    text: str
    page_starts: tuple[int, ...]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]

    def page_at(self, offset: int) -> int:
        """The number, from 1, of the page that holds the character at `offset`."""
        return max(1, bisect_right(self.page_starts, offset))

    def page_span(self, number: int) -> tuple[int, int]:
        """The offsets between which page `number` (from 1) stands; behind the last, the end."""
        starts = (*self.page_starts, len(self.text), len(self.text))
        at = min(number, len(self.page_starts) + 1)
        return starts[at - 1], starts[at]

    def headings_at(self, offset: int) -> tuple[str, ...]:
        """The heading path over the character at `offset`; () where there is none."""
        i = bisect_right(self.sections, offset, key=lambda s: s.start) - 1
        return self.sections[i].headings if i >= 0 else ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of a report that is found, shown and cited as one.

    `text == report_text[start:end]`. `context` stands in front of the text when it is embedded
    and indexed (table title, unit and columns), never in what is cited. `sentences` are spans
    into the report's text (rows, for a table). `table` is the index of its table, None in prose.
    """

    id: str
    report_id: str
    ordinal: int
    headings: tuple[str, ...]
    context: str
    first_page: int
    last_page: int
    start: int
    end: int
    text: str
    sentences: tuple[tuple[int, int], ...]
    table: int | None
