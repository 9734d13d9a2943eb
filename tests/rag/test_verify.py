"""True answers pass; change one digit, unit, year or department, and they are flagged."""

from __future__ import annotations

import random
import re

import pytest

from rag.check.attribution import attribute
from rag.check.verification import verdicts_on, verified
from rag.model.phrasing import problem
from rag.records import Standing
from records import Row, Table
from tests.rag.evidence_made import WATER, asked, basis

EVIDENCE = [
    basis(
        "2022年，部门整体支出全年预算数为2,450.00万元，全年执行数为2,401.00万元，执行率为98%。",
        n=1,
    ),
    basis("基本支出全年执行数901.00万元；项目支出全年执行数1,500.00万元。", n=2, start=100),
    basis("部门整体支出绩效目标自评97.6分。", n=3, start=200),
    basis("完成河道整治12公里，新建排水管网36公里，惠及群众2.3万人。", n=4, start=300),
    basis("建成“清水驿站”5座，群众满意率达到98.5%。", n=5, start=400),
]
TRUE = [
    f"2022年{WATER}全年预算数为2,450.00万元。",
    "2022年，区水务局执行率为98%。",
    "基本支出执行了901万元，项目支出执行了1,500万元。",
    "部门整体支出自评97.6分。",
    "2022年完成河道整治12公里，新建排水管网36公里。",
    "建成“清水驿站”5座，群众满意率达到98.5%。",
    "2022年惠及群众2.3万人。",
    "全年执行数为24,010,000元。",
    "项目支出比基本支出多599万元：项目支出1,500万元，基本支出901万元。",
]


def flagged(wording: str) -> bool:
    sentences = tuple(verified(a, EVIDENCE, "zh") for a in attribute(wording, EVIDENCE))
    return bool(problem(wording, sentences, asked("水务局有什么情况？")))


@pytest.mark.parametrize("wording", TRUE)
def test_what_is_true_is_not_flagged(wording: str):
    assert not flagged(wording)


def changed(wording: str, dice: random.Random):
    """One change each: a digit, a unit, a year, a department."""
    for m in re.finditer(r"\d", wording):
        other = dice.choice([d for d in "123456789" if d != m[0]])
        yield wording[: m.start()] + other + wording[m.end() :]
    units = {"万元": "亿元", "公里": "米", "%": "万元", "分": "%", "座": "公里", "万人": "人"}
    for unit, other in units.items():
        for m in re.finditer(rf"(?<=\d){unit}", wording):
            yield wording[: m.start()] + other + wording[m.end() :]
    yield wording.replace("2022年", "2021年")
    yield wording.replace("水务局", "民政局")
    yield wording.replace("水务局", "教育局")


def test_nearly_every_change_of_one_thing_is_flagged():
    dice = random.Random(7)
    changes = {c for wording in TRUE for c in changed(wording, dice) if c not in TRUE}
    missed = [c for c in sorted(changes) if not flagged(c)]
    assert len(changes) > 60
    assert len(missed) <= len(changes) * 0.01, missed


@pytest.mark.parametrize(
    "wording",
    [
        "2022年区水务局基本支出全年执行数为2,401.00万元。",
        "2022年区水务局三公经费全年执行数为2,401.00万元。",
        "2022年区水务局全年违规支出2,401.00万元。",
        "2022年区水务局全年执行数为1,500.00万元。",
        "Basic expenditure was 24.01 million yuan in 2022.",
    ],
)
def test_a_right_number_of_a_wrong_thing_is_flagged(wording: str):
    assert flagged(wording)


def test_a_number_said_of_something_else_is_missing_and_says_what_it_is_said_of():
    (said,) = attribute("基本支出执行了1,500.00万元。", EVIDENCE)
    verdicts = verified(said, EVIDENCE, "zh").verdicts
    (wrong,) = [v for v in verdicts if v.written.startswith("1,500")]
    assert wrong.standing is Standing.MISSING
    assert wrong.calculation


def test_a_derived_number_shows_its_calculation():
    (said,) = attribute("基本支出901.00万元与项目支出1,500.00万元合计2,401万元。", EVIDENCE[1:2])
    derived = [v for v in verified(said, EVIDENCE[1:2], "zh").verdicts if v.calculation]
    assert [v.standing for v in derived] == [Standing.DERIVED]
    assert "901.00万元 + 1,500.00万元" in derived[0].calculation


def test_a_table_row_is_checked_cell_by_cell_under_its_columns():
    row = Row(("公务接待费", "3.20", "2.80"), 0, 14)
    table = Table(
        "“三公”经费预算表", "万元", ("项目", "2021年预算数", "2022年预算数"), (row,), 0, 14
    )
    cell = basis("公务接待费\t3.20\t2.80", table=table, row=row)
    (right,) = attribute("2022年公务接待费预算为2.80万元。", [cell])
    (wrong,) = attribute("2022年公务接待费预算为3.20万元。", [cell])
    assert verified(right, [cell], "zh").supported
    assert not verified(wrong, [cell], "zh").supported


def test_an_answer_in_another_language_than_the_question_is_flagged():
    sentences = tuple(verified(a, EVIDENCE, "en") for a in attribute("执行率为98%。", EVIDENCE))
    assert problem("执行率为98%。", sentences, asked("What was the rate?"))


@pytest.mark.parametrize("number", ["12号楼3室", "沪府规168号", "K-77"])
def test_digits_that_are_no_quantity_have_to_stand_in_the_source_too(number: str):
    (said,) = attribute(f"完成河道整治{number}。", EVIDENCE)
    verdicts = verified(said, EVIDENCE, "zh").verdicts
    assert Standing.MISSING in {v.standing for v in verdicts}
    (stands,) = attribute(f"完成{number}。", [basis(f"完成{number}。")])
    verdicts = verified(stands, [basis(f"完成{number}。")], "zh").verdicts
    assert Standing.MISSING not in {v.standing for v in verdicts}


@pytest.mark.parametrize(
    ("name", "standing"),
    [("区水务局", Standing.FOUND), ("区水利局", Standing.FOUND), ("区教育局", Standing.MISSING)],
)
def test_a_department_may_be_called_as_people_call_it(name, standing):
    text = f"{name}2022年完成河道整治12公里。"
    verdicts = verdicts_on(text, EVIDENCE, "zh")
    assert {v.standing for v in verdicts if v.kind == "name"} == {standing}
