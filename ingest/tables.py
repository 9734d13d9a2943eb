"""Tables on pages → whole tables: with title, unit and header, joined over their pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.grid import Grid, Row, is_meta, is_number, raw_to_grid, unit
from ingest.loaded import Line, RawTable
from ingest.markers import numbered
from ingest.paragraphs import Paragraph, TableOnPage
from ingest.width import join

_UNIT_BEHIND = re.compile(r"\s*[（(]?\s*(?:金额)?单位\s*[:：]\s*\S{1,6}?\s*[)）]?$")
_TITLED = re.compile(
    r"附?表\s*[\d一二三四五六七八九十]+[\s、:：.-]*[\u4e00-\u9fff\d]{2}"
    r"|.*[\u4e00-\u9fff]{4}.*(?:表|情况|明细|汇总)$"
)
_SHIFT = 0.08
"""Page widths by which a table may stand further left or right on the next page."""
_CONTINUED = re.compile(r"[（(]?\s*续\s*(?:表\s*\d*|\d+)?\s*[)）]?$|^续表\s*\d*$")


@dataclass(frozen=True, slots=True)
class WholeTable:
    """One table. `title` and `preamble` are the lines above it, `rows` know their pages."""

    page: int
    title: Paragraph | None
    preamble: tuple[tuple[int, str], ...]
    unit: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Row], ...]


Item = Paragraph | WholeTable


def join_tables(flow: Sequence[Paragraph | TableOnPage]) -> list[Item]:
    """Paragraphs and raw tables → the same with whole tables, each with the lines above it."""
    items: list[Item] = []
    edges: tuple[float, ...] = ()
    for block in flow:
        if isinstance(block, Paragraph):
            items.append(block)
            continue
        before, between = _table_before(items)
        if before is not None and _may_go_on(before, block.page, between):
            raw = _realigned(block.raw, edges)
            last = before.rows[-1][1] if before.rows else ()
            goes_on = raw is not None and _shares_header(before, raw)
            grid = raw_to_grid(raw, before.columns, last) if raw and goes_on else None
            if grid and _fits(before, grid):
                del items[len(items) - len(between) - 1 :]
                items.append(_extended(before, block.page, grid))
                items += _notes(grid, block.page)
                continue
        grid = raw_to_grid(block.raw)
        items += _whole(items, block.page, grid)
        items += _notes(grid, block.page)
        edges = block.raw.edges
    return items


def _table_before(items: Sequence[Item]) -> tuple[WholeTable | None, list[Paragraph]]:
    """The last table, and the lines between it and here if they only repeat its own."""
    between: list[Paragraph] = []
    for item in reversed(items):
        if isinstance(item, WholeTable):
            return item, between
        if not (is_meta(item.text) or _CONTINUED.search(item.text) or len(between) < 1):
            break
        between.append(item)
        if len(between) > 3:
            break
    return None, []


def _may_go_on(table: WholeTable, page: int, between: Sequence[Paragraph]) -> bool:
    """Whether a table at the top of this page may belong to the one at the foot of the last."""
    last_page = table.rows[-1][0] if table.rows else table.page
    title = table.title.text if table.title else ""
    above = {text for _, text in table.preamble}
    return page == last_page + 1 and all(
        _CONTINUED.search(p.text) or p.text in above or _same(p.text, title) for p in between
    )


def _realigned(raw: RawTable, edges: Sequence[float]) -> RawTable | None:
    """A table → the same on the columns of the page before; None where its borders are others.

    A page that has only the row of totals shows only some of the borders. Pages with a margin for
    binding, and scanned ones, are shifted against each other.
    """
    if not raw.edges or not edges:
        return raw if len(raw.edges) == len(edges) else None
    shift = edges[0] - raw.edges[0]
    shifted = [x + (shift if abs(shift) < _SHIFT else 0.0) for x in raw.edges]
    places = [min(range(len(edges)), key=lambda i: abs(edges[i] - x)) for x in shifted]
    near = all(abs(edges[i] - x) < 0.015 for i, x in zip(places, shifted, strict=True))
    if not near or places[0] != 0 or places[-1] != len(edges) - 1:
        return None
    cells = (
        replace(
            cell,
            column=places[cell.column],
            columns=places[cell.column + cell.columns] - places[cell.column],
        )
        for cell in raw.cells
    )
    return RawTable(tuple(cells), tuple(edges))


def _shares_header(table: WholeTable, raw: RawTable) -> bool:
    """Without borders to compare only its header tells a table from the one on the page before."""
    own = () if raw.edges else raw_to_grid(raw).columns
    return not any(own) or own == table.columns


def _fits(table: WholeTable, grid: Grid) -> bool:
    """A form that has its own title is another form; a table may repeat its title and header."""
    if grid.captions and not (any(table.columns) and table.title):
        return False
    return len(grid.columns) == len(table.columns) and all(
        table.title is not None and (is_meta(text) or _same(text, table.title.text))
        for text in grid.captions
    )


def _same(text: str, title: str) -> bool:
    return re.sub(r"\s", "", text) == re.sub(r"\s", "", title)


def _extended(table: WholeTable, page: int, grid: Grid) -> WholeTable:
    rows, more = table.rows, grid.rows
    if rows and more and (place := _cut_cell(rows[-1][1], more[0])) is not None:
        last_page, last = rows[-1]
        whole = join(last[place], more[0][place])
        rows = (*rows[:-1], (last_page, (*last[:place], whole, *last[place + 1 :])))
        more = more[1:]
    return replace(table, rows=rows + tuple((page, row) for row in more))


def _cut_cell(row: Row, following: Row) -> int | None:
    """Where a row at the top of a page only has the rest of one long cell of the row before."""
    new = [c for c, text in enumerate(following) if text and text != row[c]]
    if len(new) != 1 or len(following) < 3 or new == [0]:
        return None
    text, before = following[new[0]], row[new[0]]
    goes_on = bool(before) and re.search("[。；！？]$", before) is None
    return new[0] if goes_on and not is_number(text) and numbered(text) is None else None


def _whole(items: list[Item], page: int, grid: Grid) -> list[Item]:
    """A grid → its table; the lines above that are the table's are taken out of `items`."""
    if not grid.rows and not any(grid.columns):
        return [Paragraph(text, ((0, page),), Line(text)) for text in grid.captions]
    above: list[Paragraph] = []
    while items and len(above) < 5:
        last = items[-1]
        if not isinstance(last, Paragraph) or not is_meta(last.text):
            break
        if _has_unit(last.text) and is_table_title(last, page):
            break
        above.insert(0, last)
        items.pop()
    preamble = [(p.page, p.text) for p in above]
    captions = list(grid.captions)
    title: Paragraph | None = None
    if captions and not is_meta(captions[0]) and _names_table(captions[0]):
        text = captions.pop(0)
        title = Paragraph(text, ((0, page),), Line(text, centred=True))
    elif items and isinstance(items[-1], Paragraph) and is_table_title(items[-1], page):
        title = items[-1]
        items.pop()
    preamble += [(page, text) for text in captions]
    stated = unit([text for _, text in preamble] + ([title.text] if title else []))
    columns = grid.columns
    rows = tuple((page, row) for row in grid.rows)
    first = title.page if title else preamble[0][0] if preamble else page
    return [WholeTable(first, title, tuple(preamble), stated or unit(columns), columns, rows)]


def bare_title(text: str) -> str:
    """A table's title → the same without the unit that stands behind it in its line."""
    return _UNIT_BEHIND.sub("", text) if _has_unit(text) else text


def _has_unit(text: str) -> bool:
    """表1 收支情况（单位：万元）is a title, although it says what a line of its own may say."""
    bare, found = _UNIT_BEHIND.subn("", text)
    return found > 0 and not is_meta(bare) and _TITLED.match(bare) is not None


def is_table_title(paragraph: Paragraph, page: int) -> bool:
    """Whether the line above a table names it: short, no sentence, not long before it."""
    return paragraph.pages[-1][1] >= page - 1 and _names_table(paragraph.text)


def _names_table(text: str) -> bool:
    number = numbered(text)
    words = number.words if number else text
    named = re.search(r"[^\W\d_]{2}", words) is not None
    return named and len(text) <= 60 and re.search("[。；！？]|[：:，,]$", words) is None


def _notes(grid: Grid, page: int) -> list[Item]:
    return [Paragraph(text, ((0, page),), Line(text)) for text in grid.notes]
