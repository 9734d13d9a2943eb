"""Small files made after faults that people reported of systems like this one.

The body and its figures are invented: 云杉区园林管理局, 2022, budget 1250.00, spent 1187.50, rate
95.00%, basic expenditure 790.00, project expenditure 397.50 (万元).
"""

from contextlib import suppress
from pathlib import Path

import pytest

from figures.audit import audit
from ingest.identity.identify import identify
from ingest.identity.sources import lines_of
from ingest.load import load
from ingest.loaded import Loaded, UnreadableFile
from ingest.structure import structure
from records import ReportText, Unsure

CASES = Path(__file__).parent / "cases"
HERE = sorted(p.name for p in CASES.iterdir() if p.suffix in (".docx", ".xlsx", ".html", ".txt"))


def told(loaded: Loaded, why: Unsure) -> list[tuple[str, str]]:
    return [(n.place, n.text) for n in loaded.notices if n.why == why]


def case(name: str) -> tuple[Loaded, ReportText]:
    loaded = load(CASES / name)
    return loaded, structure(loaded)


def headings(report: ReportText) -> list[str]:
    return [section.headings[-1] for section in report.sections if section.headings]


def test_a_relation_that_points_to_nothing_does_not_keep_a_document_from_being_read():
    _, report = case("01-relation-to-null.docx")
    assert "支出1187.50万元，预算执行率95.00%。\n" in report.text
    assert headings(report) == ["一、部门概况", "二、预算执行情况"]


def test_a_table_in_a_text_box_is_read_and_a_text_box_in_a_cell_stands_once():
    _, report = case("02-text-boxes.docx")
    box, problems = report.tables
    assert box.unit == "万元"
    assert box.columns == ("项目", "年初预算数", "支出数")
    assert [row.cells for row in box.rows] == [
        ("基本支出", "800.00", "790.00"),
        ("项目支出", "450.00", "397.50"),
    ]
    assert problems.rows[0].cells[1] == "2023年6月底前完成全部23个路段的验收。"
    for once in ("397.50", "全部23个路段", "注：数据来自决算报表。"):
        assert report.text.count(once) == 1


def test_a_footnote_stands_under_the_sentence_that_bears_its_mark():
    _, report = case("03-footnotes.docx")
    assert (
        "预算执行率95.00%。\n注：支出数不含上年结转资金62.30万元。\n二、部门概况\n" in report.text
    )
    at = report.text.index("支出数不含上年结转")
    assert report.headings_at(at) == ("一、预算执行情况",)


def test_a_formula_of_word_is_read_on_one_line():
    _, report = case("04-word-formula.docx")
    assert "按下式计算：预算执行率=1187.50/1250.00×100%=95.00%，得9.5分。\n" in report.text


def test_a_list_that_starts_anew_counts_from_there_and_legal_numbers_are_digits():
    _, report = case("05-list-restarts.docx")
    assert headings(report) == [
        "一、部门概况",
        "二、预算执行情况",
        "三、绩效目标完成情况",
        "3.1产出指标",
        "四、存在的问题",
    ]


def test_formulas_without_values_are_computed_and_told():
    loaded, report = case("06-formulas-without-values.xlsx")
    (table,) = report.tables
    assert [row.cells for row in table.rows] == [
        ("基本支出", "800.00", "790.00", "98.75%"),
        ("项目支出", "450.00", "397.50", "88.33%"),
        ("合计", "1250.00", "1187.50", "95.00%"),
    ]
    assert dict(told(loaded, Unsure.COMPUTED)) == {
        "支出情况!D3": "98.75%", "支出情况!D4": "88.33%", "支出情况!B5": "1250.00",
        "支出情况!C5": "1187.50", "支出情况!D5": "95.00%",
    }  # fmt: skip


def test_one_far_cell_costs_nothing():
    loaded, report = case("07-one-far-cell.xlsx")
    (table,) = report.tables
    assert [row.cells[2] for row in table.rows] == ["790", "397.5", "1187.5"]
    assert loaded.notices == ()


def test_a_page_in_gbk_that_declares_gb2312_is_read_in_full():
    loaded, report = case("09-gb2312-with-gbk.html")
    assert "局址在洺堃路12号。\n" in report.text
    assert report.tables[0].rows[1].cells == ("项目支出", "450.00", "397.50")
    assert loaded.notices == ()


def test_a_cut_character_is_replaced_and_told():
    loaded, report = case("10-cut-character.txt")
    assert report.text.count("\ufffd") == 1
    assert "预算执行率95.00%。\n" in report.text
    assert told(loaded, Unsure.REPLACED) == [("", "绿化养护验收滞后，部分路段未按期完成\ufffd")]


def test_a_table_in_a_cell_keeps_its_columns():
    _, report = case("15-nested-table.docx")
    (table,) = [t for t in report.tables if t.title == "资金情况"]
    assert table.columns == ("资金来源", "全年预算数（万元）", "全年执行数（万元）")
    assert table.rows[1].cells == ("政府性基金", "250.00", "227.50")
    assert report.text.count("227.50") == 1
    assert "完成23个路段的绿化养护，新增绿地5.6公顷。" in report.text


@pytest.mark.parametrize("name", ["17-hidden-text.docx", "25-template-type.docx"])
def test_hidden_text_is_left_out_and_told(name):
    loaded, report = case(name)
    assert "95.00%" in report.text
    assert "80.00%" not in report.text
    ((_, hidden),) = told(loaded, Unsure.HIDDEN)
    assert hidden == "（草稿：预算执行率80.00%，支出1000.00万元，勿对外。）"


def test_full_width_digits_are_figures_like_others():
    loaded, report = case("20-full-width-digits.txt")
    identity, _ = identify(report, "report.txt", lines_of(loaded))
    assert identity.year == 2022
    assert "支出1,187.50万元，预算执行率98.00%。" in report.text
    (finding,) = audit(report, identity)
    assert "98.00%" in finding.stated
    assert "95" in finding.recomputed


@pytest.mark.parametrize("name", HERE)
def test_a_file_cut_anywhere_is_told_or_read_and_never_a_crash(tmp_path, name):
    whole = (CASES / name).read_bytes()
    path = tmp_path / name
    for tenth in range(1, 10):
        path.write_bytes(whole[: len(whole) * tenth // 10])
        with suppress(UnreadableFile):
            loaded = load(path)
            structure(loaded)
            assert path.suffix in (".txt", ".html"), "half of a package is no document"
            if path.suffix == ".html":
                assert ("</html>", "") in told(loaded, Unsure.OTHER)
