"""This year's report against what last year's said of itself."""

from figures.audit import audit_across
from records import Kind
from tests.figures.checks.audit_reports import identity, report

LAST = report(
    "2023年，云州市青溪区水务局收入预算1,500.00万元，其中：财政拨款收入1,480.00万元。\n"
    "2023年“三公”经费预算数为22.91万元。"
)
THEN = identity(2023, Kind.BUDGET)
NOW = identity(2024, Kind.BUDGET)


def this_year(change: str, expenses: str = "增加25.00万元") -> tuple:
    text = report(
        f"2024年，云州市青溪区水务局收入预算1,600.00万元，其中：财政拨款收入1,580.00万元，比2023年预算{change}。\n"
        f"2024年“三公”经费预算数为47.91万元，比2023年预算{expenses}。"
    )
    return audit_across(text, NOW, LAST, THEN)


def test_reports_that_follow_from_each_other_raise_nothing():
    assert this_year("增加100.00万元") == ()


def test_a_change_from_a_figure_that_last_year_did_not_have_is_found():
    (found,) = this_year("增加120.00万元")
    assert (found.check, found.stated, found.recomputed) == (
        "last-year",
        "1,460.00万元",
        "1,480.00万元",
    )
    assert "2023年的报告（第1页）写的是1,480.00万元" in found.calculation_zh
    assert "the report of 2023 itself (page 1) states 1,480.00万元" in found.calculation_en


def test_each_figure_is_held_to_its_own_of_last_year():
    (found,) = this_year("增加100.00万元", "增加26.00万元")
    assert (found.stated, found.recomputed) == ("21.91万元", "22.91万元")


def test_only_the_year_before_is_asked():
    earlier = identity(2022, Kind.BUDGET)
    text = report("2024年“三公”经费预算数为47.91万元，比2023年预算增加1.00万元。")
    assert audit_across(text, NOW, LAST, earlier) == ()


def test_a_forecast_of_last_years_spending_is_not_held_to_its_final_accounts():
    final = report("2023年“三公”经费执行数为20.00万元。")
    text = report("2024年“三公”经费预算数为47.91万元，比2023年执行数增加25.00万元。")
    assert audit_across(text, NOW, final, identity(2023, Kind.FINAL_ACCOUNTS)) == ()


def retold(budget: str, executed: str = "900.00") -> tuple:
    last = report("2021年区水务局全年预算数为1,000.00万元，全年执行数为900.00万元。")
    this = report(
        "2022年区水务局全年预算数为1,100.00万元，全年执行数为1,050.00万元。\n"
        f"2021年区水务局全年预算数为{budget}万元，全年执行数为{executed}万元。"
    )
    now, then = (identity(year, Kind.SELF_EVALUATION) for year in (2022, 2021))
    return audit_across(this, now, last, then)


def test_last_years_figures_retold_as_they_were_raise_nothing():
    assert retold("1,000.00") == retold("1,000.0", "900") == ()


def test_a_figure_of_last_year_retold_otherwise_is_found():
    (found,) = retold("980.00")
    assert (found.check, found.stated, found.recomputed) == (
        "last-year",
        "980.00万元",
        "1,000.00万元",
    )
    assert "2021年的报告（第1页）写的是1,000.00万元" in found.calculation_zh
    (found,) = retold("1,000.00", "909.00")
    assert (found.stated, found.recomputed) == ("909.00万元", "900.00万元")
