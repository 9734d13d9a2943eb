"""What a table must keep to beside its sums: computed columns, and the sums of project forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, permutations

from figures.checks.arithmetic import (
    Figure,
    Interval,
    Relation,
    Sort,
    Sum,
    exactly,
    rate_of,
    show,
    total,
)
from figures.checks.registry import Held, Outcome, Reading, Suspicion, check, suspicion
from figures.checks.tables import Line, Panel, cell_figure
from records import Row, Severity, Table

HUNDRED = exactly(Decimal(100))
_ENOUGH = 3
"""Lines that a law must explain before it is believed of the others."""
_NEARLY_ALL = 0.75

Formula = Callable[[Interval, Interval], Interval]


@dataclass(frozen=True, slots=True)
class Law:
    """A column so headed is `formula` of two others, written as `sign` in the calculation."""

    head: re.Pattern[str]
    formula: Formula
    sign: str
    is_rate: bool


LAWS = (
    Law(
        re.compile(
            r"执行率|完成率|支出率|支付率|拨付率|使用率|得分率|支出进度|执行进度|完成预算|完成.*%|占.*预算"
        ),
        lambda a, b: a / b * HUNDRED,
        "{a} ÷ {b}",
        True,
    ),
    Law(
        re.compile(r"增减率|增长率|增减.*[%％]|增幅|增减幅度|增长.*[%％]|变动.*[%％率]"),
        lambda a, b: (a - b) / b * HUNDRED,
        "({a} − {b}) ÷ {b}",
        True,
    ),
    Law(
        re.compile(r"增减额|增减数|差额|增减变化|增减$|变动额|结余"),
        lambda a, b: a - b,
        "{a} − {b}",
        False,
    ),
)


@check("computed-column", zh="计算列与所依据的列", en="column against those it is computed from")
def computed_columns_hold(reading: Reading) -> Iterator[Outcome]:
    """Every line of a column that its head and most of its lines show to be computed."""
    for panel in reading.panels:
        for at, column in enumerate(panel.columns):
            for law in LAWS:
                if law.head.search(column.rpartition("›")[2]):
                    yield from _column(reading, panel, at, law)
                    break


def _column(reading: Reading, panel: Panel, at: int, law: Law) -> Iterator[Outcome]:
    others = [i for i in range(len(panel.columns)) if i != at]
    pairs = list(permutations(others, 2))
    best = max(pairs, key=lambda pair: _explained(panel, at, pair, law), default=None)
    if best is None:
        return
    tested = [ln for ln in panel.lines if _verdict(ln, at, best, law) is not None]
    held = _explained(panel, at, best, law)
    if held < _ENOUGH or held < _NEARLY_ALL * len(tested):
        return
    for line in tested:
        if _verdict(line, at, best, law):
            yield Held(_law(line, at, best, law))
        else:
            yield _broken(reading, panel, line, at, best, law)


def _explained(panel: Panel, at: int, pair: Sequence[int], law: Law) -> int:
    return sum(_verdict(line, at, pair, law) is True for line in panel.lines)


def _verdict(line: Line, at: int, pair: Sequence[int], law: Law) -> bool | None:
    """Whether the law holds in the line; None where it cannot be tried."""
    stated, a, b = line.cells[at], line.cells[pair[0]], line.cells[pair[1]]
    if stated is None or a is None or b is None or b.range.can_be(Decimal(0)):
        return None
    if a.value == 0 or "%" in (a.unit, b.unit):
        return None
    return law.formula(a.range, b.range).meets(_range(stated, law))


def _law(line: Line, at: int, pair: Sequence[int], law: Law) -> Relation:
    stated, a, b = (f for i in (at, *pair) if (f := line.cells[i]) is not None)

    def fits(stated: Figure, a: Figure, b: Figure) -> bool:
        if b.range.can_be(Decimal(0)):
            return True
        return law.formula(a.range, b.range).meets(_range(stated, law))

    return Relation(Sort.RATE if law.is_rate else Sort.CHANGE, (stated, a, b), fits)


def _range(stated: Figure, law: Law) -> Interval:
    """A rate in a table of 万元 may stand without its percent sign: it is no money."""
    if not law.is_rate or stated.unit == "%":
        return stated.range
    factor = exactly(stated.factor)
    return stated.range / factor


def _broken(
    reading: Reading, panel: Panel, line: Line, at: int, pair: Sequence[int], law: Law
) -> Suspicion:
    stated, a, b = (f for i in (at, *pair) if (f := line.cells[i]) is not None)
    value = law.formula(exactly(a.value), exactly(b.value)).low
    real = f"{value:.2f}%" if law.is_rate else show(value, a)
    terms = law.sign.format(a=a.as_written, b=b.as_written)
    name = f"{line.name}·{panel.columns[at].rpartition('›')[2]}".strip("·")
    return suspicion(
        reading.report,
        "computed-column",
        Severity.ERROR,
        stated.as_written,
        real,
        (
            f"“{name}”：{terms} = {real}，而表中写的是{stated.as_written}。",
            f"“{name}”: {terms} = {real}, but the table states {stated.as_written}.",
        ),
        line.span,
        relation=_law(line, at, pair, law),
    )


# The form of one project: its funds against their sources, its rate against its spending
# The form (项目支出绩效目标表, 项目支出绩效自评表) sets labels beside values in any column, so it
# is read cell by cell: a label, the figures to its right up to the next label.


_WHOLE = re.compile(r"资金(?:申请)?总额$|预算资金$|资金合计$")
_PART = re.compile(r"财政|结转|其他|资金|拨款|补助|自筹|单位")
_SPENT, _RATE = re.compile(r"执行数|支出数"), re.compile(r"执行率")
_BUDGET = re.compile(r"预算数")
_UNIT = re.compile(r"[（(](?P<unit>亿元|万元|千元|元)[)）]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A label of the form at one column, with the figures beside it by their columns."""

    label: str
    column: int
    figures: dict[int, Figure]
    row: Row


