"""Stretches of text on a PDF page → which of them an eye reads as its text; pure.

What the file has and nobody can see is set apart, and so are marks over the page (watermarks,
stamps), and signs that the file does not say the meaning of.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.load.pdf_print import SLANTED, UNREAD, Box, Left, Point, Run, Sign, around

_LEAST_INK = 8
"""Levels of 255 between the lightest and darkest point of a sign that an eye can make out."""
_PALE_INK, _PALE = 115, 160
_SMALLEST = 2.0
_LARGER = 1.5
"""How many times the body's size a mark over it is set, at least."""


def parted(runs: Iterable[Run], kept: Callable[[Run], bool]) -> tuple[list[Run], list[Run]]:
    """Runs → those that are kept, and the others."""
    parts: tuple[list[Run], list[Run]] = ([], [])
    for run in runs:
        parts[0 if kept(run) else 1].append(run)
    return parts


class Cover(NamedTuple):
    """An area painted over, as how manieth of the page's objects, and whether it is a picture."""

    box: Box
    order: int
    picture: bool


def painted_over(
    runs: Sequence[Run], covers: Sequence[Cover], ink: NDArray[np.int16]
) -> tuple[list[Run], list[Run]]:
    """Runs → what of them is left, and what an area painted later lies over.

    A figure is corrected with a white box and another figure on it: then the ink there is that of
    the later one. Other ink shows that the area is none that covers. A scan lies over its own text,
    which need not stand on its ink to a hair.
    """
    left: list[Run] = []
    gone: list[Run] = []
    by_band = _by_band((sign, run.order) for run in runs for sign in run.signs)

    def is_covered(sign: Sign, above: Sequence[Cover]) -> bool:
        over = [cover for cover in above if _holds(cover.box, sign.middle)]
        bare = any(not cover.picture for cover in over) and _ink(ink, sign.box) < _LEAST_INK
        return bare or any(_is_under(sign, cover.order, by_band) for cover in over)

    for run in runs:
        box = run.box
        above = [c for c in covers if c.order > run.order and _overlap(c.box, box)]
        inked = [s for s in run.signs if not s.text.isspace()] if above else []
        under = {sign for sign in inked if is_covered(sign, above)}
        if not under:
            left.append(run)
        elif len(under) == len(inked):
            gone.append(run)
        else:
            left.append(replace(run, signs=tuple(s for s in run.signs if s not in under)))
            gone.append(replace(run, signs=tuple(s for s in run.signs if s in under)))
    return left, gone


