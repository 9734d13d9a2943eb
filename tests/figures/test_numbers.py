"""Verification: each number of an answer is found, derived, doubted or missing."""

import pytest

from figures.claims import Grounding, SourceText, verify_numbers

WATER = SourceText(
    "2022年区水务局全年预算数为 5,318.80 万元，全年执行数为 5,271.40 万元，执行率为 99.11%。"
    "其中基本支出全年执行数 1,254.30 万元，执行率 98.57%；"
    "项目支出全年执行数 4,017.10 万元，执行率 99.28%。\n"
    "2022年，服务大厅接待群众43874人次，群众满意率达到99.9%，在全省排名第二，超过30个终端投入使用。"
    "截至12月底，办结各类工单近1.72万宗。自评96.30分，其中：履职效能48.10分，管理效率48.20分。"
    "全年办结工单超过2万宗。",
    2022,
    "清江市东湖区水务局",
    ("区水务局", "水务局"),
)
PARKS_2023 = SourceText(
    "2023年，园林局收入预算6497.86万元，其中：财政拨款收入6497.86万元，比2022年预算增加421.25万元；事业收入0万元。",
    2023,
    "清江市东湖区园林局",
    ("园林局",),
)
PARKS_2024 = SourceText(
    "2024年，园林局收入预算5621.11万元，比2023年预算减少876.75万元。",
    2024,
    "清江市东湖区园林局",
    ("园林局",),
)
PARKS_TABLE = SourceText(
    "收入总计\t64,978,640\t支出总计\t64,978,640\n培训费\t83,000\t",
    2023,
    "清江市东湖区园林局",
    ("园林局",),
    "元",
    "2023年部门财务收支预算总表",
)
ALL = (WATER, PARKS_2023, PARKS_2024, PARKS_TABLE)


def verdicts(sentence: str, *sources: SourceText) -> list[tuple[str, Grounding]]:
    return [(v.quantity.as_written, v.grounding) for v in verify_numbers(sentence, sources or ALL)]


@pytest.mark.parametrize(
    "sentence",
    [
        "2022年区水务局全年预算数为5318.80万元，全年执行数为52,714,000元，执行率为99.11%。",
        "项目支出执行数为4,017.10万元，执行率为99.28%。",
        "基本支出执行率为百分之九十八点五七。",
        "2022年12月底，办结工单近1.72万宗。",
        "水务局在全省排名第2，满意率99.9%。",
        "In 2022 the budget was 53.188 million yuan and 99.11 percent was spent.",
        "The rate was 99.11% in 2022.",
        "30多个终端投入使用。",
        "约5,300万元。",
        "2023年园林局收入预算为6,497.86万元，比2022年增加421.25万元。",
        "2023、2024年收入预算分别为6497.86万元、5621.11万元。",
        "2024年比2023年减少876.75万元。",
        "培训费8.3万元。",
        "支出总计64,978,640元。",
        "没有数字的句子。",
        "履职效能48.10分，管理效率48.20分。",
        "The score was 96.30 points: 48.10 for performance of duties and 48.20 for management.",
        "办结工单近1.72万宗。",
    ],
)
def test_what_the_sources_say_is_found(sentence):
    found = verdicts(sentence)
    assert all(verdict is Grounding.FOUND for _, verdict in found), found


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("全年预算数为5,318.81万元。", "5,318.81万元"),
        ("全年预算数为5,318.80元。", "5,318.80元"),
        ("执行率为99.12%。", "99.12%"),
        ("执行率为99.1%。", "99.1%"),
        ("2021年预算执行率为99.11%。", "2021年"),
        ("培训费83,000万元。", "83,000万元"),
        ("接待群众43874人。", "43874人"),
        ("在全省排名第三。", "第三"),
        ("2022年11月底办结。", "2022年11月"),
    ],
)
def test_what_they_do_not_say_is_missing(sentence, number):
    assert (number, Grounding.MISSING) in verdicts(sentence)


@pytest.mark.parametrize(
    ("sentence", "number", "reason"),
    [
        ("项目支出执行数为5,271.40万元。", "5,271.40万元", "全年执行数"),
        ("基本支出执行数为4,017.10万元。", "4,017.10万元", "项目支出"),
        ("全年预算数为5,271.40万元。", "5,271.40万元", "执行数"),
        ("2023年预算数为5,318.80万元。", "5,318.80万元", "2022年"),
        ("2024年收入预算比2023年增加876.75万元。", "876.75万元", "相反"),
        ("2023年水务局收入预算为6497.86万元。", "6497.86万元", "另一部门"),
        ("2023、2024年收入预算分别为5621.11万元、6497.86万元。", "5621.11万元", "2024年"),
    ],
)
def test_a_figure_of_another_thing_is_doubted(sentence, number, reason):
    found = {v.quantity.as_written: v for v in verify_numbers(sentence, ALL)}
    assert found[number].grounding is Grounding.DOUBTFUL
    assert reason in found[number].explanation_zh


