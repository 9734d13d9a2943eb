import pytest

from figures.indicators import indicators
from ingest.chunk import text_to_passages
from ingest.load.text import read_text
from ingest.load.text_tables import pasted_tables
from ingest.structure import structure
from tests.ingest.structured import pasted

HEADER = ("序号", "项目名称", "预算数", "执行数", "执行率")
ROWS = (
    ("1", "河道清淤", "1,200.00", "1,080.00", "90.00%"),
    ("2", "管网改造", "800.50", "800.50", "100.00%"),
    ("合计", "", "2,000.50", "1,880.50", "94.00%"),
)
PLAIN = tuple(tuple(cell for cell in row if cell) for row in ROWS)


def boxed(cells):
    return f"| {' | '.join(cells)} |"


def between(separator):
    return lambda cells: separator.join(cells)


def written(write, rows, rule=""):
    lines = [write(HEADER), rule, *(write(row) for row in rows)]
    return "\n".join(line for line in lines if line)


def report_with(table, above="表1  2021年度专项资金情况表\n单位：万元\n"):
    return f"2021年度海陵市水务局自评报告\n一、资金使用\n支出情况如下。\n{above}{table}\n其余略。\n"


@pytest.mark.parametrize(
    "table",
    [
        written(boxed, ROWS),
        written(boxed, ROWS, "|---|:---|---:|---:|---:|"),
        written(boxed, ROWS).replace("|", "｜"),
        written(between("|"), ROWS),
        written(between(" | "), ROWS, "--- | --- | --- | --- | ---"),
        written(between("\t"), ROWS),
        written(between("  "), PLAIN),
        written(between("　"), PLAIN),
        written(between("\t\t"), PLAIN),
        written(between(" "), PLAIN),
        "\n".join("    " + line for line in written(between("      "), PLAIN).split("\n")),
        written(boxed, ROWS).replace("\n", "\n\n"),
        written(between("   "), PLAIN).replace("\n", "\n\n").replace("合计", "合　　计"),
    ],
)
def test_a_table_pasted_into_a_text_is_a_table_again(table):
    (found,) = pasted(report_with(table)).tables
    assert (found.title, found.unit) == ("表1  2021年度专项资金情况表", "万元")
    assert found.columns == HEADER
    assert tuple(row.cells for row in found.rows) == ROWS


@pytest.mark.parametrize(
    "above",
    [
        "表1  2021年度专项资金情况表（单位：万元）\n",
        "表1  2021年度专项资金情况表    单位：万元\n",
        "      表1  2021年度专项资金情况表\n                    （金额单位：万元）\n",
    ],
)
def test_the_unit_may_stand_in_the_line_of_the_title(above):
    report = pasted(report_with(written(between("  "), PLAIN), above))
    (found,) = report.tables
    assert (found.title, found.unit) == ("表1  2021年度专项资金情况表", "万元")
    assert above.split()[-1] in report.text


def test_the_lines_around_a_table_stay_as_they_were():
    report = pasted(report_with(written(between("  "), PLAIN)))
    assert report.text.startswith("2021年度海陵市水务局自评报告\n一、资金使用\n支出情况如下。\n表1")
    assert report.text.endswith("\n其余略。\n")
    assert [s.headings for s in report.sections][-1] == ("一、资金使用",)


def test_passages_and_indicators_know_the_columns():
    rows = "部门整体支出\t2,000.50\t1,880.50\t94.00%\n其他\t0.00\t0.00\t0.00%"
    table = f"项目名称\t全年预算数\t全年执行数\t预算执行率\n{rows}"
    report = pasted(report_with(table, "2021年度部门整体支出情况表\n单位：万元\n"))
    (passage,) = (p for p in text_to_passages(report, "a" * 64) if p.table is not None)
    assert passage.context.endswith("（单位：万元） 项目名称、全年预算数、全年执行数、预算执行率")
    found = {(i.name, i.as_written) for i in indicators(report, 2021)}
    assert ("executed", "1,880.50") in found
    assert ("execution_rate", "94.00%") in found


def test_targets_and_results_are_figures_too():
    report = pasted(
        "表2  核心指标完成情况\n指标名称  目标值  完成值  结论\n供水普及率  ≥95%  96.5%  完成\n"
        "新建管网  50公里  52公里  超额完成\n应急预案  全覆盖  全覆盖  完成\n"
        "培训  600人次  612人次  完成\n"
    )
    (found,) = report.tables
    assert found.columns == ("指标名称", "目标值", "完成值", "结论")
    assert [row.cells[2] for row in found.rows] == ["96.5%", "52公里", "全覆盖", "612人次"]


def test_years_may_head_columns():
    (found,) = pasted(
        "项目  2021年  2022年  增减\n供水  10.00  12.00  20%\n排水  5.00  5.00  0%"
    ).tables
    assert found.columns == ("项目", "2021年", "2022年", "增减")


def test_years_with_a_stage_of_the_budget_may_head_columns():
    (found,) = pasted("方向 | 2021安排 | 2021支出\n供水 | 10.00 | 12.00\n排水 | 5.00 | 5.00").tables
    assert found.columns == ("方向", "2021安排", "2021支出")


