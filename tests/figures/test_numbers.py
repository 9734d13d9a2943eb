"""Verification: each number of an answer is found, derived, doubted or missing."""

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


def missing_in(sentence: str) -> list[str]:
    return [number for number, verdict in verdicts(sentence) if verdict is Grounding.MISSING]


def is_among(expected: object, found: list[object]) -> bool:
    return expected in found


def test_what_the_sources_say_is_found(scored):
    scored("found", lambda sentence: all(g is Grounding.FOUND for _, g in verdicts(sentence)))


def test_what_they_do_not_say_is_missing(scored):
    scored("missing", missing_in, agree=is_among)


def test_a_figure_of_another_thing_is_doubted(scored):
    def doubts(sentence):
        found = verify_numbers(sentence, ALL)
        doubted = (v for v in found if v.grounding is Grounding.DOUBTFUL)
        return [(v.quantity.as_written, v.explanation_zh) for v in doubted]

    def gives_the_reason(expected, found):
        number, reason = expected
        return any(number == doubted and reason in why for doubted, why in found)

    scored("doubted", doubts, agree=gives_the_reason)


WATER_BY_SENTENCE = tuple(
    SourceText(part, 2022, WATER.department, WATER.names, context="（三）部门整体收支情况")
    for part in (
        "2022 年区水务局全年预算数为 5,318.80 万元，全年执行数为 5,271.40 万元，执行率为 99.11%。",
        "其中基本支出全年执行数 1,254.30 万元，执行数 98.57%；",
        "项目支出全年执行数 4,017.10 万元，执行数 99.28%。",
    )
)
"""A report as it is quoted: each sentence is a source of its own."""


def test_a_thing_that_the_source_does_not_name_there_is_doubted(scored):
    def is_doubted(sentence):
        return Grounding.DOUBTFUL in [v for _, v in verdicts(sentence, *WATER_BY_SENTENCE)]

    scored("not_named_there", is_doubted)


def test_another_wording_of_the_same_thing_is_found(scored):
    def is_found(sentence):
        return {v for _, v in verdicts(sentence, *WATER_BY_SENTENCE)} == {Grounding.FOUND}

    scored("other_wording", is_found)


def test_a_budget_named_once_holds_for_what_follows_it(scored):
    cars = SourceText(
        "（二）公务用车购置及运行费46.56万元，比2022年预算增加25万元。", 2023, "园林局"
    )

    def is_found(sentence):
        return {v for _, v in verdicts(sentence, PARKS_2023, cars)} == {Grounding.FOUND}

    scored("named_once", is_found)


def test_one_step_from_the_sources_is_derived_and_shown(scored):
    def calculations(sentence):
        sources = (PARKS_TABLE,) if "总计6" in sentence else ALL
        derived = [v for v in verify_numbers(sentence, sources) if v.grounding is Grounding.DERIVED]
        assert all(v.explanation_en for v in derived)
        return [(v.quantity.as_written, v.explanation_zh) for v in derived]

    scored("derived", calculations, agree=is_among)


def test_chance_and_wrong_sums_are_not_derived(scored):
    scored("not_derived", missing_in, agree=is_among)


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


def test_a_part_told_as_the_whole_or_as_another_part_is_doubted(scored):
    sources = (
        SourceText("2023年“三公”经费预算数为22.91万元。", 2023, "园林局"),
        SourceText(
            "2023年政府采购预算830.00万元，其中：政府采购货物预算10.00万元。", 2023, "园林局"
        ),
        SourceText("2023年履职效能得分48.10分。", 2023, "园林局"),
    )

    def is_doubted(sentence):
        return Grounding.DOUBTFUL in [verdict for _, verdict in verdicts(sentence, *sources)]

    scored("part_as_whole", is_doubted)


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
