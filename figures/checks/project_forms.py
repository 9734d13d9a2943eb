"""The form of one project: its funds against their sources, its rate against its spending.

The form (项目支出绩效目标表, 项目支出绩效自评表) sets labels beside values in any column, so it is
read cell by cell: a label, the figures to its right up to the next label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from figures.checks.figure import Figure, show
from figures.checks.findings import finding
from figures.checks.grid import cell_figure
from figures.checks.interval import exactly, total
from figures.checks.reading import Reading
from figures.checks.relation import Sum
from records import Finding, Row, Severity, Table

_WHOLE = re.compile(r"资金(?:申请)?总额$|预算资金$|资金合计$")
_PART = re.compile(r"财政|结转|其他|资金|拨款|补助|自筹|单位")
_SPENT, _RATE = re.compile(r"执行数|支出数"), re.compile(r"执行率")
_BUDGET = re.compile(r"预算数")
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Entry:
    """A label of the form at one column, with the figures beside it by their columns."""

    label: str
    column: int
    figures: dict[int, Figure]
    row: Row


def project_funds_add_up(reading: Reading) -> Iterator[Finding]:
    """年度资金总额 = 当年财政拨款 + 上年结转资金 + 其他资金, for budget and spending alike."""
    for table in reading.report.tables:
        entries = [_entries(table, row) for row in table.rows]
        for at, row in enumerate(entries):
            for whole in row:
                if _WHOLE.search(whole.label):
                    parts = _below(entries[at + 1 : at + 6], whole.column)
                    yield from _funds(reading, whole, parts)


def _entries(table: Table, row: Row) -> list[Entry]:
    found: list[Entry] = []
    for i, cell in enumerate(row.cells):
        figure = cell_figure(row, i, table.unit)
        text = re.sub(r"\s", "", cell)
        if figure is not None:
            if found:
                found[-1].figures[i] = figure
        elif text:
            found.append(Entry(text, i, {}, row))
    return [e for e in found if e.figures]


def _below(rows: Sequence[Sequence[Entry]], column: int) -> list[Entry]:
    """The sources named under a sum, in its column."""
    parts: list[Entry] = []
    for row in rows:
        entry = next((e for e in row if e.column == column), None)
        if entry is None or not _PART.search(entry.label) or _WHOLE.search(entry.label):
            if row and not any(_PART.search(e.label) for e in row):
                break
            continue
        parts.append(entry)
    return parts


def _funds(reading: Reading, whole: Entry, parts: Sequence[Entry]) -> Iterator[Finding]:
    for column, stated in whole.figures.items():
        terms = [(e.label, f) for e in parts if (f := e.figures.get(column)) is not None]
        if not terms or stated.unit == "%":
            continue
        claim = Sum(stated, tuple(terms), whole.label)
        if _some_add_up(stated, [f for _, f in terms]):
            continue
        if claim.off_by < 0 and len(terms) < 2:
            continue
        yield finding(
            reading.report,
            "project-funds",
            Severity.ERROR,
            stated.as_written,
            claim.recomputed,
            claim.in_words(),
            (whole.row.start, whole.row.end),
            *((e.row.start, e.row.end) for e in parts),
        )


def _some_add_up(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether all or some of the sources make up the sum: a source may repeat another's part."""
    return any(
        total([f.range for f in some]).meets(whole.range)
        for n in range(1, len(parts) + 1)
        for some in combinations(parts, n)
    )


def project_rates_hold(reading: Reading) -> Iterator[Finding]:
    """执行率 = 全年执行数 / 全年预算数 under a head that stands within the form's rows."""
    for table in reading.report.tables:
        head: dict[int, str] = {}
        for row in table.rows:
            labels = {i: re.sub(r"\s", "", c) for i, c in enumerate(row.cells) if c.strip()}
            if any(_RATE.search(c) for c in labels.values()):
                head = labels
            elif head:
                yield from _rate(reading, table, row, head)


def _rate(reading: Reading, table: Table, row: Row, head: dict[int, str]) -> Iterator[Finding]:
    figures = {i: f for i in head if (f := cell_figure(row, i, table.unit)) is not None}
    rate = next((f for i, f in figures.items() if _RATE.search(head[i]) and f.unit == "%"), None)
    spent = next((f for i, f in figures.items() if _SPENT.search(head[i])), None)
    budgets = [f for i, f in figures.items() if _BUDGET.search(head[i]) and f.range.low > 0]
    if rate is None or spent is None or not budgets:
        return
    ratios = [spent.range / b.range * exactly(HUNDRED) for b in budgets]
    if any(r.meets(rate.range) for r in ratios):
        return
    budget = budgets[-1]
    real = show(spent.value / budget.value * HUNDRED, rate)
    yield finding(
        reading.report,
        "rate",
        Severity.ERROR,
        rate.as_written,
        real,
        (
            f"{spent.as_written} ÷ {budget.as_written} = {real}，而表中写的是{rate.as_written}。",
            f"{spent.as_written} ÷ {budget.as_written} = {real}, "
            f"but the table states {rate.as_written}.",
        ),
        (row.start, row.end),
    )
