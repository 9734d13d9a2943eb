"""Tables and findings → files to take away: CSV, XLSX, and a working paper in DOCX.

What a report says may begin with = or @: it must arrive in a spreadsheet as text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Pt
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | Decimal | None
Rows = Sequence[Sequence[Value]]

# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def to_csv(columns: Sequence[str], rows: Rows) -> bytes:
    """Columns and rows → a CSV file in UTF-8 with a mark that Excel needs; numbers stay numbers.

    A text that a spreadsheet would take for a formula gets a ' in front.
    """
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([_harmless(c) for c in columns])
    for row in rows:
        writer.writerow([_harmless(v) if isinstance(v, str) else v for v in row])
    return file.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


def to_xlsx(sheets: Mapping[str, tuple[Sequence[str], Rows]]) -> bytes:
    """Sheets, each columns and rows → an XLSX file; every text a text, never a formula."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, (columns, rows) in sheets.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for i, column in enumerate(columns, start=1):
            longest = max((len(str(row[i - 1] or "")) for row in rows), default=0)
            sheet.column_dimensions[get_column_letter(i)].width = min(max(10, longest * 1.6), 60)
            cell = _set(sheet, 1, i, column)
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="E8EDF1")
        for y, row in enumerate(rows, start=2):
            for x, value in enumerate(row, start=1):
                _set(sheet, y, x, value)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _set(sheet: Worksheet, y: int, x: int, value: Value) -> Cell | MergedCell:
    cell = sheet.cell(y, x)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"  # said outright: openpyxl takes "=…" for a formula
    else:
        cell.value = value
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def working_paper(
    title: str, facts: Sequence[tuple[str, str]], findings: Sequence[Mapping[str, str]]
) -> bytes:
    """A title, what is said once, and the findings, each label → text → a DOCX file.

    A finding's "" label is its heading; the label beginning with “ is a quotation, highlighted.
    """
    paper = Document()
    _settle_fonts(paper)
    paper.add_heading(title, level=0)
    for label, text in facts:
        _line(paper, label, text)
    for number, finding in enumerate(findings, start=1):
        paper.add_heading(f"{number}. {_clean(finding[''])}", level=2)
        for label, text in finding.items():
            if label:
                _line(paper, label, text, quoted=label.startswith("“"))
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def _line(paper: DocumentObject, label: str, text: str, *, quoted: bool = False) -> None:
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(3)
    paragraph.add_run(f"{label.lstrip('“')}：").bold = True
    run = paragraph.add_run(_clean(text))
    if quoted:
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _clean(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def _settle_fonts(paper: DocumentObject) -> None:
    for name in ("Normal", "Title", "Heading 2"):
        style = paper.styles[name]
        style.font.name = "Microsoft YaHei"
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Microsoft YaHei")
