"""Scores that a report states more than once, or in parts: what does not fit is found."""

import pytest

from figures.audit import audit
from records import Severity
from tests.figures.checks.audit_reports import Form, report
from tests.figures.checks.scored_reports import OURS

SECTIONS = """
三、指标分析
（一）预算管理（分值20分，得分15.50分）
1．预算编制（5分）。全部收支纳入预算，得5分。
2．预算执行率（9分）。评分标准：达到95%得满分，每低1个百分点扣0.5分。执行率为91.0%，低4个百分点，扣2分，得7分。
3．信息公开（6分）。评分标准：每发现1处不规范扣0.5分。共发现5处，扣2.5分，得3.5分。
（二）产出（分值25分，得分22.40分）
1．抽查完成率（10分）。按完成比例得分。计划抽查500户，实际抽查480户，完成率96.0%，得9.60分。
2．处置率（15分）。评分标准：100%得满分，每低1个百分点扣0.5分。处置率95.6%，低4.4个百分点，扣2.2分，得12.80分。
四、问题
部分指标未完成。
"""
SAID = """
本次自评满分100分，自评得分91.4分，共扣8.6分，等级为“优”。各部分得分见表2。
其中过程类扣2.5分，包括执行率扣1.8分、采购管理扣0.7分；产出类扣3.1分，包括管网未完成扣2.4分、培训不足扣0.7分。
"""
TABLE = Form(
    "表2 自评得分汇总表",
    "分",
    "一级指标|二级指标|分值|得分|扣分原因",
    "投入|目标设定|10|8.5|目标未量化\n投入|预算配置|10|8.5|配置率略低\n投入|小计|20|17.0|\n"
    "过程|预算执行|12|10.2|预算调整大扣1.0分，存在结转扣0.8分\n过程|预算管理|8|7.3|采购备案不及时扣0.7分\n"
    "过程|小计|20|17.5|\n产出|小计|40|36.9|\n效果|小计|20|20.0|\n合计||100|91.4|",
)
LISTED = """
自评得分94.6分。其中：预算执行10分得9.4分，产出数量20分得18.9分，产出质量25分得23.6分，产出时效15分得14.1分，效益20分得19.2分，满意度10分得9.4分。三项产出指标共得56.6分；全部指标共扣5.4分。
"""
BEHIND = """
（一）决策情况。目标不够细化，绩效目标扣1.20分；预算与进度衔接不够，资金投入扣0.80分。本部分共扣2.00分。
二是完成率不足，扣1.5分，时限超期，扣0.4分，故产出部分共扣1.9分；三是资料不全，扣0.6分。
"""


def found(*parts) -> list[tuple[Severity, str]]:
    return [(f.severity, f.calculation_zh) for f in audit(report(*parts), OURS)]


@pytest.mark.parametrize("parts", [(SECTIONS,), (SAID, TABLE), (LISTED,), (BEHIND,)])
def test_scores_that_fit_are_left_alone(parts):
    assert found(*parts) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("得分15.50分", "得分16.50分"),
        ("得分22.40分", "得分24.20分"),
        ("低4个百分点，扣2分，得7分", "低4个百分点，扣1分，得8分"),
        ("扣2.5分，得3.5分", "扣2.5分，得4.5分"),
        ("低4.4个百分点，扣2.2分", "低4.4个百分点，扣3.2分"),
        ("完成率96.0%，得9.60分", "完成率96.0%，得9.06分"),
    ],
)
def test_sections_and_their_paragraphs(right, wrong):
    assert SECTIONS.count(right) == 1
    assert found(SECTIONS.replace(right, wrong))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("自评得分91.4分", "自评得分94.1分"),
        ("共扣8.6分", "共扣6.8分"),
        ("过程类扣2.5分", "过程类扣3.5分"),
        ("产出类扣3.1分", "产出类扣1.3分"),
        ("执行率扣1.8分", "执行率扣1.3分"),
    ],
)
def test_the_prose_and_the_table_of_scores(right, wrong):
    assert SAID.count(right) == 1
    assert found(SAID.replace(right, wrong), TABLE)


def test_deductions_that_a_row_gives_in_words():
    wrong = TABLE.rows.replace("存在结转扣0.8分", "存在结转扣0.3分")
    [(severity, text)] = found(SAID, Form(TABLE.title, "分", TABLE.columns, wrong))
    assert severity is Severity.DOUBTFUL
    assert "1.0 + 0.3 = 1.3" in text


def test_words_that_give_only_some_of_the_deductions_are_left_alone():
    some = TABLE.rows.replace("，存在结转扣0.8分", "，存在结转")
    assert found(SAID, Form(TABLE.title, "分", TABLE.columns, some)) == []


@pytest.mark.parametrize(
    ("right", "wrong"), [("共得56.6分", "共得65.6分"), ("共扣5.4分", "共扣4.5分")]
)
def test_scores_that_are_counted(right, wrong):
    assert found(LISTED.replace(right, wrong))


@pytest.mark.parametrize(
    ("right", "wrong"), [("共扣2.00分", "共扣3.00分"), ("共扣1.9分", "共扣9.1分")]
)
def test_a_total_behind_the_deductions_of_its_part(right, wrong):
    assert found(BEHIND.replace(right, wrong))


@pytest.mark.parametrize(
    "text",
    [
        "（二）过程（30分）。预算执行（10分）得9分，扣1分；采购管理表现良好，其余得满分。",
        "2．满意度（10分）。评分标准：每低1个百分点扣1分，扣完为止。满意度72.0%，低18个百分点，扣10分，得0分。",
        "“惠民演出”项目自评得分94.6分，“送戏下乡”项目自评得分91.2分，扣分主要在时效。",
        "（一）决策（20分）。立项得8分；目标（7分）得6分，扣1分；投入（5分）得4.5分。该项共得18.5分。",
        "（三）产出（35分）。数量指标15分，得14.0分；质量指标10分，得9.2分；时效指标10分，得8.8分，合计32.0分。",
        "上年自评得分88.0分，本年自评得分91.4分，较上年提高3.4分。",
        "4.效果（分值25分，得23分）。再犯罪率高于目标扣1分；群众满意度未达目标扣1分。",
    ],
)
def test_scores_of_other_things_are_left_alone(text):
    assert found(text, TABLE) == []
