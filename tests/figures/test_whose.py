"""Whose figure it is: the department's, or one of something within or beside it."""

from __future__ import annotations

import pytest

from figures.indicators import indicators
from figures.statements import statements
from tests.figures.written import report

TITLE = "2023年度青石县农业农村局部门整体支出绩效自评报告"


def of_the_year(*paragraphs: str) -> dict[str, str]:
    found = indicators(report(TITLE, *paragraphs), 2023)
    return {i.name: i.as_written for i in found if i.year == 2023}


@pytest.mark.parametrize(
    ("said", "states"),
    [
        ("我局全年实际支出90万元，预算执行率为91.42%。", {"executed", "execution_rate"}),
        ("截至12月底，全局累计支出90万元，支出进度96.85%。", {"executed", "execution_rate"}),
        ("县农业农村局全年预算数100万元。", {"budget"}),
        ("全年部门完成支出90万元，预算完成率90.93%。", {"executed", "execution_rate"}),
        ("基本支出累计50万元，占预算的99.08%。", {"basic_executed", "basic_rate"}),
        (
            "“三公”经费预算38.60万元，实际支出29.47万元。",
            {"three_public_budget", "three_public_executed"},
        ),
        ("全年“三公”经费支出9.86万元，比上年减少1.27万元。", {"three_public_executed"}),
        ("对照《评价指标体系》，我局自评得分为93.6分。", {"score"}),
    ],
)
def test_what_is_the_departments_own(said, states):
    assert set(of_the_year("全年执行数90万元。", said)) - {"executed"} == states - {"executed"}


@pytest.mark.parametrize(
    "said",
    [
        "农村户厕改造奖补预算324.00万元，支出297.45万元，执行率91.81%。",
        "下属县畜牧兽医服务中心全年预算356.28万元，支出352.10万元，执行率98.83%。",
        "县公路事业发展中心作为二级预算单位，全年预算21万元，完成支出20万元，预算完成率95.64%。",
        "——和美乡村示范村建设预算900万元，执行743.16万元，执行率82.57%。",
        "畜牧兽医服务中心单独评价得分96.80分。",
        "区环境卫生管理所“三公”经费支出3万元。",
        "一、产出指标（满分50分，自评48.5分）",
        "7月开展“双监控”，对3个支出进度低于40%的项目发出预警。",
        "力争全年预算执行率达到95%以上。",
        "与2022年完成支出54万元、预算完成率93.02%相比，支出增加3万元。",
        "4 评价得分",
    ],
)
def test_what_is_of_a_project_a_unit_below_another_year_or_a_target_is_not(said):
    assert of_the_year(said) == {}


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


@pytest.mark.parametrize(
    "said",
    ["支出较2022年翻一番达200万元。", "支出与2022年持平为200万元。", "支出超过2022年达到200万元。"],
)
def test_what_is_only_measured_against_a_year_is_not_that_years(said):
    assert [s.year for s in statements(said, 2023)] == [2023]
