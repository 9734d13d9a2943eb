"""A table's lines and columns against its totals: 类 = its 款, 合计 = 基本支出 + 项目支出."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from figures.checks.arithmetic import Figure, Sum, closed, mendings
from figures.checks.registry import Held, Outcome, Reading, check, suspicion
from figures.checks.tables import Line, Panel, is_rate, last_head, unit_of
from records import Severity

_LAW = 0.7
"""Share of a table's sums from which their pattern is taken to be meant."""
_KNOWN_LAW = 0.5
"""The same where the codes or the heads say so too; below it, the table was read wrongly."""
_EXACT_WITNESSES = 6
"""Sums of three or more terms, all exact, from which a table is taken not to be rounded."""

_MANY = 4
_NEARLY = Decimal("0.1")
"""Terms that do not add up to a total by chance; how far off a total is that was to be one."""

_FEW = 12
"""Lines up to which every choice of them is tried."""

Claim = tuple[Sum, tuple[Line, ...]]
"""A sum with its lines, the whole's first."""
_OF_EACH = re.compile(r"均|单价|每|标准")
"""A column of means and prices, whose total is no sum."""


def broken(
    reading: Reading, panel: Panel, claims: Sequence[Claim], check: str, known: bool
) -> Iterator[Outcome]:
    """The claims that fail in a table where their like hold.

    `known`: the table's codes, numbers or heads say themselves what adds up to what; else two
    sums that hold must show it, or one of many terms for another that is nearly right, or the
    table's only number column must end in its total.
    """
    telling = [s for s, _ in claims if s.whole.value or s.value]
    failing = [s for s in telling if not s.is_possible]
    holding = sum(len(s.parts) > 1 for s in telling if s.is_possible)
    amounts = [c for c in panel.columns if not is_rate(c)]
    alone = len(amounts) == 1 and len(failing) == 1 and _is_one_slip_away(failing[0])
    beside = len(failing) == 1 and _is_near(failing[0]) and any(map(_is_telling, telling))
    if len(failing) > max(2, 2 * holding) or not (known or holding > 1 or alone or beside):
        return
    if len(telling) - len(failing) < (_LAW, _KNOWN_LAW)[known] * len(telling) - 1:
        return
    exact = _is_exact(panel, telling)
    for claim, lines in claims:
        if claim.is_possible and (claim.is_exact or not exact):
            if claim in telling:
                yield Held(claim.relation)
            continue
        sure = (known or holding > 1) and not claim.is_possible
        yield suspicion(
            reading.report,
            check,
            Severity.ERROR if sure else Severity.DOUBTFUL,
            claim.whole.as_written,
            claim.recomputed,
            claim.in_words(),
            *(line.span for line in lines[:13]),
            relation=claim.relation,
        )


def _is_telling(claim: Sum) -> bool:
    """Whether that it adds up can be no chance."""
    return claim.is_exact and len(claim.parts) >= _MANY


def _is_near(claim: Sum) -> bool:
    return abs(claim.off_by) < _NEARLY * abs(claim.whole.value)


def _is_one_slip_away(claim: Sum) -> bool:
    """Whether one digit would make all lines add up, and no choice of lines does as it is."""
    figures = claim.figures
    if len(figures) > _FEW or any(
        sum((f.value for f in some), Decimal(0)) == claim.whole.value
        for n in range(1, len(figures))
        for some in combinations(figures, n)
    ):
        return False
    return bool(
        mendings((claim.whole, *figures), lambda w, *ps: w.value == sum(p.value for p in ps))
    )


def _is_exact(panel: Panel, sums: Sequence[Sum]) -> bool:
    """Whether the table is not rounded: it is in 元, or its many sums fit to the last digit."""
    long = [s for s in sums if sum(1 for _, f in s.parts if f.value) > 2]
    fitting = sum(s.is_exact for s in long)
    if panel.table.unit == "元":
        return sum(s.is_exact for s in sums) > 2 * sum(not s.is_exact for s in sums)
    return fitting >= _EXACT_WITNESSES and len(long) - fitting <= 2


# A table's lines against its totals: 类, 款, 项; 一、, 1.; 合计


@check("table-rows", zh="各行与合计行", en="rows against their total")
def rows_add_up(reading: Reading) -> Iterator[Outcome]:
    """类 = its 款 = their 项; 合计 = the classes above it; 一、 = 1. + 2. + …"""
    for panel in reading.panels:
        coded = any(line.code for line in panel.lines)
        claims = _coded_claims(panel) if coded else _numbered_claims(panel)
        known = coded or sum(line.depth > 0 for line in panel.lines) > 1
        yield from broken(reading, panel, [c for c in claims if c[0].parts], "table-rows", known)


def _cell_name(line: str, column: str) -> str:
    """What a cell is called: by its row and column, once where they have one name."""
    return line if line == column else f"{line}·{column}".strip("·")


def _column(lines: Iterable[Line], i: int) -> tuple[tuple[str, Figure], ...]:
    return tuple((line.name, f) for line in lines if (f := line.cells[i]) is not None)


