"""A PDF page's objects, as pdfium has them → what is printed on the page."""

from __future__ import annotations

import ctypes
import math
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2 as pdfium

from ingest.load.pdf_print import (
    SLANTED,
    UNREAD,
    Box,
    Pictured,
    Point,
    Print,
    Rule,
    Run,
    Sign,
    around,
)
from ingest.load.pdf_seen import Cover, body_test, is_seen, left_out, painted_over, parted, unread

raw = pdfium.raw

Matrix = tuple[float, float, float, float, float, float]
_Object = Any
"""A pointer of pdfium's to an object of a page; ctypes has no better name for it."""

_DEPTH = 4
_SLANT = math.tan(math.radians(10))
_INVISIBLE_MODES = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_MOST_SEGMENTS = 200_000
_THINNEST = 4.0
"""Points that an area is at least high and broad to cover a letter."""
_SYMBOLS = re.compile(rb"Wingdings|Webdings|Symbol|Dingbats|Marlett", re.IGNORECASE)


def printed(page: pdfium.PdfPage) -> Print:
    """A page → what is printed on it; the caller holds the lock of pdfium."""
    frame = _Frame.of(page)
    objects = list(page.get_objects(max_depth=_DEPTH))
    order = {ctypes.addressof(item.raw.contents): n for n, item in enumerate(objects)}
    images = _images(objects, order, frame)
    ink = page.render(scale=1, grayscale=True).to_numpy().astype(np.int16)
    runs = _runs(page, frame, order)
    boxes = [image.box for image in images]
    runs, gone = painted_over(runs, _covers(objects, order, frame), ink)
    seen, hidden = parted(runs, lambda run: is_seen(run, ink, boxes))
    bodies, marks = parted(seen, body_test(seen, ink))
    rules, strokes, curves = _rules(objects, frame)
    signs = [sign for run in bodies for sign in run.signs]
    return Print(
        width=frame.width,
        height=frame.height,
        signs=tuple(signs),
        hidden=left_out([*gone, *hidden]),
        marks=left_out(marks),
        unread=unread(signs, ink),
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
class _Style:
    number: int
    unpainted: bool
    light: float
    size: float
    turn: int
    symbols: bool


def _runs(page: pdfium.PdfPage, frame: _Frame, order: dict[int, int]) -> list[Run]:
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
        Run(tuple(found[style.number]), style.unpainted, style.light, order.get(key, 0))
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
        return _Style(number, False, 0.0, size, turn, False)
    mode = raw.FPDFTextObj_GetTextRenderMode(owner)
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    colour = raw.FPDFPageObj_GetStrokeColor if mode == 1 else raw.FPDFPageObj_GetFillColor
    colour(owner, ctypes.byref(r), ctypes.byref(g), ctypes.byref(b), ctypes.byref(a))
    grey = 0.299 * r.value + 0.587 * g.value + 0.114 * b.value
    light = 255 - (255 - grey) * a.value / 255
    name = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(owner), name, len(name))
    symbols = _SYMBOLS.search(name.value) is not None
    return _Style(number, mode in _INVISIBLE_MODES, light, size, turn, symbols)


def _covers(
    objects: Sequence[pdfium.PdfObject], order: dict[int, int], frame: _Frame
) -> list[Cover]:
    """Objects → the areas that hide what was painted before; rules and strokes are too thin to."""
    covers = []
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    for item in objects:
        if item.type == raw.FPDF_PAGEOBJ_PATH:
            raw.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
        picture = item.type == raw.FPDF_PAGEOBJ_IMAGE
        filled = item.type == raw.FPDF_PAGEOBJ_PATH and fill.value != 0
        if not (filled or picture) or raw.FPDFPageObj_HasTransparency(item):
            continue
        box = _shown_box(item, frame)
        if min(box[2] - box[0], box[3] - box[1]) >= _THINNEST:
            covers.append(Cover(box, order[ctypes.addressof(item.raw.contents)], picture))
    return covers


def _shown_box(item: pdfium.PdfObject, frame: _Frame) -> Box:
    """The box around an object as it is seen."""
    left, bottom, right, top = item.get_bounds()
    m = _placed(item)
    xs, ys = zip(*(_moved(m, x, y) for x in (left, right) for y in (bottom, top)), strict=True)
    return frame.box((min(xs), min(ys), max(xs), max(ys)))


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
        x0, y0, x1, y1 = _shown_box(item, frame)
        box = (max(0.0, x0), max(0.0, y0), min(frame.width, x1), min(frame.height, y1))
        if box[0] < box[2] and box[1] < box[3]:
            number = order[ctypes.addressof(item.raw.contents)]
            images.append(_Image(box, zlib.crc32(item.get_data(decode_simple=False)), number))
    return images


def _pictures(images: Sequence[_Image], bodies: Sequence[Run]) -> tuple[Pictured, ...]:
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
