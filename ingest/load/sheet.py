"""A workbook's parts → one page a sheet: its tables with merged cells, values as they are shown.

What is hidden (sheets, rows, columns, cells) is left out and told; so is a formula without a value,
or one whose value was computed here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from ingest.load import number_format
from ingest.load.calculate import Calculation, NotPlainError
from ingest.load.package import Package
from ingest.load.spans import table_blocks
from ingest.load.text_columns import is_value
from ingest.load.workbook import (
    KeptCell,
    Mistake,
    Place,
    Sheet,
    Value,
    column_letters,
    read_workbook,
    written,
)
from ingest.loaded import Block, Cell, Line, Loaded, Page, UnreadableFile
from ingest.settings import IngestSettings
from languages import N_
from records import Notice, Unsure

_UNNAMED = re.compile(r"(?:Sheet|工作表)\s*\d*", re.IGNORECASE)
_MOST_TOLD = 200
"""Characters of what is hidden that are told."""


def read_sheets(package: Package, settings: IngestSettings) -> Loaded:
    """A workbook's parts → its visible sheets; raises UnreadableFile."""
    book = read_workbook(package)
    calculation = Calculation(book)
    pages: list[Page] = []
    notices: list[Notice] = []
    for sheet in book.sheets:
        if not sheet.shown:
            if sheet.cells:
                notices.append(Notice(Unsure.HIDDEN, max(1, len(pages)), sheet.name, ""))
            continue
        seen = _Seen(sheet, calculation, len(pages) + 1)
        blocks = tuple(_blocks(package.path, seen, settings.most_cells))
        pages.append(Page(seen.page, blocks))
        notices += seen.notices
    notices += (Notice(Unsure.OTHER, max(1, len(pages)), name, "") for name in book.charts)
    return Loaded("workbook", tuple(pages), wrapped=False, notices=tuple(notices))


@dataclass
class _Seen:
    """A sheet as it is seen on its page, and what there is to tell of it."""

    sheet: Sheet
    calculation: Calculation
    page: int
    notices: list[Notice] = field(default_factory=list)

    def tell(self, why: Unsure, at: str, text: str) -> None:
        """Something is told of a place of the sheet."""
        told = text if len(text) <= _MOST_TOLD else f"{text[:_MOST_TOLD]}…"
        self.notices.append(Notice(why, self.page, f"{self.sheet.name}!{at}", told))

    def text(self, at: Place) -> str:
        """What a cell shows; what it does not show is told."""
        cell = self.sheet.cells[at]
        value, why = self._value(at, cell)
        text = self._written(value, cell)
        if why is not None:
            self.tell(why, written(at), text)
        unseen = Unsure.INVISIBLE if cell.white else None
        if number_format.hides(cell.form):
            unseen, text = Unsure.HIDDEN, str(value or "")
        if unseen is not None and text:
            self.tell(unseen, written(at), text)
            return ""
        return text

    def _value(self, at: Place, cell: KeptCell) -> tuple[Value, Unsure | None]:
        try:
            value = self.calculation.value(self.sheet, at)
        except NotPlainError:
            return None, Unsure.NO_VALUE
        if isinstance(value, Mistake):
            return value, Unsure.NO_VALUE
        return value, Unsure.COMPUTED if cell.formula and value != cell.value else None

    def _written(self, value: Value, cell: KeptCell) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, Mistake):
            return value.text
        if isinstance(value, Decimal):
            return number_format.shown(value, cell.form, self.calculation.book.old_dates)
        return number_format.shown_text(value.strip(), cell.form)


def _blocks(path: Path, seen: _Seen, most_cells: int) -> Iterator[Block]:
    sheet = seen.sheet
    parts = list(_parts(_cells(seen)))
    if parts and not _UNNAMED.fullmatch(sheet.name) and not _has_title(parts[0]):
        yield Line(sheet.name, centred=True)
    for part in parts:
        rows, columns = (max(c.row for c in part) + 1, max(c.column for c in part) + 1)
        if rows * columns > most_cells:
            raise UnreadableFile(
                path,
                N_(
                    "sheet {page} is too large ({rows} rows, {columns} columns). Split it "
                    "and add it again."
                ),
                page=seen.page,
                rows=rows,
                columns=columns,
            )
        yield from table_blocks(part)
    yield from (Line(text) for text in sheet.boxes)
    for at in sheet.pictures:
        seen.tell(Unsure.PICTURE, written(at), "")
    for at in sheet.drawings:
        seen.tell(Unsure.OTHER, written(at), "")
    for at, remark in sorted(sheet.remarks.items()):
        seen.tell(Unsure.OTHER, written(at), remark)


def _has_title(cells: Sequence[Cell]) -> bool:
    return sum(1 for cell in cells if cell.row == 0 and cell.text) == 1


