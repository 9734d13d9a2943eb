"""Checks of tables and forms find what they are for and leave alone what only looks like it."""

from dataclasses import replace

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


FUNDS = Form(
    "资金到位情况表",
    "万元",
    "资金来源|计划|到位|未到位|到位率",
    "中央补助|600.00|600.00|0.00|100.00%\n市级配套|400.50|352.30|48.20|87.97%\n"
    "财政小计|1,000.50|952.30|48.20|95.18%\n企业出资|300.00|240.00|60.00|80.00%\n"
    "居民出资|120.00|96.40|23.60|80.33%\n社会小计|420.00|336.40|83.60|80.10%\n"
    "合计|1,420.50|1,288.70|131.80|90.72%",
)
ISSUES = Form(
    "附表：审计查出问题情况表",
    "亿元",
    "项目类别|项目数|违规金额|管理不规范金额|损失浪费金额|合计",
    "财政管理|11|0.72|15.31|0.44|16.47\n民生资金|9|0.48|3.27|0.36|4.11\n"
    "国有企业|5|0.91|7.64|0.53|9.08\n小计|25|2.11|26.22|1.33|29.66\n"
    "政府投资|15|0.57|4.26|0.71|5.54\n经济责任|12|0.29|3.85|0.17|4.31\n"
    "合计|52|2.97|34.33|2.21|39.51",
)
PEOPLE = Form(
    "表1 年末人口数及其构成",
    "",
    "指标|年末数|比重",
    "常住人口|274.60|100.00\n其中：城镇|151.30|55.10\n乡村|123.30|44.90\n其中：0—15岁|44.48|16.20\n"
    "16—59岁|166.68|60.70\n60岁及以上|63.44|23.10",
)
ITEMS = Form(
    "表1 拨款支出情况表",
    "万元",
    "科目编码|科目名称|2023年预算数|2024年预算数|增减额",
    "2050302|中等职业教育|2,114.50|2,236.80|122.30\n2050399|其他职业教育|118.60|104.20|-14.40\n"
    "205|教育支出小计|2,233.10|2,341.00|107.90\n2080505|养老保险缴费|208.40|217.60|9.20\n"
    "2080506|职业年金缴费|104.20|108.80|4.60\n208|社会保障支出小计|312.60|326.40|13.80\n"
    "2210201|住房公积金|184.30|203.60|19.30\n合计||2,730.00|2,871.00|141.00",
)
INSURANCE = Form(
    "表2 基金收支情况表",
    "万元",
    "险种|上年收入|本年收入|增长|上年支出|本年支出|增长|当年结余",
    "职工医保|142300|150130|5.5|110680|118120|6.7|32010\n"
    "居民医保|50840|53375|5.0|47920|50293|5.0|3082\n"
    "合计|193140|203505|5.4|158600|168413|6.2|35092",
)


@pytest.mark.parametrize(
    ("form", "right", "wrong"),
    [
        (FUNDS, "352.30|48.20", "352.30|42.80"),
        (FUNDS, "240.00|60.00", "240.00|66.00"),
        (FUNDS, "336.40|83.60", "334.60|83.60"),
        (ISSUES, "7.64", "7.46"),
        (ISSUES, "2.11", "2.21"),
        (ISSUES, "|52|", "|62|"),
        (PEOPLE, "166.68", "168.66"),
        (ITEMS, "2,341.00|107.90", "2,314.00|107.90"),
        (ITEMS, "203.60", "230.60"),
        (INSURANCE, "118120", "181120"),
    ],
)
def test_tables_with_subtotals_shares_and_what_is_left(form, right, wrong):
    assert form.rows.count(right) == 1
    assert audit(report(form), identity(2024, PLAN)) == ()
    slip = replace(form, rows=form.rows.replace(right, wrong))
    assert any(f.severity is ERROR for f in audit(report(slip), identity(2024, PLAN)))


def test_what_was_taken_back_is_no_slip_in_what_is_left():
    rows = (
        "甲项目|320.00|300.00|20.00\n乙项目|150.00|141.50|8.50\n"
        "丙项目|260.00|214.00|9.75\n丁项目|90.00|83.60|6.40"
    )
    form = Form("项目支出情况表", "万元", "项目|安排数|支出数|结转", rows)
    assert audit(report(form), identity(2023, OUTCOME)) == ()


