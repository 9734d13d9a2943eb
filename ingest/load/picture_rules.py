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
    dark = _dark(levelled(picture, turn, skew))
    length = max(20, int(_LONGEST_STROKE * line_height))
    for level in (True, False):
        points = dark if level else np.ascontiguousarray(dark.T)
        closed = cv2.morphologyEx(points, cv2.MORPH_CLOSE, np.ones((1, _GAP), np.uint8))
        strokes = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
        _, _, found, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
        for left, top, breadth, height, area in found[1:]:
            if area / breadth <= max(4.0, _THICKEST * line_height):
                yield Rule(level, top + height / 2, float(left), float(left + breadth))


def levelled(picture: NDArray[np.uint8], turn: int, skew: float) -> NDArray[np.uint8]:
    """A picture in colour → in grey, turned by quarters clockwise and then levelled by `skew`."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)
    upright = np.ascontiguousarray(np.rot90(grey, -turn))
    if not skew:
        return upright
    height, breadth = upright.shape
    # About the upper left corner, as points are levelled; what comes in is as light as the page.
    matrix = cv2.getRotationMatrix2D((0, 0), math.degrees(skew), 1.0)
    light = float(np.median(upright))
    turned = cv2.warpAffine(upright, matrix, (breadth, height), borderValue=light)
    return turned.astype(np.uint8, copy=False)


def _dark(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Points darker than what is around them: scans are grey, and greyer at their edges."""
    around = cv2.blur(grey, (31, 31)).astype(np.int16)
    dark: NDArray[np.uint8] = (around - grey > 25).astype(np.uint8)
    return dark