def _cells(seen: _Seen) -> list[Cell]:
    """A sheet's cells that are seen and hold something, where they would be without hidden ones."""
    sheet = seen.sheet
    rows = _Hidden.of((row, row) for row in sheet.hidden_rows)
    columns = _Hidden.of(sheet.hidden_columns)
    merges = {(m.top, m.left): m for m in sheet.merges}
    cells = []
    hidden: dict[tuple[str, int], list[str]] = {}
    for at in sorted(sheet.cells):
        merge = merges.get(at)
        bottom, right = (merge.bottom, merge.right) if merge else at
        down, across = rows.seen(at[0], bottom), columns.seen(at[1], right)
        text = seen.text(at) if down and across else ""
        if down and across and text:
            cells.append(Cell(text, rows.before(at[0]), columns.before(at[1]), down, across))
        elif not down or not across:
            key = ("columns", at[1]) if down else ("rows", at[0])
            hidden.setdefault(key, []).append(_kept(sheet.cells[at]))
    _tell_hidden(seen, hidden)
    return cells


def _kept(cell: KeptCell) -> str:
    value = cell.value
    if isinstance(value, Decimal):
        return number_format.shown(value, cell.form)
    return value.text if isinstance(value, Mistake) else str(value or "")


def _tell_hidden(seen: _Seen, hidden: Mapping[tuple[str, int], Sequence[str]]) -> None:
    """Hidden rows and columns that hold something, those beside each other told as one."""

    def stretch(numbered: tuple[int, tuple[str, int]]) -> tuple[str, int]:
        return numbered[1][0], numbered[1][1] - numbered[0]

    for (kind, _), keys in groupby(enumerate(sorted(hidden)), key=stretch):
        places = [key for _, key in keys]
        first, last = places[0][1], places[-1][1]
        at = f"{first}:{last}"
        if kind == "columns":
            at = f"{column_letters(first)}:{column_letters(last)}"
        texts = [text for key in places for text in hidden[key] if text]
        seen.tell(Unsure.HIDDEN, at, " ".join(texts))


@dataclass(frozen=True, slots=True)
class _Hidden:
    """Hidden rows (or columns) as ranges in order: how many are seen, and where they then stand."""

    firsts: tuple[int, ...]
    lasts: tuple[int, ...]
    counts: tuple[int, ...]

    @classmethod
    def of(cls, ranges: Iterator[tuple[int, int]] | Sequence[tuple[int, int]]) -> _Hidden:
        """Ranges in any order, perhaps over each other → the same in order, and apart."""
        apart: list[tuple[int, int]] = []
        for first, last in sorted(ranges):
            if apart and first <= apart[-1][1] + 1:
                apart[-1] = (apart[-1][0], max(last, apart[-1][1]))
            elif first <= last:
                apart.append((first, last))
        counts = [0]
        for first, last in apart:
            counts.append(counts[-1] + last - first + 1)
        return cls(tuple(f for f, _ in apart), tuple(last for _, last in apart), tuple(counts))

    def _up_to(self, at: int) -> int:
        """How many are hidden of those from 1 to `at`."""
        whole = bisect_right(self.lasts, at)
        begun = bisect_right(self.firsts, at)
        return self.counts[whole] + (at - self.firsts[whole] + 1 if begun > whole else 0)

    def seen(self, first: int, last: int) -> int:
        """How many are seen of those from `first` to `last`."""
        return last - first + 1 - self._up_to(last) + self._up_to(first - 1)

    def before(self, at: int) -> int:
        """How many are seen before `at`: where it stands, from 0."""
        return at - 1 - self._up_to(at - 1)


def _parts(cells: Sequence[Cell]) -> Iterator[list[Cell]]:
    """Cells of a sheet → its tables: after an empty row, a title alone begins another, and so does
    a row of labels under rows of figures.
    """
    part: list[Cell] = []
    by_row: dict[int, list[Cell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    last = -1
    for row in sorted(by_row):
        here = by_row[row]
        title = len(here) == 1 and len(here[0].text) > 4
        head = len(here) > 1 and not _has_figures(here) and _has_figures(part)
        if part and row > last + 1 and (title or head):
            yield _moved(part)
            part = []
        part += here
        last = max(last, *(c.row + c.rows - 1 for c in here))
    if part:
        yield _moved(part)


def _has_figures(cells: Sequence[Cell]) -> bool:
    return any(is_value(cell.text) for cell in cells)


def _moved(part: Sequence[Cell]) -> list[Cell]:
    """Cells → the same without the rows and columns in which none of them begins.

    So neither a far cell nor a merge over whole columns makes a table larger than what is in it.
    """
    rows = sorted({cell.row for cell in part})
    columns = sorted({cell.column for cell in part})

    def placed(cell: Cell) -> Cell:
        row, column = bisect_left(rows, cell.row), bisect_left(columns, cell.column)
        down = bisect_left(rows, cell.row + cell.rows) - row
        across = bisect_left(columns, cell.column + cell.columns) - column
        return Cell(cell.text, row, column, down, across)

    return [placed(cell) for cell in part]
