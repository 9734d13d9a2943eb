"""What a file held → the report's cleaned text, with its sections and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.furniture import body
from ingest.headings import find_headings, heading_text
from ingest.ladder import heading_paths
from ingest.loaded import Loaded
from ingest.paragraphs import Paragraph, lines_to_paragraphs
from ingest.tables import Item, WholeTable, bare_title, join_tables
from records import ReportText, Row, Section, Table


def structure(loaded: Loaded) -> ReportText:
    """Pages of lines and raw tables → body text, sections without gap, whole tables."""
    placed, contents = body(loaded.pages)
    items = join_tables(lines_to_paragraphs(placed, loaded.wrapped))
    paths = heading_paths(items, find_headings(items, contents))
    return _assemble(items, paths, loaded.page_count)


@dataclass
class _Sheet:
    """The text as it grows, and where each page begins in it."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    starts: dict[int, int] = field(default_factory=dict)

    def write(self, text: str, pages: Sequence[tuple[int, int]]) -> tuple[int, int]:
        start = self.length
        for offset, page in pages:
            self.starts.setdefault(page, start + offset)
        self.parts.append(text + "\n")
        self.length += len(text) + 1
        return start, start + len(text)


def _assemble(
    items: Sequence[Item], paths: Sequence[tuple[tuple[str, ...], bool]], page_count: int
) -> ReportText:
    sheet = _Sheet()
    sections: list[tuple[tuple[str, ...], int]] = []
    tables: list[Table] = []
    for item, (path, is_heading) in zip(items, paths, strict=True):
        if is_heading or not sections or sections[-1][0] != path:
            sections.append((path, sheet.length))
        if isinstance(item, Paragraph):
            sheet.write(item.text, item.pages)
        else:
            tables.append(_write_table(sheet, item))
    ends = [start for _, start in sections[1:]] + [sheet.length]
    return ReportText(
        text="".join(sheet.parts),
        page_starts=_page_starts(sheet.starts, page_count, sheet.length),
        sections=tuple(
            Section(path, start, end) for (path, start), end in zip(sections, ends, strict=True)
        ),
        tables=tuple(tables),
    )


def _write_table(sheet: _Sheet, table: WholeTable) -> Table:
    start = sheet.length
    if table.title:
        sheet.write(table.title.text, table.title.pages)
    for page, text in table.preamble:
        sheet.write(text, ((0, page),))
    if any(table.columns):
        sheet.write("\t".join(table.columns), ((0, table.page),))
    rows = []
    for page, cells in table.rows:
        first, end = sheet.write("\t".join(cells), ((0, page),))
        rows.append(Row(cells, first, end))
    title = heading_text(bare_title(table.title.text)) if table.title else ""
    return Table(title, table.unit, table.columns, tuple(rows), start, sheet.length)


def _page_starts(starts: dict[int, int], page_count: int, length: int) -> tuple[int, ...]:
    """A page without body text begins where the next one does."""
    following = length
    offsets = []
    for page in range(page_count, 0, -1):
        following = min(following, starts.get(page, following))
        offsets.append(following)
    offsets.reverse()
    return (0, *offsets[1:]) if offsets else (0,)
