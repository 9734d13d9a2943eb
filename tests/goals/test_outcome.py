"""A target and what was done → met, exceeded, short, and by how much."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from goals.beside import lines_beside
from goals.outcome import actual_value, asks_for_a_reason, outcome_of
from goals.records import Attainment, Goal, GoalKind, Part, Statement
from goals.setting import measured
from records import Evidence


def goal(words, *path):
    figures = measured(words)
    place = Evidence(0, len(words), 1, words)
    return Goal(place, GoalKind.AIM, words, path, "", figures[-1] if figures else None)


def became(words, done, *path):
    aim = goal(words, *path)
    return outcome_of(aim, actual_value(aim, done), [done])


def beside(text, path, part):
    """The lines of one sentence that names a target beside its result."""
    return lines_beside([Statement(Evidence(0, len(text), 1, text), path, part, 0)], [])


def test_what_became_of_a_goal(scored):
    def outcome_and_deviation(said):
        outcome, deviation = became(*said)
        return [outcome] if deviation is None else [outcome, deviation]

    def agree(expected, found):
        (outcome, *by), (other, *off) = expected, found
        return outcome == other and [Decimal(d) for d in by] == [Decimal(d) for d in off]

    scored("goals", outcome_and_deviation, agree)


def test_a_ratio_is_no_figure_to_measure_by():
    assert measured("护理人员与老人的配比为1∶14，达不到1:10的要求") == []


def test_a_cost_is_a_ceiling_where_its_level_says_so():
    assert (
        became("单页加工成本0.82元", "单页加工成本0.75元", "产出指标", "成本指标")[0]
        is Attainment.MET
    )


def test_what_is_better_low_is_met_by_what_does_not_pass_the_target():
    rate = replace(goal("漏损率12%"), better_low=True)
    assert (
        outcome_of(rate, actual_value(rate, "漏损率23.6%"), ["漏损率23.6%"])[0] is Attainment.SHORT
    )


def test_several_figures_in_one_clause_are_not_chosen_from():
    done = "12家学会中完成换届8家、注销3家"
    assert became("完成12家学会的换届或清理", done) == (Attainment.TOLD, None)


def test_a_figure_many_times_the_target_is_of_something_else():
    assert became("消除隐患点30处", "在册隐患点418处") == (Attainment.TOLD, None)


def test_without_a_result_it_is_said_that_the_report_does_not_tell():
    assert outcome_of(goal("加装电梯30台"), None, []) == (Attainment.NOT_TOLD, None)


def test_what_was_missed_and_what_is_far_off_asks_for_a_reason():
    assert asks_for_a_reason(Attainment.SHORT, Decimal(-1))
    assert asks_for_a_reason(Attainment.EXCEEDED, Decimal("20.01"))
    assert not asks_for_a_reason(Attainment.EXCEEDED, Decimal(20))


def test_a_result_that_names_its_own_target_is_a_line():
    text = "组织演出312场，超过计划的300场；满意度87.4%，未达到90%的目标。"
    place = Evidence(100, 100 + len(text), 2, text)
    first, second = lines_beside([Statement(place, ("产出",), Part.DONE, 0)], [])
    assert (first.goal.name, first.outcome, first.deviation) == (
        "组织演出312场，超过计划的300场",
        Attainment.EXCEEDED,
        4,
    )
    assert (second.outcome, second.goal.target.as_written) == (Attainment.SHORT, "90%")
    assert (
        second.goal.place.text == text[second.goal.place.start - 100 : second.goal.place.end - 100]
    )


def test_a_target_may_be_told_by_how_far_off_it_is(scored):
    def target_and_outcome(text):
        [line] = beside(text, ("产出",), Part.DONE)
        return line.goal.target.as_written, line.outcome

    scored("beside", target_and_outcome)


def test_a_share_of_the_budget_names_no_target(scored):
    def targets(text):
        return [line.goal.target.as_written for line in beside(text, (), Part.MONEY)]

    scored("no_target", targets)


def test_one_sentence_does_not_contradict_itself(scored):
    def outcomes(text):
        return sorted({line.outcome for line in beside(text, ("产出",), Part.DONE)})

    scored("once", outcomes)


def test_a_fall_that_was_to_be_reached_is_no_ceiling():
    assert became("单位能耗降幅达到3%", "单位能耗降幅1%")[0] is Attainment.SHORT
    assert became("全年减税达到5亿元", "全年减税6亿元")[0] is Attainment.EXCEEDED
