"""A unit's figures are within those of its department."""

from figures.audit import audit_within
from records import Kind
from tests.figures.checks.audit_reports import identity, report

DEPARTMENT = report("2024年，云州市青溪区水务局支出预算1,500.00万元，“三公”经费预算数为22.91万元。")
OF_ALL = identity(2024, Kind.BUDGET)
OF_ONE = identity(2024, Kind.BUDGET, "云州市青溪区水文站")


def found(spending: str) -> list[tuple[str, str, str]]:
    unit = report(
        "云州市青溪区水文站2024年单位预算\n"
        f"2024年，云州市青溪区水文站支出预算{spending}万元，“三公”经费预算数为2.91万元。"
    )
    within = audit_within(unit, OF_ONE, DEPARTMENT, OF_ALL)
    return [(f.check, f.stated, f.recomputed) for f in within]


def test_a_unit_may_have_all_that_its_department_has():
    assert found("1,500.00") == []


def test_a_unit_with_more_than_its_department_is_found_with_both_figures():
    assert found("1,600.00") == [("more-than-department", "1,600.00万元", "1,500.00万元")]
