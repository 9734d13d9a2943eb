"""A unit's report against its department's of the same year: no part is more than the whole."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from figures.checks.registry import Reading, Suspicion, check_within_department, suspicion
from figures.indicators import NAMES, indicators
from records import Indicator, Severity

_OF_ALL = Decimal("0.005")
"""万元 by which figures of two reports can differ by rounding."""


@check_within_department(
    "more-than-department", zh="单位数大于部门数", en="more than the department"
)
def units_are_within_departments(unit: Reading, whole: Reading) -> Iterator[Suspicion]:
    """A unit's budget of 1,200万元, where all of its department has 900万元."""
    theirs: dict[str, list[Indicator]] = {}
    for indicator in _amounts(whole):
        theirs.setdefault(indicator.name, []).append(indicator)
    told: set[str] = set()
    for own in _amounts(unit):
        there = theirs.get(own.name, [])
        if there and own.name not in told and all(own.value > t.value + _OF_ALL for t in there):
            told.add(own.name)
            yield _more(unit, whole, own, max(there, key=lambda t: t.value))


def _amounts(reading: Reading) -> Iterator[Indicator]:
    """The amounts of money that a report states for its own year."""
    for indicator in indicators(reading.report, reading.identity.year):
        if indicator.unit == "万元" and indicator.year == reading.identity.year:
            yield indicator


def _more(unit: Reading, whole: Reading, own: Indicator, there: Indicator) -> Suspicion:
    label, a, b = NAMES[own.name], f"{own.value:,.2f}万元", f"{there.value:,.2f}万元"
    title, page = whole.identity.title, there.evidence.page
    return suspicion(
        unit.report,
        "more-than-department",
        Severity.DOUBTFUL,
        a,
        b,
        (
            f"本单位的{label.zh}是{a}，大于主管部门同年报告《{title}》第{page}页的{b}；"
            f"部门的数应包括本单位。",
            f"The unit's {label.en} is {a}, more than the {b} of its whole department in “{title}” "
            f"(page {page}) of the same year, which should include it.",
        ),
        (own.evidence.start, own.evidence.end),
    )
