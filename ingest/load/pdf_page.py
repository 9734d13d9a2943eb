"""One PDF page → its lines and, where rules are drawn, its tables."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pypdf
from pypdf.generic import RectangleObject

from ingest.load.aligned import Aligned, Word, Words, aligned_tables
from ingest.load.pdf_columns import column_lines, find_gutter
from ingest.load.pdf_lines import (
    POINTS_APART,
    PdfLine,
    extent,
    gap_between,
    line_text,
    pdf_line,
    rows_of,
)
from ingest.load.pdf_print import Box, Point, Print, Sign, around
from ingest.load.ruling import ruled_tables
from ingest.loaded import Block, Cell, Line, RawTable
from ingest.width import width

Matrix = list[float]

_THROUGH = 0.15
"""Of a sign's height: how near to its middle a line runs that strikes it out."""
_CELL_GAP = 1.0
"""Of its size: what parts the cells of a table without rules."""
_RULED = 0.7
"""Share of a table's signs from which the rules around them are its own, and no shade."""
_OVERPRINT = 1.5
_PLACE = 16.0
"""Points across the squares in which signs are looked for that may be the same."""


def prose_lines(page: pypdf.PageObject) -> list[PdfLine]:
    """A page without tables → its lines, in the order of the file."""
    lines: list[PdfLine] = []
    text = ""
    start = PdfLine("", 0.0, 0.0, 0.0, 1.0, 1.0)

    def end_line() -> None:
        nonlocal text
        line = replace(start, text=text.rstrip())
        if text.strip() and not any(_is_overprint(line, other) for other in lines[-4:]):
            lines.append(line)
        text = ""

    def visit(piece: str, cm: Matrix, tm: Matrix, _font: object, size: float) -> None:
        nonlocal text, start
        for n, part in enumerate(piece.split("\n")):
            if n:
                end_line()
            if not text and part:
                start = _place(page.mediabox, _product(tm, cm), size)
            text += part

    page.extract_text(visitor_text=visit)
    end_line()
    return lines


def _is_overprint(line: PdfLine, other: PdfLine) -> bool:
    """Bold type made by printing a line twice, a hair's breadth apart."""
    near = abs(line.left - other.left) < _OVERPRINT and abs(line.top - other.top) < _OVERPRINT
    return near and line.text == other.text


def _product(a: Matrix, b: Matrix) -> Matrix:
    return [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]


def _place(box: RectangleObject, matrix: Matrix, size: float) -> PdfLine:
    """Where text set with this matrix begins, as seen with its lines level.

    Wide tables are set sideways on an upright page, which is then shown turned.
    """
    a, b, c, d, x, y = matrix
    x, y = x - float(box.left), y - float(box.bottom)
    breadth, height = float(box.width), float(box.height)
    points = size * math.sqrt(abs(a * d - b * c))
    if abs(b) <= abs(a):
        return PdfLine("", x, height - y, points, breadth, height)
    if b > 0:
        return PdfLine("", y, x, points, height, breadth)
    return PdfLine("", height - y, breadth - x, points, height, breadth)


Placed = tuple[float, PdfLine | RawTable]
"""A block and how far down the page it begins, in points."""