def _down(panel: Panel, whole: Line, parts: Sequence[Line]) -> Iterator[Claim]:
    """One claim a column: the line is the sum of the other lines."""
    for i, column in enumerate(panel.columns):
        stated = whole.cells[i]
        if stated is not None and stated.unit != "%" and not is_rate(column):
            if _OF_EACH.search(last_head(column)):
                continue  # 生均支出: the total is a mean
            label = _cell_name(whole.name or "".join(whole.code), last_head(column))
            filled = tuple(p for p in parts if p.cells[i] is not None)
            yield Sum(stated, _column(parts, i), label), (whole, *filled)


def _coded_claims(panel: Panel) -> list[Claim]:
    claims: list[Claim] = []
    lines = [line for line in panel.lines if not line.is_aside]
    for at, line in enumerate(lines):
        if line.code:
            claims += _down(panel, line, _children(lines, at))
        elif line.is_total:
            claims += _nearest([_down(panel, line, tops) for tops in _tops(lines, at)])
    return claims


def _children(lines: Sequence[Line], at: int) -> list[Line]:
    if lines[at].is_subtotal:
        return [line for line in lines[:at] if _is_below(line, lines[at])]
    below: list[Line] = []
    for line in lines[at + 1 :]:
        if not line.code or line.depth <= lines[at].depth:
            break
        below.append(line)
    if len(lines[at].code) == 1 and all(len(line.code) == 1 for line in below):
        return _not_below_another([line for line in below if _is_below(line, lines[at])])
    nearest = min((line.depth for line in below), default=0)
    return [line for line in below if line.depth == nearest]


def _not_below_another(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if not any(_is_below(line, other) for other in lines)]


def _is_below(line: Line, other: Line) -> bool:
    """Whether a line's code in one cell begins with the other's: 2050302 with 205."""
    one, above = "".join(line.code), "".join(other.code)
    return len(line.code) == len(other.code) == 1 and one != above and one.startswith(above)


def _tops(lines: Sequence[Line], at: int) -> list[list[Line]]:
    """The outermost coded lines that a total sums, above it, or below where it comes first; or
    those that no other line is the sum of."""
    above = [line for line in lines[:at] if line.code]
    pool = above or [line for line in lines[at + 1 :] if line.code]
    outermost = min((line.depth for line in pool), default=0)
    return [[line for line in pool if line.depth == outermost], _not_below_another(pool)]


def _nearest(readings: Iterable[Iterable[Claim]]) -> Iterator[Claim]:
    """For each column the claim of the reading that fits best."""
    by_column: dict[int, list[Claim]] = {}
    for reading in readings:
        for claim in reading:
            if claim[0].parts:
                by_column.setdefault(claim[0].whole.start, []).append(claim)
    for claims in by_column.values():
        yield next((c for c in claims if c[0].is_exact), None) or min(
            claims, key=lambda c: (not c[0].is_possible, abs(c[0].off_by))
        )


def _numbered_claims(panel: Panel) -> list[Claim]:
    claims: list[Claim] = []
    lines = [line for line in panel.lines if not line.is_aside]
    for at, line in enumerate(lines):
        if line.is_total or _closes(lines, at):
            claims += _total_claims(panel, lines, at)
        elif line.depth:
            claims += _sub_claims(panel, lines, at)
    return claims + _subtotal_claims(panel, lines)


def _closes(lines: Sequence[Line], at: int) -> bool:
    """Whether a 小计 at the table's end is the total that it has none other of."""
    ends = at == len(lines) - 1 and lines[at].is_subtotal
    return ends and not any(line.is_total or line.is_subtotal for line in lines[:at])


def _subtotal_claims(panel: Panel, lines: Sequence[Line]) -> list[Claim]:
    """Each 小计 is the sum of the lines above it, or below, whichever the table shows."""
    if any(line.depth for line in lines):
        return []
    found: list[list[Claim]] = []
    for runs in (_runs(lines), _runs(lines[::-1])):
        claims = [c for line, parts in runs for c in _down(panel, line, parts)]
        found.append([c for c in claims if c[0].parts])
    best = max(found, key=lambda claims: sum(map(_adds_up, claims)))
    return best if any(map(_adds_up, best)) else []


def _adds_up(claim: Claim) -> bool:
    return len(claim[0].parts) > 1 and claim[0].value > 0 and claim[0].is_possible


