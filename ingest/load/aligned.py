"""Words that stand in columns without rules around them → tables.

Reports set tables with a rule above and below, with shaded rows, or with nothing but blanks. What
makes lines a table is that their words stand one under the other, figures above all, beneath
words that name the columns. What is left in doubt stays the lines that it was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.load.pdf_print import Box, around
from ingest.load.text_columns import Kind, is_value, kind_of
from ingest.loaded import Cell, RawTable

_MOST_HEAD = 3
_LONGEST_LABEL = 30
_APART = 3.5
"""Heights of a line within which the next row begins."""
_SENTENCE = re.compile(r"[。；！？]|[.．·…‥]{3,}")
_PAGE = re.compile(r"\d{1,3}")

Extent = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Word:
    """A stretch of a line without a wide gap, and where it stands."""

    text: str
    box: Box

    @property
    def extent(self) -> Extent:
        """From where to where it goes across."""
        return self.box[0], self.box[2]


Words = tuple[Word, ...]
"""A line's words, from left to right."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """A table found in lines `start` to `end` (exclusive), and the box around them."""

    start: int
    end: int
    box: Box
    table: RawTable


def aligned_tables(lines: Sequence[Words], breadth: float) -> list[Aligned]:
    """Lines from top to bottom of a page so many points broad → the tables that they make."""
    found: list[Aligned] = []
    n = 0
    while n < len(lines):
        end = _run(lines, n) if _is_row(lines[n]) else n
        after = found[-1].end if found else 0
        if end > n and (table := _table(lines, after, n, end, breadth)):
            found.append(table)
        n = max(end, n + 1)
    return found


def _is_row(words: Words) -> bool:
    """Whether a line holds figures under one another with words: a label, then values."""
    values = [word for word in words[1:] if is_value(word.text)]
    sentence = any(_SENTENCE.search(word.text) for word in words)
    return bool(values) and not sentence and 2 * len(values) >= len(words) - 1


def _run(lines: Sequence[Words], first: int) -> int:
    """The end of the rows that begin with a line; a cell's second line may stand between them."""
    end = first + 1
    for n in range(first + 1, len(lines)):
        if not _is_near(lines[n - 1], lines[n]):
            break
        if _is_row(lines[n]):
            end = n + 1
        elif len(lines[n]) > 1 or n - end >= 1:
            break
    return end


def _is_near(above: Words, below: Words) -> bool:
    height = max(word.box[3] - word.box[1] for word in (*above, *below))
    return below[0].box[1] - above[0].box[1] < _APART * height


def _table(
    lines: Sequence[Words], after: int, first: int, end: int, breadth: float
) -> Aligned | None:
    rows = [line for line in lines[first:end] if len(line) > 1]
    columns = _columns([word.extent for row in rows for word in row])
    start = _head(lines, after, first, columns)
    head = lines[start:first]
    columns = _named(columns, [word.extent for line in head for word in line])
    if not head or not _is_enough(rows, columns):
        return None
    cells = [*_head_cells(head, columns)]
    height = len(head)
    for line in lines[first:end]:
        places = [_nearest(columns, word.extent) for word in line]
        if len(line) == 1:
            cells = _with_rest(cells, height - 1, places[0], line[0].text)
            continue
        if len(set(places)) < len(places):
            return None
        cells += (Cell(w.text, height, c) for w, c in zip(line, places, strict=True))
        height += 1
    edges = [columns[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1]]
    table = RawTable(tuple(cells), tuple(x / breadth for x in edges))
    box = around([word.box for line in lines[start:end] for word in line])
    return Aligned(start, end, box, table)


def _columns(extents: Sequence[Extent]) -> list[Extent]:
    """Where words stand across → columns: words that overlap are in one."""
    columns: list[Extent] = []
    for left, right in sorted(extents):
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _named(columns: Sequence[Extent], names: Sequence[Extent]) -> list[Extent]:
    """Columns of figures → as broad as their names, and those that have nothing but a name.

    A name in the middle may stand beside its column's figures, all of them at the right.
    """
    nameless = {c for c in range(len(columns)) if not any(c in _under(columns, n) for n in names)}
    extents = [*columns]
    for name in names:
        over = _under(columns, name)
        near = _nearest(columns, name)
        if not over and near in nameless:
            extents.append((min(name[0], columns[near][0]), max(name[1], columns[near][1])))
        elif len(over) < 2:
            extents.append(name)
    return _columns(extents)


def _head(lines: Sequence[Words], after: int, first: int, columns: Sequence[Extent]) -> int:
    """The first of the lines above the rows that name the columns."""
    start = first
    while start > after and first - start < _MOST_HEAD:
        line = lines[start - 1]
        labels = all(len(w.text) <= _LONGEST_LABEL and not is_value(w.text) for w in line)
        named = sum(1 for word in line if _under(columns, word.extent))
        if len(line) < 2 or not labels or 2 * named < len(line) or "：" in line[-1].text:
            break
        if not _is_near(line, lines[start]) or any(_SENTENCE.search(w.text) for w in line):
            break
        start -= 1
    return start


def _under(columns: Sequence[Extent], extent: Extent) -> list[int]:
    """The columns that a word stands over."""
    return [c for c, (a, b) in enumerate(columns) if a < extent[1] and extent[0] < b]


def _nearest(columns: Sequence[Extent], extent: Extent) -> int:
    over = _under(columns, extent)
    middle = sum(extent) / 2
    return min(over or range(len(columns)), key=lambda c: abs(sum(columns[c]) / 2 - middle))


def _is_enough(rows: Sequence[Words], columns: Sequence[Extent]) -> bool:
    """Whether rows are a table: two of three columns, or three of two; a contents page is none."""
    if len(columns) < 2 or len(rows) < (2 if len(columns) > 2 else 3):
        return False
    full = sum(1 for row in rows if 2 * len(row) > len(columns))
    figures = sum(1 for row in rows for word in row[1:] if kind_of(word.text) is not Kind.TEXT)
    rest = sum(len(row) - 1 for row in rows)
    pages = [row[-1].text for row in rows]
    contents = len(columns) == 2 and all(_PAGE.fullmatch(page) for page in pages)
    return 2 * full >= len(rows) and 2 * figures >= rest and not contents


def _head_cells(head: Sequence[Words], columns: Sequence[Extent]) -> list[Cell]:
    """The lines of a head → cells: a name over several columns, and one set on the middle line of
    two, which reaches from the first to the last.
    """
    taken: dict[tuple[int, int], Cell] = {}
    for r, line in enumerate(head):
        for word in line:
            over = _under(columns, word.extent) or [_nearest(columns, word.extent)]
            before = taken.get((r, over[0]))
            text = f"{before.text} {word.text}" if before else word.text
            taken[r, over[0]] = Cell(text, r, over[0], 1, len(over))
    covered = {(r, c + k) for (r, c), cell in taken.items() for k in range(cell.columns)}
    cells = []
    for (r, c), cell in taken.items():
        alone = cell.columns == 1 and not any(
            (other, c) in covered for other in range(len(head)) if other != r
        )
        cells.append(Cell(cell.text, 0, c, len(head), 1) if alone else cell)
    return cells


def _with_rest(cells: Sequence[Cell], row: int, column: int, rest: str) -> list[Cell]:
    """Cells → the same with the second line of one in the last row."""
    return [
        Cell(f"{cell.text}\n{rest}", cell.row, cell.column)
        if (cell.row, cell.column) == (row, column)
        else cell
        for cell in cells
    ]
