"""Columns that are computed from others: 执行率, 增减额, 增减率, in each line of a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from figures.checks.arithmetic import (
    Figure,
    Interval,
    Relation,
    Sort,
    exactly,
    show,
)
from figures.checks.registry import Held, Outcome, Reading, Suspicion, check, suspicion
from figures.checks.tables import Line, Panel
from records import Severity

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
