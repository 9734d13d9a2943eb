"""A page of a report as a picture, and where on it a sentence stands."""

from __future__ import annotations

import io
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pypdfium2 as pdfium

from ingest.characters import plain
from ingest.load.pdf import PDFIUM, is_picture, open_pdf, picture_of
from ingest.load.pdf_objects import printed
from ingest.load.pdf_picture import picture_text
from ingest.load.pdf_print import Print
from ingest.settings import USUAL, IngestSettings
from ingest.width import width

_SHORTEST = 6
"""Fewest characters of a sentence cut by the page's end that are worth marking."""

_EDGE = 60
"""Characters of running heads and page numbers between a cut sentence and the page's end."""

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in shares of its width and height from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Sign:
    """One printed character and its box."""

    text: str
    box: Rectangle


def is_pdf(path: Path) -> bool:
    """Whether a file has pages that can be drawn."""
    with path.open("rb") as file:
        return b"%PDF-" in file.read(1024)


def page_png(path: Path, page_number: int, scale: float = 1.5) -> bytes:
    """A PDF's page (from 1) → a PNG, `scale` times 72 dots an inch; raises UnreadableFile."""
    with PDFIUM:
        document = open_pdf(path, path.read_bytes())
        try:
            # A copy: the picture's own memory goes with the document.
            picture = document[page_number - 1].render(scale=scale).to_pil().copy()
        finally:
            document.close()
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def sentence_boxes(
    path: Path, page_number: int, text: str, settings: IngestSettings = USUAL
) -> tuple[Box, ...]:
    """Where on a PDF's page (from 1) a sentence or table row stands, one box a line.

    White space and line ends do not matter. Of a sentence that goes over to the next page, the
    part on this page is found. () where the page has nothing of it; raises UnreadableFile.
    """
    return _found(_signs_of(path, path.stat().st_mtime_ns, page_number, settings), text)


@lru_cache(maxsize=64)
def _signs_of(
    path: Path, _changed: int, page_number: int, settings: IngestSettings
) -> tuple[_Sign, ...]:
    """Kept, because reading a scanned page takes seconds and its sentences are asked one by one."""
    document = open_pdf(path, path.read_bytes())
    try:
        with PDFIUM:
            page = document[page_number - 1]
            sheet = printed(page)
        if is_picture(sheet, settings):
            return tuple(_read_signs(page, settings))
        return tuple(_printed_signs(sheet))
    finally:
        with PDFIUM:
            document.close()


def _found(signs: Sequence[_Sign], text: str) -> tuple[Box, ...]:
    page = "".join(sign.text for sign in signs)
    cells = ["".join(cell.split()) for cell in text.split("\t")]
    start, length = _longest("".join(cells), page)
    whole = length == sum(len(cell) for cell in cells)
    if "\t" in text and not whole:
        return _row_boxes(signs, page, [cell for cell in cells if cell])
    return _line_boxes([sign.box for sign in signs[start : start + length]])


def _longest(text: str, page: str) -> tuple[int, int]:
    """The place and length of a text on the page: whole, else its beginning, else its end."""
    if not text:
        return 0, 0
    if (start := page.find(text)) >= 0:
        return start, len(text)
    beginning = _most(page, [text[:n] for n in range(len(text))])
    ending = _most(page, [text[len(text) - n :] for n in range(len(text))])
    last, first = page.rfind(beginning), page.find(ending)
    parts = [
        (len(page) - last - len(beginning) <= _EDGE, len(beginning), last),
        (first <= _EDGE, len(ending), first),
    ]
    long = [part for part in parts if part[1] >= _SHORTEST]
    _, length, start = max(long, default=(False, 0, 0))
    return start, length


def _most(page: str, parts: Sequence[str]) -> str:
    """Of ever longer parts of a text, the longest that is on the page."""
    return parts[bisect_left(parts, True, lo=1, key=lambda part: part not in page) - 1]


def _row_boxes(signs: Sequence[_Sign], page: str, cells: Sequence[str]) -> tuple[Box, ...]:
    """The boxes of a table row's cells: those on the height where most of them stand."""
    places = {cell: [(p, p + len(cell)) for p in _places(cell, page)] for cell in cells}
    bounds = {
        place: _bounds([sign.box for sign in signs[slice(*place)]])
        for found in places.values()
        for place in found
    }
    best: list[tuple[int, int]] = []
    reached = 0
    for anchor in sorted(bounds):
        beside = {
            cell: [place for place in found if _overlaps(bounds[place], bounds[anchor])]
            for cell, found in places.items()
        }
        count = sum(len(cell) for cell, found in beside.items() if found)
        if count > reached:
            best, reached = sorted({p for found in beside.values() for p in found}), count
    return tuple(box for p in best for box in _line_boxes([s.box for s in signs[slice(*p)]]))


def _places(cell: str, page: str) -> Iterator[int]:
    place = page.find(cell)
    while place >= 0:
        yield place
        place = page.find(cell, place + 1)


def _overlaps(one: Rectangle, other: Rectangle) -> bool:
    """Whether a box is on the height of another, by the middle of the less high."""
    low, high = sorted((one, other), key=lambda box: box[3] - box[1])
    return high[1] <= (low[1] + low[3]) / 2 <= high[3]


def _bounds(boxes: Sequence[Rectangle]) -> Rectangle:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _line_boxes(boxes: Sequence[Rectangle]) -> tuple[Box, ...]:
    """Boxes of characters in reading order → one box for each line."""
    lines: list[Rectangle] = []
    for box in boxes:
        if lines and _overlaps(lines[-1], box) and box[0] >= lines[-1][0]:
            lines[-1] = _bounds([lines[-1], box])
        else:
            lines.append(box)
    return tuple(Box(*line) for line in lines)


def _printed_signs(page: Print) -> Iterator[_Sign]:
    """A page's printed characters in the order of its text."""
    for sign in page.signs:
        character = plain(sign.text)
        if character.strip() and character.isprintable():
            left, top, right, bottom = sign.box
            box = (left / page.width, top / page.height, right / page.width, bottom / page.height)
            yield _Sign(character[0], box)


def _read_signs(page: pdfium.PdfPage, settings: IngestSettings) -> Iterator[_Sign]:
    """The characters read in a page that is a picture, as its lines and cells follow each other."""
    reading = picture_of(page, settings)
    height, breadth = reading.shape
    for piece in picture_text(reading, settings.ocr_scale).pieces:
        corners = piece.quad / (breadth, height)
        along, far_along = corners[1] - corners[0], corners[2] - corners[3]
        start, whole = 0.0, max(width(piece.text), 0.5)
        for character in piece.text:
            end = start + width(character) / whole
            quad = [corners[0] + start * along, corners[0] + end * along]
            quad += [corners[3] + start * far_along, corners[3] + end * far_along]
            xs, ys = zip(*quad, strict=True)
            box = (float(min(xs)), float(min(ys)), float(max(xs)), float(max(ys)))
            if not character.isspace():
                yield _Sign(character, box)
            start = end
