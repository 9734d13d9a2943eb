"""A PDF page → what is printed on it: signs, rules and pictures, each where it is seen.

All places are in points from the upper left corner of the page as it is shown. What the file has
and nobody can see is set apart here, and so are signs that the file does not say the meaning of.
"""

from __future__ import annotations

import ctypes
import math
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, NamedTuple

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

raw = pdfium.raw

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Matrix = tuple[float, float, float, float, float, float]
_Object = Any
"""A pointer of pdfium's to an object of a page; ctypes has no better name for it."""

SLANTED = -1
UNREAD = "\ufffd"
_DEPTH = 4
_SLANT = math.tan(math.radians(10))
_INVISIBLE_MODES = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_LEAST_INK = 8
"""Levels of 255 between the lightest and darkest point of a sign that an eye can make out."""
_PALE_INK, _PALE = 115, 160
_SMALLEST = 2.0
_LARGER = 1.5
"""How many times the body's size a mark over it is set, at least."""
_MOST_SEGMENTS = 200_000
_SYMBOLS = re.compile(rb"Wingdings|Webdings|Symbol|Dingbats|Marlett", re.IGNORECASE)


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


def printed(page: pdfium.PdfPage) -> Print:
    """A page → what is printed on it; the caller holds the lock of pdfium."""
    frame = _Frame.of(page)
    objects = list(page.get_objects(max_depth=_DEPTH))
    order = {ctypes.addressof(item.raw.contents): n for n, item in enumerate(objects)}
    images = _images(objects, order, frame)
    ink = page.render(scale=1, grayscale=True).to_numpy().astype(np.int16)
    runs = _runs(page, frame, order)
    seen, hidden = _parted(runs, lambda run: _is_seen(run, ink, images))
    bodies, marks = _parted(seen, _body_test(seen, ink))
    rules, strokes, curves = _rules(objects, frame)
    signs = [sign for run in bodies for sign in run.signs]
    return Print(
        width=frame.width,
        height=frame.height,
        signs=tuple(signs),
        hidden=_left(hidden),
        marks=_left(marks),
        unread=_unread(signs, ink),
        rules=rules,
        strokes=strokes,
        curves=curves,
        pictures=_pictures(images, bodies),
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """A page as it is shown: the file's own coordinates → points from its upper left corner."""

    matrix: Matrix
    width: float
    height: float

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> _Frame:
        rect = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page, ctypes.byref(rect))
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        matrix: Matrix = {
            0: (1.0, 0.0, 0.0, -1.0, -left, top),
            90: (0.0, 1.0, 1.0, 0.0, -bottom, -left),
            180: (-1.0, 0.0, 0.0, 1.0, right, -bottom),
            270: (0.0, -1.0, -1.0, 0.0, top, right),
        }[page.get_rotation()]
        width, height = page.get_size()
        return cls(matrix, width, height)

    def point(self, x: float, y: float) -> Point:
        return _moved(self.matrix, x, y)

    def box(self, bounds: Box) -> Box:
        """Left, bottom, right, top in the file's coordinates → a box as it is seen."""
        (x0, y0), (x1, y1) = self.point(*bounds[:2]), self.point(*bounds[2:])
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def turn(self, a: float, b: float) -> int:
        """The direction of a line of text in the file → its quarter turns as it is seen."""
        m = self.matrix
        x, y = a * m[0] + b * m[2], a * m[1] + b * m[3]
        if min(abs(x), abs(y)) > _SLANT * max(abs(x), abs(y)):
            return SLANTED
        if abs(x) >= abs(y):
            return 0 if x >= 0 else 2
        return 1 if y < 0 else 3


def _moved(m: Matrix, x: float, y: float) -> Point:
    return x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]


def _product(a: Matrix, b: Matrix) -> Matrix:
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """Signs that the file sets as one, and as how manieth of its objects."""

    signs: tuple[Sign, ...]
    mode: int
    light: float
    order: int

    @property
    def text(self) -> str:
        return "".join(sign.text for sign in self.signs).strip()

    @property
    def size(self) -> float:
        return self.signs[0].size

    @property
    def box(self) -> Box:
        return around([sign.box for sign in self.signs])


