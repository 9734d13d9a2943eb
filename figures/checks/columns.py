"""A table's columns against each other: 合计 = 基本支出 + 项目支出, 小计 = 购置费 + 运行费."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from figures.checks.claims import Claim, broken, is_rate, last_head
from figures.checks.families import closed
from figures.checks.grid import Line, Panel
from figures.checks.reading import Reading
from figures.checks.relation import Sum
from records import Finding


def columns_add_up(reading: Reading) -> Iterator[Finding]:
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
        options = [o for o in (nested, flat) if len(o) > 1]
        if options:
            yield at, max(options, key=lambda parts: _share(panel, at, parts))


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
    label = f"{line.name or '·'.join(line.code)}·{last_head(panel.columns[at])}".strip("·")
    return (Sum(stated, filled, label), (line,)) if filled else None
