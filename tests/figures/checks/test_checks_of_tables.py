"""Checks of tables and forms find what they are for and leave alone what only looks like it."""

import pytest

from figures.audit import audit
from records import Kind, Severity
from tests.figures.checks.audit_reports import Form, identity, report

ERROR, DOUBTFUL, NOTE = Severity.ERROR, Severity.DOUBTFUL, Severity.NOTE

SELF, PLAN, OUTCOME = Kind.SELF_EVALUATION, Kind.BUDGET, Kind.FINAL_ACCOUNTS


@pytest.mark.parametrize(
    ("columns", "rows", "expected"),
    [
        (
            "类|款|科目名称|合计|基本支出|项目支出",
            "201||一般公共服务支出|500|300|200\n201|01|行政运行|310|310|0\n201|02|专项|190|0|190\n合计|||500|300|200",
            ("table-rows", "300元", "310元"),
        ),
        (
            "类|款|科目名称|合计|基本支出|项目支出",
            "201||一般公共服务支出|500|300|200\n201|01|行政运行|300|310|0\n201|02|专项|200|0|200\n合计|||500|300|200",
            ("table-rows", "300元", "310元"),
        ),
        (
            "项目|预算数|项目|预算数",
            "一、财政拨款收入|900|一、教育支出|500\n二、事业收入|100|二、科学支出|520\n收入总计|1,000|支出总计|1,020",
            ("income-and-expenditure", "1,000元", "1,020元"),
        ),
        (
            "合计|因公出国（境）费|公务接待费|公务用车购置及运行费›小计|公务用车购置及运行费›购置费"
            "|公务用车购置及运行费›运行费",
            "47.91|0|1.53|46.56|25|21.56",
            ("table-columns", "47.91元", "48.09元"),
        ),
        (
            "项目|全年预算数|全年执行数|执行率",
            "堤防维护|200|190|95%\n泵站运行|400|388|97%\n水质监测|300|270|90%\n防汛物资|500|450|91%",
            ("computed-column", "91%", "90.00%"),
        ),
        (
            "科目|2023年执行数|2024年预算数|增减额|增减率",
            "工资|200|220|20|10%\n办公费|400|380|-20|-5%\n培训费|300|330|30|10%\n差旅费|500|450|-40|-10%",
            ("computed-column", "-40元", "-50元"),
        ),
        (
            "项目|金额",
            "办公费|120\n差旅费|80\n会议费|40\n合计|250",
            ("table-rows", "250元", "240元"),
        ),
    ],
)
def test_a_table_that_does_not_add_up_is_found(columns, rows, expected):
    form = Form("2024年部门收支预算总表", "元", columns, rows)
    found = audit(report(form), identity(2024, Kind.BUDGET))
    assert expected in [(f.check, f.stated, f.recomputed) for f in found]


def test_tables_rounded_to_the_last_digit_raise_nothing():
    form = Form(
        "2024年部门支出预算总表",
        "万元",
        "类|款|科目名称|合计|基本支出|项目支出",
        "201||一般公共服务支出|33.34|16.67|16.67\n201|01|行政运行|16.67|16.67|\n201|02|专项|16.66||16.66",
    )
    assert audit(report(form), identity(2024, Kind.BUDGET)) == ()


@pytest.mark.parametrize(
    "rows",
    [
        "基本支出|100.50\n人员经费|60.20\n公用经费|40.30\n项目支出|50.00\n合计|150.50",
        "办公费|12.40\n差旅费|8.80\n合计|96.75",
        "办公费|—\n差旅费|8.80\n会议费|-\n合计|8.80",
    ],
    ids=["lines within lines", "only some of the lines", "dashes for nothing"],
)
def test_a_total_over_lines_that_need_not_be_its_parts_raises_nothing(rows):
    form = Form("支出情况表", "万元", "项目|金额", rows)
    assert audit(report(form), identity(2024, Kind.BUDGET)) == ()


def test_a_note_of_an_empty_table_over_a_filled_one_is_found():
    form = Form("三公经费预算表", "万元", "合计|公务接待费", "1.35|1.35", note="注：故本表为空表。")
    (found,) = audit(report(form), identity(2024, Kind.BUDGET))
    assert (found.check, found.severity) == ("empty-table", Severity.ERROR)


def test_another_departments_name_in_a_head_is_found():
    other = Form("表一", "元", "项目|数", "办公费|5", head="编制部门：云州市白石区教育局")
    own = Form("表二", "元", "项目|数", "差旅费|7")
    found = audit(report(own, other, own), identity(2024, Kind.BUDGET))
    assert [(f.check, f.stated) for f in found] == [("department-in-head", "云州市白石区教育局")]


def test_prose_that_differs_from_the_classified_line_is_found():
    form = Form(
        "2024年部门一般公共预算支出功能分类预算表",
        "元",
        "类|款|项|科目名称|合计|基本支出|项目支出",
        "221|||住房保障支出|3,503,499|3,503,499|0\n221|02||住房改革支出|3,503,499|3,503,499|0\n"
        "221|02|01|住房公积金|3,503,499|3,503,499|0",
    )
    text = "1.“住房保障支出（类）住房改革支出（款）住房公积金（项）”352.67万元，用于住房公积金。"
    (found,) = audit(report(text, form), identity(2024, Kind.BUDGET))
    assert (found.check, found.recomputed) == ("prose-and-table", "350.35万元")


def test_a_projects_funds_and_rate_are_checked_in_its_form():
    form = Form(
        "项目支出绩效自评表",
        "万元",
        "|||||",
        "项目名称|防汛物资|||||\n|项目|全年预算数|全年执行数|执行率|得分\n"
        "|年度资金总额|120.00|114.00|96.00%|9.5\n|其中：当年财政拨款|100.00|94.00||\n"
        "|上年结转资金|30.00|20.00||",
    )
    found = audit(report(form), identity(2024, Kind.SELF_EVALUATION))
    assert [(f.check, f.stated, f.recomputed) for f in found] == [
        ("project-funds", "120.00万元", "130.00万元"),
        ("rate", "96.00%", "95.00%"),
    ]
