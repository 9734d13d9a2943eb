"""Columns that are computed from others: 执行率, 增减额, 增减率, 结转, 占比, in a table's lines."""

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
    mendings,
    rate_of,
    show,
)
from figures.checks.registry import Held, Outcome, Reading, Suspicion, check, suspicion
from figures.checks.tables import Line, Panel, is_rate, last_head
from records import Severity

HUNDRED = exactly(Decimal(100))
_ENOUGH = 3
"""Lines that a law must explain before it is believed of the others."""
_NEARLY_ALL = 0.75

Formula = Callable[[Interval, Interval], Interval]


@dataclass(frozen=True, slots=True)
class Law:
    """A column so headed is `formula` of two others, written as `sign` in the calculation.

    `may_differ`: a line may have a reason to be otherwise (part of what is left was taken back),
    so that only what a slip of the pen explains is a finding.
    """

    head: re.Pattern[str]
    formula: Formula
    sign: str
    is_rate: bool
    may_differ: bool = False


LAWS = (
    Law(
        re.compile(
            r"增减率|增长率|增减.*[%％]|增幅|增减幅度|增长.*[%％]|变动.*[%％率]|增速|^(?:同比|比上年)?增长$"
        ),
        lambda a, b: (a - b) / b * HUNDRED,
        "({a} − {b}) ÷ {b}",
        True,
    ),
    Law(
        re.compile(r"率[（(]?[%％]?[)）]?$|支出进度|执行进度|完成预算|完成.*%|占.*预算"),
        lambda a, b: a / b * HUNDRED,
        "{a} ÷ {b}",
        True,
    ),
    Law(
        re.compile(
            r"增减额|增减数|差额|增减变化|增减$|变动额|结余|(?<=比上年)增加|(?<=比上年末)增加"
        ),
        lambda a, b: a - b,
        "{a} − {b}",
        False,
    ),
    Law(
        re.compile(r"结转|结存|剩余|缺口|节约|节余|^未|^不合格|不达标"),
        lambda a, b: a - b,
        "{a} − {b}",
        False,
        may_differ=True,
    ),
)
_LONG = 3
"""Digits of a figure that one slip of the pen would mend by no chance."""


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
        relation = _law(line, at, best, law)
        if _verdict(line, at, best, law):
            yield Held(relation)
        elif not law.may_differ or (held == len(tested) - 1 and _is_one_slip_away(relation)):
            yield _broken(reading, panel, line, at, best, law)


def _is_one_slip_away(relation: Relation) -> bool:
    mended = mendings(relation.figures, relation.fits)
    return any(sum(c.isdigit() for c in figure.as_written) >= _LONG for figure, _ in mended)


def _explained(panel: Panel, at: int, pair: Sequence[int], law: Law) -> int:
    return sum(_verdict(line, at, pair, law) is True for line in panel.lines)


def _verdict(line: Line, at: int, pair: Sequence[int], law: Law) -> bool | None:
    """Whether the law holds in the line; None where it cannot be tried."""
    stated, a, b = line.cells[at], line.cells[pair[0]], line.cells[pair[1]]
    if stated is None or a is None or b is None or b.range.can_be(Decimal(0)):
        return None
    if a.value == 0 or "%" in (a.unit, b.unit):
        return None
    capped = law.is_rate and stated.value == HUNDRED.low and a.value >= b.value
    return capped or law.formula(a.range, b.range).meets(_range(stated, law))


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


# Shares: each line's part of the total's line, which states 100


_SHARE_HEAD = re.compile(r"占|比重|比例|构成")
_STEPS = 3
"""Half steps by which a share may be off, so that all shares come to a hundred."""


@check("computed-column")
def shares_are_of_the_total(reading: Reading) -> Iterator[Outcome]:
    """合计 138.72 and 100.0, 教育 26.35 and 19.0: 26.35 ÷ 138.72."""
    for panel in reading.panels:
        for at, column in enumerate(panel.columns):
            totals = [ln for ln in panel.lines if (f := ln.cells[at]) and f.value == HUNDRED.low]
            if _SHARE_HEAD.search(last_head(column)) and is_rate(column) and len(totals) == 1:
                yield from _shares(reading, panel, at, totals[0])


def _shares(reading: Reading, panel: Panel, at: int, total: Line) -> Iterator[Outcome]:
    others = [i for i, c in enumerate(panel.columns) if i != at and not is_rate(c)]
    tried = [list(_shares_of(panel, at, i, total)) for i in others]
    best = max(tried, key=lambda found: sum(_is_near(r) for _, r in found), default=[])
    held = sum(_is_near(relation) for _, relation in best)
    if held < _ENOUGH or held < _NEARLY_ALL * len(best):
        return
    for line, relation in best:
        part, whole, share = relation.figures
        if _is_near(relation):
            yield Held(relation)
            continue
        if any(_is_near(rate_of(part, base, share)) for base in _others(panel, part, whole)):
            continue  # it is the share of another line's, within which it is
        real = f"{part.value / whole.value * 100:.2f}%"
        terms = f"{part.as_written} ÷ {whole.as_written} = {real}"
        yield suspicion(
            reading.report,
            "computed-column",
            Severity.ERROR,
            share.as_written,
            real,
            (
                f"“{line.name}”：{terms}，而表中写的占比是{share.as_written}。",
                f"“{line.name}”: {terms}, but the table states a share of {share.as_written}.",
            ),
            line.span,
            relation=relation,
        )


def _shares_of(panel: Panel, at: int, i: int, total: Line) -> Iterator[tuple[Line, Relation]]:
    whole = total.cells[i]
    for line in panel.lines:
        part, share = line.cells[i], line.cells[at]
        if line is not total and part and share and whole and whole.value > 0 and part.value:
            yield line, rate_of(part, whole, share)


def _others(panel: Panel, part: Figure, whole: Figure) -> Iterator[Figure]:
    """The other figures of a part's column but its total's, that it can be a share of."""
    at = next(i for line in panel.lines for i, cell in enumerate(line.cells) if cell is part)
    for cell in (line.cells[at] for line in panel.lines):
        if cell is not None and cell is not part and cell is not whole and cell.value > 0:
            yield cell


def _is_near(relation: Relation) -> bool:
    part, whole, share = relation.figures
    off = abs(part.value / whole.value * 100 - share.value)
    return relation.holds or off <= _STEPS * share.half_step
