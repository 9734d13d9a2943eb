"""Slips in the forms of budgets and final accounts, and the same forms filled right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from figures.audit import audit
from records import Kind, ReportText
from tests.figures.checks.audit_reports import Form, identity, report

BODY = "宁远市林业局"
PLAN = identity(2024, Kind.BUDGET, BODY)
OUTCOME = identity(2023, Kind.FINAL_ACCOUNTS, BODY)
HEAD = f"部门：{BODY}"


def form(title: str, columns: str, rows: str, note: str = "", head: str = HEAD) -> Form:
    return Form(title, "万元", columns, rows, head=head, note=note)


def checks(of, *pieces: str | Form) -> list[str]:
    return [f.check for f in audit(report(*pieces), of)]


EXPENSES = form(
    "财政拨款“三公”经费支出决算表",
    "预算数›合计|预算数›因公出国（境）费|预算数›公务接待费|决算数›合计|决算数›因公出国（境）费|决算数›公务接待费",
    "12.00|10.00|2.00|1.50||1.50",
)
BY_ITEM = form(
    "一般公共预算财政拨款支出决算表",
    "科目编码|科目名称|年初预算数|决算数",
    "213|农林水支出|90.00|60.00\n21302|林业和草原|90.00|60.00\n2130201|行政运行|60.00|60.00\n"
    "2130234|林业草原防灾减灾|30.00|",
)


@pytest.mark.parametrize(
    ("text", "table", "expected"),
    [
        ("因公出国（境）费支出决算为0万元。", EXPENSES, []),
        ("因公出国（境）费支出决算为10.00万元。", EXPENSES, ["prose-and-table"]),
        (
            "1.农林水支出（类）林业和草原（款）林业草原防灾减灾（项）。支出决算为30.00万元。",
            BY_ITEM,
            ["prose-and-table"],
        ),
        (
            "1.农林水支出（类）林业和草原（款）林业草原防灾减灾（项）。年初预算为30.00万元，支出决算为0万元。",
            BY_ITEM,
            [],
        ),
    ],
)
def test_a_blank_outcome_is_nothing_and_not_the_budget(text, table, expected):
    assert checks(OUTCOME, text, table) == expected


ALL = form(
    "部门支出总表",
    "科目编码|科目名称|合计|基本支出|项目支出",
    "213|农林水支出|500.00|400.00|100.00\n21302|林业和草原|500.00|400.00|100.00\n"
    "2130201|行政运行|400.00|400.00|\n2130205|森林资源培育|100.00||100.00\n"
    "合计||500.00|400.00|100.00",
)
GENERAL = replace(ALL, title="一般公共预算支出表")


@pytest.mark.parametrize(
    "item",
    [
        "农林水支出（213类）林业和草原（02款）森林资源培育（05项）",
        "农林水支出（类）林业和草原（款）森林资源培育（项）",
        "农林水支出-林业和草原-森林资源培育",
        "2130205森林资源培育（项）",
    ],
)
def test_an_amount_is_held_against_its_item_however_that_is_named(item):
    assert checks(PLAN, f"1.{item}100万元，主要用于造林。", ALL) == []
    assert checks(PLAN, f"1.{item}101万元，主要用于造林。", ALL) == ["prose-and-table"]


def test_an_item_that_no_table_has_stands_out_among_those_that_they_have():
    items = "行政运行（项）400.00万元", "森林资源培育（项）100.00万元", "自然保护地（项）60.00万元"
    lines = [f"{n}.农林水支出（类）林业和草原（款）{item}。" for n, item in enumerate(items, 1)]
    assert checks(PLAN, *lines[:2], ALL) == []
    assert checks(PLAN, *lines, ALL) == ["prose-and-table"]
    section = replace(ALL, rows=ALL.rows.replace("合计", "21307|自然保护地|0|0|0\n合计"))
    (found,) = audit(report(*lines, section), PLAN)
    assert "各表中“自然保护地”是款（21307），不是项" in found.calculation_zh


def test_a_code_of_one_table_stands_in_the_table_of_all_expenditure():
    assert checks(PLAN, ALL, GENERAL) == []
    other = replace(GENERAL, rows=GENERAL.rows.replace("2130205|森林资源培育", "2130206|技术推广"))
    assert checks(PLAN, ALL, other) == ["missing-item"]


def test_staff_and_running_costs_are_the_same_in_every_table():
    by_function = form(
        "一般公共预算支出表",
        "科目编码|科目名称|合计|基本支出›小计|基本支出›人员经费|基本支出›公用经费|项目支出",
        "213|农林水支出|500.00|400.00|320.00|80.00|100.00\n合计||500.00|400.00|320.00|80.00|100.00",
    )
    by_use = form(
        "一般公共预算基本支出表",
        "科目编码|科目名称|合计|人员经费|公用经费",
        "301|工资福利支出|320.00|320.00|\n302|商品和服务支出|80.00||80.00\n合计||400.00|320.00|80.00",
    )
    assert checks(PLAN, by_function, by_use) == []
    moved = replace(by_use, rows=by_use.rows.replace("320.00", "315.00").replace("80.00", "85.00"))
    assert checks(PLAN, by_function, moved) == ["table-and-table", "table-and-table"]


def project(name: str, funds: str, owner: str = BODY) -> Form:
    rows = (
        f"项目名称|{name}|||\n主管部门|{owner}|||\n"
        f"项目资金|年度资金总额|{funds}||\n|其中：财政拨款|{funds}||"
    )
    return form("项目支出绩效目标表", "||||", rows, head="")


PROJECTS = project("造林补助", "120.00"), project("森林防火", "180.00"), project("病虫害", "150.00")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("编报绩效目标的项目共3个，涉及预算资金450.00万元。", []),
        ("编报绩效目标的项目共3个，涉及预算资金460.00万元。", ["project-forms"]),
        ("实行绩效目标管理的项目4个，涉及财政拨款450.00万元。", ["project-forms"]),
        ("实行绩效目标管理的项目9个，涉及财政拨款980.00万元。", []),
    ],
)
def test_project_forms_add_up_to_the_sum_in_the_text(told, expected):
    assert checks(PLAN, f"2024年，本部门{told}", *PROJECTS) == expected


def test_another_body_in_a_projects_form_is_found():
    assert checks(PLAN, *PROJECTS, project("湿地修复", "90.00", "宁远市教育局")) == [
        "department-in-head"
    ]


def test_a_sentence_that_goes_on_behind_a_page_is_read_whole():
    half = "2023年度本年支出合计1,200.00万元，其中用于保障机构正常运转和履行职责的基本"
    text = f"{half}\n\n支出700.00万元，占58.33%；项目支出600.00万元，占41.67%。\n"
    on_two_pages = ReportText(text, (0, len(half) + 2), (), ())
    assert [f.check for f in audit(on_two_pages, OUTCOME)] == ["share"]


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (
            (
                "社会保障和就业支出-行政事业单位养老支出-机关事业单位基本养老保险缴费支出40.00万元，主要用于缴纳职工基本养老保险费。",
                "住房保障支出-住房改革支出-住房公积金30.00万元，主要用于缴纳职工基本养老保险费。",
            ),
            ["purpose"],
        ),
        (
            (
                "卫生健康支出（210类）行政事业单位医疗（11款）行政单位医疗（01项）40.00万元，用于缴纳职工基本医疗保险费。",
                "住房保障支出（221类）住房改革支出（02款）住房公积金（01项）30.00万元，用于缴纳职工基本医疗保险费。",
            ),
            ["purpose"],
        ),
        (
            (
                "卫生健康支出（210类）行政事业单位医疗（11款）行政单位医疗（01项）40.00万元，用于缴纳职工基本医疗保险费。",
                "卫生健康支出（210类）行政事业单位医疗（11款）事业单位医疗（02项）30.00万元，用于缴纳职工基本医疗保险费。",
                "农林水支出（213类）林业和草原（02款）事业机构（04项）90.00万元，用于事业单位人员和公用经费。",
            ),
            [],
        ),
    ],
)
def test_the_purpose_of_one_item_copied_to_another_is_found(items, expected):
    assert checks(PLAN, *(f"{n}.{item}" for n, item in enumerate(items, 1))) == expected


@pytest.mark.parametrize(
    ("text", "note", "expected"),
    [
        ("", "说明：本单位没有国有资本经营预算拨款收入，故本表无数据。", ["empty-table"]),
        ("", "说明：本单位没有政府性基金预算拨款收入，故本表无数据。", []),
        ("", "", ["empty-table"]),
        ("2024年本部门没有政府性基金预算安排的支出。", "", []),
    ],
)
def test_a_table_without_figures_is_noted_as_its_fund_is(text, note, expected):
    empty = form(
        "政府性基金预算支出表", "科目编码|科目名称|合计|基本支出|项目支出", "||||", note=note
    )
    assert checks(PLAN, f"2024年部门预算\n{text}", empty) == expected


@pytest.mark.parametrize(
    "text",
    [
        "全年投入治理资金1,286.40万元，其中：河道整治612.30万元、管网改造445.20万元、泵站维修228.90万元、堤防加固445.20万元。",
        "项目支出860.00万元，其中：造林补助320.50万元，森林防火280.30万元（含防火物资96.40万元），病虫害防治259.20万元，防火物资96.40万元。",
    ],
)
def test_an_amount_that_a_list_counts_twice_is_found(text):
    (found,) = audit(report(text), identity(2023, Kind.SELF_EVALUATION, BODY))
    assert "正好是所列的一项" in found.calculation_zh


def test_an_item_without_its_reason_stands_out_by_its_rate_alone():
    items = [
        f"{n}.农林水支出（类）林业和草原（款）科目{n}（项）：支出决算为{n}0.00万元，完成预算的9{n}.00%，"
        "决算数小于预算数的主要原因是项目结余。"
        for n in range(1, 7)
    ]
    assert checks(OUTCOME, *items) == []
    items[2] = items[2].replace("，决算数小于预算数的主要原因是项目结余", "")
    assert checks(OUTCOME, *items) == ["no-reason"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("表一 表二 表三 表五", ["missing-form"]),
        ("附表1 附表2 附表4 附表5", ["missing-form"]),
        ("预算公开表1 预算公开表2 预算公开表3 预算公开表4", []),
        ("公开01表 公开02表 公开03表 公开03表", []),
        ("公开01表 公开02表 公开03表 公开03表 公开05表", ["missing-form"]),
    ],
)
def test_a_number_left_out_between_the_forms_is_found(names, expected):
    assert checks(PLAN, "\n".join(f"{name}\n部门收支" for name in names.split())) == expected
