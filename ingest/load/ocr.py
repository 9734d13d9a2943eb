"""A picture → the pieces of text in it, by rapidocr with the models of its own wheel.

Pages are scanned on their side and askew: the shapes of the boxes that the detector finds say
whether lines stand upright in the picture, and a few of them, read both ways, say which end is up.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.load.pdf_print import Box, Point, Rule
from ingest.load.picture_rules import picture_rules
from ingest.load.unread_ink import unread_ink
from ingest.width import width

if TYPE_CHECKING:  # rapidocr takes most of a second to import: only once a picture is read.
    from rapidocr import RapidOCR

Picture = NDArray[np.uint8]
"""Height × width × 3."""
Quad = NDArray[np.float64]
"""Four corners (x, y): where the first sign begins, above; then on in the direction of reading."""

_SETTINGS = {
    "Global.log_level": "error",
    # The check for lines that stand upside down turns good lines over: “3.…事务” became 众离贯众.
    "Global.use_cls": False,
    "Global.use_rec": False,
    "Det.limit_type": "max",
}
_TALL = 1.5
_TRIED = 3
"""Lines that are read both ways to find out which end of a page is up."""
_DOUBTFUL = 0.75
"""Mean score of a page's lines under which it is tried upside down."""
_MOST_SKEW = math.radians(15)
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,，]\d{3})+\.\d{1,2}(?![\d.])")
"""An amount whose commas may have been read as points: it has only one point, the last."""