WATER_BY_SENTENCE = tuple(
    SourceText(part, 2022, WATER.department, WATER.names, context="（三）部门整体收支情况")
    for part in (
        "2022 年区水务局全年预算数为 5,318.80 万元，全年执行数为 5,271.40 万元，执行率为 99.11%。",
        "其中基本支出全年执行数 1,254.30 万元，执行数 98.57%；",
        "项目支出全年执行数 4,017.10 万元，执行数 99.28%。",
    )
)
"""A report as it is quoted: each sentence is a source of its own."""


@pytest.mark.parametrize(
    "sentence",
    [
        "2022年区水务局基本支出全年执行数为5,271.40万元。",
        "2022年区水务局三公经费全年执行数为5,271.40万元。",
        "2022年区水务局全年违规支出5,271.40万元。",
        "2022年区水务局结余5,271.40万元。",
        "2022年区水务局收到罚没款5,271.40万元。",
        "2022年区水务局全年执行数为1,254.30万元。",
        "2022年部门整体支出执行数为4,017.10万元。",
        "基本支出执行率为99.11%。",
        "2022年群众满意率为99.11%。",
        "Basic expenditure was 52.714 million yuan in 2022.",
        "Project expenditure was 52.714 million yuan.",
        "Total expenditure was 12.543 million yuan.",
    ],
)
def test_a_thing_that_the_source_does_not_name_there_is_doubted(sentence):
    assert Grounding.DOUBTFUL in [v for _, v in verdicts(sentence, *WATER_BY_SENTENCE)]


@pytest.mark.parametrize(
    "sentence",
    [
        "2022年，东湖区水务局全年支出5,271.40万元，占预算的99.11%。",
        "区水务局2022年实际使用资金5,271.40万元。",
        "2022年全年决算数为5,271.40万元。",
        "根据报告，该部门全年花费5,271.40万元，预算执行率为99.11%。",
        "2022年部门整体支出预算为5,318.80万元，实际执行5,271.40万元。",
        "基本支出和项目支出分别为1,254.30万元和4,017.10万元。",
        "基本支出、项目支出合计5,271.40万元。",
        "其中，用于基本支出的有1,254.30万元。",
        "项目支出执行率为99.28%，高于基本支出的98.57%。",
        "The bureau spent 52.714 million yuan in 2022, 99.11% of its budget.",
        "Basic expenditure was 12.543 million yuan and project expenditure 40.171 million yuan.",
    ],
)
def test_another_wording_of_the_same_thing_is_found(sentence):
    found = verdicts(sentence, *WATER_BY_SENTENCE)
    assert {verdict for _, verdict in found} == {Grounding.FOUND}, found


@pytest.mark.parametrize(
    "sentence", ["2023年园林局事业收入预算0万元。", "2023年公务用车购置及运行费预算46.56万元。"]
)
def test_a_budget_named_once_holds_for_what_follows_it(sentence):
    cars = SourceText(
        "（二）公务用车购置及运行费46.56万元，比2022年预算增加25万元。", 2023, "园林局"
    )
    assert {verdict for _, verdict in verdicts(sentence, PARKS_2023, cars)} == {Grounding.FOUND}


