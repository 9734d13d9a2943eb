"""A picture and where text was found in it → where ink is left that looks like lines of text.

The detector may miss a line wholly: then nothing that was read says so, but the ink does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.load.pdf_print import Box, Point, Rule
from ingest.load.picture_rules import levelled

_DARKER = 60
"""Levels of 255 by which ink is darker than what is around it; noise is not."""
_LOW, _HIGH, _LONG = 0.5, 1.8, 0.8
"""Heights of a line between which what looks like text is high, and from which it is long."""
_INK = (0.08, 0.6)
"""Shares of its box that a line's ink covers."""
_MARGIN = 0.35
"""Of a line's height: what stands out of the boxes of text, and around rules."""


def unread_ink(
    picture: NDArray[np.uint8],
    turn: int,
    skew: float,
    quads: Sequence[Sequence[Point]],
    rules: Sequence[Rule],
    line_height: float,
) -> Iterator[Box]:
    """A picture, turned and levelled by so much, and the text found in it → what is left.

    `quads` and the boxes are in pixels of the levelled picture.
    """
    grey = cv2.medianBlur(levelled(picture, turn, skew), 3)
    around = cv2.blur(grey, (31, 31)).astype(np.int16)
    ink: NDArray[np.uint8] = (around - grey > _DARKER).astype(np.uint8)
    margin = _MARGIN * line_height
    for quad in quads:
        corners = np.asarray(quad)
        (left, top), (right, bottom) = corners.min(axis=0) - margin, corners.max(axis=0) + margin
        _blank(ink, left, top, right, bottom)
    for rule in rules:
        at, start, end = rule.at, rule.start - margin, rule.end + margin
        if rule.level:
            _blank(ink, start, at - margin, end, at + margin)
        else:
            _blank(ink, at - margin, start, at + margin, end)
    reach = max(3, int(0.6 * line_height))
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((max(3, reach // 3), reach), np.uint8))
    _, labels, found, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    counts = np.bincount(labels[ink > 0], minlength=len(found))
    for n, (x, y, breadth, height, _area) in enumerate(found[1:], start=1):
        share = counts[n] / (breadth * height)
        text_high = _LOW * line_height <= height <= _HIGH * line_height
        if text_high and breadth >= _LONG * line_height and _INK[0] <= share <= _INK[1]:
            yield float(x), float(y), float(x + breadth), float(y + height)


def _blank(ink: NDArray[np.uint8], left: float, top: float, right: float, bottom: float) -> None:
    ink[max(0, int(top)) : max(0, int(bottom) + 1), max(0, int(left)) : max(0, int(right) + 1)] = 0
