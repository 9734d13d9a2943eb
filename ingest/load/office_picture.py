"""A picture in an office file → the lines and tables read in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ingest.load.pdf_page import block_text, to_lines
from ingest.load.pdf_picture import SURE, picture_text
from ingest.loaded import Block
from ingest.settings import IngestSettings

_LEAST = (80, 24)
"""Pixels across and down under which a picture holds no line of text."""


@dataclass(frozen=True, slots=True)
class PictureRead:
    """What was read in a picture: its blocks, their text line by line, and what is not sure."""

    blocks: tuple[Block, ...]
    text: str
    faint: tuple[str, ...]


def read_office_picture(data: bytes, settings: IngestSettings) -> PictureRead | None:
    """A picture's bytes → what is read in it; None where it is too small to hold text, or is in a
    format that is not known here (drawings of Windows, mostly).
    """
    # A tenth of a second to import: only once a picture is read.
    import cv2

    from ingest.load.ocr import read_picture

    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if picture is None or picture.shape[1] < _LEAST[0] or picture.shape[0] < _LEAST[1]:
        return None
    shrink = min(1.0, settings.ocr_side / max(picture.shape[:2]))
    if shrink < 1.0:
        picture = cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    reading = read_picture(
        cv2.cvtColor(picture, cv2.COLOR_BGR2RGB).astype(np.uint8), settings.ocr_side
    )
    found = picture_text(reading, settings.ocr_scale)
    if not any(piece.score >= SURE for piece in found.pieces):
        return PictureRead((), "", ())
    return PictureRead(
        tuple(to_lines([found.blocks])[0]),
        "\n".join(map(block_text, found.blocks)),
        tuple(piece.text for piece in reading.pieces if piece.score < SURE),
    )
