"""Whose figure it is: the department's, or one of something within or beside it."""

from __future__ import annotations

from figures.indicators import indicators
from figures.statements import statements
from tests.figures.written import report

TITLE = "2023年度青石县农业农村局部门整体支出绩效自评报告"


def of_the_year(*paragraphs: str) -> dict[str, str]:
    found = indicators(report(TITLE, *paragraphs), 2023)
    return {i.name: i.as_written for i in found if i.year == 2023}


def test_what_is_the_departments_own(scored):
    def stated(sentence):
        return sorted({*of_the_year("全年执行数90万元。", sentence)} - {"executed"})

    scored("own", stated)


def test_what_is_of_a_project_a_unit_below_another_year_or_a_target_is_not(scored):
    scored("not_own", lambda sentence: list(of_the_year(sentence)))


def test_a_comparison_does_not_change_what_the_next_figures_are():
    found = of_the_year(
        "“三公”经费预算38.60万元，实际支出29.47万元，较预算节约9.13万元，较2022年的33.15万元下降11%。"
        "其中：公务用车运行维护费24.85万元，公务接待费4.62万元。"
    )
    assert found["vehicle_running_executed"] == "24.85万元"
    assert found["reception_executed"] == "4.62万元"
    assert "vehicle_running_budget" not in found


def test_what_was_allotted_is_no_spending_though_a_rate_stands_beside_it():
    assert "basic_executed" not in of_the_year("2023年安排基本支出100万元，执行率98%。")


def test_a_unit_named_before_a_colon_keeps_its_figures():
    assert of_the_year("育英学校：全年预算30万元，执行数20万元。") == {}
    assert of_the_year("区财政局全年预算30万元。") == {}


def test_what_is_only_measured_against_a_year_is_not_that_years(scored):
    scored("against_a_year", lambda sentence: [s.year for s in statements(sentence, 2023)])