def around(boxes: Sequence[Box]) -> Box:
    """Boxes → the one around them all."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


@dataclass(frozen=True, slots=True)
class _Style:
    number: int
    mode: int
    light: float
    size: float
    turn: int
    symbols: bool


def _runs(page: pdfium.PdfPage, frame: _Frame, order: dict[int, int]) -> list[_Run]:
    """All characters of a page → runs, in the order of its text."""
    text = page.get_textpage()
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    to_box, to_matrix = ctypes.byref(box), ctypes.byref(matrix)
    to_x, to_y = ctypes.byref(x), ctypes.byref(y)
    styles: dict[int, _Style] = {}
    found: dict[int, list[Sign]] = {}
    for index in range(text.count_chars()):
        if raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        owner = raw.FPDFText_GetTextObject(text, index)
        key = ctypes.addressof(owner.contents) if owner else 0
        if key not in styles:
            raw.FPDFText_GetMatrix(text, index, to_matrix)
            size = raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
            styles[key] = _style(len(styles), owner, size, frame.turn(matrix.a, matrix.b))
        style = styles[key]
        raw.FPDFText_GetLooseCharBox(text, index, to_box)
        raw.FPDFText_GetCharOrigin(text, index, to_x, to_y)
        code = raw.FPDFText_GetUnicode(text, index)
        character = _character(code)
        if not style.symbols and (
            raw.FPDFText_HasUnicodeMapError(text, index) == 1 or not _says_something(character)
        ):
            character = UNREAD
        found.setdefault(style.number, []).append(
            Sign(
                character,
                frame.box((box.left, box.bottom, box.right, box.top)),
                *frame.point(x.value, y.value),
                style.size,
                style.turn,
                style.number,
            )
        )
    return [
        _Run(tuple(found[style.number]), style.mode, style.light, order.get(key, 0))
        for key, style in styles.items()
        if style.number in found
    ]


def _character(code: int) -> str:
    """A UTF-16 unit beyond the base plane comes in halves; none of ours is there."""
    return UNREAD if 0xD800 <= code <= 0xDFFF or code == 0 else chr(code)


def _says_something(character: str) -> bool:
    private = "\ue000" <= character <= "\uf8ff"
    return not private and character != UNREAD and (character >= " " or character in "\t\r\n")


def _style(number: int, owner: _Object, size: float, turn: int) -> _Style:
    if not owner:
        return _Style(number, 0, 0.0, size, turn, False)
    mode = raw.FPDFTextObj_GetTextRenderMode(owner)
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    colour = raw.FPDFPageObj_GetStrokeColor if mode == 1 else raw.FPDFPageObj_GetFillColor
    colour(owner, ctypes.byref(r), ctypes.byref(g), ctypes.byref(b), ctypes.byref(a))
    grey = 0.299 * r.value + 0.587 * g.value + 0.114 * b.value
    light = 255 - (255 - grey) * a.value / 255
    name = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(owner), name, len(name))
    return _Style(number, mode, light, size, turn, _SYMBOLS.search(name.value) is not None)


def _parted(runs: Iterable[_Run], kept: Callable[[_Run], bool]) -> tuple[list[_Run], list[_Run]]:
    parts: tuple[list[_Run], list[_Run]] = ([], [])
    for run in runs:
        parts[0 if kept(run) else 1].append(run)
    return parts


def _left(runs: Iterable[_Run]) -> tuple[Left, ...]:
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


def _unread(signs: Sequence[Sign], ink: NDArray[np.int16]) -> int:
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


def _is_seen(run: _Run, ink: NDArray[np.int16], images: Sequence[_Image]) -> bool:
    """Whether an eye can make out a run: most of it leaves ink, or it is the text of a scan.

    Blanks say nothing either way.
    """
    signs = [sign for sign in run.signs if not sign.text.isspace()]
    if not signs:
        return True
    if run.size < _SMALLEST:
        return False
    if run.mode in _INVISIBLE_MODES and not any(_covers(image.box, run.box) for image in images):
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


def _body_test(runs: Sequence[_Run], ink: NDArray[np.int16]) -> Callable[[_Run], bool]:
    """Runs of a page → the test that tells body from what was laid over it.

    A mark is slanted; or pale or large, and lies over other text; or the same as one that does.
    """
    upright = [run for run in runs if run.signs[0].turn != SLANTED and run.text]
    pale = {id(run) for run in upright if _is_pale(run, ink)}
    dark = [run for run in upright if id(run) not in pale]
    body = median([sign.size for run in dark or upright for sign in run.signs] or [0.0])
    middles = _by_band(sign for run in dark for sign in run.signs if not sign.text.isspace())
    over: set[tuple[str, int]] = set()
    for run in upright:
        large = run.size >= _LARGER * body
        if (id(run) in pale or large) and _lies_over(run, middles):
            over.add(_look(run))
    times = Counter(_look(run) for run in upright if id(run) in pale and run.size >= _LARGER * body)
    over |= {look for look, count in times.items() if count >= 3}
    return lambda run: run.signs[0].turn != SLANTED and (not over or _look(run) not in over)


def _look(run: _Run) -> tuple[str, int]:
    return run.text, round(run.size)


def _is_pale(run: _Run, ink: NDArray[np.int16]) -> bool:
    return run.light >= _PALE and all(_ink(ink, sign.box) < _PALE_INK for sign in run.signs)


_BAND = 20.0


def _by_band(signs: Iterable[Sign]) -> dict[int, list[Sign]]:
    bands: dict[int, list[Sign]] = defaultdict(list)
    for sign in signs:
        bands[int(sign.middle[1] // _BAND)].append(sign)
    return bands


def _lies_over(run: _Run, middles: dict[int, list[Sign]]) -> bool:
    """Whether two signs of smaller text, or more, have their middles in the boxes of a run's."""
    covered = 0
    for sign in run.signs:
        left, top, right, bottom = sign.box
        for band in range(int(top // _BAND), int(bottom // _BAND) + 1):
            for other in middles.get(band, ()):
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


@dataclass(frozen=True, slots=True)
class _Image:
    box: Box
    content: int
    order: int


def _images(
    objects: Sequence[pdfium.PdfObject], order: dict[int, int], frame: _Frame
) -> list[_Image]:
    images = []
    for item in objects:
        if item.type != raw.FPDF_PAGEOBJ_IMAGE:
            continue
        left, bottom, right, top = item.get_bounds()
        m = _placed(item)
        corners = [_moved(m, x, y) for x in (left, right) for y in (bottom, top)]
        xs, ys = zip(*corners, strict=True)
        x0, y0, x1, y1 = frame.box((min(xs), min(ys), max(xs), max(ys)))
        box = (max(0.0, x0), max(0.0, y0), min(frame.width, x1), min(frame.height, y1))
        if box[0] < box[2] and box[1] < box[3]:
            number = order[ctypes.addressof(item.raw.contents)]
            images.append(_Image(box, zlib.crc32(item.get_data(decode_simple=False)), number))
    return images


def _pictures(images: Sequence[_Image], bodies: Sequence[_Run]) -> tuple[Pictured, ...]:
    """Images → pictures from top to bottom, those that touch as one."""
    groups: list[list[_Image]] = []
    for image in sorted(images, key=lambda i: i.box[1]):
        near = [g for g in groups if any(_touch(image.box, other.box) for other in g)]
        groups = [g for g in groups if g not in near] + [[image, *(i for g in near for i in g)]]
    found = []
    for group in groups:
        box = around([image.box for image in group])
        under = [(s, r) for r in bodies for s in r.signs if s.text.strip() and _is_in(s, box)]
        last = max(image.order for image in group)
        found.append(
            Pictured(
                box,
                zlib.crc32(repr([i.content for i in group]).encode()),
                tuple(sign for sign, _ in under),
                any(run.order < last for _, run in under),
            )
        )
    return tuple(sorted(found, key=lambda picture: picture.box[1]))


def _touch(one: Box, other: Box) -> bool:
    return (
        one[0] <= other[2] + 1
        and other[0] <= one[2] + 1
        and one[1] <= other[3] + 1
        and other[1] <= one[3] + 1
    )


def _is_in(sign: Sign, box: Box) -> bool:
    x, y = sign.middle
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _placed(item: pdfium.PdfObject) -> Matrix:
    """The matrix of the forms that an object is in: its own coordinates are theirs."""
    m: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    form = item.container
    while form is not None:
        m = _product(m, form.get_matrix().get())
        form = form.container
    return m


def _rules(objects: Sequence[pdfium.PdfObject], frame: _Frame) -> tuple[tuple[Rule, ...], int, int]:
    """Painted paths → their level and upright segments; how many there are in all, and bent ones.

    A map or a plan has far more than a table; nothing is looked for there.
    """
    rules: list[Rule] = []
    strokes = curves = 0
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    for path in objects:
        if path.type != raw.FPDF_PAGEOBJ_PATH:
            continue
        strokes += (count := raw.FPDFPath_CountSegments(path))
        if strokes > _MOST_SEGMENTS:
            return (), strokes, curves
        raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
        if not (fill.value or stroke.value):
            continue
        m = _product(_product(path.get_matrix().get(), _placed(path)), frame.matrix)
        own = list(_segments(path, count, m))
        rules += (rule for rule in own if rule is not None)
        curves += own.count(None)
    return tuple(rules), strokes, curves


def _segments(path: pdfium.PdfObject, count: int, m: Matrix) -> Iterator[Rule | None]:
    """A path → its level and upright segments, and None for each that is bent."""
    x, y = ctypes.c_float(), ctypes.c_float()
    to_x, to_y = ctypes.byref(x), ctypes.byref(y)
    start = last = (0.0, 0.0)
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, to_x, to_y)
        here = _moved(m, x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = here
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield from _rule(last, here)
        else:
            yield None
        if raw.FPDFPathSegment_GetClose(segment):
            yield from _rule(here, start)
            here = start
        last = here


def _rule(a: Point, b: Point) -> Iterator[Rule]:
    across, down = abs(a[0] - b[0]), abs(a[1] - b[1])
    if down < 0.05 < across:
        yield Rule(True, a[1], min(a[0], b[0]), max(a[0], b[0]))
    elif across < 0.05 < down:
        yield Rule(False, a[0], min(a[1], b[1]), max(a[1], b[1]))
