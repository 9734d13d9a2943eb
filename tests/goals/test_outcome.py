"""A target and what was done → met, exceeded, short, and by how much."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from goals.beside import lines_beside
from goals.outcome import actual_value, asks_for_a_reason, outcome_of
from goals.records import Goal, GoalKind, Outcome, Part, Statement
from goals.setting import measured
from records import Evidence


def goal(words, *path):
    figures = measured(words)
    place = Evidence(0, len(words), 1, words)
    return Goal(place, GoalKind.AIM, words, path, "", figures[-1] if figures else None)


def became(words, done, *path):
    aim = goal(words, *path)
    return outcome_of(aim, actual_value(aim, done), [done])


@pytest.mark.parametrize(
    ("words", "done", "outcome", "deviation"),
    [
        ("加装电梯30台", "加装电梯27台，少于计划3台", Outcome.SHORT, -10),
        ("新增停车位860个", "新增停车位903个", Outcome.EXCEEDED, 5),
        ("改造危桥23座", "改造危桥23座", Outcome.MET, 0),
        ("失业率控制在5.5%以内", "失业率5.5%", Outcome.MET, 0),
        ("等候时间10分钟以内", "平均等候时间12分钟", Outcome.SHORT, 20),
        ("平均等候时间缩短到20分钟", "平均等候时间18分钟", Outcome.MET, -10),
        ("登记业务3个工作日内办结", "业务平均办结时间1.5个工作日", Outcome.MET, -50),
        ("较大事故0起", "发生较大事故1起", Outcome.SHORT, None),
        ("注册用户达到20万人", "注册用户由14.2万人增加到21万人", Outcome.EXCEEDED, 5),
        ("12个小区全部完工", "12个小区中9个完工", Outcome.SHORT, -25),
        ("救助在20个工作日内办结", "其中26人次超过20个工作日", Outcome.TOLD, None),
        ("救助在20个工作日内办结", "平均超过25个工作日", Outcome.SHORT, 25),
        ("合格率95%以上", "合格率不足98%", Outcome.TOLD, None),
        ("合格率95%以上", "合格率不足90%", Outcome.SHORT, "-5.263157894736842105263157895"),
        ("新开防火隔离带16公里", "防火隔离带16公里一米都没有开", Outcome.TOLD, None),
        ("接待观众26万人次", "接待观众没有达标，完成目标的75%", Outcome.SHORT, -25),
    ],
)
def test_what_became_of_a_goal(words, done, outcome, deviation):
    found, off = became(words, done)
    assert found is outcome
    assert off == (None if deviation is None else Decimal(deviation))


def test_a_ratio_is_no_figure_to_measure_by():
    assert measured("护理人员与老人的配比为1∶14，达不到1:10的要求") == []


def test_a_cost_is_a_ceiling_where_its_level_says_so():
    assert (
        became("单页加工成本0.82元", "单页加工成本0.75元", "产出指标", "成本指标")[0] is Outcome.MET
    )


def test_what_is_better_low_is_met_by_what_does_not_pass_the_target():
    rate = replace(goal("漏损率12%"), better_low=True)
    assert outcome_of(rate, actual_value(rate, "漏损率23.6%"), ["漏损率23.6%"])[0] is Outcome.SHORT


def test_several_figures_in_one_clause_are_not_chosen_from():
    done = "12家学会中完成换届8家、注销3家"
    assert became("完成12家学会的换届或清理", done) == (Outcome.TOLD, None)


def test_a_figure_many_times_the_target_is_of_something_else():
    assert became("消除隐患点30处", "在册隐患点418处") == (Outcome.TOLD, None)


def test_without_a_result_it_is_said_that_the_report_does_not_tell():
    assert outcome_of(goal("加装电梯30台"), None, []) == (Outcome.NOT_TOLD, None)


def test_what_was_missed_and_what_is_far_off_asks_for_a_reason():
    assert asks_for_a_reason(Outcome.SHORT, Decimal(-1))
    assert asks_for_a_reason(Outcome.EXCEEDED, Decimal("20.01"))
    assert not asks_for_a_reason(Outcome.EXCEEDED, Decimal(20))


def test_a_result_that_names_its_own_target_is_a_line():
    text = "组织演出312场，超过计划的300场；满意度87.4%，未达到90%的目标。"
    place = Evidence(100, 100 + len(text), 2, text)
    first, second = lines_beside([Statement(place, ("产出",), Part.DONE, 0)], [])
    assert (first.goal.name, first.outcome, first.deviation) == (
        "组织演出312场，超过计划的300场",
        Outcome.EXCEEDED,
        4,
    )
    assert (second.outcome, second.goal.target.as_written) == (Outcome.SHORT, "90%")
    assert (
        second.goal.place.text == text[second.goal.place.start - 100 : second.goal.place.end - 100]
    )


@pytest.mark.parametrize(
    ("text", "target", "outcome"),
    [
        ("优良率91.2%，比目标高1.2个百分点。", "90%（推算）", Outcome.EXCEEDED),
        ("优良天数241天，比目标少4天。", "245天（推算）", Outcome.SHORT),
        ("编目差错率0.8%，控制在1%以内。", "1%", Outcome.MET),
        ("计划提升幸福院20所，实际完成18所。", "20所", Outcome.SHORT),
        ("年初承诺的10件实事完成9件。", "10件", Outcome.SHORT),
        ("满意度目标为95%，实际96.2%。", "95%", Outcome.EXCEEDED),
        ("政府性基金收入38.72亿元，完成调整预算的88.4%。", "100%", Outcome.SHORT),
    ],
)
def test_a_target_may_be_told_by_how_far_off_it_is(text, target, outcome):
    place = Evidence(0, len(text), 1, text)
    [line] = lines_beside([Statement(place, ("产出",), Part.DONE, 0)], [])
    assert (line.goal.target.as_written, line.outcome) == (target, outcome)


@pytest.mark.parametrize(
    "text",
    [
        "公务接待费2万元，占预算的50%，比上年减少1万元。",
        "2023年收入1200万元，支出1150万元，完成预算的95.8%。",
    ],
)
def test_a_share_of_the_budget_names_no_target(text):
    place = Evidence(0, len(text), 1, text)
    assert lines_beside([Statement(place, (), Part.MONEY, 0)], []) == []


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("计划投资500万元，实际完成投资480万元，完成计划的96%。", Outcome.SHORT),
        ("计划建设12个，实际建成14个，超目标2个。", Outcome.EXCEEDED),
    ],
)
def test_one_sentence_does_not_contradict_itself(text, outcome):
    place = Evidence(0, len(text), 1, text)
    lines = lines_beside([Statement(place, ("产出",), Part.DONE, 0)], [])
    assert {line.outcome for line in lines} == {outcome}


def test_a_fall_that_was_to_be_reached_is_no_ceiling():
    assert became("单位能耗降幅达到3%", "单位能耗降幅1%")[0] is Outcome.SHORT
    assert became("全年减税达到5亿元", "全年减税6亿元")[0] is Outcome.EXCEEDED
