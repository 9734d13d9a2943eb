"""Indicators: what a report states about its own money and marks."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.indicators import NAMES, indicators
from tests.figures.stated import found, of
from tests.figures.written import report

SELF_EVALUATION = report(
    "2022年度临江市南浦区水务局部门整体支出绩效自评报告",
    "一、基本情况",
    "2022 年区水务局年初预算数为 4,000.00 万元，调整后全年预算数为 5,318.80 万元，"
    "全年执行数为 5,271.40 万元，执行率为 99.11%。"
    "其中基本支出全年执行数 1,254.30 万元，执行数 98.57%；"
    "项目支出全年执行数 4,017.10 万元，执行率 99.28%。",
    "二、综合评价分析",
    "部门整体支出绩效目标自评 98.58 分，其中：履职效能自评分 49.58 分，管理效率自评分 49 分。",
    "12 项政务服务效能指标总得分为 82.12 分。满意度指标满分10分。",
    "河道整治项目预算数为300万元，执行数为290万元，执行率为96.67%。",
    "2021年全年预算数为3,900万元。比上年全年预算数增加100万元。",
    "2022年开展绩效自评的项目12个，涉及资金3,300.50万元。",
)


def test_a_self_evaluation_states_its_budget_and_spending():
    assert found(SELF_EVALUATION) == {
        "year_start_budget": ["4000万元"],
        "adjusted_budget": ["5318.8万元"],
        "executed": ["5271.4万元"],
        "execution_rate": ["99.11%"],
        "basic_executed": ["1254.3万元"],
        "basic_rate": ["98.57%"],
        "project_executed": ["4017.1万元"],
        "project_rate": ["99.28%"],
        "score": ["98.58分"],
        "score_duties": ["49.58分"],
        "score_management": ["49分"],
        "budget": ["3900万元"],
        "evaluated_projects": ["12个"],
        "evaluated_amount": ["3300.5万元"],
    }


def test_a_score_may_stand_without_its_unit():
    text = report("自评等级为“优”，部门整体支出绩效自评得分为97.5（满分100分）。")
    assert found(text) == {"score": ["97.5分"]}


def test_a_figure_of_another_year_carries_that_year():
    (other,) = of(SELF_EVALUATION, "budget")
    assert other.year == 2021
    assert all(i.year == 2022 for i in indicators(SELF_EVALUATION, 2022) if i != other)


def test_the_evidence_is_the_sentence_it_stands_in():
    for indicator in indicators(SELF_EVALUATION, 2022):
        evidence = indicator.evidence
        assert SELF_EVALUATION.text[evidence.start : evidence.end] == evidence.text
        assert indicator.as_written in evidence.text
        assert evidence.page == 1


BUDGET = report(
    "临江市南浦区园林局2023年部门预算",
    "一、部门预算编制说明",
    "2023年，园林局收入预算6497.86万元，其中：财政拨款收入6400.86万元，比2022年（上一年度，下同）预算增加421.25万元；"
    "事业收入97万元；事业单位经营收入0万元；其他收入0万元。",
    "支出预算6497.86万元，其中：财政拨款支出预算6400.86万元，比2022年预算增加421.25万元。"
    "财政拨款支出预算中，一般公共预算拨款支出预算6400.86万元；政府性基金拨款支出预算0万元。",
    "1. “城乡社区支出（类）城乡社区管理事务（款）行政运行（项）”2.63万元，主要用于运行。"
    "2022年当年预算执行数为1.48万元，2023年预算安排2.63万元，比2022年预算执行数增加77.70%。",
    "二、2023年“三公”经费预算情况说明",
    "2023年“三公”经费预算数为22.91万元，比2022年预算持平。其中：",
    "（一）因公出国（境）费0万元，比2022年预算持平。",
    "（二）公务用车购置及运行费21.56万元，其中：公务用车购置费0万元，比2022年预算持平；公务用车运行费21.56万元。",
    "（三）公务接待费1.35万元。",
    "2023年机关运行经费预算为786.09万元。",
    "2023年本部门政府采购预算830.00万元，其中：政府采购货物预算10.00万元、政府采购工程预算550.00万元、政府采购服务预算270.00万元。",
    "2023年本部门面向中小企业预留政府采购项目预算金额332.00万元。",
    "编报绩效目标的项目5个，涉及项目预算资金3328.13万元。",
    "固定资产3149.52万元，其中：房屋14609.83平方米；单价50万元以上设备0台。",
)


def test_a_budget_states_its_income_and_the_three_public_expenses():
    assert found(BUDGET, 2023) == {
        "income_budget": ["6497.86万元"],
        "fiscal_income_budget": ["6400.86万元"],
        "institution_income_budget": ["97万元"],
        "business_income_budget": ["0万元"],
        "other_income_budget": ["0万元"],
        "budget": ["6497.86万元"],
        "three_public_budget": ["22.91万元"],
        "abroad_budget": ["0万元"],
        "vehicles_budget": ["21.56万元"],
        "vehicle_purchase_budget": ["0万元"],
        "vehicle_running_budget": ["21.56万元"],
        "reception_budget": ["1.35万元"],
        "operation_budget": ["786.09万元"],
        "procurement_budget": ["830万元"],
        "procurement_goods_budget": ["10万元"],
        "procurement_works_budget": ["550万元"],
        "procurement_services_budget": ["270万元"],
        "goal_projects": ["5个"],
        "goal_amount": ["3328.13万元"],
    }
    assert {i.year for i in indicators(BUDGET, 2023)} == {2023}


FINAL_ACCOUNTS = report(
    "临江市南浦区园林局2022年度部门决算",
    "一、收入支出决算总体情况",
    "2022年度收入决算总计7,012.33万元。本年收入合计6,900.10万元，其中：财政拨款收入6,800.10万元，占98.55%；其他收入100.00万元，占1.45%。",
    "本年支出合计6,950.20万元，其中：基本支出2,950.20万元，占42.45%；项目支出4,000.00万元，占57.55%。",
    "二、“三公”经费支出决算情况",
    "2022年度“三公”经费支出预算为30.00万元，支出决算为28.46万元，完成预算的94.87%。",
    "公务接待费支出决算为3.21万元，完成预算的80.25%。其中：国内公务接待支出3.21万元。",
    "三、政府采购支出情况",
    "2022年度政府采购支出总额500.00万元，其中：政府采购货物支出100.00万元、政府采购工程支出0万元、政府采购服务支出400.00万元。",
)


def test_what_was_actually_procured_was_spent():
    figures = found(
        report("2022年度政府采购预算1,026.48万元，实际采购金额987.25万元，节约资金39.23万元。")
    )
    assert figures == {
        "procurement_budget": ["1026.48万元"],
        "procurement_executed": ["987.25万元"],
    }


def test_what_may_be_of_the_whole_or_of_a_part_is_left_out(scored):
    def spent(sentence):
        return [name for name in found(report(sentence)) if name.endswith("executed")]

    scored("whole_or_part", spent)


@pytest.mark.parametrize(("rate", "is_whole"), [("97.49%", True), ("97.40%", False)])
def test_whose_a_rate_is_its_arithmetic_shows(rate, is_whole):
    figures = found(
        report(
            "2022年部门年初预算98,640.00万元，年中因教师待遇调整和上级专项资金下达，"
            f"调整预算数为105,872.35万元，全年执行数103,218.46万元，预算执行率{rate}。"
        )
    )
    assert figures["executed"] == ["103218.46万元"]
    assert ("execution_rate" in figures) is is_whole


def test_final_accounts_state_what_was_spent():
    figures = found(FINAL_ACCOUNTS)
    assert figures["executed"] == ["6950.2万元"]
    assert figures["basic_executed"] == ["2950.2万元"]
    assert figures["project_executed"] == ["4000万元"]
    assert figures["fiscal_income_executed"] == ["6800.1万元"]
    assert figures["other_income_executed"] == ["100万元"]
    assert "6900.1万元" in figures["income_executed"]
    assert figures["three_public_budget"] == ["30万元"]
    assert figures["three_public_executed"] == ["28.46万元"]
    assert figures["reception_executed"] == ["3.21万元"]
    assert figures["procurement_executed"] == ["500万元"]
    assert figures["procurement_services_executed"] == ["400万元"]
    assert "execution_rate" not in figures


def test_both_statements_are_kept_when_a_report_states_one_twice():
    text = report("2022年全年执行数为5,271.40万元。", "2022年全年执行数为5,270.00万元。")
    assert found(text)["executed"] == ["5271.4万元", "5270万元"]


def test_every_name_has_labels_and_a_unit():
    assert {label.unit for label in NAMES.values()} == {"万元", "%", "分", "个"}
    assert all(label.zh and label.en for label in NAMES.values())


@given(
    st.decimals(Decimal("0.01"), Decimal("99999.99"), places=2),
    st.sampled_from([("元", 10_000), ("万元", 1), ("亿元", Decimal("0.0001"))]),
)
def test_money_is_in_ten_thousands_whatever_it_was_written_in(amount, unit):
    name, size = unit
    (indicator,) = of(report(f"2022年全年执行数为{amount:,}{name}。"), "executed")
    assert indicator.value * size == amount
    assert indicator.unit == "万元"


@given(
    st.text(
        alphabet="预算执行数率为支出收入全年基本项目总计0123456789.,万元%分，。；\n\t2022年",
        max_size=60,
    )
)
def test_any_text_gives_indicators_that_have_their_evidence(text):
    written = report(text)
    for indicator in indicators(written, None):
        assert indicator.name in NAMES
        assert indicator.as_written in indicator.evidence.text


AMOUNTS = [name.removesuffix("_budget") for name in NAMES if name.endswith("_budget")]


@pytest.mark.parametrize("amount", [a for a in AMOUNTS if a not in ("year_start", "adjusted")])
def test_every_amount_of_the_catalogue_is_found_by_its_own_name(amount):
    zh = NAMES[f"{amount}_budget"].zh.removesuffix("预算数")
    text = report(f"2023年{zh}预算数为3.20万元，执行数为2.80万元。")
    assert found(text) == {f"{amount}_budget": ["3.2万元"], f"{amount}_executed": ["2.8万元"]}
