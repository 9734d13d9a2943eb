"""What was read in a picture → lines and tables of the page that it is, or is on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from ingest.load.aligned import Word, aligned_tables
from ingest.load.pdf_columns import column_lines, find_gutter
from ingest.load.pdf_lines import PdfLine
from ingest.load.pdf_page import is_framed, laid_out
from ingest.load.pdf_print import Box, Rule, Sign, around
from ingest.load.ruling import ruled_tables
from ingest.load.text_columns import is_value
from ingest.loaded import RawTable
from ingest.width import width

if TYPE_CHECKING:
    from ingest.load.ocr import Piece, Reading

SURE = 0.8
"""Score under which what was read is told to be uncertain."""
_ALIKE = 0.15
"""Of the body's size: measured sizes differ so much from line to line."""
LEAST = 0.5
"""Score under which what was read is told and left out."""


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    """A piece in the levelled picture, in points."""

    piece: Piece
    box: Box

    @property
    def text(self) -> str:
        return self.piece.text

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2

    @property
    def pitch(self) -> float:
        """The breadth of one full-width character."""
        return (self.box[2] - self.box[0]) / max(width(self.text), 0.5)


@dataclass(frozen=True, slots=True)
class PictureText:
    """Lines and tables from top to bottom, and the pieces they are made of."""

    blocks: tuple[PdfLine | RawTable, ...]
    pieces: tuple[Piece, ...]


def picture_text(
    reading: Reading,
    scale: float,
    origin: tuple[float, float] = (0.0, 0.0),
    page: tuple[float, float] | None = None,
) -> PictureText:
    """What was read in a picture of `scale` pixels a point → its lines and tables.

    `origin` is where its upper left corner is on a page of so many points; without, it is the
    page. Pieces that are hardly sure are left out.
    """
    across, down = page or (reading.size[0] / scale, reading.size[1] / scale)
    pieces = [_placed(p, reading, scale, origin) for p in reading.pieces if p.score >= LEAST]
    if not pieces:
        return PictureText((), ())
    ruled = ruled_tables([_scaled(rule, scale, origin) for rule in reading.rules])
    found, kept = _unruled(pieces, across, [around(cells) for cells in ruled])
    for cells in ruled:
        by_cell = _in_cells(cells, kept)
        filled = [cell for cell, own in by_cell.items() if own]
        if len({x for x, *_ in filled}) > 1 and len({y for _, y, *_ in cells}) > 1:
            texts = [(c, "\n".join(_text(row) for row in _rows(by_cell[c]))) for c in by_cell]
            taken = [p for own in by_cell.values() for p in own]
            found.append((around(cells)[1], _with_dashes(laid_out(texts, across))))
            kept = [piece for piece in kept if piece not in taken]
    found += _lines(kept, across, down)
    found.sort(key=lambda placed: placed[0])
    return PictureText(tuple(block for _, block in found), tuple(p.piece for p in pieces))


_Found = list[tuple[float, PdfLine | RawTable]]
"""Blocks, each with how far down it begins."""


def _unruled(
    pieces: Sequence[_Placed], across: float, frames: Sequence[Box]
) -> tuple[_Found, list[_Placed]]:
    """The tables that blanks alone set in columns, and the pieces that are in none of them."""
    rows = _rows(pieces)
    if _gutter(pieces, across) is not None:
        return [], list(pieces)
    found: _Found = []
    for table in reversed(
        aligned_tables([tuple(Word(p.text, p.box) for p in row) for row in rows], across)
    ):
        own = [p for row in rows[table.start : table.end] for p in row]
        if not is_framed([((p.box[0] + p.box[2]) / 2, p.middle) for p in own], frames):
            found.append((table.box[1], _with_dashes(table.table)))
            del rows[table.start : table.end]
    return found, [p for row in rows for p in row]


def _with_dashes(table: RawTable) -> RawTable:
    """A table → the same with a dash for what looks like 一 alone in a column of figures."""
    columns: defaultdict[int, set[str]] = defaultdict(set)
    for cell in table.cells:
        columns[cell.column].add(cell.text)
    figures = {c for c, texts in columns.items() if any(map(is_value, texts)) and "二" not in texts}
    return replace(
        table,
        cells=tuple(
            replace(cell, text="—") if cell.text == "一" and cell.column in figures else cell
            for cell in table.cells
        ),
    )


