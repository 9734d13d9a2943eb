"""The 绩效自评表 as sheets and as a document, of a matrix made by hand."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import docx
import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook

from exports.document import Table
from exports.word import to_docx
from exports.workbook import to_xlsx
from figures.quantities import quantities
from goals.form import as_book, as_document, columns, form
from goals.records import (
    Attainment,
    Goal,
    GoalKind,
    Matrix,
    MatrixLine,
    Money,
    Part,
    Result,
    Statement,
)
from records import Evidence

MADE = datetime(2026, 3, 1, 8, tzinfo=UTC)
TITLE = "=2022年水务局绩效自评报告"


def place(text: str, page: int) -> Evidence:
    return Evidence(0, len(text), page, text)


def quantity(text: str):
    (found,) = quantities(text)
    return found


def goal(name: str, kind: GoalKind, path: tuple[str, ...], target: str = "") -> Goal:
    return Goal(place(name, 1), kind, name, path, "", quantity(target) if target else None)


MONEY = Money(
    name="河道整治",
    place=place("河道整治", 5),
    budget=quantity("1,254.30万元"),
    executed=quantity("980000元"),
    rate=Decimal("78.13"),
)
MISSED = MatrixLine(
    goal=goal("整治河道长度", GoalKind.INDICATOR, ("产出指标", "数量指标"), "15公里"),
    results=(Result(place("完成河道整治12公里。", 3), (), 1.0, True, quantity("12公里")),),
    suggested=(),
    money=(MONEY,),
    outcome=Attainment.SHORT,
    actual=quantity("12公里"),
    deviation=Decimal("-20.00"),
    reason=place("征地没有谈妥", 4),
)
UNTOLD = MatrixLine(
    goal=goal("保障供水", GoalKind.AIM, ("一、绩效目标",)),
    results=(),
    suggested=(),
    money=(),
    outcome=Attainment.NOT_TOLD,
    actual=None,
    deviation=None,
)
OTHER = Statement(place("@获得先进集体称号。", 6), ("三、成效", "（一）荣誉"), Part.DONE, 0)
MATRIX = Matrix((MISSED, UNTOLD), (OTHER,), (MONEY,))


def rows(language: str) -> list[dict]:
    return [dict(zip(columns(language), row, strict=True)) for row in form(MATRIX, language).rows]


def test_a_row_has_the_three_levels_both_values_the_deviation_and_its_reason():
    missed, untold = rows("zh")
    levels = missed["一级指标"], missed["二级指标"], missed["三级指标"]
    assert levels == ("产出指标", "数量指标", "整治河道长度")
    assert (missed["目标值"], missed["完成值"]) == ("15公里", "12公里")
    assert missed["偏差"] == Decimal("-20.00")
    assert missed["原因"] == "（待确认）征地没有谈妥"
    assert missed["预算数"] == "河道整治：1,254.30万元"
    assert missed["出处"] == "第1页、第3页"
    assert (untold["一级指标"], untold["完成值"]) == ("绩效目标", "报告未说明")


def test_a_missed_goal_without_a_reason_says_that_none_is_given():
    line = replace(MISSED, reason=None)
    (row,) = form(Matrix((line,), (), ()), "zh").rows
    assert "报告未说明原因" in row


def test_in_english_the_form_says_in_english_what_it_says_itself():
    missed, untold = rows("en")
    assert missed["Outcome"] == "short"
    assert missed["Where it stands"] == "p. 1, p. 3"
    assert untold["Actual"] == "The report does not say."


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("zh", ["汇总", "绩效自评表", "项目资金", "未对应目标的成效"]),
        (
            "en",
            ["Summary", "Self-evaluation form", "Money of the projects", "Results without a goal"],
        ),
    ],
)
def test_the_book_has_the_form_the_money_and_the_other_results(language, names):
    book = load_workbook(io.BytesIO(to_xlsx(as_book(TITLE, MATRIX, language, MADE))))
    assert book.sheetnames == names
    summary, sheet, money, others = (book[name] for name in names)
    assert [c.value for c in sheet[1]] == [*columns(language)]
    deviation = sheet[2][columns("zh").index("偏差")]
    assert (deviation.value, deviation.number_format[:8]) == (-20, "+#,##0.0")
    amounts = [c.value for c in money[2]]
    assert amounts == ["河道整治", 1254.3, 98, 78.13, 5]
    assert [c.value for c in others[2]] == ["三、成效 › （一）荣誉", "@获得先进集体称号。", 6]
    assert [c.data_type for c in others[2]] == ["s", "s", "n"]
    told = {row[0].value: row[1] for row in summary.rows}
    assert told["报告" if language == "zh" else "Report"].value == TITLE
    assert told["报告" if language == "zh" else "Report"].data_type == "s"


def test_the_document_lies_on_its_side_and_is_signed():
    document = as_document(TITLE, MATRIX, "zh", MADE)
    assert [len(b.rows) for b in document.blocks if isinstance(b, Table)] == [2, 1]
    word = docx.Document(io.BytesIO(to_docx(document)))
    assert word.sections[0].page_width > word.sections[0].page_height
    assert word.paragraphs[0].text == f"绩效自评表：{TITLE}"
    assert word.paragraphs[1].text.startswith("目标2项：完成 0、")
    first, others = word.tables
    assert [c.text for c in first.rows[0].cells] == [*columns("zh")]
    assert first.rows[1].cells[5].text == "-20.00%"
    assert others.rows[1].cells[1].text == "@获得先进集体称号。"
    assert all(len(t._tbl.findall(f".//{qn('w:tblHeader')}")) == 1 for t in word.tables)
    assert "编制人" in word.paragraphs[-1].text


def test_without_other_results_nothing_is_said_of_them():
    document = as_document(TITLE, Matrix((MISSED,), (), ()), "zh", MADE)
    assert len([b for b in document.blocks if isinstance(b, Table)]) == 1