def printed_blocks(page: Print, before: float | None = None) -> tuple[list[Placed], list[str]]:
    """What is printed on a page → lines and tables from top to bottom, no sign in both; and the
    texts of those that do not stand upright, '' for the whole page.

    The page is turned as most of its signs stand; a table or line that stands otherwise is read
    on its own, turned as it stands, and keeps its place. `before` is the gutter of the page before.
    """
    signs = _printed_once(page)
    if not signs:
        return [], []
    turn = Counter(sign.turn for sign in signs).most_common(1)[0][0]
    placed: list[tuple[float, int, PdfLine | RawTable]] = []
    ruled = [
        (cells, around(cells))
        for cells in ruled_tables(page.rules)
        if len({x for x, *_ in cells}) > 1 and _is_filled(cells)
    ]
    frames = [frame for _, frame in ruled]
    for found, its in unruled_tables(page, before, frames):
        box = around([sign.box for sign in its])
        placed.append((_turned_box(box, turn, page)[1], its[0].turn, found.table))
        taken = set(its)
        signs = [sign for sign in signs if sign not in taken]
    for cells, frame in ruled:
        inside = [sign for sign in signs if _within(sign.middle, frame)]
        if inside:
            table, own, taken = _raw_table(page, cells, inside)
            placed.append((_turned_box(frame, turn, page)[1], own, table))
            signs = [sign for sign in signs if sign not in taken]
    if (gutter := find_gutter(signs, page.width, before)) is not None:
        columns = column_lines(signs, gutter, page.width, page.height)
        placed += [(at, 0, line) for at, line in columns]
        signs = []
    for first, line in _lines(page, signs):
        placed.append((_turned_point((first.x, first.y), turn, page)[1], first.turn, line))
    placed.sort(key=lambda item: item[0])
    others = [block for _, own, block in placed if own not in (turn, 0)]
    turned = [""] if turn else []
    return [(top, block) for top, _, block in placed], turned + [block_text(b) for b in others]


def unruled_tables(
    page: Print, gutter: float | None = None, frames: Sequence[Box] = ()
) -> list[tuple[Aligned, list[Sign]]]:
    """The tables of a page whose columns only blanks set apart, each with its signs.

    Signs that do not stand upright are turned first; the box of a table is where it then is. One
    that rules frame is none of them; rules that frame less than most of it are shades of rows.
    """
    found: list[tuple[Aligned, list[Sign]]] = []
    signs = _printed_once(page)
    inked = [sign.middle for sign in signs if not sign.text.isspace()]
    if gutter is not None or all(any(_within(at, frame) for frame in frames) for at in inked):
        return found
    by_turn: defaultdict[int, dict[Sign, Sign]] = defaultdict(dict)
    for sign in signs:
        by_turn[sign.turn][_turned(sign, page)] = sign
    for turn, upright in by_turn.items():
        lines = [_words(row) for row in rows_of(list(upright))]
        for table in aligned_tables(lines, page.height if turn % 2 else page.width):
            own = [sign for at, sign in upright.items() if _within(at.middle, table.box)]
            if not is_framed([s.middle for s in own if not s.text.isspace()], frames):
                found.append((table, own))
    return found


def is_framed(points: Sequence[Point], frames: Sequence[Box]) -> bool:
    """Whether rules stand around most of what may be a table: shades of rows frame some of it."""
    inside = sum(1 for point in points if any(_within(point, frame) for frame in frames))
    return inside >= _RULED * len(points)


def _words(row: Sequence[Sign]) -> Words:
    """The signs of a line → its words, parted where a cell of a table might end."""
    words: list[list[Sign]] = []
    for sign in row:
        if sign.text.isspace():
            continue
        if words and gap_between(words[-1][-1], sign) <= _CELL_GAP * sign.size:
            words[-1].append(sign)
        else:
            words.append([sign])
    return tuple(Word(line_text(word), around([extent(sign) for sign in word])) for word in words)


def struck(page: Print) -> Iterator[str]:
    """The words through which a line is drawn."""
    signs = [sign for sign in page.signs if not sign.text.isspace() and sign.turn == 0]
    boxes = np.array([sign.box for sign in signs]).reshape(-1, 4)
    middles, heights = (boxes[:, 1] + boxes[:, 3]) / 2, boxes[:, 3] - boxes[:, 1]
    order = np.sort(middles)
    near = _THROUGH * heights.max(initial=0.0)
    told: dict[str, None] = {}
    for rule in page.rules:
        first, last = np.searchsorted(order, (rule.at - near, rule.at + near))
        if rule.level and first < last:
            through = np.abs(middles - rule.at) < _THROUGH * heights
            inside = (boxes[:, 0] > rule.start - POINTS_APART) & (
                boxes[:, 2] < rule.end + POINTS_APART
            )
            text = "".join(signs[n].text for n in np.flatnonzero(through & inside))
            told |= {text: None} if len(text) > 1 else {}
    yield from told