def test_shares_may_be_rounded_so_that_they_come_to_a_hundred():
    rows = "甲|10.00|33.3\n乙|10.00|33.3\n丙|10.00|33.4\n丁|0.00|0.0\n合计|30.00|100.0"
    form = Form("项目支出结构表", "万元", "项目|支出数|占比（%）", rows)
    assert audit(report(form), identity(2023, OUTCOME)) == ()


def test_the_prose_about_the_whole_city_is_not_held_against_a_table_of_its_own_level():
    form = Form(
        "表1 2023年市本级一般公共预算支出主要科目情况表",
        "亿元",
        "科目|执行数|占支出比重（%）",
        "教育支出|26.40|40.0\n公共安全支出|19.80|30.0\n农林水支出|13.20|20.0\n"
        "其余科目|6.60|10.0\n合计|66.00|100.0",
    )
    text = "全市一般公共预算支出212.60亿元，增长4.1%。\n市本级一般公共预算支出{}亿元，增长3.2%。"
    assert audit(report(text.format("66.00"), form), identity(2023, Kind.OTHER)) == ()


RECITED = (
    "市级配套到位352.30万元，企业出资到位240.00万元，居民出资到位96.40万元，"
    "区级补助到位488.60万元。2022年区级补助到位486.80万元。"
)
SOURCES = Form(
    "资金到位情况表",
    "万元",
    "资金来源|到位|备注",
    "市级配套|352.30|\n区级补助|488.60|\n企业出资|240.00|\n居民出资|96.40|\n合计|1,177.30|",
)


@pytest.mark.parametrize(
    ("wrong", "findings"),
    [("488.60", 0), ("448.60", 1), ("486.80", 0), ("132.75", 0)],
    ids=["as in the table", "a slip", "another year's too", "quite another amount"],
)
def test_prose_that_recites_a_table_has_its_figures(wrong, findings):
    text = RECITED.replace("488.60", wrong)
    assert len(audit(report(text, SOURCES), identity(2023, SELF))) == findings


@pytest.mark.parametrize(
    "rows",
    [
        "甲|50.00|100.0%|50.00\n乙|40.00|100.0%|46.00\n丙|60.00|90.0%|54.00\n丁|80.00|75.0%|60.00\n戊|30.00|80.0%|24.00",
    ],
)
def test_a_rate_of_more_than_was_planned_may_be_given_as_all_of_it(rows):
    form = Form("项目完成情况表", "万元", "项目|计划|完成率|完成", rows)
    assert audit(report(form), identity(2023, OUTCOME)) == ()


@pytest.mark.parametrize(
    ("total", "findings"),
    [("208050万元", 0), ("280050万元", 1), ("20.81亿元", 0), ("199000万元", 0)],
)
def test_lines_that_the_prose_adds_up(total, findings):
    rows = (
        "教育|96400|94320\n社会保障和就业|64210|63870\n卫生健康|51080|49860\n"
        "农林水|31250|29640\n合计|242940|237690"
    )
    form = Form("支出决算主要科目表", "万元", "科目|调整预算|决算数", rows)
    text = f"教育、社会保障和就业、卫生健康三项支出合计{total}。"
    assert len(audit(report(text, form), identity(2023, OUTCOME))) == findings


def test_a_share_may_be_of_the_line_within_which_it_is():
    rows = (
        "一般公共预算|400.00|40.0\n教育|100.00|25.0\n政府性基金|350.00|35.0\n"
        "国有资本|150.00|15.0\n社会保险|100.00|10.0\n合计|1,000.00|100.0"
    )
    form = Form("支出构成表", "万元", "项目|支出数|占比（%）", rows)
    found = audit(report(form), identity(2023, OUTCOME))
    assert [f for f in found if f.check == "computed-column"] == []


def test_the_total_of_a_column_of_means_is_no_sum():
    form = Form(
        "分片区膳食支出",
        "万元",
        "片区|学生数|膳食支出|生均支出",
        "城关片区|9,864|968.37|981.72\n东部片区|8,127|801.45|986.16\n西部片区|7,346|724.18|985.82\n"
        "北部片区|6,443|632.84|982.21\n合计|31,780|3,126.84|983.90",
    )
    assert audit(report(form), identity(2024, SELF)) == ()