def _lines(pieces: Sequence[_Placed], across: float, down: float) -> _Found:
    """Pieces of no table → lines, those of one column before those of the next."""
    if not pieces:
        return []
    body = median([p.pitch for p in pieces if width(p.text) >= 8] or [p.pitch for p in pieces])
    if (gutter := _gutter(pieces, across)) is not None:
        signs = [_sign(p, body) for p in pieces]
        return list(column_lines(signs, gutter, across, down))
    return [(row[0].middle, _line(row, body, across, down)) for row in _rows(pieces)]


def _gutter(pieces: Sequence[_Placed], across: float) -> float | None:
    return find_gutter([_sign(p, p.pitch) for p in pieces], across)


def _sign(piece: _Placed, body: float) -> Sign:
    """A piece as one sign, for what is done with lines of signs."""
    size = body if abs(piece.pitch - body) < _ALIKE * body else piece.pitch
    return Sign(piece.text, piece.box, piece.box[0], piece.middle, size, 0, 0)


def without(
    reading: Reading, signs: Sequence[Sign], scale: float, origin: tuple[float, float]
) -> Reading:
    """A reading → the same without the pieces that are signs printed over the picture."""
    x0, y0 = origin
    places = [((s.middle[0] - x0) * scale, (s.middle[1] - y0) * scale) for s in signs]

    def is_printed(piece: Piece) -> bool:
        (left, top), (right, bottom) = piece.quad.min(axis=0), piece.quad.max(axis=0)
        return any(left <= x <= right and top <= y <= bottom for x, y in places)

    return replace(reading, pieces=tuple(p for p in reading.pieces if not is_printed(p)))


def _placed(piece: Piece, reading: Reading, scale: float, origin: tuple[float, float]) -> _Placed:
    xs, ys = zip(*(reading.level(x, y) for x, y in piece.quad), strict=True)
    box = (min(xs) / scale, min(ys) / scale, max(xs) / scale, max(ys) / scale)
    x, y = origin
    return _Placed(piece, (box[0] + x, box[1] + y, box[2] + x, box[3] + y))


def _scaled(rule: Rule, scale: float, origin: tuple[float, float]) -> Rule:
    across, along = origin[::-1] if rule.level else origin
    return Rule(
        rule.level,
        rule.at / scale + across,
        rule.start / scale + along,
        rule.end / scale + along,
    )


def _in_cells(cells: Sequence[Box], pieces: Sequence[_Placed]) -> dict[Box, list[_Placed]]:
    found: defaultdict[Box, list[_Placed]] = defaultdict(list)
    for cell in sorted(cells, key=lambda c: (c[1], c[0])):
        found[cell] = []
    for piece in pieces:
        x, y = (piece.box[0] + piece.box[2]) / 2, piece.middle
        for cell in cells:
            if cell[0] <= x < cell[2] and cell[1] <= y < cell[3]:
                found[cell].append(piece)
                break
    return dict(found)


def _rows(pieces: Sequence[_Placed]) -> list[list[_Placed]]:
    """Pieces → those on one line, from left to right; lines from top to bottom."""
    rows: list[list[_Placed]] = []
    for piece in sorted(pieces, key=lambda p: p.middle):
        low = 0.5 * min(piece.height, rows[-1][0].height) if rows else 0.0
        if rows and piece.middle - rows[-1][0].middle < low:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: p.box[0]) for row in rows]


def _text(row: Sequence[_Placed]) -> str:
    return " ".join(piece.text for piece in row)


def _line(row: Sequence[_Placed], body: float, across: float, down: float) -> PdfLine:
    """Measured sizes differ a little from line to line: those near the body's are the body's."""
    size = median(p.pitch for p in row)
    size = body if abs(size - body) < _ALIKE * body else size
    return PdfLine(_text(row), row[0].box[0], row[0].middle, size, across, down)
