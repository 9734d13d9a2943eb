"""A report → the goals it sets, under its headings and in its tables."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from goals.parts import part_of, statements
from goals.records import GoalKind, Part
from goals.setting import goals_in_prose, indicator_rows, measured
from tests.goals.read_text import report_text


def goals_of(tmp_path, *lines):
    text = report_text(tmp_path, *lines)
    return goals_in_prose(text, statements(text))


def test_each_figure_of_a_list_of_targets_is_a_goal(tmp_path):
    goals = goals_of(
        tmp_path,
        "某局2022年度部门整体支出绩效自评报告",
        "一、部门概况",
        "（一）绩效目标",
        "年度目标为：新增就业3.8万人以上，失业率控制在5.5%以内；培训2.2万人次、满意度90%以上。",
    )
    assert [g.name for g in goals] == [
        "新增就业3.8万人以上",
        "失业率控制在5.5%以内",
        "培训2.2万人次",
        "满意度90%以上",
    ]
    assert [g.target.as_written for g in goals] == ["3.8万人", "5.5%", "2.2万人次", "90%"]


def test_a_goal_in_words_stays_whole(tmp_path):
    [goal] = goals_of(
        tmp_path,
        "某局2022年度部门整体支出绩效自评报告",
        "一、年度绩效目标",
        "保障大厅正常运作，建设群众满意的窗口，持续提升便利度。",
    )
    assert goal.name == "保障大厅正常运作，建设群众满意的窗口，持续提升便利度"
    assert goal.target is None


def test_what_a_heading_on_the_same_line_says_counts(tmp_path):
    [goal] = goals_of(
        tmp_path,
        "某局2024年度部门整体支出绩效自评报告",
        "壹、单位概况",
        "（一）职能。负责自然资源管理。",
        "（二）年度任务。下达我局的任务包括：新增补充耕地2600亩。",
    )
    assert (goal.name, goal.kind) == ("新增补充耕地2600亩", GoalKind.AIM)


def test_a_name_in_quotation_marks_is_no_target(tmp_path):
    [goal] = goals_of(
        tmp_path,
        "某社2024年度部门整体支出绩效自评报告",
        "一、年度目标",
        "通过“832平台”销售农产品1.5亿元。",
    )
    assert goal.target.as_written == "1.5亿元"


def test_a_problem_with_goals_is_no_goal(tmp_path):
    goals = goals_of(
        tmp_path,
        "某局2022年度部门整体支出绩效自评报告",
        "一、存在的主要问题",
        "（一）绩效目标设置不够科学。个别指标以定性表述为主。",
    )
    assert goals == ()


def test_what_is_set_for_the_coming_year_is_told_apart(tmp_path):
    goals = goals_of(
        tmp_path,
        "某县2023年政府工作报告",
        "一、2022年工作回顾",
        "新建高标准农田3.9万亩。",
        "二、2023年工作安排",
        "新建高标准农田4万亩。",
    )
    assert [(g.name, g.kind) for g in goals] == [("新建高标准农田4万亩", GoalKind.AHEAD)]


def test_an_indicator_table_gives_its_targets_with_their_levels_and_what_came_of_them(tmp_path):
    text = report_text(
        tmp_path,
        "某局2024年度部门决算公开说明",
        "项目名称\t二级指标\t三级指标\t年度指标值\t实际完成值\t偏差原因",
        "平台运维\t数量指标\t升级功能模块数\t6个\t5个\t接口规范调整",
        "平台运维\t时效指标\t故障平均响应时间\t≤30分钟\t22分钟\t—",
    )
    first, second = indicator_rows(text)
    assert (first.goal.name, first.goal.path, first.goal.project) == (
        "升级功能模块数 6个",
        ("数量指标",),
        "平台运维",
    )
    assert (first.actual.as_written, first.reason.text) == ("5个", "接口规范调整")
    assert text.text[first.done.start : first.done.end] == "5个"
    assert second.reason is None


def test_last_years_value_beside_this_years_target_is_no_result(tmp_path):
    text = report_text(
        tmp_path,
        "某局2025年部门预算",
        "一级指标\t三级指标\t2024年完成值\t2025年目标值",
        "数量指标\t全年办件量\t31.6万件\t≥33万件",
        "时效指标\t平均等候时间\t14分钟\t≤10分钟",
    )
    assert [row.done for row in indicator_rows(text)] == [None, None]


def test_a_part_is_about_what_its_innermost_heading_says():
    assert part_of(("二、绩效情况", "（一）年度绩效目标")) is Part.GOALS
    assert part_of(("四、绩效目标完成情况", "（一）保供任务")) is Part.DONE
    assert part_of(("八、存在的问题", "绩效目标设置不够科学")) is Part.PROBLEMS
    assert part_of(()) is Part.OTHER


@given(st.text(alphabet="目标为：完成12.5%以上，、；。“”（）万人个项", max_size=60))
def test_whatever_is_written_every_goal_is_a_piece_of_it(sentence):
    from goals.setting import _items

    spans = list(_items(sentence, announced=False))
    assert all(0 <= a < b <= len(sentence) for a, b in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(sentence[q.start : q.end] == q.as_written for q in measured(sentence))
