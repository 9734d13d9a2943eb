"""Sheets and what is said of them all → XLSX; one table → CSV.

What a report says may begin with = or @: it must arrive in a spreadsheet as text.
"""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as Field
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from exports.document import Book, Cell, Column, Table, printable, widths, words
from exports.wording import PAGE, PRODUCT, day, number_format
from languages import translate

_CHINESE, _LATIN = "宋体", "Times New Roman"
_LINE = Side(style="thin", color="999999")
_THIN = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="E8EDF1")
_ANY = Column("")
_LINES = Alignment(vertical="top", wrap_text=True)

_LONGEST = 32_767
"""Characters of a cell, by Excel's specification; Excel mends a file with more by losing them."""
_DIGITS = 15
"""That Excel holds of a number: one with more is written as text, so that none is lost."""
_TITLE = 80
"""Characters of a title in the page header: Excel refuses a header of more than 255."""

# _x0041_ in a text is an A for Excel (ST_Xstring, ECMA-376 part 1, 22.9.2.19) unless escaped.
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


def to_xlsx(book: Book) -> bytes:
    """A book → an XLSX file: every text a text, never a formula, and every number a number."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    about = workbook.properties
    about.creator = about.lastModifiedBy = PRODUCT
    about.title, about.language = printable(book.title), book.language
    face = _CHINESE if book.language == "zh" else _LATIN
    _put_summary(workbook.create_sheet(translate(book.language, "Summary")), book, face)
    for sheet in book.sheets:
        place = workbook.create_sheet(_NO_SHEET_NAME.sub("", sheet.name)[:31])
        _put_table(place, sheet.table, face)
    for place in workbook.worksheets:
        _set_up_page(place, book)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _put_summary(place: Worksheet, book: Book, face: str) -> None:
    facts: tuple[tuple[str, Cell], ...] = (
        *book.facts,
        (translate(book.language, "Made"), f"{book.made:%Y-%m-%d %H:%M}"),
        (translate(book.language, "Made with"), PRODUCT),
    )
    _put(place, 1, 1, book.title).font = Font(name=face, size=14, bold=True)
    place.merge_cells("A1:B1")
    for y, (label, value) in enumerate(facts, start=3):
        _put(place, y, 1, label).font = Font(name=face, bold=True)
        _put(place, y, 2, value).font = Font(name=face)
    y = len(facts) + 4
    listed: list[tuple[Cell, Cell]] = [
        (translate(book.language, "Sheet"), translate(book.language, "Rows")),
        *((sheet.name, len(sheet.table.rows)) for sheet in book.sheets),
    ]
    for line, cells in enumerate(listed, start=y):
        for x, cell in enumerate(cells, start=1):
            field = _put(place, line, x, cell)
            field.font, field.border = Font(name=face, bold=line == y), _THIN
            if line == y:
                field.fill = _HEAD
    place.column_dimensions["A"].width, place.column_dimensions["B"].width = 28, 60


def _put_table(place: Worksheet, table: Table, face: str) -> None:
    plain, bold = Font(name=face), Font(name=face, bold=True)
    for x, (column, width) in enumerate(zip(table.columns, widths(table), strict=True), start=1):
        place.column_dimensions[get_column_letter(x)].width = width
        head = _put(place, 1, x, column.label)
        head.font, head.fill, head.border = bold, _HEAD, _THIN
        for y, row in enumerate(table.rows, start=2):
            field = _put(place, y, x, row[x - 1], column)
            field.font, field.border = plain, _THIN
    place.freeze_panes = "A2"
    place.auto_filter.ref = place.dimensions
    place.print_title_rows = "1:1"


def _put(place: Worksheet, y: int, x: int, cell: Cell, column: Column = _ANY) -> Field | MergedCell:
    field = place.cell(y, x)
    field.alignment = _LINES
    if isinstance(cell, int | Decimal) and _held(cell):
        field.value = cell
        field.number_format = number_format(cell, column)
    elif text := words(cell):
        field.value = _fitting(text)
        field.data_type = "s"  # said outright: openpyxl takes "=…" for a formula
    return field


def _held(number: int | Decimal) -> bool:
    return len(Decimal(number).normalize().as_tuple().digits) <= _DIGITS


def _fitting(text: str) -> str:
    escaped = _ESCAPED.sub("_x005F_", printable(text))
    return escaped if len(escaped) <= _LONGEST else f"{escaped[: _LONGEST - 1]}…"


def _set_up_page(place: Worksheet, book: Book) -> None:
    place.page_setup.orientation = "landscape"
    place.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    place.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    place.page_setup.fitToWidth, place.page_setup.fitToHeight = 1, 0
    place.print_options.horizontalCentered = True
    header, footer = place.oddHeader, place.oddFooter
    assert header is not None  # a new sheet has both
    assert footer is not None
    # An & in a header is a code, and the characters behind it what the code says.
    header.left.text = printable(book.title).replace("&", "＆")[:_TITLE]
    header.right.text = day(book.made, book.language)
    footer.center.text = translate(book.language, PAGE, page="&P", pages="&N")


# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def to_csv(table: Table) -> bytes:
    """A table → a CSV file in UTF-8 with a mark that Excel needs; numbers stay numbers.

    A text that a spreadsheet would take for a formula gets a ' in front.
    """
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([_harmless(column.label) for column in table.columns])
    for row in table.rows:
        writer.writerow([c if isinstance(c, int | Decimal) else _harmless(words(c)) for c in row])
    return file.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    text = printable(text)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text
