"""What this year's report says of last year, against what last year's report says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from figures.checks.findings import finding
from figures.checks.reading import Reading
from figures.indicators import NAMES, indicators
from records import Finding, Indicator, Kind, Severity


def last_year_is_retold(this: Reading, last: Reading) -> Iterator[Finding]:
    """2021年全年预算数为980万元, in the report of 2022, against the report of 2021.

    Which of the two is wrong cannot be told from the two alone.
    """
    own: dict[str, list[Indicator]] = {}
    for indicator in indicators(last.report, last.identity.year):
        if indicator.year == last.identity.year and _is_its_own(last, indicator):
            own.setdefault(indicator.name, []).append(indicator)
    for retold in indicators(this.report, this.identity.year):
        there = own.get(retold.name, []) if retold.year == last.identity.year else []
        if there and not any(_agree(retold, indicator) for indicator in there):
            yield _disagrees(this, last, retold, there[0])


def _is_its_own(last: Reading, indicator: Indicator) -> bool:
    # A budget is drawn up before its year is over: what it calls executed is a forecast.
    return last.identity.kind is not Kind.BUDGET or not indicator.name.endswith("executed")


def _agree(a: Indicator, b: Indicator) -> bool:
    return abs(a.value - b.value) <= _half_step(a) + _half_step(b)


def _half_step(indicator: Indicator) -> Decimal:
    exponent = indicator.value.as_tuple().exponent
    return Decimal(5).scaleb(min(exponent, 0) - 1) if isinstance(exponent, int) else Decimal(0)


def _disagrees(this: Reading, last: Reading, retold: Indicator, own: Indicator) -> Finding:
    label, year, page = NAMES[retold.name], last.identity.year, own.evidence.page
    return finding(
        this.report,
        "last-year",
        Severity.DOUBTFUL,
        retold.as_written,
        own.as_written,
        (
            f"本报告说{year}年的{label.zh}是{retold.as_written}；"
            f"而{year}年的报告（第{page}页）写的是{own.as_written}。",
            f"This report says that the {label.en} of {year} was {retold.as_written}; "
            f"the report of {year} itself (page {page}) states {own.as_written}.",
        ),
        (retold.evidence.start, retold.evidence.end),
    )
