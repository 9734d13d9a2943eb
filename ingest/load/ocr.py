"""A picture of a page → the lines read in it, by rapidocr with the models of its own wheel."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from rapidocr import RapidOCR

from ingest.load.pdf_page import PdfLine


@cache
def _engine() -> RapidOCR:
    return RapidOCR(params={"Global.log_level": "error"})


def picture_lines(picture: NDArray[np.uint8]) -> list[PdfLine]:
    """A picture (height, width, 3) → its lines from top to bottom, pieces on one line joined."""
    result = _engine()(picture)
    if result.boxes is None:
        return []
    height, breadth = picture.shape[:2]
    pieces = sorted(
        (
            (box[:, 1].mean(), box[:, 0].min(), np.ptp(box[:, 1]), text)
            for box, text in zip(result.boxes, result.txts, strict=True)
        ),
        key=lambda piece: piece[0],
    )
    rows: list[list[tuple[float, float, float, str]]] = []
    for piece in pieces:
        if rows and piece[0] - rows[-1][0][0] < 0.5 * min(piece[2], rows[-1][0][2]):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    lines = []
    for row in rows:
        row.sort(key=lambda piece: piece[1])
        text = " ".join(piece[3].strip() for piece in row)
        size = 0.8 * max(piece[2] for piece in row)
        lines.append(PdfLine(text, row[0][1], row[0][0], size, breadth, height))
    return lines
