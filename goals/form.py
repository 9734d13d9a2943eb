"""A matrix → the rows of the 绩效自评表 that offices file, and that table as XLSX and as DOCX.

The columns are those that the finance bureaus' form has (一级指标 … 偏差, 原因); beside these stand
what became of the goal, its money, and the pages.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from goals.outcome import asks_for_a_reason
from goals.records import GoalKind, Line, Matrix, Money
from goals.saying import deviation_written, outcome_name
from languages import translate

COLUMNS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "目标值",
    "完成值",
    "偏差",
    "原因",
    "完成情况",
    "预算数",
    "执行数",
    "出处",
)
_WIDTHS = (12, 14, 34, 16, 40, 10, 34, 12, 14, 14, 12)


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of the form, cell by cell, as text."""

    cells: tuple[str, ...]


def form_rows(matrix: Matrix) -> list[FormRow]:
    """A matrix → the form's rows, in the report's order."""
    return [_row(line) for line in matrix.lines]


def _row(line: Line) -> FormRow:
    goal = line.goal
    first, second = _levels(line)
    told = "\n".join(r.place.text for r in line.results)
    actual = (
        line.actual.as_written
        if line.actual
        else told or translate("zh", "The report does not say.")
    )
    pages = dict.fromkeys(e.page for e in (goal.place, *(r.place for r in line.results)))
    return FormRow(
        (
            first,
            second,
            goal.name,
            goal.target.as_written if goal.target else "",
            actual,
            deviation_written(line),
            reason_written(line),
            outcome_name(line.outcome, "zh"),
            "\n".join(_amount(m, "budget") for m in line.money),
            "\n".join(_amount(m, "executed") for m in line.money),
            "、".join(f"第{page}页" for page in pages),
        )
    )


def _levels(line: Line) -> tuple[str, str]:
    goal = line.goal
    if goal.kind is GoalKind.INDICATOR:
        first, second, *_ = (*goal.path, "", "")
        return first or goal.project, second
    return ("重点任务" if goal.kind is GoalKind.TASK else "绩效目标"), (goal.path or ("",))[-1]


def reason_written(line: Line) -> str:
    """The reason that a line's report gives, or that it gives none where one is asked for."""
    if line.reason is not None:
        return line.reason.text if line.reason_sure else f"（待确认）{line.reason.text}"
    asked = asks_for_a_reason(line.outcome, line.deviation)
    return translate("zh", "The report gives no reason.") if asked else ""


def _amount(money: Money, side: str) -> str:
    quantity = money.budget if side == "budget" else money.executed
    return f"{money.name}：{quantity.as_written}" if quantity else ""


def to_xlsx(title: str, matrix: Matrix) -> bytes:
    """A title and a matrix → an XLSX file: the form, and the results that no goal speaks of.

    Every cell is text, never a formula.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    rows = [row.cells for row in form_rows(matrix)]
    _sheet(book, "绩效自评表", title, COLUMNS, rows, _WIDTHS)
    others = [(" › ".join(s.path), s.place.text, str(s.place.page)) for s in matrix.without_goal]
    _sheet(book, "未对应目标的成效", title, ("标题", "原文", "页"), others, (30, 90, 8))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _sheet(
    book: Workbook,
    name: str,
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
) -> None:
    sheet = book.create_sheet(name)
    thin = Side(style="thin")
    sheet.freeze_panes = "A3"
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(columns))
    for y, cells in enumerate(((title,), columns, *rows), start=1):
        for x, text in enumerate(cells, start=1):
            cell = sheet.cell(y, x)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
            cell.data_type = "s"  # said outright: openpyxl takes "=…" for a formula
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.font = Font(bold=y < 3)
            if y > 1:
                cell.border = Border(thin, thin, thin, thin)
    for x, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(x)].width = width


def to_docx(title: str, matrix: Matrix) -> bytes:
    """A title and a matrix → a DOCX file with the form, on a page on its side."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(9)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    document.add_heading(_clean(f"绩效自评表：{title}"), level=1)
    grid = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    for cell, label in zip(grid.rows[0].cells, COLUMNS, strict=True):
        cell.text = label
    for row in form_rows(matrix):
        for cell, text in zip(grid.add_row().cells, row.cells, strict=True):
            cell.text = _clean(text)
    if matrix.without_goal:
        document.add_heading("未对应目标的成效", level=2)
        for statement in matrix.without_goal:
            document.add_paragraph(_clean(f"{statement.place.text}（第{statement.place.page}页）"))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _clean(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)
