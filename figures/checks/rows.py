"""A table's lines against its totals: 类, 款, 项; 一、, 1.; 合计."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from figures.checks.claims import Claim, broken, is_rate, last_head
from figures.checks.families import closed
from figures.checks.figure import Figure
from figures.checks.grid import Line, Panel
from figures.checks.reading import Reading
from figures.checks.relation import Sum
from records import Finding


def rows_add_up(reading: Reading) -> Iterator[Finding]:
    """类 = its 款 = their 项; 合计 = the classes above it; 一、 = 1. + 2. + …"""
    for panel in reading.panels:
        coded = any(line.code for line in panel.lines)
        claims = _coded_claims(panel) if coded else _numbered_claims(panel)
        known = coded or sum(line.depth > 0 for line in panel.lines) > 1
        yield from broken(reading, panel, [c for c in claims if c[0].parts], "table-rows", known)


def _column(panel: Panel, lines: Iterable[Line], i: int) -> tuple[tuple[str, Figure], ...]:
    return tuple((line.name, f) for line in lines if (f := line.cells[i]) is not None)


def _down(panel: Panel, whole: Line, parts: Sequence[Line]) -> Iterator[Claim]:
    """One claim a column: the line is the sum of the other lines."""
    for i, column in enumerate(panel.columns):
        stated = whole.cells[i]
        if stated is not None and stated.unit != "%" and not is_rate(column):
            label = f"{whole.name or ''.join(whole.code)}·{last_head(column)}".strip("·")
            filled = tuple(p for p in parts if p.cells[i] is not None)
            yield Sum(stated, _column(panel, parts, i), label), (whole, *filled)


def _coded_claims(panel: Panel) -> list[Claim]:
    claims: list[Claim] = []
    lines = [line for line in panel.lines if not line.is_aside]
    for at, line in enumerate(lines):
        if line.code:
            claims += _down(panel, line, _children(lines, at))
        elif line.is_total:
            tops = _tops(lines, at)
            claims += _down(panel, line, tops)
    return claims


def _children(lines: Sequence[Line], at: int) -> list[Line]:
    below: list[Line] = []
    for line in lines[at + 1 :]:
        if not line.code or line.depth <= lines[at].depth:
            break
        below.append(line)
    nearest = min((line.depth for line in below), default=0)
    return [line for line in below if line.depth == nearest]


def _tops(lines: Sequence[Line], at: int) -> list[Line]:
    """The outermost coded lines that a total sums: above it, or below where it comes first."""
    above = [line for line in lines[:at] if line.code]
    pool = above or [line for line in lines[at + 1 :] if line.code]
    outermost = min((line.depth for line in pool), default=0)
    return [line for line in pool if line.depth == outermost]


def _numbered_claims(panel: Panel) -> list[Claim]:
    claims: list[Claim] = []
    lines = [line for line in panel.lines if not line.is_aside]
    for at, line in enumerate(lines):
        if line.is_total or _closes(lines, at):
            claims += _total_claims(panel, lines, at)
        elif line.depth:
            claims += _sub_claims(panel, lines, at)
    return claims


def _closes(lines: Sequence[Line], at: int) -> bool:
    """Whether a 小计 at the table's end is the total that it has none other of."""
    ends = at == len(lines) - 1 and lines[at].name.endswith("小计")
    return ends and not any(line.is_total or line.name.endswith("小计") for line in lines[:at])


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
    if earlier:
        before = lines[earlier[-1]]
        extra = [line for line in since if any(line.cells)]
        readings += [[before, *some] for some in _subsets(extra)]
    by_column: dict[int, list[Claim]] = {}
    for parts in readings:
        for claim in _down(panel, lines[at], parts):
            if claim[0].parts:
                by_column.setdefault(claim[0].whole.start, []).append(claim)
    for claims in by_column.values():
        yield next((c for c in claims if c[0].is_exact), None) or min(
            claims, key=lambda c: (not c[0].is_possible, abs(c[0].off_by))
        )


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
