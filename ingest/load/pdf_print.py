"""What is printed on a PDF page: signs, rules and pictures, each where it is seen.

All places are in points from the upper left corner of the page as it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

SLANTED = -1
UNREAD = "\ufffd"


class Sign(NamedTuple):
    """One printed character. `x` and `y` are where it stands on its line's base.

    `turn` counts the quarter turns, against the clock, of the line it is in; SLANTED is none.
    `run` numbers the stretch of text that the file sets as one.
    """

    text: str
    box: Box
    x: float
    y: float
    size: float
    turn: int
    run: int

    @property
    def middle(self) -> Point:
        """The middle of its box."""
        left, top, right, bottom = self.box
        return (left + right) / 2, (top + bottom) / 2


class Rule(NamedTuple):
    """A straight line, level or upright: where it lies across, and from where to where it goes."""

    level: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Left:
    """A text that was left out, and where it stands."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture on a page, or several that touch: scans come in strips.

    `content` is the same for the same picture. `under` are the signs of the body over or under
    it, and `over` says whether it was laid over some of them.
    """

    box: Box
    content: int
    under: tuple[Sign, ...]
    over: bool

    @property
    def area(self) -> float:
        """In square points."""
        return (self.box[2] - self.box[0]) * (self.box[3] - self.box[1])


@dataclass(frozen=True, slots=True)
class Print:
    """What is printed on a page of `width` × `height` points.

    `signs` are those of the body, in the file's order. `hidden` is text that cannot be seen,
    `marks` text that lies over the page (watermarks, stamps). `unread` counts the signs that are
    seen and whose characters the file does not say. `strokes` and `curves` count the segments of
    all paths, and those that are bent.
    """

    width: float
    height: float
    signs: tuple[Sign, ...]
    hidden: tuple[Left, ...]
    marks: tuple[Left, ...]
    unread: int
    rules: tuple[Rule, ...]
    strokes: int
    curves: int
    pictures: tuple[Pictured, ...]

    @property
    def regular(self) -> bool:
        """Whether all text is upright, seen and body: then any reader reads the same."""
        return not (self.hidden or self.marks or any(sign.turn for sign in self.signs))

    @property
    def text(self) -> str:
        """All signs, without line ends."""
        return "".join(sign.text for sign in self.signs)


@dataclass(frozen=True, slots=True)
class Run:
    """Signs that the file sets as one, and as how manieth of its objects.

    `unpainted` where the file says that they are not drawn, `light` how light they are, up to 255.
    """

    signs: tuple[Sign, ...]
    unpainted: bool
    light: float
    order: int

    @property
    def text(self) -> str:
        """Its signs, without blanks around them."""
        return "".join(sign.text for sign in self.signs).strip()

    @property
    def size(self) -> float:
        """In points."""
        return self.signs[0].size

    @property
    def box(self) -> Box:
        """The box around all its signs."""
        return around([sign.box for sign in self.signs])


def around(boxes: Sequence[Box]) -> Box:
    """Boxes → the one around them all."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
