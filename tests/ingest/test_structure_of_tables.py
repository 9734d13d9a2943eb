"""Tables of a report: their titles, heads, units and notes, over pages too."""

import pytest

from ingest.loaded import Cell, RawTable
from tests.ingest.structured import read, table


def test_a_table_takes_its_title_its_unit_and_its_notes():
    report = read([
        "一、收支情况", "收支情况见下表。", "2023年收支情况表", "编制部门：海陵市水务局 单位：万元",
        table(("项目", "预算数", "决算数"), ("基本支出", "9.00", "8.00"), ("合计", "9.00", "8.00")),
        "注：含上年结转。", "二、其他", "无。",
    ])  # fmt: skip
    (made,) = report.tables
    assert (made.title, made.unit) == ("2023年收支情况表", "万元")
    assert made.columns == ("项目", "预算数", "决算数")
    assert [row.cells for row in made.rows][-1] == ("合计", "9.00", "8.00")
    assert report.text[made.start : made.end].startswith("2023年收支情况表\n编制部门")
    assert report.text[made.end :].startswith("注：含上年结转。\n")
    assert report.headings_at(made.rows[0].start) == ("一、收支情况", "2023年收支情况表")
    assert report.headings_at(made.end) == ("一、收支情况",)


def test_merged_headers_become_one_label_a_column():
    raw = RawTable((
        Cell("“三公”经费", 0, 0, 1, 4), Cell("机关运行\n经费", 0, 4, 2, 1),
        Cell("合计", 1, 0), Cell("出国", 1, 1), Cell("接待", 1, 2), Cell("用车", 1, 3),
        Cell("6.4", 2, 0), Cell("0", 2, 1), Cell("0", 2, 2), Cell("6.4", 2, 3), Cell("20", 2, 4),
    ))  # fmt: skip
    (made,) = read(["单位：万元", raw]).tables
    assert made.columns == (
        "“三公”经费›合计",
        "“三公”经费›出国",
        "“三公”经费›接待",
        "“三公”经费›用车",
        "机关运行经费",
    )


def test_the_official_final_accounts_table_is_read():
    cells = [
        Cell("收入决算表", 0, 0, 1, 6), Cell("公开02表", 1, 5),
        Cell("部门：海陵市水务局", 2, 0, 1, 4), Cell("金额单位：万元", 2, 5),
        Cell("项目", 3, 0, 1, 4), Cell("本年收入合计", 3, 4, 3, 1),
        Cell("财政拨款收入", 3, 5, 3, 1), Cell("功能分类科目编码", 4, 0, 2, 3),
        Cell("科目名称", 4, 3, 2, 1), Cell("栏次", 6, 0, 1, 4), Cell("1", 6, 4), Cell("2", 6, 5),
        Cell("合计", 7, 0, 1, 4), Cell("120.00", 7, 4), Cell("100.00", 7, 5),
        Cell("2130301", 8, 0, 1, 3), Cell("行政运行", 8, 3),
        Cell("120.00", 8, 4), Cell("100.00", 8, 5),
        Cell("注：本表反映部门本年度取得的各项收入情况。", 9, 0, 1, 6),
    ]  # fmt: skip
    report = read(["第二部分 部门决算表", RawTable(tuple(cells))])
    (made,) = report.tables
    assert (made.title, made.unit) == ("收入决算表", "万元")
    assert made.columns[0] == "项目›功能分类科目编码"
    assert made.columns[-1] == "财政拨款收入"
    assert [row.cells[0] for row in made.rows] == ["合计", "2130301"]
    assert report.text.endswith("注：本表反映部门本年度取得的各项收入情况。\n")


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_over_three_pages_is_one_table(repeated):
    edges = (0.1, 0.3, 0.6, 0.9)
    head = ("科目", "名称", "金额")
    pages = [["支出预算表", "单位：元", table(head, ("201", "行政运行", "10"), edges=edges)]]
    for page in (2, 3):
        rows = [(f"20{page}", "专项业务", "20")]
        pages.append([table(*([head] if repeated else []), *rows, edges=edges)])
    pages[2].append("二、说明")
    (made,) = read(*pages).tables
    assert made.columns == head
    assert [row.cells[0] for row in made.rows] == ["201", "202", "203"]
    assert made.unit == "元"


def test_a_row_of_totals_alone_on_a_page_belongs_to_the_table_before():
    edges = (0.1, 0.2, 0.6, 0.9)
    rows = [("类", "名称", "金额"), ("201", "行政运行", "10,000")]
    totals = RawTable((Cell("合计", 0, 0), Cell("10,000", 0, 1)), (0.1, 0.6, 0.9))
    (made,) = read(["预算表", table(*rows, edges=edges)], [totals]).tables
    assert made.rows[-1].cells == ("合计", "", "10,000")


def test_a_label_and_a_long_cell_cut_by_the_end_of_a_page_are_whole_again():
    edges = (0.1, 0.3, 0.5, 0.9)
    first = RawTable((
        Cell("一级指标", 0, 0), Cell("指标", 0, 1), Cell("完成情况", 0, 2),
        Cell("产出", 1, 0, 2, 1), Cell("次数", 1, 1), Cell("12次", 1, 2),
        Cell("质量", 2, 1), Cell("全部验收合格并按时", 2, 2),
    ), edges)  # fmt: skip
    second = RawTable((
        Cell("", 0, 0, 2, 1), Cell("", 0, 1), Cell("投入使用。", 0, 2),
        Cell("时效", 1, 1), Cell("按时", 1, 2),
    ), edges)  # fmt: skip
    (made,) = read(["指标完成情况表", first], [second]).tables
    assert [row.cells for row in made.rows] == [
        ("产出", "次数", "12次"),
        ("产出", "质量", "全部验收合格并按时投入使用。"),
        ("产出", "时效", "按时"),
    ]


def test_two_tables_with_titles_of_their_own_stay_two():
    edges = (0.1, 0.5, 0.9)
    report = read(
        ["收入表", table(("项目", "金额"), ("拨款", "10"), edges=edges)],
        ["支出表", table(("项目", "金额"), ("基本", "10"), edges=edges)],
    )
    assert [t.title for t in report.tables] == ["收入表", "支出表"]


def test_a_form_has_rows_that_speak_for_themselves():
    raw = RawTable((
        Cell("项目支出绩效目标表", 0, 0, 1, 4),
        Cell("项目名称", 1, 0), Cell("水源地保护", 1, 1),
        Cell("项目性质", 1, 2), Cell("经常性", 1, 3),
        Cell("绩效指标", 2, 0, 3, 1), Cell("产出", 2, 1, 2, 1),
        Cell("巡查次数", 2, 2), Cell("≥12次", 2, 3),
        Cell("及时率", 3, 2), Cell("100%", 3, 3),
        Cell("满意度", 4, 1), Cell("群众满意度", 4, 2), Cell("≥90%", 4, 3),
    ))  # fmt: skip
    (made,) = read([raw]).tables
    assert made.title == "项目支出绩效目标表"
    assert made.rows[0].cells == ("项目名称", "水源地保护", "项目性质", "经常性")
    assert ("绩效指标", "产出", "及时率", "100%") in [row.cells for row in made.rows]
    assert all(len(row.cells) == len(made.columns) for row in made.rows)


def test_a_figure_is_no_table_s_title():
    report = read(["96.5%", table(["项目", "支出"], ["合计", "1187.50"])])
    assert report.tables[0].title == ""
    assert "96.5%" in report.text
