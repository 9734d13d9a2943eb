"""One PDF page → its lines and, where rules are drawn, its tables."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pdfplumber
import pypdf
from pdfplumber.table import Table
from pypdf.generic import RectangleObject

from ingest.loaded import Block, Cell, Line, RawTable
from ingest.width import width

Matrix = list[float]


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line and where it begins: points from the page's left and upper edge."""

    text: str
    left: float
    top: float
    size: float
    page_width: float
    page_height: float

    @property
    def right(self) -> float:
        """Where the line ends, by the set width of its characters."""
        return self.left + width(self.text) * self.size


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
    near = abs(line.left - other.left) < 1.5 and abs(line.top - other.top) < 1.5
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


def ruled_blocks(page: pdfplumber.page.Page) -> list[PdfLine | RawTable]:
    """A page with ruled tables → lines and tables from top to bottom, no word in both."""
    page = page.dedupe_chars(tolerance=1.5)
    tables = [t for t in page.find_tables() if len(t.columns) > 1 and _is_filled(t)]
    boxes = [t.bbox for t in tables]
    outside = page.filter(lambda item: not any(_within(item, box) for box in boxes))
    placed: list[tuple[float, PdfLine | RawTable]] = [
        (line["top"], _plumbed_line(page, line)) for line in outside.extract_text_lines()
    ]
    placed += [(t.bbox[1], _raw_table(page, t)) for t in tables]
    return [block for _, block in sorted(placed, key=lambda pair: pair[0])]


def _is_filled(table: Table) -> bool:
    """A frame around lines is no table; a single row may be the end of one."""
    return len(table.rows) > 1 or sum(1 for cell in table.rows[0].cells if cell) > 1


def _plumbed_line(page: pdfplumber.page.Page, line: dict[str, object]) -> PdfLine:
    chars: Sequence[dict[str, float]] = line["chars"]  # type: ignore[assignment]  # pdfplumber
    size = chars[0]["size"]
    return PdfLine(
        str(line["text"]), chars[0]["x0"], chars[0]["bottom"], size, page.width, page.height
    )


def _within(item: dict[str, float], box: tuple[float, float, float, float]) -> bool:
    if "x0" not in item:
        return False
    x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _raw_table(page: pdfplumber.page.Page, table: Table) -> RawTable:
    """Merged cells show only in their boxes: each is laid over the grid of all borders."""
    texts = table.extract()
    boxes = [
        (cell, texts[r][c] or "")
        for r, row in enumerate(table.rows)
        for c, cell in enumerate(row.cells)
        if cell is not None
    ]
    xs = _borders([x for (x0, _, x1, _), _ in boxes for x in (x0, x1)])
    ys = _borders([y for (_, y0, _, y1), _ in boxes for y in (y0, y1)])
    cells = []
    for (x0, y0, x1, y1), text in boxes:
        row, column = _nearest(ys, y0), _nearest(xs, x0)
        down, across = _nearest(ys, y1) - row, _nearest(xs, x1) - column
        cells.append(Cell(text, row, column, max(1, down), max(1, across)))
    return RawTable(tuple(cells), tuple(x / page.width for x in xs))


def _borders(values: list[float], tolerance: float = 2.0) -> list[float]:
    borders: list[float] = []
    for value in sorted(values):
        if not borders or value - borders[-1] > tolerance:
            borders.append(value)
    return borders


def _nearest(borders: list[float], value: float) -> int:
    return min(range(len(borders)), key=lambda i: abs(borders[i] - value))


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
