"""A picture → the level and upright rules drawn in it."""

from __future__ import annotations

import math
from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.load.pdf_print import Rule

_LONGEST_STROKE = 1.8
"""Heights of a line of text that no stroke of a sign is as long as."""
_THICKEST = 0.35
"""Of a line's height: what is thicker is no rule but a bar or a shade."""
_GAP = 5
"""Pixels of a rule that a scan may have lost."""


def picture_rules(
    picture: NDArray[np.uint8], turn: int, skew: float, line_height: float
) -> Iterator[Rule]:
    """A picture, turned and levelled by so much → its rules, in pixels of the levelled picture."""
    dark = _dark(_levelled(picture, turn, skew))
    length = max(20, int(_LONGEST_STROKE * line_height))
    for level in (True, False):
        mask = dark if level else np.ascontiguousarray(dark.T)
        mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, _GAP), np.uint8))
        mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
        _, _, found, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        for left, top, breadth, height, area in found[1:]:
            if area / breadth <= max(4.0, _THICKEST * line_height):
                yield Rule(level, top + height / 2, float(left), float(left + breadth))


def _levelled(picture: NDArray[np.uint8], turn: int, skew: float) -> NDArray[np.uint8]:
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) if picture.ndim == 3 else picture
    grey = np.ascontiguousarray(np.rot90(grey, -turn))
    if not skew:
        return grey
    height, breadth = grey.shape
    # About the upper left corner, as points are levelled; the background is what is most common.
    matrix = cv2.getRotationMatrix2D((0, 0), math.degrees(skew), 1.0)
    return cv2.warpAffine(
        grey, matrix, (breadth, height), flags=cv2.INTER_LINEAR, borderValue=int(np.median(grey))
    )


def _dark(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Points darker than what is around them: scans are grey, and greyer at their edges."""
    around = cv2.blur(grey, (31, 31)).astype(np.int16)
    return ((around - grey) > 25).astype(np.uint8)