def _runs(lines: Sequence[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """Each 小计 of the table with the lines since the one before it."""
    run: list[Line] = []
    for line in lines:
        if line.is_subtotal and run:
            yield line, run
        run = [] if line.is_subtotal or line.is_total else [*run, line]


def _sub_claims(panel: Panel, lines: Sequence[Line], at: int) -> list[Claim]:
    below: list[Line] = []
    for line in lines[at + 1 :]:
        if line.depth <= lines[at].depth or line.is_total:
            break
        below.append(line)
    nearest = min((line.depth for line in below), default=0)
    parts = [line for line in below if line.depth == nearest]
    claims = list(_down(panel, lines[at], parts))
    return [c for c in claims if c[0].off_by > 0 or closed([p.name for p in parts])]


def _total_claims(panel: Panel, lines: Sequence[Line], at: int) -> Iterator[Claim]:
    """For each column the reading of the total that fits best: its lines, or a total and more."""
    earlier = [i for i in range(at) if lines[i].is_total]
    since = lines[earlier[-1] + 1 : at] if earlier else lines[:at]
    readings = [_outermost(since), _outermost(lines[:at])]
    if any(line.is_subtotal for line in lines[:at]):
        readings += [_with_subtotals(lines[:at]), _with_subtotals(lines[:at][::-1])]
    if at == 0:
        readings.append(_outermost(lines[1:]))
    if earlier:
        before = lines[earlier[-1]]
        extra = [line for line in since if any(line.cells)]
        readings += [[before, *some] for some in _subsets(extra)]
    yield from _nearest(_down(panel, lines[at], parts) for parts in readings)


def _with_subtotals(lines: Sequence[Line]) -> list[Line]:
    """Lines in their order → the 小计, and the lines that are in none of them."""
    found: list[Line] = []
    for line in lines:
        if line.is_subtotal:
            found = [f for f in found if f.is_subtotal]
        if not line.is_total:
            found.append(line)
    return found


def _outermost(lines: Sequence[Line]) -> list[Line]:
    plain = [line for line in lines if not line.is_total]
    numbered = [line for line in plain if line.depth]
    if not numbered:
        return plain
    depth = min(line.depth for line in numbered)
    return [line for line in numbered if line.depth == depth]


def _subsets(lines: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    few = lines[:6]
    for n in range(len(few), -1, -1):
        yield from combinations(few, n)


# A table's columns against each other: 合计 = 基本支出 + 项目支出, 小计 = 购置费 + 运行费


@check("table-columns", zh="各列与合计列", en="columns against their total")
def columns_add_up(reading: Reading) -> Iterator[Outcome]:
    """合计 = 基本支出 + 项目支出, 小计 = 购置费 + 运行费, in each line."""
    for panel in reading.panels:
        for at, parts in _column_sums(panel):
            claims = [c for line in panel.lines if (c := _across(panel, line, at, parts))]
            known = closed([_head(panel.columns[i]) for i in parts])
            yield from broken(reading, panel, claims, "table-columns", known)


def _head(column: str) -> str:
    """What a column is about: a 小计 goes by the heading above it."""
    above, _, last = column.rpartition("›")
    return last_head(above) if above and last in ("小计", "合计") else last


def _column_sums(panel: Panel) -> Iterator[tuple[int, list[int]]]:
    """(total column, part columns) for each total, by the header's nesting, else by its place."""
    for at, column in enumerate(panel.columns):
        if not last_head(column).endswith(("合计", "总计", "小计")):
            continue
        nested = _siblings(panel.columns, at)
        flat = [i for i in range(at + 1, len(panel.columns)) if not _is_aside(panel.columns[i])]
        ahead = [i for i in range(at) if not _is_aside(panel.columns[i]) and _alike(panel, i, at)]
        runs = [ahead[k:] for k in range(len(ahead))] if at == len(panel.columns) - 1 else []
        options = [o for o in (nested, flat, *runs) if len(o) > 1]
        if options:
            yield at, max(options, key=lambda parts: _share(panel, at, parts))


def _alike(panel: Panel, i: int, at: int) -> bool:
    """Whether two columns are in one unit."""
    one, other = (unit_of(panel.columns[j], panel.table.unit) for j in (i, at))
    return one == other


def _is_aside(column: str) -> bool:
    return "其中" in last_head(column) or is_rate(column)


def _siblings(columns: Sequence[str], at: int) -> list[int]:
    """The columns under the total's own heading; a group with its 小计 counts by that."""
    above = columns[at].rpartition("›")[0]
    prefix = f"{above}›" if above else ""
    groups: dict[str, list[int]] = {}
    for i, column in enumerate(columns):
        if i != at and column.startswith(prefix) and not _is_aside(column):
            groups.setdefault(column[len(prefix) :].partition("›")[0], []).append(i)
    parts: list[int] = []
    for members in groups.values():
        totals = [i for i in members if last_head(columns[i]) in ("小计", "合计")]
        parts += totals[:1] or members
    return parts


def _share(panel: Panel, at: int, parts: Sequence[int]) -> float:
    claims = [c for line in panel.lines if (c := _across(panel, line, at, parts))]
    telling = [s for s, _ in claims if s.whole.value or s.value]
    return sum(s.is_possible for s in telling) / len(telling) if telling else 0.0


def _across(panel: Panel, line: Line, at: int, parts: Sequence[int]) -> Claim | None:
    stated = line.cells[at]
    if stated is None:
        return None
    filled = tuple((_head(panel.columns[i]), f) for i in parts if (f := line.cells[i]) is not None)
    label = _cell_name(line.name or "·".join(line.code), last_head(panel.columns[at]))
    return (Sum(stated, filled, label), (line,)) if filled else None
