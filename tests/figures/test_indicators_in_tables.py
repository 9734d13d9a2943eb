"""Indicators in tables: total rows and named rows, and whose total it is."""

import pytest

from tests.figures.stated import found, of
from tests.figures.written import Sheet, report

TABLES = report(
    "临江市南浦区园林局2023年部门预算",
    Sheet(
        "2023年部门财务收支预算总表",
        "元",
        ("本年收入›项目", "本年收入›预算数", "本年支出›项目", "本年支出›预算数"),
        (
            ("一、财政拨款收入", "64,008,600", "一、城乡社区支出", "60,000,000"),
            ("1. 一般公共预算", "64,008,600", "二、住房保障支出", "4,978,600"),
            ("二、事业收入", "970,000", "", ""),
            ("收入总计", "64,978,600", "支出总计", "64,978,600"),
        ),
    ),
    Sheet(
        "2023年部门支出预算总表",
        "元",
        ("编码›类", "功能分类科目名称", "支出预算›合计", "支出预算›基本支出", "支出预算›项目支出"),
        (
            ("212", "城乡社区支出", "60,000,000", "20,000,000", "40,000,000"),
            ("合计", "", "64,978,600", "24,978,600", "40,000,000"),
        ),
    ),
    Sheet(
        "2023年部门一般公共预算支出功能分类预算表",
        "元",
        ("编码›类", "名称", "一般公共预算支出›合计", "一般公共预算支出›基本支出"),
        (("合计", "", "64,008,600", "24,008,600"),),
    ),
    Sheet(
        "2023年部门“三公”经费和机关运行经费预算表",
        "万元",
        (
            "2023年“三公”经费预算数›合计",
            "2023年“三公”经费预算数›因公出国(境)费",
            "2023年“三公”经费预算数›公务接待费",
            "2023年“三公”经费预算数›公务用车购置及运行费›小计",
            "2023年“三公”经费预算数›公务用车购置及运行费›购置费",
            "2023年“三公”经费预算数›公务用车购置及运行费›运行费",
            "2023年机关运行经费预算数",
        ),
        (("22.91", "0", "1.35", "21.56", "", "21.56", "786.09"),),
    ),
    Sheet(
        "财政项目支出绩效目标填报表",
        "",
        ("", "", "", ""),
        (("项目资金（元）", "项目资金总额", "4,100,000.00", ""), ("合计", "", "4,100,000.00", "")),
    ),
)


def test_tables_state_them_in_total_rows_and_named_rows():
    assert found(TABLES, 2023) == {
        "fiscal_income_budget": ["6400.86万元"],
        "institution_income_budget": ["97万元"],
        "income_budget": ["6497.86万元"],
        "budget": ["6497.86万元", "6497.86万元"],
        "basic_budget": ["2497.86万元"],
        "project_budget": ["4000万元"],
        "three_public_budget": ["22.91万元"],
        "abroad_budget": ["0万元"],
        "reception_budget": ["1.35万元"],
        "vehicles_budget": ["21.56万元"],
        "vehicle_running_budget": ["21.56万元"],
        "operation_budget": ["786.09万元"],
    }


def test_a_rows_evidence_is_the_row():
    (income,) = of(TABLES, "income_budget", 2023)
    assert income.evidence.text == "收入总计\t64,978,600\t支出总计\t64,978,600"
    assert income.as_written == "64,978,600"


def test_a_self_evaluation_table_states_budget_spending_and_rate():
    text = report(
        "2022年度部门整体支出绩效自评表",
        Sheet(
            "2022年度部门整体支出绩效自评表",
            "万元",
            ("预算执行情况", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
            (
                ("年度资金总额", "4,000.00", "5,318.80", "5,271.40", "10", "99.11%", "9.9"),
                ("基本支出", "1,200.00", "1,272.50", "1,254.30", "", "98.57%", ""),
                ("项目支出", "2,800.00", "4,046.30", "4,017.10", "", "99.28", ""),
            ),
        ),
    )
    assert found(text) == {
        "year_start_budget": ["4000万元"],
        "budget": ["5318.8万元"],
        "executed": ["5271.4万元"],
        "execution_rate": ["99.11%"],
        "basic_budget": ["1272.5万元"],
        "basic_executed": ["1254.3万元"],
        "basic_rate": ["98.57%"],
        "project_budget": ["4046.3万元"],
        "project_executed": ["4017.1万元"],
        "project_rate": ["99.28%"],
    }


def test_the_final_accounts_table_states_what_was_spent():
    text = report(
        "临江市南浦区园林局2022年度部门决算",
        Sheet(
            "收入支出决算总表",
            "万元",
            ("收入›项目", "收入›行次", "收入›决算数", "支出›项目", "支出›行次", "支出›决算数"),
            (
                (
                    "一、一般公共预算财政拨款收入",
                    "1",
                    "6,800.10",
                    "一、城乡社区支出",
                    "9",
                    "6,000.00",
                ),
                ("六、其他收入", "8", "100.00", "", "", ""),
                ("本年收入合计", "27", "6,900.10", "本年支出合计", "57", "6,950.20"),
                ("总计", "31", "7,012.33", "总计", "61", "7,012.33"),
            ),
        ),
        Sheet(
            "支出决算表",
            "万元",
            ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"),
            (
                ("212", "城乡社区支出", "6,000.00", "2,000.00", "4,000.00"),
                ("合计", "", "6,950.20", "2,950.20", "4,000.00"),
            ),
        ),
    )
    assert found(text) == {
        "other_income_executed": ["100万元"],
        "income_executed": ["6900.1万元"],
        "executed": ["6950.2万元", "6950.2万元"],
        "basic_executed": ["2950.2万元"],
        "project_executed": ["4000万元"],
    }


@pytest.mark.parametrize(
    ("first", "second", "of_the_whole"),
    [("食品安全监督抽检", "智慧监管信息化", False), ("基本支出", "项目支出", True)],
)
def test_the_total_of_a_table_of_projects_is_not_the_department_s(first, second, of_the_whole):
    rows = [
        (first, "865.00", "862.40", "99.70%"),
        (second, "165.00", "162.00", "98.18%"),
        ("合计", "1,030.00", "1,024.40", "99.46%"),
    ]
    sheet = Sheet("", "万元", ("项目", "预算数", "支出数", "执行率"), rows)
    stated = found(report("2022年度临江市南浦区水务局自评报告", sheet))
    assert ("1030万元" in stated.get("budget", [])) is of_the_whole
    assert ("99.46%" in stated.get("execution_rate", [])) is of_the_whole


def test_a_table_without_a_head_row_is_read_or_left_but_never_stops_the_reading():
    sheet = Sheet("收支情况", "万元", (), [("合计", "1,030.00")])
    assert found(report("2022年度临江市南浦区水务局自评报告", sheet)) == {}
