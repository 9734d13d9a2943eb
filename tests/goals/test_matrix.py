"""The whole matrix, with the real search model: the sample report, and what it does not tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from goals.form import columns, form
from goals.matrix import matrix
from goals.records import Attainment
from ingest.pipeline import read
from tests.goals.read_text import report_text

[SAMPLE] = (Path(__file__).parents[2] / "corpus").glob("2022_*.txt")


@pytest.fixture(scope="module")
def sample(embedder):
    text = read(SAMPLE, SAMPLE.name).text
    return text, matrix(text, embedder)


def results_of(made, words):
    [line] = [line for line in made.lines if words in line.goal.name]
    return "\n".join(r.place.text for r in line.results)


def test_each_goal_section_of_the_sample_is_matched_to_its_results(sample):
    _, made = sample
    assert "2438748人次" in results_of(made, "保障区政务服务中心大厅")
    assert "107个“一件事”" in results_of(made, "推进政务服务信息化建设")
    assert "信息化运维服务团队" in results_of(made, "保障信息化系统")
    assert "及时转派及时率 100%" in results_of(made, "打造一个市民群众的咨询和诉求")
    assert "接诉即办" in results_of(made, "提升质效架起热线服务“连心桥”")


def test_the_tasks_of_the_sample_are_matched_to_what_was_done(sample):
    _, made = sample
    windows = results_of(made, "建设推广政务服务“云窗口”平台")
    assert "1900 项" in windows
    assert "30 个“云窗口”终端" in windows
    city = results_of(made, "推进区“一网统管”平台建设")
    assert "制定《增城区“一网统管”平台建设工作方案》" in city
    assert "13 大基础平台" in city


def test_every_cell_stands_in_the_report(sample):
    text, made = sample
    for line in made.lines:
        for place in (line.goal.place, *(r.place for r in (*line.results, *line.suggested))):
            assert text.text[place.start : place.end] == place.text
            assert place.page == text.page_at(place.start)


def test_results_that_no_goal_speaks_of_are_listed_apart(sample):
    _, made = sample
    taken = {r.place.start for line in made.lines for r in line.results}
    assert made.without_goal
    assert not taken & {s.place.start for s in made.without_goal}


def test_what_a_report_does_not_tell_is_said(tmp_path, embedder):
    text = report_text(
        tmp_path,
        "某市交通运输局2022年度部门整体支出绩效自评报告",
        "一、绩效目标",
        "年度目标为：改造危桥23座；新增新能源公交车60辆；城镇调查失业率控制在5.5%以内。",
        "二、绩效目标完成情况",
        "改造危桥20座，未完成的3座因征地没有谈妥推迟。更新新能源公交车60辆。",
    )
    bridges, buses, jobs = matrix(text, embedder).lines
    assert (bridges.outcome, bridges.deviation.quantize(1)) == (Attainment.SHORT, -13)
    assert buses.outcome is Attainment.MET
    assert (jobs.outcome, jobs.results) == (Attainment.NOT_TOLD, ())
    rows = form(matrix(text, embedder), "zh").rows
    assert dict(zip(columns("zh"), rows[2], strict=True))["完成值"] == "报告未说明"


def test_what_was_planned_and_not_done_in_time_is_a_goal_that_was_missed(tmp_path, embedder):
    text = report_text(
        tmp_path,
        "某区行政审批局2021年度部门整体支出绩效自评报告",
        "一、主要工作成效",
        "“一网通办”平台未能按期验收，因两次压力测试不合格推迟。全年按时办结各类事项2.4万件。",
    )
    [line] = matrix(text, embedder).lines  # what was done in time is no goal that was missed
    assert "未能按期验收" in line.goal.name
    assert line.outcome is Attainment.SHORT


def test_a_goal_has_the_money_of_the_project_it_names(tmp_path, embedder):
    text = report_text(
        tmp_path,
        "某县融媒体中心2024年度部门整体支出绩效自评报告",
        "一、主要工作任务",
        "完成4K超高清改造一期工程。",
        "二、项目支出情况",
        "4K超高清改造一期预算420万元，支出384.60万元，执行率91.57%；广告发布预算80万元，支出60万元。",
    )
    [line] = matrix(text, embedder).lines
    [money] = line.money
    assert (money.budget.as_written, money.executed.as_written) == ("420万元", "384.60万元")
    assert str(money.rate) == "91.57"