@pytest.mark.parametrize(
    ("sentence", "number", "calculation"),
    [
        (
            "基本支出1,254.30万元，占全年执行数5,271.40万元的23.79%。",
            "23.79%",
            "占比：1,254.30 万元 ÷ 5,271.40 万元 = 23.7944%",
        ),
        (
            "2023、2024年收入预算分别为6497.86万元、5621.11万元，两年合计12,118.97万元。",
            "12,118.97万元",
            "合计：6497.86万元 + 5621.11万元 = 12,118.97万元",
        ),
        (
            "2024年收入预算比2023年下降13.49%。",
            "13.49%",
            "增长率：(5621.11万元 − 6497.86万元) ÷ 6497.86万元 = -13.4929%",
        ),
        (
            "项目支出执行率99.28%比基本支出执行率98.57%高0.71个百分点。",
            "0.71个百分点",
            "相差：99.28% − 98.57% = 0.71百分点",
        ),
        (
            "自评96.30分，由履职效能48.10分和管理效率48.20分两项组成。",
            "两项",
            "计数：48.10分、48.20分",
        ),
        ("全年未执行47.40万元。", "47.40万元", "未执行：5,318.80 万元 − 5,271.40 万元 = 47.4万元"),
        ("支出总计6,497.86万元。", "6,497.86万元", "换算：64,978,640元 = 6,497.864万元"),
    ],
)
def test_one_step_from_the_sources_is_derived_and_shown(sentence, number, calculation):
    sources = (PARKS_TABLE,) if "总计6" in sentence else ALL
    found = {v.quantity.as_written: v for v in verify_numbers(sentence, sources)}
    assert found[number].grounding is Grounding.DERIVED
    assert found[number].explanation_zh == calculation
    assert found[number].explanation_en


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("基本支出1,254.30万元，占全年执行数5,271.40万元的23.80%。", "23.80%"),
        ("2024年收入预算比2023年增长13.49%。", "13.49%"),
        ("基本支出1,254.30万元，项目支出4,017.10万元，另有5,271.41万元。", "5,271.41万元"),
        ("两项合计5,271.41万元。", "5,271.41万元"),
        ("执行率为99.10%。", "99.10%"),
        ("满意率与执行率相差0.78个百分点。", "0.78个百分点"),
    ],
)
def test_chance_and_wrong_sums_are_not_derived(sentence, number):
    assert (number, Grounding.MISSING) in verdicts(sentence)


def test_figures_of_another_name_derive_nothing():
    repairs = [
        SourceText(f"维修费预算{amount}万元。", year, "园林局")
        for year, amount in ((2022, "104.25"), (2023, "114.00"))
    ]
    (_, verdict) = verify_numbers("2023年收入预算增长9.4%。", repairs)
    assert verdict.grounding is Grounding.MISSING
    (_, verdict) = verify_numbers("2023年维修费预算增长9.4%。", repairs)
    assert verdict.grounding is Grounding.DERIVED


def test_a_rate_that_no_source_states_is_worked_out():
    source = SourceText("全年预算数为200万元，全年执行数为150万元。", 2022, "水务局")
    (verdict,) = verify_numbers("执行率为75%。", (source,))
    assert verdict.grounding is Grounding.DERIVED
    assert verdict.explanation_en == "Execution rate: 150万元 ÷ 200万元 = 75%"


def test_a_wrong_unit_is_named():
    (verdict,) = verify_numbers("培训费83,000万元。", (PARKS_TABLE,))
    assert verdict.explanation_zh == "单位不符：原文是83,000元"
    assert verdict.span is not None
    assert PARKS_TABLE.text[slice(*verdict.span)] == "83,000"


def test_a_found_number_says_where_it_stands():
    (verdict,) = verify_numbers("执行率为99.11%。", ALL)
    assert verdict.source == 0
    assert verdict.span is not None
    assert WATER.text[slice(*verdict.span)] == "99.11%"


def test_without_sources_every_number_is_missing():
    assert [v.grounding for v in verify_numbers("2022年执行率99%。", ())] == [Grounding.MISSING] * 2


@pytest.mark.parametrize(
    "sentence",
    [
        "2023年园林局全年预算数为22.91万元。",
        "2023年园林局政府采购预算为10.00万元。",
        "2023年政府采购服务预算为10.00万元。",
        "2023年投入得分48.10分。",
    ],
)
def test_a_part_told_as_the_whole_or_as_another_part_is_doubted(sentence):
    sources = (
        SourceText("2023年“三公”经费预算数为22.91万元。", 2023, "园林局"),
        SourceText(
            "2023年政府采购预算830.00万元，其中：政府采购货物预算10.00万元。", 2023, "园林局"
        ),
        SourceText("2023年履职效能得分48.10分。", 2023, "园林局"),
    )
    assert Grounding.DOUBTFUL in [verdict for _, verdict in verdicts(sentence, *sources)]


def test_what_only_holds_the_thing_need_not_stand_beside_its_number():
    source = SourceText(
        "具体为：食品抽检1,286.00万元，专利保护462.30万元，日常运转300.00万元。", 2023, "市场局"
    )
    (*_, verdict) = verify_numbers("项目支出中专利保护支出金额是462.30万元。", [source])
    assert verdict.grounding is Grounding.FOUND
    (*_, verdict) = verify_numbers("项目支出中食品抽检支出462.30万元。", [source])
    assert verdict.grounding is not Grounding.FOUND
    (*_, verdict) = verify_numbers("项目支出中共支出462.30万元。", [source])
    assert verdict.grounding is not Grounding.FOUND
