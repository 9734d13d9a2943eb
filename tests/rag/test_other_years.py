"""What a year's budget cannot say is told by the next year's, and what stands by year's end."""

from __future__ import annotations

import pytest

from rag.answer import ask
from tests.fakes import predictable_reader
from tests.rag.conftest import asking, shelf_of

_BUDGET = """上海市临河区{year}年区级部门预算

预算主管部门：上海市临河区清水街道办事处

一、部门预算编制说明

1. 公益性岗位补贴（项）{now}万元。{before_year}年当年预算执行数为{spent}万元。

2. 卫生健康支出（项）88.00万元，主要用于社区卫生。{before_year}年当年预算执行数为66.00万元。

二、国有资产占有情况

截止{before_year}年12月31日，本部门流动资产448.82万元。固定资产3149.52万元，其中：房屋14609.83平方米；\
车辆{cars}辆（一般公务用车3辆，执法执勤用车{patrol}辆）。
"""


@pytest.fixture(scope="module")
def budgets(tmp_path_factory):
    first = {"year": 2023, "before_year": 2022, "now": "635.10", "spent": "667.32"}
    second = {"year": 2024, "before_year": 2023, "now": "421.23", "spent": "389.59"}
    library = shelf_of(
        {
            "2023.txt": _BUDGET.format(**first, cars=7, patrol=4),
            "2024.txt": _BUDGET.format(**second, cars=8, patrol=5),
        },
        tmp_path_factory.mktemp("budgets"),
    )
    yield library
    library.close()


def first_sentence(question, library):
    sure = predictable_reader(near=0.0, answered=0.0)
    answer = list(ask(question, asking(library, reader=sure)))[-1].answer
    return answer.sentences[0].text if answer.sentences else answer.refusal, answer.notes


def test_what_was_spent_in_a_year_with_only_a_budget_comes_from_the_next_years(budgets):
    said, notes = first_sentence("清水街道2023年公益性岗位补贴的执行数是多少？", budgets)
    assert "2023年当年预算执行数为389.59万元" in said
    assert any("2024年" in note for note in notes)


def test_what_was_planned_comes_from_the_years_own_budget(budgets):
    said, _ = first_sentence("清水街道2023年公益性岗位补贴安排多少万元？", budgets)
    assert "635.10万元" in said


def test_what_there_was_at_the_end_of_a_year_comes_from_the_report_that_takes_stock(budgets):
    said, _ = first_sentence("2022年底清水街道有几辆执法车？", budgets)
    assert "执法执勤用车4辆" in said
    assert "执法执勤用车5辆" not in said