@pytest.mark.parametrize("units", ["个、万元、%", "人次、万元", "万元、元、%"])
def test_of_several_units_that_of_money_is_the_table_s(units):
    report = pasted(report_with(written(between("  "), PLAIN), f"表1  资金情况表\n单位：{units}\n"))
    assert [table.unit for table in report.tables] == ["万元"]


def test_lines_below_one_that_cannot_be_read_do_not_head_a_table():
    report = pasted(
        "指标名称  目标值  完成值  结论\n供水  95%  96%  完成\n排水  90%  91%  完成\n"
        "培训  600人次  完成\n应急  全覆盖  已覆盖  完成\n巡查  50次  52次  达标\n"
        "检修  5次  6次  达标\n"
    )
    (found,) = report.tables
    assert [row.cells[0] for row in found.rows] == ["供水", "排水"]
    assert "应急  全覆盖  已覆盖  完成" in report.text


def test_all_text_is_a_table_where_it_is_drawn():
    (found,) = pasted("问题 | 措施\n---|---\n进度偏慢 | 按月通报\n账实不符 |\n正文。").tables
    assert [row.cells for row in found.rows] == [("进度偏慢", "按月通报"), ("账实不符", "")]


def test_lines_that_a_program_draws_between_rows_are_no_rows():
    border = "+------+------+"
    report = pasted(f"{border}\n| 项目 | 金额 |\n{border}\n| 清淤 | 1.00 |\n{border}\n后文。")
    assert report.text == "项目\t金额\n清淤\t1.00\n后文。\n"


def test_a_line_drawn_over_other_lines_stays():
    report = pasted(
        "前文。\n+------+\n项目  预算数  执行数\n清淤  1.00  0.90\n管网  2.00  1.80\n后文。"
    )
    assert "+------+" in report.text
    assert len(report.tables) == 1


def test_a_heading_over_rows_of_a_drawn_table_stands_in_its_first_column():
    (found,) = pasted(
        "| 项目 | 金额 | 用途 |\n| 一、基本支出 |\n| 人员 | 1.00 | 工资 |\n后文。"
    ).tables
    assert [row.cells for row in found.rows] == [("一、基本支出", "", ""), ("人员", "1.00", "工资")]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("合计  2,000.50  1,880.50  94.00%", ("合计", "", "2,000.50", "1,880.50", "94.00%")),
        ("其中：应急  10.00  9.00  90%", ("", "其中：应急", "10.00", "9.00", "90%")),
    ],
)
def test_a_missing_cell_is_put_right_where_there_is_one_way_only(row, cells):
    (found,) = pasted(written(between("  "), PLAIN[:2]) + f"\n{row}").tables
    assert found.rows[-1].cells == cells


@pytest.mark.parametrize("row", ["合计  1,880.50  94.00%", "3  应急  10.00  90%", "3  应急  10.00"])
def test_a_row_that_may_be_read_in_two_ways_stays_a_line(row):
    report = pasted(written(between("  "), PLAIN[:2]) + f"\n{row}\n后文。")
    assert len(report.tables[0].rows) == 2
    assert f"\n{row}\n" in report.text


def test_a_total_may_stand_above_what_it_adds_up():
    (found,) = pasted(written(between("  "), (PLAIN[2], *PLAIN[:2]))).tables
    assert [row.cells for row in found.rows] == [ROWS[2], *ROWS[:2]]


def test_a_total_merged_in_a_drawn_table_is_put_right_too():
    (found,) = pasted(written(boxed, PLAIN)).tables
    assert found.rows[-1].cells == ROWS[-1]


def test_an_empty_column_of_remarks_does_not_hide_a_table():
    text = "序号  项目  预算数  备注\n1  清淤  10.00\n2  管网  20.00  结转\n合计  30.00\n"
    (found,) = pasted(text).tables
    assert [row.cells for row in found.rows] == [
        ("1", "清淤", "10.00", ""),
        ("2", "管网", "20.00", "结转"),
        ("合计", "", "30.00", ""),
    ]


def test_a_table_ends_at_a_blank_line_where_its_rows_have_none_between():
    table = written(between("  "), PLAIN)
    report = pasted(f"{table}\n\n3  灌溉  5.00  4.00  80.00%\n")
    assert len(report.tables[0].rows) == 3
    assert report.text.endswith("3  灌溉  5.00  4.00  80.00%\n")


def test_two_tables_one_below_the_other_are_two():
    other = "学校  教师人数  学生人数\n一中  100  900\n二中  90  800"
    first, second = pasted(f"{written(between('  '), PLAIN)}\n表2 学校情况\n{other}").tables
    assert len(first.rows) == 3
    assert (second.title, second.columns) == ("表2 学校情况", ("学校", "教师人数", "学生人数"))


