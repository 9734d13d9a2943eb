"""Rates that are better low, better high, and those of which nobody can say."""

from __future__ import annotations

from dataclasses import replace

from figures.quantities import quantities
from goals.direction import better_low, directed
from goals.outcome import outcome_of
from goals.records import Attainment, Goal, GoalKind
from goals.setting import indicator_rows
from records import Evidence
from tests.goals.read_text import report_text


def test_usual_rates_that_are_better_low_are_known(scored):
    scored("low", better_low)


def test_usual_rates_that_are_better_high_are_known(scored):
    scored("high", better_low)


def test_of_a_rate_that_only_may_be_better_low_nothing_is_computed():
    goal = Goal(Evidence(0, 0, 1, ""), GoalKind.BESIDE, "乱架率", (), "", None)
    [target, actual] = quantities("乱架率2%，乱架率0.42%。")
    goal = directed(replace(goal, target=target))
    assert goal.better_low is None
    assert outcome_of(goal, actual, ["乱架率0.42%"]) == (Attainment.TOLD, None)


def test_a_row_of_indicators_whose_rate_is_better_low_is_missed_above_its_target():
    [target, actual] = quantities("10%，12%。")
    goal = Goal(Evidence(0, 0, 1, ""), GoalKind.INDICATOR, "供水管网漏损率", (), "", target)
    outcome, _ = outcome_of(directed(goal), actual, ["12%"])
    assert outcome is Attainment.SHORT


def test_whether_a_time_was_met_is_not_computed_where_it_may_be_better_long():
    [target, actual] = quantities("10分钟，7分钟。")
    goal = Goal(
        Evidence(0, 0, 1, ""), GoalKind.INDICATOR, "平均等候时间（分钟） 10分钟", (), "", target
    )
    assert outcome_of(directed(goal), actual, ["7分钟"]) == (Attainment.TOLD, None)


def test_a_target_below_last_years_value_leaves_open_whether_less_is_better(tmp_path):
    text = report_text(
        tmp_path,
        "某局2020年度部门整体绩效自评报告",
        "指标\t2019年\t2020年目标\t2020年实际",
        "平均住院日（天）\t8.6\t8.2\t8.9",
        "每千人口床位数（张）\t5.42\t5.60\t5.71",
        "投诉率\t1.2%\t1.0%\t0.9%",
    )
    rows = [directed(row.goal, row.before).better_low for row in indicator_rows(text)]
    assert rows == [None, False, True]