@cache
def _engine(side: int) -> RapidOCR:
    from rapidocr import RapidOCR

    return RapidOCR(params={**_SETTINGS, "Det.limit_side_len": side})


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A stretch of text that was read as one, and how sure that is, from 0 to 1."""

    text: str
    quad: Quad
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in a picture. `quads` are in its own pixels.

    It was turned by so many quarters clockwise, and then by `skew` against the clock, to be level.
    `rules` are level and upright lines in the levelled picture, and `unread` the places there that
    look like lines of text in which nothing was read.
    """

    pieces: tuple[Piece, ...]
    turn: int
    skew: float
    shape: tuple[int, int]
    rules: tuple[Rule, ...]
    unread: tuple[Box, ...] = ()

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the picture once it is turned."""
        height, breadth = self.shape
        return (height, breadth) if self.turn % 2 else (breadth, height)

    def level(self, x: float, y: float) -> Point:
        """A point of the picture → where it is once the picture is turned and levelled."""
        return _level(self.shape, self.turn, self.skew, x, y)


def read_picture(picture: Picture, side: int) -> Reading:
    """A picture → what is read in it; lines are looked for in a copy of at most `side` pixels."""
    found = _engine(side)(picture, use_det=True, use_cls=False, use_rec=False)
    boxes = getattr(found, "boxes", None)
    shape = (picture.shape[0], picture.shape[1])
    if boxes is None or len(boxes) == 0:
        return Reading((), 0, 0.0, shape, ())
    quads = [np.asarray(box, dtype=np.float64) for box in boxes]
    turn = _turn(picture, side, quads)
    while True:
        turned = [_rolled(quad, turn) for quad in quads]
        skew = _skew(turned, turn)
        rules = tuple(picture_rules(picture, turn, skew, _line_height(turned)))
        cut = [part for quad in turned for part in _cut(quad, shape, turn, skew, rules)]
        pieces = _read(picture, side, cut)
        if turn == 0 and _score(pieces) < _DOUBTFUL and _best(picture, side, quads, (0, 2)) == 2:
            turn = 2
            continue
        read = tuple(p for p in pieces if p.text)
        places = [[_level(shape, turn, skew, x, y) for x, y in p.quad] for p in read]
        left = unread_ink(picture, turn, skew, places, rules, _line_height(turned))
        return Reading(read, turn, skew, shape, rules, tuple(left))


def _level(shape: tuple[int, int], turn: int, skew: float, x: float, y: float) -> Point:
    height, breadth = shape
    x, y = float(x), float(y)
    x, y = [(x, y), (height - y, x), (breadth - x, height - y), (y, breadth - x)][turn]
    cos, sin = math.cos(skew), math.sin(skew)
    return x * cos + y * sin, y * cos - x * sin


def _rolled(quad: Quad, turn: int) -> Quad:
    """A quad that begins at its upper left corner → that begins where a turned line does."""
    return np.roll(quad, turn, axis=0)


def _breadth(quad: Quad) -> float:
    return float(np.linalg.norm(quad[1] - quad[0]))


def _height(quad: Quad) -> float:
    return float(np.linalg.norm(quad[3] - quad[0]))


def _turn(picture: Picture, side: int, quads: Sequence[Quad]) -> int:
    """How many quarters clockwise a picture must be turned for its lines to be level."""
    tall = sum(_height(q) for q in quads if _height(q) > _TALL * _breadth(q))
    wide = sum(_breadth(q) for q in quads if _breadth(q) > _TALL * _height(q))
    return _best(picture, side, quads, (1, 3)) if tall > wide else 0


def _best(picture: Picture, side: int, quads: Sequence[Quad], turns: Sequence[int]) -> int:
    longest = sorted(quads, key=lambda q: max(_breadth(q), _height(q)))[-_TRIED:]
    return max(
        turns, key=lambda turn: _score(_read(picture, side, [_rolled(q, turn) for q in longest]))
    )


def _score(pieces: Sequence[Piece]) -> float:
    """How surely pieces were read, by their length: long lines say more than single signs."""
    long = sum(width(piece.text) for piece in pieces)
    return sum(piece.score * width(piece.text) for piece in pieces) / long if long else 0.0


def _skew(quads: Sequence[Quad], turn: int) -> float:
    """The angle, clockwise, at which the lines of a turned picture run: the middle by length."""
    angles = []
    for quad in quads:
        across, down = quad[1] - quad[0]
        if _breadth(quad) > 3 * _height(quad):
            angle = math.atan2(down, across) + turn * math.pi / 2
            angles.append((math.remainder(angle, 2 * math.pi), _breadth(quad)))
    half, so_far = sum(breadth for _, breadth in angles) / 2, 0.0
    for angle, breadth in sorted(angles):
        so_far += breadth
        if so_far >= half:
            return angle if abs(angle) < _MOST_SKEW else 0.0
    return 0.0


def _line_height(quads: Sequence[Quad]) -> float:
    return float(np.median([_height(quad) for quad in quads]))


def _cut(
    quad: Quad, shape: tuple[int, int], turn: int, skew: float, rules: Sequence[Rule]
) -> list[Quad]:
    """A quad over several cells of a table → one for each, cut where upright rules cross it."""
    corners = [_level(shape, turn, skew, x, y) for x, y in quad]
    left, right = corners[0][0], corners[1][0]
    middle = sum(y for _, y in corners) / 4
    margin = 0.3 * _height(quad)
    places = sorted(
        (rule.at - left) / (right - left)
        for rule in rules
        if not rule.level
        and rule.start <= middle <= rule.end
        and left + margin < rule.at < right - margin
    )
    top, bottom = quad[1] - quad[0], quad[2] - quad[3]
    return [
        np.array([quad[0] + a * top, quad[0] + b * top, quad[3] + b * bottom, quad[3] + a * bottom])
        for a, b in pairwise([0.0, *places, 1.0])
        if b - a > 0.01
    ]


def _read(picture: Picture, side: int, quads: Sequence[Quad]) -> list[Piece]:
    """Quads → what is read in each. One that stands across the others is tried both ways."""
    crops = [_crop(picture, quad) for quad in quads]
    across = [n for n, crop in enumerate(crops) if crop.shape[0] > 2 * _TALL * crop.shape[1]]
    tries = [(n, quads[n]) for n in range(len(quads))]
    tries += [(n, _rolled(quads[n], turn)) for n in across for turn in (1, 3)]
    crops += [_crop(picture, quad) for _, quad in tries[len(quads) :]]
    found = _engine(side).recognize_txt(crops) if crops else None
    best: dict[int, Piece] = {}
    texts, scores = (found.txts or (), found.scores or ()) if found else ((), ())
    for (n, quad), text, score in zip(tries, texts, scores, strict=True):
        piece = Piece(_THOUSANDS.sub(_with_commas, text.strip()), quad, float(score))
        if n not in best or piece.score > best[n].score:
            best[n] = piece
    return list(best.values())


def _with_commas(found: re.Match[str]) -> str:
    whole, _, decimals = found[0].rpartition(".")
    return re.sub("[.，]", ",", whole) + "." + decimals


def _crop(picture: Picture, quad: Quad) -> Picture:
    """The part of a picture in a quad, made level."""
    breadth, height = max(1, int(_breadth(quad))), max(1, int(_height(quad)))
    to = np.array([[0, 0], [breadth, 0], [breadth, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32), to)
    crop = cv2.warpPerspective(
        picture,
        matrix,
        (breadth, height),
        borderMode=cv2.BORDER_REPLICATE,
        flags=cv2.INTER_CUBIC,
    )
    return crop.astype(np.uint8, copy=False)