def test_a_table_goes_on_over_a_page_only_under_its_own_header():
    head, other = "表1 支出表\n项目  预算数  执行数", "学校  教师人数  学生人数"
    (whole,) = pasted(f"{head}\n甲  1.00  0.50\n乙  2.00  1.50\n\f{head}\n丙  3.00  2.50\n").tables
    assert [row.cells[0] for row in whole.rows] == ["甲", "乙", "丙"]
    first, second = pasted(
        f"{head}\n甲  1.00  0.50\n乙  2.00  1.50\n\f{other}\n一中  9  80\n"
    ).tables
    assert len(first.rows) == 2
    assert second.columns == ("学校", "教师人数", "学生人数")


@pytest.mark.parametrize(
    "text",
    [
        "    （一）清淤河道  12公里\n    （二）新建管网  8公里\n    （三）改造泵站  3座",
        "重点工作  完成情况\n1.  清淤河道\n2.  新建管网\n3.  改造泵站",
        "1. 清淤 12 公里\n2. 管网 8 公里\n3. 泵站 3 座",
        "单位负责人：张三  财务负责人：李四  填表人：王五\n联系电话：65550001  日期：4月18日",
        "名称：海陵市水务局  日期：2022年4月\n名称：海陵市民政局  日期：2022年5月",
        "海陵市水务局  财务科\n电话  65550001\n传真  65550002",
        "                海陵市水务局\n                2022年4月18日",
        "一、部门概况  1\n二、收支情况  3\n三、存在问题  9\n本局概况如下。",
        "一、部门概况……………1\n二、收支情况……………3\n三、存在问题……………9\n本局概况如下。",
        "章节名称  所在页数\n一、部门概况\t1\n二、收支情况\t3\n三、存在问题\t9",
        "部门  标题  页数\n第一部分  概况  1\n第二部分  收支  3\n第三部分  问题  9",
        "张三  李四  王五\n赵六  钱七  孙八\n周九  吴十  郑一",
        "姓名  职务\n张三  科长\n李四  科员",
        "姓名 职务 电话\n张三 科长 65550001\n李四 科员 65550002",
        "表1  支出情况\n基本支出  100.00\n项目支出  200.00",
        "表1  基本支出\n人员经费  100.00\n公用经费  200.00",
        "项目  金额\n基本支出  100.00",
        "部分  标题  页码\n甲  概况  1\n乙  收支  3",
        "部门整体  支出  情况\n全年预算  8,318.83  万元，已执行。\n其中基本支出  100.00  万元。",
        "供水  达标  完成\n排水  95%  完成\n污水  96%  完成",
        "指标  次数  质量  结论\n巡查  5次  好  完成\n检修  6次  完成\n应急  多  少  完成\n"
        "演练  7次  高  达标\n培训  8次  中  达标",
        "全年  预算  执行\n本年  安排  预算100万元。\n上年  安排  预算80万元。",
        "首页 | 公开 | 预算\n水务局 | 民政局 | 财政局\n关于 | 联系 | 帮助",
        "| 首页 | 公开 |\n正文没有表格。",
        "增长率计算公式为|本年-上年|除以上年。\n结果见下文|略|。",
    ],
)
def test_prose_stays_the_lines_that_it_was(text):
    lines = text.split("\n")
    assert list(pasted_tables(lines)) == list(range(len(lines)))


def test_the_corpus_report_has_no_table(corpus_report):
    loaded = read_text(corpus_report, corpus_report.read_text("utf-8"))
    assert not structure(loaded).tables


STANDING = """项目          年初预算    调整后预算      支出数
{rule}
基本支出        800.00        812.50      790.00
其中：工资      600.00                    590.00
项目支出        450.00        437.50      397.50
{rule}
合  计        1,250.00      1,250.00    1,187.50"""


@pytest.mark.parametrize("rule", ["-" * 50, "─" * 25, "=" * 50, "—" * 25])
def test_columns_that_stand_under_one_another_may_have_blanks_and_rules(rule):
    report = pasted(report_with(STANDING.replace("{rule}", rule)))
    (found,) = report.tables
    assert found.columns == ("项目", "年初预算", "调整后预算", "支出数")
    assert [row.cells for row in found.rows][1:] == [
        ("其中：工资", "600.00", "", "590.00"),
        ("项目支出", "450.00", "437.50", "397.50"),
        ("合计", "1,250.00", "1,250.00", "1,187.50"),
    ]


@pytest.mark.parametrize(
    "table",
    [
        '项目,预算数,执行数\n基本支出,"1,812.50",790.00\n合计,"2,250.00","1,187.50"',
        "┌────┬────┬────┐\n│项目│预算数│执行数│\n├────┼────┼────┤\n│基本支出│1,812.50│790.00│\n"
        "│合计│2,250.00│1,187.50│\n└────┴────┴────┘",
    ],
)
def test_tables_as_programs_write_them_are_tables(table):
    (found,) = pasted(report_with(table)).tables
    assert found.columns == ("项目", "预算数", "执行数")
    assert [row.cells for row in found.rows] == [
        ("基本支出", "1,812.50", "790.00"), ("合计", "2,250.00", "1,187.50"),
    ]  # fmt: skip
