"""A score is held against the rule by which the report says that it was given."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.audit import audit
from figures.checks.score_rules import rule_in
from tests.figures.checks.audit_reports import Form, report
from tests.figures.checks.scored_reports import OURS

COLUMNS = "一级指标|二级指标|三级指标|年度指标值|全年完成值|评分标准|分值|得分"
PLAIN_ROWS = """
产出指标|数量指标|新建公厕|12座|12座|达到目标得满分|40|40
效益指标|社会效益|受益人口|3万人|3.2万人|达到目标得满分|30|30
"""


def _found(row, rate=False):
    columns = COLUMNS.replace("全年完成值", "执行率") if rate else COLUMNS
    form = Form("项目支出绩效自评表", "", columns, PLAIN_ROWS + row)
    return [f for f in audit(report(form), OURS) if f.check == "score-rule"]


RIGHT = [
    "产出指标|质量指标|合格率|≥95%|92%|每低1个百分点扣1分，扣完为止|10|7",
    "产出指标|质量指标|合格率|≥95%|92.6%|每低于目标值1个百分点扣1分|10|7.6",
    "产出指标|质量指标|合格率|≥95%|92.6%|每低1个百分点扣1分（不足一个不扣）|10|8",
    "产出指标|质量指标|合格率|≥95%|92.6%|每低1个百分点扣1分（不足一个按一个计）|10|7",
    "产出指标|质量指标|合格率|≥95%|60%|每低1个百分点扣1分，扣完为止|10|0",
    "产出指标|质量指标|合格率|≥95%|96%|每低1个百分点扣1分|10|9",
    "产出指标|数量指标|培训场次|20场|17场|每少1场扣0.5分|10|8.5",
    "产出指标|数量指标|培训场次|20场|17场|按完成比例得分|10|8.5",
    "产出指标|数量指标|管网长度|120公里|110公里|按完成比例计分|15|13.75",
    "产出指标|数量指标|管网长度|120公里|110公里|按完成比例计分|15|13.8",
    "产出指标|成本指标|超支率|0%|4%|每超过1%扣0.5分|10|8",
    "产出指标|质量指标|合格率|≥95%|90%|每低1个百分点扣权重|10|3",
    "产出指标|质量指标|合格率|100%|96%|每低1个百分点，扣5%的分值|20|16",
    "产出指标|质量指标|合格率|≥95%|90%|每低1个百分点扣1分；按完成比例得分|10|3",
    "产出指标|质量指标|合格率|良好|92%|每低1个百分点扣1分|10|2",
    "产出指标|数量指标|线路|3条|2处|每少1条扣1分|10|4",
]
WRONG = [
    ("产出指标|质量指标|合格率|≥95%|92%|每低1个百分点扣1分，扣完为止|10|9", "7.00"),
    ("产出指标|质量指标|合格率|≥95%|92%|每下降1%扣0.5分|10|7.5", "8.50"),
    ("产出指标|数量指标|培训场次|20场|17场|每少1场扣0.5分|10|9", "8.50"),
    ("产出指标|数量指标|培训场次|20场|17场|按完成比例得分|10|9.5", "8.50"),
    ("产出指标|成本指标|超支率|0%|4%|每超过1%扣0.5分|10|9.5", "8.00"),
    ("产出指标|质量指标|合格率|100%|96%|每低1个百分点，扣5%的分值|20|19", "16.00"),
]


@pytest.mark.parametrize("row", RIGHT)
def test_a_score_that_fits_its_rule_or_has_none_that_can_be_reckoned_is_left_alone(row):
    assert _found(row) == []


@pytest.mark.parametrize(("row", "right"), WRONG)
def test_a_score_that_its_rule_does_not_give_is_doubted(row, right):
    [finding] = _found(row)
    assert finding.recomputed == right
    assert right in finding.calculation_zh
    assert right in finding.calculation_en


def test_the_finding_names_the_target_the_outcome_the_rule_and_both_scores():
    [finding] = _found("产出指标|质量指标|合格率|≥95%|92.6%|每低1个百分点扣1分|10|9.5")
    assert finding.calculation_zh == (
        "“合格率”满分10，目标95%，完成92.6%；按“每低1个百分点扣1分”应得7.00或7.60或8.00，"
        "而得分是9.5。"
    )


@pytest.mark.parametrize(("got", "found"), [("9.08", 0), ("9.1", 0), ("9.8", 1)])
def test_the_rate_of_execution_is_scored_by_the_rule_that_stands_in_the_row(got, found):
    row = f"预算执行|预算执行|预算执行率|100%|90.80%|按比例计分|10|{got}"
    assert len(_found(row, rate=True)) == found


PROSE = """
    四、评分情况
    设备验收合格率指标满分10分，目标值为不低于95%，实际完成92%，评分标准为每低1个百分点扣1分，得{got}分。
    本项目按期完成。
"""


@pytest.mark.parametrize(("got", "found"), [("7", 0), ("9", 1)])
def test_prose_that_scores_one_thing_is_held_against_its_rule_too(got, found):
    findings = audit(report(PROSE.format(got=got)), OURS)
    assert len([f for f in findings if f.check == "score-rule"]) == found


@given(st.integers(1, 20), st.integers(1, 40))
def test_whatever_is_missed_in_whole_steps_loses_as_many_times_the_marks(each, missed):
    full = 100
    row = (
        f"产出指标|质量指标|合格率|100%|{100 - missed}%|每低1个百分点扣{each}分|{full}|"
        f"{max(0, full - each * missed)}"
    )
    assert _found(row) == []


def test_words_that_state_no_rule_or_more_than_one_have_none():
    assert rule_in("未达到目标的酌情扣分") is None
    assert rule_in("每低1个百分点扣1分，每超1天扣2分") is None
    rule = rule_in("合格率达到95%得满分，每低1个百分点扣0.5分")
    assert rule is not None
    assert (rule.step, rule.lost, rule.bounds) == (1, Decimal("0.5"), (95,))