@check("project-funds", zh="项目资金", en="project funds")
def project_funds_add_up(reading: Reading) -> Iterator[Outcome]:
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
    said = _UNIT.search("".join(row.cells))
    unit = table.unit or (said["unit"] if said else "")
    for i, cell in enumerate(row.cells):
        figure = cell_figure(row, i, unit)
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


def _funds(reading: Reading, whole: Entry, parts: Sequence[Entry]) -> Iterator[Outcome]:
    for column, stated in whole.figures.items():
        terms = [(e.label, f) for e in parts if (f := e.figures.get(column)) is not None]
        if not terms or stated.unit == "%":
            continue
        claim = Sum(stated, tuple(terms), whole.label)
        if _some_add_up(stated, [f for _, f in terms]):
            yield Held(claim.relation)
            continue
        if claim.off_by < 0 and len(terms) < 2:
            continue
        yield suspicion(
            reading.report,
            "project-funds",
            Severity.ERROR,
            stated.as_written,
            claim.recomputed,
            claim.in_words(),
            (whole.row.start, whole.row.end),
            *((e.row.start, e.row.end) for e in parts),
            relation=claim.relation,
        )


def _some_add_up(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether all or some of the sources make up the sum: a source may repeat another's part."""
    return any(
        total([f.range for f in some]).meets(whole.range)
        for n in range(1, len(parts) + 1)
        for some in combinations(parts, n)
    )


@check("rate")
def project_rates_hold(reading: Reading) -> Iterator[Outcome]:
    """执行率 = 全年执行数 / 全年预算数 under a head that stands within the form's rows."""
    for table in reading.report.tables:
        head: dict[int, str] = {}
        for row in table.rows:
            labels = {i: re.sub(r"\s", "", c) for i, c in enumerate(row.cells) if c.strip()}
            if any(_RATE.search(c) for c in labels.values()):
                head = labels
            elif head:
                yield from _rate(reading, table, row, head)


def _rate(reading: Reading, table: Table, row: Row, head: dict[int, str]) -> Iterator[Outcome]:
    figures = {i: f for i in head if (f := cell_figure(row, i, table.unit)) is not None}
    rate = next((f for i, f in figures.items() if _RATE.search(head[i]) and f.unit == "%"), None)
    spent = next((f for i, f in figures.items() if _SPENT.search(head[i])), None)
    budgets = [f for i, f in figures.items() if _BUDGET.search(head[i]) and f.range.low > 0]
    if rate is None or spent is None or not budgets:
        return
    relations = [rate_of(spent, b, rate) for b in budgets]
    held = next((r for r in relations if r.holds), None)
    if held:
        yield Held(held)
        return
    budget = budgets[-1]
    real = show(spent.value / budget.value * 100, rate)
    yield suspicion(
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
        relation=relations[-1],
    )