def overprinted(page: Print) -> Iterator[str]:
    """The lines in which letters or figures stand on others: what is meant nobody can tell."""
    by_turn: defaultdict[int, list[Sign]] = defaultdict(list)
    for sign in _printed_once(page):
        by_turn[sign.turn].append(_turned(sign, page))
    for signs in by_turn.values():
        for line in rows_of(signs):
            letters = [sign for sign in line if sign.text.isalnum()]
            if any(b.middle[0] < a.box[2] and a.text != b.text for a, b in pairwise(letters)):
                yield line_text(line)


def block_text(block: PdfLine | RawTable) -> str:
    """A line's text, or a table's, one line a cell."""
    return block.text if isinstance(block, PdfLine) else "\n".join(c.text for c in block.cells)


@lru_cache(maxsize=1)
def _printed_once(page: Print) -> list[Sign]:
    """A page's signs without those printed twice, a hair's breadth apart, to look bold.

    Kept, because all that is looked for on a page begins with them.
    """
    kept: list[Sign] = []
    places: defaultdict[tuple[str, int, int], list[Sign]] = defaultdict(list)
    for sign in page.signs:
        columns = {int((sign.x + far) // _PLACE) for far in (-_OVERPRINT, _OVERPRINT)}
        rows = {int((sign.y + far) // _PLACE) for far in (-_OVERPRINT, _OVERPRINT)}
        near = [places[sign.text, column, row] for column in columns for row in rows]
        if not any(_is_over(sign, other) for others in near for other in others):
            kept.append(sign)
            for others in near:
                others.append(sign)
    return kept


def _is_over(sign: Sign, other: Sign) -> bool:
    near = abs(sign.x - other.x) < _OVERPRINT and abs(sign.y - other.y) < _OVERPRINT
    return near and sign.size == other.size


def _is_filled(cells: Sequence[Box]) -> bool:
    """A frame around lines is no table; a single row may be the end of one."""
    tops = Counter(top for _, top, _, _ in cells)
    return len(tops) > 1 or tops.most_common(1)[0][1] > 1


def _within(point: Point, box: Box) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _turned_point(point: Point, turn: int, page: Print) -> Point:
    """Where a point of a page is once the page was turned, so that lines with `turn` are level."""
    x, y = point
    return [(x, y), (page.height - y, x), (page.width - x, page.height - y), (y, page.width - x)][
        turn
    ]


def _turned_box(box: Box, turn: int, page: Print) -> Box:
    xs, ys = zip(
        _turned_point(box[:2], turn, page), _turned_point(box[2:], turn, page), strict=True
    )
    return min(xs), min(ys), max(xs), max(ys)


def _turned(sign: Sign, page: Print) -> Sign:
    if not sign.turn:
        return sign
    x, y = _turned_point((sign.x, sign.y), sign.turn, page)
    return sign._replace(box=_turned_box(sign.box, sign.turn, page), x=x, y=y)


def _lines(page: Print, signs: Sequence[Sign]) -> Iterator[tuple[Sign, PdfLine]]:
    """Signs → their lines, each with its first sign as it stands on the page, not turned."""
    by_turn: dict[int, list[Sign]] = defaultdict(list)
    for sign in signs:
        by_turn[sign.turn].append(sign)
    for turn, own in by_turn.items():
        width, height = (page.height, page.width) if turn % 2 else (page.width, page.height)
        upright = {_turned(sign, page): sign for sign in own}
        for line in rows_of(list(upright)):
            first = next(sign for sign in line if not sign.text.isspace())
            yield upright[first], pdf_line(line, width, height)


def _raw_table(
    page: Print, cells: Sequence[Box], inside: Sequence[Sign]
) -> tuple[RawTable, int, set[Sign]]:
    """A table's cells and the signs in its frame → the table made upright, its turn, its signs.

    Merged cells show only in their boxes: each is laid over the grid of all borders. What stands
    in the frame and in no cell is no part of the table.
    """
    turn = Counter(sign.turn for sign in inside).most_common(1)[0][0]
    by_cell = _in_cells(cells, inside)
    boxes = [
        (_turned_box(cell, turn, page), _cell_text(page, own)) for cell, own in by_cell.items()
    ]
    breadth = page.height if turn % 2 else page.width
    table = laid_out(sorted(boxes, key=lambda b: (b[0][1], b[0][0])), breadth)
    return table, turn, {sign for own in by_cell.values() for sign in own}


def _in_cells(cells: Sequence[Box], inside: Sequence[Sign]) -> dict[Box, list[Sign]]:
    xs = sorted({x for x0, _, x1, _ in cells for x in (x0, x1)})
    ys = sorted({y for _, y0, _, y1 in cells for y in (y0, y1)})
    covering = {
        (column, row): cell
        for cell in cells
        for column in range(bisect_right(xs, cell[0]), bisect_right(xs, cell[2]))
        for row in range(bisect_right(ys, cell[1]), bisect_right(ys, cell[3]))
    }
    found: dict[Box, list[Sign]] = {cell: [] for cell in cells}
    for sign in inside:
        x, y = sign.middle
        if cell := covering.get((bisect_right(xs, x), bisect_right(ys, y))):
            found[cell].append(sign)
    return found


def _cell_text(page: Print, signs: Sequence[Sign]) -> str:
    """A label may stand upright in a narrow cell of a table that lies, or the other way round."""
    return "\n".join(line.text for _, line in _lines(page, signs))


def laid_out(boxes: Sequence[tuple[Box, str]], breadth: float) -> RawTable:
    """Boxes of cells and their texts → a raw table over the grid of all their borders."""
    xs = _borders([x for (x0, _, x1, _), _ in boxes for x in (x0, x1)])
    ys = _borders([y for (_, y0, _, y1), _ in boxes for y in (y0, y1)])
    cells = []
    for (x0, y0, x1, y1), text in boxes:
        row, column = _nearest(ys, y0), _nearest(xs, x0)
        down, across = _nearest(ys, y1) - row, _nearest(xs, x1) - column
        cells.append(Cell(text, row, column, max(1, down), max(1, across)))
    return RawTable(tuple(cells), tuple(x / breadth for x in xs))


def _borders(values: list[float], tolerance: float = 2.0) -> list[float]:
    borders: list[float] = []
    for value in sorted(values):
        if not borders or value - borders[-1] > tolerance:
            borders.append(value)
    return borders


def _nearest(borders: list[float], value: float) -> int:
    n = bisect_right(borders, value)
    near = [i for i in (n - 1, n) if 0 <= i < len(borders)]
    return min(near, key=lambda i: abs(borders[i] - value))


def to_lines(pages: Sequence[Sequence[PdfLine | RawTable]]) -> list[list[Block]]:
    """Placed lines → lines with indents, measured from the left margin of equally wide pages."""
    lefts: dict[int, list[float]] = defaultdict(list)
    for line in (b for page in pages for b in page if isinstance(b, PdfLine)):
        if width(line.text) >= 8 and 0.1 < line.top / line.page_height < 0.9:
            lefts[round(line.page_width)].append(line.left)
    margins = {breadth: _margin(found) for breadth, found in lefts.items()}
    return [
        [
            _to_line(b, margins.get(round(b.page_width), b.left)) if isinstance(b, PdfLine) else b
            for b in page
        ]
        for page in pages
    ]


def _margin(lefts: Sequence[float]) -> float:
    """The left margin: where the leftmost lines begin, unless it is one that sticks out."""
    near = Counter(round(left / 3) for left in lefts)
    return min((x for x in lefts if near[round(x / 3)] >= 3), default=min(lefts))


def _to_line(line: PdfLine, margin: float) -> Line:
    text = line.text.strip()
    spaces = width(line.text[: len(line.text) - len(line.text.lstrip())])
    size = line.size or 10.0
    shift = (line.left - margin) / size
    left, right = line.left + spaces * size, line.left + width(line.text) * size
    off_centre = abs((left + right) / 2 - line.page_width / 2)
    narrow = right - left < 0.8 * line.page_width
    return Line(
        text,
        indent=max(0.0, shift) + spaces,
        top=line.top / line.page_height,
        size=round(size, 1),
        centred=narrow and off_centre < 0.04 * line.page_width,
    )