def _is_under(sign: Sign, order: int, by_band: Mapping[int, Sequence[tuple[Sign, int]]]) -> bool:
    """Whether a sign set later than an object so manieth on the page stands on this one."""
    return any(
        later > order and not other.text.isspace() and _overlap(other.box, sign.box)
        for other, later in by_band.get(int(sign.middle[1] // _BAND), ())
    )


def _holds(box: Box, point: Point) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def left_out(runs: Iterable[Run]) -> tuple[Left, ...]:
    """Runs that follow one another on a line were one text to whoever wrote them."""
    left: list[Left] = []
    last: Sign | None = None
    for run in runs:
        first = run.signs[0]
        if last is not None and _goes_on(last, first):
            left[-1] = Left(left[-1].text + run.text, around([left[-1].box, run.box]))
        elif run.text:
            left.append(Left(run.text, run.box))
        last = run.signs[-1]
    return tuple(left)


def _goes_on(last: Sign, first: Sign) -> bool:
    across = math.hypot(first.x - last.x, first.y - last.y)
    return first.turn == last.turn and across < 2.5 * max(last.size, first.size)


def unread(signs: Sequence[Sign], ink: NDArray[np.int16]) -> int:
    """How many signs of a text have no character and yet are seen.

    One alone at the beginning of a line is what a list is marked with.
    """
    count = 0
    before: tuple[Sign | None, ...] = (None, *signs)
    after: tuple[Sign | None, ...] = (*signs[1:], None)
    for sign, last, following in zip(signs, before, after, strict=False):
        if sign.text == UNREAD and _ink(ink, sign.box) >= _LEAST_INK:
            inside = last is not None and _goes_on(last, sign)
            count += inside or (following is not None and following.text == UNREAD)
    return count


def is_seen(run: Run, ink: NDArray[np.int16], pictures: Sequence[Box]) -> bool:
    """Whether an eye can make out a run: most of it leaves ink, or it is the text of a scan.

    Blanks say nothing either way.
    """
    signs = [sign for sign in run.signs if not sign.text.isspace()]
    if not signs:
        return True
    if run.size < _SMALLEST:
        return False
    if run.unpainted and not any(_covers(picture, run.box) for picture in pictures):
        return False
    # White text over other text stands on ink that is not its own.
    if abs(run.light - _ground(ink, around([sign.box for sign in signs]))) < _LEAST_INK:
        return False
    return 5 * sum(_ink(ink, sign.box) >= _LEAST_INK for sign in signs) >= len(signs)


def _covers(picture: Box, box: Box) -> bool:
    """Whether a picture lies under a text, but for a margin that letters stand out by."""
    margin = 0.5 * (box[3] - box[1])
    return (
        picture[0] <= box[0] + margin
        and picture[1] <= box[1] + margin
        and picture[2] >= box[2] - margin
        and picture[3] >= box[3] - margin
    )


def _ink(ink: NDArray[np.int16], box: Box) -> int:
    """How far the lightest and the darkest point of a box are apart; 0 where it is off the page."""
    part = _part(ink, box)
    return int(part.max() - part.min()) if part.size else 0


def _ground(ink: NDArray[np.int16], box: Box) -> float:
    """How light the page is along the upper and lower edge of a box, where no strokes are; as
    white paper where it is off the page.
    """
    columns = slice(max(0, int(box[0])), max(0, math.ceil(box[2])))
    edges = [ink[max(0, int(y) - 1) : max(0, int(y) + 1), columns].ravel() for y in box[1::2]]
    both = np.concatenate(edges)
    return float(np.median(both)) if both.size else 255.0


def _part(ink: NDArray[np.int16], box: Box) -> NDArray[np.int16]:
    inset = 0.1 * (box[3] - box[1])
    rows = slice(max(0, int(box[1] + inset)), max(0, math.ceil(box[3] - inset)))
    return ink[rows, max(0, int(box[0])) : max(0, math.ceil(box[2]))]


def body_test(runs: Sequence[Run], ink: NDArray[np.int16]) -> Callable[[Run], bool]:
    """Runs of a page → the test that tells body from what was laid over it.

    A mark is slanted; or pale or large, and lies over other text; or the same as one that does.
    """
    upright = [run for run in runs if run.signs[0].turn != SLANTED and run.text]
    pale = {id(run) for run in upright if _is_pale(run, ink)}
    dark = [run for run in upright if id(run) not in pale]
    body = median([sign.size for run in dark or upright for sign in run.signs] or [0.0])
    middles = _by_band(
        (sign, run.order) for run in dark for sign in run.signs if not sign.text.isspace()
    )
    over: set[tuple[str, int]] = set()
    for run in upright:
        large = run.size >= _LARGER * body
        if (id(run) in pale or large) and _lies_over(run, middles):
            over.add(_look(run))
    times = Counter(_look(run) for run in upright if id(run) in pale and run.size >= _LARGER * body)
    over |= {look for look, count in times.items() if count >= 3}
    return lambda run: run.signs[0].turn != SLANTED and (not over or _look(run) not in over)


def _look(run: Run) -> tuple[str, int]:
    return run.text, round(run.size)


def _is_pale(run: Run, ink: NDArray[np.int16]) -> bool:
    return run.light >= _PALE and all(_ink(ink, sign.box) < _PALE_INK for sign in run.signs)


_BAND = 20.0


def _by_band(signs: Iterable[tuple[Sign, int]]) -> dict[int, list[tuple[Sign, int]]]:
    """Signs, each with the number of its object → those whose middles are at one height."""
    bands: dict[int, list[tuple[Sign, int]]] = defaultdict(list)
    for sign, order in signs:
        bands[int(sign.middle[1] // _BAND)].append((sign, order))
    return bands


def _lies_over(run: Run, middles: Mapping[int, Sequence[tuple[Sign, int]]]) -> bool:
    """Whether two signs of smaller text, or more, have their middles in the boxes of a run's."""
    covered = 0
    for sign in run.signs:
        left, top, right, bottom = sign.box
        for band in range(int(top // _BAND), int(bottom // _BAND) + 1):
            for other, _ in middles.get(band, ()):
                x, y = other.middle
                if (
                    other.run != run.signs[0].run
                    and other.size < sign.size * 1.01 + 0.01
                    and left < x < right
                    and top < y < bottom
                    and other.text != sign.text
                ):
                    covered += 1
                    if covered >= 2:
                        return True
    return False
