"""An XLSX file's bytes → one page a sheet, its tables with merged cells, numbers as shown."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from ingest.load.package import damaged
from ingest.load.spans import table_blocks
from ingest.loaded import Block, Cell, Line, Loaded, Page, UnreadableFile
from ingest.settings import IngestSettings

_UNNAMED = re.compile(r"(?:Sheet|工作表)\s*\d*", re.IGNORECASE)


def read_sheets(path: Path, data: bytes, settings: IngestSettings) -> Loaded:
    """An XLSX file's bytes → its visible sheets; raises UnreadableFile."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except (
        InvalidFileException, zipfile.BadZipFile, SyntaxError, KeyError, ValueError,
        TypeError, AttributeError,
    ) as error:  # fmt: skip
        raise damaged(path) from error
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for n, sheet in enumerate(visible, start=1):
        if sheet.max_row * sheet.max_column > settings.most_cells:
            raise UnreadableFile(
                path,
                f"第 {n} 张工作表过大（{sheet.max_row} 行）。请删去空行后再添加。",
                f"sheet {n} is too large ({sheet.max_row} rows). Delete its empty "
                "rows and add it again.",
            )
    pages = (Page(n, tuple(_blocks(sheet))) for n, sheet in enumerate(visible, start=1))
    return Loaded("openpyxl", tuple(pages), wrapped=False)


def _blocks(sheet: Worksheet) -> Iterator[Block]:
    parts = list(_parts(_cells(sheet)))
    if parts and not _UNNAMED.fullmatch(sheet.title) and not _has_title(parts[0]):
        yield Line(sheet.title, centred=True)
    for part in parts:
        yield from table_blocks(part)


def _has_title(cells: Sequence[Cell]) -> bool:
    return sum(1 for cell in cells if cell.row == 0 and cell.text) == 1


def _cells(sheet: Worksheet) -> list[Cell]:
    merged = {(m.min_row, m.min_col): m for m in sheet.merged_cells.ranges}
    cells = []
    for row in sheet.iter_rows():
        for cell in row:
            if not isinstance(cell, SheetCell):
                continue
            span = merged.get((cell.row, cell.column))
            down = span.max_row - span.min_row + 1 if span else 1
            across = span.max_col - span.min_col + 1 if span else 1
            text = shown(cell.value, cell.number_format)
            if text or span:
                cells.append(Cell(text, cell.row - 1, cell.column - 1, down, across))
    return cells


def _parts(cells: Sequence[Cell]) -> Iterator[list[Cell]]:
    """Cells of a sheet → its tables: a title alone after an empty row begins another."""
    part: list[Cell] = []
    by_row: dict[int, list[Cell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    last = -1
    for row in sorted(by_row):
        filled = [c for c in by_row[row] if c.text]
        if part and row > last + 1 and len(filled) == 1 and len(filled[0].text) > 4:
            yield _moved(part)
            part = []
        part += by_row[row]
        last = max(last, *(c.row + c.rows - 1 for c in by_row[row]))
    if any(cell.text for cell in part):
        yield _moved(part)


def _moved(part: Sequence[Cell]) -> list[Cell]:
    top = min(c.row for c in part)
    left = min(c.column for c in part)
    return [Cell(c.text, c.row - top, c.column - left, c.rows, c.columns) for c in part]


def shown(value: object, form: str) -> str:
    """A cell's value and its number format → the text that Excel shows for it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime) and value.hour == value.minute == value.second == 0:
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, int | float):
        return _number(value, form.split(";")[0])
    return str(value).strip()


def _number(value: float, form: str) -> str:
    percent = "%" in form
    number = value * 100 if percent else value
    decimals = re.search(r"\.([0#?]+)", form)
    comma = "," if re.search(r"[#0],[#0]", form) else ""
    if decimals or re.search(r"0", form):
        text = f"{number:{comma}.{len(decimals[1]) if decimals else 0}f}"
    else:
        text = f"{round(number, 10):{comma}.15g}"
    return text + ("%" if percent else "")
