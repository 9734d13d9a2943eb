"""Signs of a PDF page → lines of text, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.load.pdf_print import Box, Sign
from ingest.width import width

_ONE_LINE = POINTS_APART = 3.0
"""Points that signs of one line may differ in height, and that part words."""
_LATIN_GAP = 0.15
"""Of its size: what parts Latin words where the file has no blank between them."""


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


def rows_of(signs: Sequence[Sign]) -> Iterator[list[Sign]]:
    """Level signs → those of each line from left to right, lines from top to bottom.

    Lines of blanks only are left out.
    """
    row: list[Sign] = []
    for sign in sorted(signs, key=lambda s: s.y):
        if row and sign.y > row[-1].y + _ONE_LINE:
            yield from _row(row)
            row = []
        row.append(sign)
    yield from _row(row)


def _row(signs: list[Sign]) -> Iterator[list[Sign]]:
    if any(not sign.text.isspace() for sign in signs):
        yield sorted(signs, key=lambda s: s.box[0])


def line_text(line: Sequence[Sign]) -> str:
    """The signs of a line → its text; wherever blanks or a gap stand, one blank.

    What is filled in later stands over the blanks, or the stroke, that were left for it.
    """
    text = ""
    last: Sign | None = None
    filled = [sign for sign in line if not _is_room(sign)]
    for sign in line:
        if _is_room(sign) and any(_stands_on(other, sign) for other in filled):
            continue
        if sign.text.isspace():
            text += " "
            continue
        if last is not None and gap_between(last, sign) > _widest_inside(last, sign):
            text += " "
        text += sign.text
        last = sign
    return " ".join(text.split())


def _is_room(sign: Sign) -> bool:
    return sign.text.isspace() or sign.text == "_"


def _stands_on(sign: Sign, room: Sign) -> bool:
    left, _, right, _ = sign.box
    return min(right, room.box[2]) - max(left, room.box[0]) > 0.3 * (room.box[2] - room.box[0])


def _widest_inside(last: Sign, sign: Sign) -> float:
    """The widest gap, in points, between two signs of one word."""
    latin = last.text.isascii() and sign.text.isascii()
    letter = last.text.isalpha() or sign.text.isalpha()
    return _LATIN_GAP * sign.size if latin and letter else POINTS_APART


def pdf_line(line: Sequence[Sign], width: float, height: float) -> PdfLine:
    """The signs of one line of a page so large (points) → the line, placed by its first sign."""
    first = next(sign for sign in line if not sign.text.isspace())
    return PdfLine(line_text(line), first.x, first.y, first.size, width, height)


def gap_between(last: Sign, sign: Sign) -> float:
    """Points between two signs that follow one another on a line."""
    return extent(sign)[0] - extent(last)[2]


def extent(sign: Sign) -> Box:
    """The room that a sign takes: some fonts tell only where there is ink."""
    left, top, right, bottom = sign.box
    advance = sign.size if width(sign.text) == 1.0 else 0.0
    return min(left, sign.x), top, max(right, sign.x + advance), bottom
