"""What the sentence explains is not told; what shares a wrong figure is told once."""

from __future__ import annotations

import pytest

from figures.audit import audit, examine
from figures.checks.arithmetic import Sort
from records import Kind, Severity
from tests.figures.checks.audit_reports import Form, identity, report

SELF = identity(2023, Kind.SELF_EVALUATION)
ACCOUNTS = identity(2023, Kind.FINAL_ACCOUNTS)


def told(*pieces, of=SELF) -> list[str]:
    return [f.calculation_zh for f in audit(report(*pieces), of)]


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param(
            "公务用车费决算120.00万元，其中购置费80.00万元，购车2辆，车均购置费40.00万元；"
            "运行费40.00万元，包括燃油费25.00万元、保险费15.00万元。",
            id="a price for one, and parts of a part",
        ),
        pytest.param(
            "办件41.20万件，比上年增长8.0%，其中网上办理26.78万件，占65.0%，上年这一比例为58.0%。",
            id="last year's share",
        ),
        pytest.param(
            "按类别分：基本支出800.00万元，占64.00%，其中工资600.00万元、补助200.00万元；"
            "项目支出450.00万元，占36.00%。",
            id="a list within the item before",
        ),
        pytest.param(
            "其中税收收入60.00亿元、非税收入40.00亿元，税收占比60.0%。",
            id="the share of what it names",
        ),
        pytest.param(
            "“三公”经费支出90.00万元，比预算120.00万元节约30.00万元，比上年下降11.4%。",
            id="against last year and not the budget",
        ),
        pytest.param(
            "粮食面积512.6万亩，比上年增加1.8万亩；粮食总产量198.34万吨，下降1.7%。",
            id="another thing behind a semicolon",
        ),
        pytest.param(
            "“三公”经费预算1,625万元，比上年下降5%，其中因公出国（境）费增加60万元。",
            id="a part that goes the other way",
        ),
        pytest.param(
            "县级到位412.00万元，合计到位1,092.00万元，到位率92.54%。",
            id="what came is not the plan",
        ),
        pytest.param(
            "接待费比2022年增加0.24万元，增加的原因是2022年接待较少。", id="last year was low"
        ),
        pytest.param(
            "绩效目标为：新增治理行政村380个。\n全年新增治理行政村386个。",
            id="a target and its outcome",
        ),
    ],
)
def test_what_the_sentence_explains_is_not_told(sentence: str) -> None:
    assert told(sentence) == []


def test_a_figure_that_breaks_two_sums_is_one_finding_with_both() -> None:
    (found,) = audit(
        report(
            "建筑面积为12,100平方米，其中地上建筑面积8,013平方米"
            "（其中计容面积7,998平方米，不计容面积105平方米），地下建筑面积3,997平方米。"
        ),
        SELF,
    )
    assert found.calculation_zh.count("平方米 + ") == 2
    assert found.calculation_zh.endswith("若8,013平方米应为8,103平方米，则各处都相符。")
    assert found.severity is Severity.ERROR


def test_a_cell_that_breaks_its_row_and_its_column_is_one_finding() -> None:
    form = Form(
        "2023年度支出决算表",
        "万元",
        "科目编码|科目名称|本年支出合计|基本支出|项目支出",
        "201|一般公共服务支出|500.00|300.00|200.00\n20101|人大事务|280.00|180.00|100.00\n"
        "20102|政协事务|220.00|130.00|100.00\n合计||500.00|300.00|200.00",
    )
    assert len(audit(report(form), ACCOUNTS)) == 1


def test_two_slips_with_one_total_stay_two() -> None:
    found = audit(
        report(
            "全年预算数为900.00万元，全年执行数为855.00万元，执行率为96.00%。"
            "其中基本支出全年执行数380.00万元，执行率95.00%；"
            "项目支出全年执行数475.00万元，执行率96.00%。"
        ),
        SELF,
    )
    assert sorted(f.check for f in found) == ["implied-total", "rate"]


def test_no_correction_is_suggested_of_a_figure_that_stands_elsewhere() -> None:
    slip = "2022年执行数为11.67万元，2023年预算安排45.41万元，比2022年执行数增加314.82%。"
    (alone,) = told(slip)
    assert "若45.41万元应为48.41万元" in alone
    (confirmed,) = told(slip, "另见附表，其他商品和服务预算45.41万元。")
    assert "若" not in confirmed


def test_a_part_that_is_counted_twice_is_named() -> None:
    (found,) = told(
        "支出预算300.00万元，其中：人员支出180.50万元、公用支出119.50万元、其他支出62.30万元。"
    )
    assert "多出的62.30万元正好是所列的一项" in found


def test_another_amount_of_the_paragraph_makes_a_doubt_that_says_so() -> None:
    (found,) = audit(
        report(
            "年初预算数为800.00万元，年中追加后的规模1,000.00万元。"
            "全年预算数为900.00万元，全年执行数为855.00万元，执行率为85.50%。"
        ),
        SELF,
    )
    assert found.severity is Severity.DOUBTFUL
    assert "计算则相符，请核对是哪一个数" in found.calculation_zh


def test_what_held_is_counted() -> None:
    looked = examine(
        report(
            "全年预算数为900.00万元，全年执行数为855.00万元，执行率为95.00%。\n"
            "自评得分92.00分，其中履职效能45.50分、管理效率46.50分。\n办结4,318件。"
        ),
        SELF,
    )
    assert looked.findings == ()
    assert (looked.held[Sort.RATE], looked.held[Sort.SCORE]) == (1, 1)
    assert (looked.examined, looked.figures) == (6, 7)
    assert "比率 1、评分 1" in looked.in_words("zh")
    assert "rates 1, scores 1" in looked.in_words("en")


@pytest.mark.parametrize(
    ("text", "check", "stated"),
    [
        (
            "年初预算为0万元，支出决算为28.37万元，完成年初预算的95.89%。",
            "rate",
            "95.89%",
        ),
        (
            "1.住房保障支出（类）住房改革支出（款）住房公积金（项）10.00万元，主要用于事业单位医疗补助。\n"
            "2.卫生健康支出（类）行政事业单位医疗（款）事业单位医疗（项）20.00万元，主要用于事业单位医疗补助。",
            "purpose",
            "事业单位医疗补助",
        ),
        (
            "公开01表\n公开02表\n公开03表\n公开05表",
            "missing-form",
            "公开04表",
        ),
    ],
)
def test_what_auditors_know_to_look_for_is_found(text: str, check: str, stated: str) -> None:
    assert (check, stated) in [(f.check, f.stated) for f in audit(report(text), ACCOUNTS)]


def test_an_item_without_its_reason_stands_out_where_the_others_give_theirs() -> None:
    items = [
        f"{n}.农林水支出（类）水利（款）科目{n}（项）。年初预算为{n}0.00万元，支出决算为{n}1.00万元，"
        "主要原因是人员增加。"
        for n in range(1, 6)
    ]
    assert told(*items, of=ACCOUNTS) == []
    items[2] = items[2].replace("，主要原因是人员增加", "")
    (found,) = audit(report(*items), ACCOUNTS)
    assert found.check == "no-reason"
    assert "科目3" in found.evidence[0].text
