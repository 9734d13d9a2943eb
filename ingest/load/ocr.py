"""A picture of a page → the lines read in it, by rapidocr with the models of its own wheel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.load.pdf_page import PdfLine
from ingest.width import width

if TYPE_CHECKING:  # rapidocr takes most of a second to import: only once a picture is read.
    from rapidocr import RapidOCR

_SETTINGS = {
    "Global.log_level": "error",
    # The check for lines that stand upside down turns good lines over: “3.…事务” became 众离贯众.
    "Global.use_cls": False,
    "Det.limit_type": "max",
}


@cache
def _engine(side: int) -> RapidOCR:
    from rapidocr import RapidOCR

    return RapidOCR(params={**_SETTINGS, "Det.limit_side_len": side})


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text that was read as one: where it stands and how high it is, in pixels."""

    text: str
    left: float
    right: float
    middle: float
    height: float

    @property
    def pitch(self) -> float:
        """The breadth of one full-width character."""
        return (self.right - self.left) / max(width(self.text), 0.5)


def picture_lines(picture: NDArray[np.uint8], side: int) -> list[PdfLine]:
    """A picture (height, width, 3) → its lines from top to bottom, pieces on one line joined.

    Lines are looked for in a copy of at most `side` pixels a side.
    """
    from rapidocr.utils.output import RapidOCROutput

    found = _engine(side)(picture)
    if not isinstance(found, RapidOCROutput) or found.boxes is None or found.txts is None:
        return []
    pieces = [_piece(box, text) for box, text in zip(found.boxes, found.txts, strict=True)]
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.middle):
        low = 0.5 * min(piece.height, rows[-1][0].height) if rows else 0.0
        if rows and piece.middle - rows[-1][0].middle < low:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    body = median([p.pitch for p in pieces if width(p.text) >= 8] or [p.pitch for p in pieces])
    return [_line(sorted(row, key=lambda p: p.left), body, picture.shape) for row in rows]


def _piece(box: NDArray[np.float64], text: str) -> _Piece:
    xs, ys = box[:, 0], box[:, 1]
    left, right = float(xs.min()), float(xs.max())
    return _Piece(text.strip(), left, right, float(ys.mean()), float(np.ptp(ys)))


def _line(row: Sequence[_Piece], body: float, shape: tuple[int, ...]) -> PdfLine:
    """Measured sizes differ a little from line to line: those near the body's are the body's."""
    text = " ".join(piece.text for piece in row)
    size = median(p.pitch for p in row)
    size = body if abs(size - body) < 0.15 * body else size
    return PdfLine(text, row[0].left, row[0].middle, size, shape[1], shape[0])
