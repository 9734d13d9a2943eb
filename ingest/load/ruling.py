"""Rules drawn on a page or in a picture → the tables they make, each a set of cells.

As Anssi Nurminen's thesis (Tampere, 2013) and pdfplumber do it: rules that nearly meet are one,
crossings are corners, and a cell is the smallest rectangle whose corners are joined by rules. Every
step looks only at the rules beside it, so that a page of a thousand cells takes milliseconds.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from ingest.load.pdf_print import Box, Rule

_NEAR = 3.0
"""Points within which rules are one, or meet."""
_SHORTEST_PIECE, _SHORTEST = 1.0, 3.0

_Corner = tuple[float, float]


class _Crossing(NamedTuple):
    """The rules, by number, that meet at a corner."""

    upright: set[int]
    level: set[int]


def ruled_tables(rules: Iterable[Rule]) -> list[list[Box]]:
    """Rules → the cells of each table of two cells or more, tables from top to bottom."""
    pieces = [rule for rule in rules if rule.end - rule.start >= _SHORTEST_PIECE]
    tables = _together(list(_cells(_crossings(_joined(pieces)))))
    return sorted((t for t in tables if len(t) > 1), key=lambda t: min((c[1], c[0]) for c in t))


def _joined(pieces: Sequence[Rule]) -> list[Rule]:
    """Pieces → whole rules: those on one line, but for a hair's breadth, laid together."""
    joined: list[Rule] = []
    for line in _lines(sorted(pieces)):
        at = sum(piece.at for piece in line) / len(line)
        first, *others = sorted(line, key=attrgetter("start"))
        start, end = first.start, first.end
        for piece in others:
            if piece.start > end + _NEAR:
                joined.append(Rule(first.level, at, start, end))
                start, end = piece.start, piece.end
            end = max(end, piece.end)
        joined.append(Rule(first.level, at, start, end))
    return [rule for rule in joined if rule.end - rule.start >= _SHORTEST]


def _lines(pieces: Sequence[Rule]) -> Iterator[list[Rule]]:
    line: list[Rule] = []
    for piece in pieces:
        if line and (piece.level is not line[-1].level or piece.at > line[-1].at + _NEAR):
            yield line
            line = []
        line.append(piece)
    if line:
        yield line


def _crossings(rules: Sequence[Rule]) -> dict[_Corner, _Crossing]:
    level = sorted((n for n, rule in enumerate(rules) if rule.level), key=lambda n: rules[n].at)
    heights = [rules[n].at for n in level]
    crossings: dict[_Corner, _Crossing] = {}
    for number, upright in enumerate(rules):
        if upright.level:
            continue
        first = bisect_left(heights, upright.start - _NEAR)
        for n in level[first : bisect_right(heights, upright.end + _NEAR)]:
            if rules[n].start - _NEAR <= upright.at <= rules[n].end + _NEAR:
                corner = crossings.setdefault((upright.at, rules[n].at), _Crossing(set(), set()))
                corner.upright.add(number)
                corner.level.add(n)
    return crossings


def _cells(crossings: dict[_Corner, _Crossing]) -> Iterator[Box]:
    """Corners → for each the smallest cell whose upper left one it is."""
    rows, columns = defaultdict(list), defaultdict(list)
    for x, y in sorted(crossings):
        rows[y].append(x)
        columns[x].append(y)
    for (x, y), corner in sorted(crossings.items()):
        row = rows[y][bisect_right(rows[y], x) :]
        rights = [r for r in row if corner.level & crossings[r, y].level]
        for below in columns[x][bisect_right(columns[x], y) :]:
            left = crossings[x, below]
            closed = corner.upright & left.upright and _closed(crossings, rights, y, below, left)
            if closed:
                yield x, y, closed, below
                break


def _closed(
    crossings: dict[_Corner, _Crossing],
    rights: Sequence[float],
    top: float,
    bottom: float,
    left: _Crossing,
) -> float | None:
    """The first of the right edges on which a cell down to `bottom` is closed."""
    for right in rights:
        far = crossings.get((right, bottom))
        if far and far.upright & crossings[right, top].upright and far.level & left.level:
            return right
    return None


def _together(cells: Sequence[Box]) -> list[list[Box]]:
    """Cells → groups of those that share corners, directly or over others."""
    above = list(range(len(cells)))

    def root(n: int) -> int:
        while above[n] != n:
            above[n] = n = above[above[n]]
        return n

    first_at: dict[_Corner, int] = {}
    for number, (x0, top, x1, bottom) in enumerate(cells):
        for corner in ((x0, top), (x0, bottom), (x1, top), (x1, bottom)):
            above[root(number)] = root(first_at.setdefault(corner, number))
    groups: defaultdict[int, list[Box]] = defaultdict(list)
    for number, cell in enumerate(cells):
        groups[root(number)].append(cell)
    return list(groups.values())
