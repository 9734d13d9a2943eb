import pytest

from ingest.identify import identify, years
from ingest.load import load
from ingest.loaded import Line, Loaded, Page
from ingest.structure import structure
from vectorstore.records import Identity, Kind


def read(*lines: str, name: str = "report.txt") -> tuple[Identity, float]:
    blocks = tuple(Line(line) for line in lines)
    return identify(structure(Loaded("text", (Page(1, blocks),))), name)


def test_the_corpus_report_says_what_it_is(corpus_report):
    identity, traits = identify(structure(load(corpus_report)), "a.txt")
    assert identity.title == (
        "2022年度广州市增城区政务服务数据管理局(增城开发区政务服务数据管理局)部门整体支出绩效自评报告"
    )
    assert (identity.year, identity.kind) == (2022, Kind.SELF_EVALUATION)
    assert identity.department == "广州市增城区政务服务数据管理局"
    assert identity.district == "广州市增城区"
    assert {"区政数局", "增城区政数局"} <= set(identity.short_names)
    assert all(trait.agreed for trait in traits)


def test_a_title_over_three_lines_is_one():
    identity, _ = read(
        "2021年度", "海陵市河东区教育局", "部门整体支出绩效自评报告", "一、概况", "略。"
    )
    assert identity.title == "2021年度海陵市河东区教育局部门整体支出绩效自评报告"
    assert identity.department == "海陵市河东区教育局"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("海陵市财政局2023年度部门预算", Kind.BUDGET),
        ("海陵市社会福利院2023年单位预算", Kind.BUDGET),
        ("海陵市财政局2023年度部门决算", Kind.FINAL_ACCOUNTS),
        ("2023年海陵市财政局部门整体支出绩效自评报告", Kind.SELF_EVALUATION),
        ("2023年度海陵市财政局预算绩效自评报告", Kind.SELF_EVALUATION),
        ("海陵市财政局2023年工作总结", Kind.OTHER),
    ],
)
def test_the_kind_is_in_the_title(title, kind):
    identity, _ = read(title, "一、概况", "本局主管全市财政工作。")
    assert identity.kind is kind
    assert identity.year == 2023


def test_the_years_of_other_reports_in_the_text_do_not_matter():
    identity, _ = read(
        "2024年海陵市财政局部门预算", "比2023年增加，2023年执行数10万元，2022年5万元。"
    )
    assert identity.year == 2024


def test_a_year_written_in_chinese_is_read():
    assert years("二〇二二年度部门决算，二○二一年") == [2022, 2021]


@pytest.mark.parametrize(
    ("stated", "text"),
    [
        ("海陵市河东区人民政府桥头街道办事处", "略。"),
        ("河东区人民政府桥头街道办事处", "海陵市河东区人民政府桥头街道办事处是派出机关。"),
        ("桥头街道办事处", "海陵市河东区人民政府桥头街道办事处是派出机关。"),
    ],
)
def test_one_department_has_one_name_over_the_years(stated, text):
    identity, _ = read(
        "海陵市河东区2025年区级部门预算", f"预算主管部门：{stated}", "一、概况", text
    )
    assert identity.department == "海陵市河东区人民政府桥头街道办事处"


def test_a_street_is_known_by_its_short_names():
    identity, _ = read("2024年预算", "预算主管部门：海陵市河东区人民政府桥头街道办事处")
    assert {"桥头街道", "桥头街道办", "桥头街道办事处"} <= set(identity.short_names)
    assert identity.district == "海陵市河东区"


def test_short_names_that_the_text_introduces_are_taken():
    identity, _ = read(
        "2023年度海陵市发展和改革委员会部门决算", "一、概况",
        "海陵市发展和改革委员会（以下简称“市发展改革委”）主管全市经济工作。",
    )  # fmt: skip
    assert {"市发展改革委", "市发改委"} <= set(identity.short_names)


def test_what_only_the_file_name_says_is_less_sure():
    from_text, sure = read("2023年度海陵市水务局部门决算", "一、概况", "略。")
    from_name, unsure = read("一、概况", "主管供水工作。", name="2023_海陵市水务局_部门决算.docx")
    assert (from_name.year, from_name.department) == (from_text.year, from_text.department)
    assert from_name.kind is Kind.FINAL_ACCOUNTS
    assert 0 < unsure < 0.6 < sure <= 1


def test_a_text_that_says_nothing_is_not_guessed_at():
    identity, traits = read("会议通知", "请准时参加。")
    assert (identity.year, identity.department, identity.kind) == (None, "", Kind.OTHER)
    assert not any(trait.agreed for trait in traits)
