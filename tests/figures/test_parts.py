"""What a report states of a part or of something else is not the department's own."""

import pytest

from tests.figures.stated import found
from tests.figures.written import report


def test_a_figure_of_something_else_is_left_out(scored):
    scored("something_else", lambda sentence: list(found(report(sentence))))


@pytest.mark.parametrize("kept", ["增长6.56%。", "增长6.56%，未超预算，", "控制在预算内，"])
def test_what_was_spent_of_a_sum_is_no_budget_though_the_sum_kept_to_one(kept):
    text = report(
        "2022年度临江市南浦区水务局部门整体支出绩效自评报告",
        f"“三公”经费预算44.00万元，支出41.26万元，比2021年38.72万元增加2.54万元，{kept}"
        "其中公务用车运行维护费31.06万元，公务接待费10.20万元。",
    )
    stated = found(text)
    assert stated["vehicle_running_executed"] == ["31.06万元"]
    assert stated["reception_executed"] == ["10.2万元"]
    assert "reception_budget" not in stated


def test_a_rate_behind_a_part_s_amounts_is_that_part_s():
    text = report(
        "2022年度临江市南浦区水务局部门整体支出绩效自评报告",
        "“三公”经费预算68.50万元，决算59.93万元，执行率87.49%。",
        "2022年全年支出10,744.60万元，预算执行率98.46%。",
    )
    assert found(text)["execution_rate"] == ["98.46%"]


@pytest.mark.parametrize(
    "lines",
    [
        ("（四）“三公”经费。年初预算42.50万元，全年支出36.28万元，执行率85.36%。",),
        ("四、“三公”经费", "年初预算42.50万元，全年支出36.28万元，执行率85.36%。"),
    ],
)
def test_what_stands_under_the_heading_of_a_part_is_not_the_whole_s(lines):
    stated = found(report("2022年度临江市南浦区水务局部门整体支出绩效自评报告", *lines))
    assert not {"year_start_budget", "executed", "execution_rate"} & set(stated)
