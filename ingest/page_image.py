"""A page of a report as a picture, and where on it a sentence stands."""

from __future__ import annotations

import io
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile
from pathlib import Path

import pypdfium2 as pdfium

from ingest.characters import plain
from ingest.load.pdf import PDFIUM, is_picture, open_pdf, picture_of
from ingest.load.pdf_objects import printed
from ingest.load.pdf_picture import picture_text
from ingest.load.pdf_print import Print
from ingest.settings import USUAL, IngestSettings
from ingest.width import width
from records import ReportText

_SHORTEST = 4
"""Fewest characters at a text's beginning and end by which it is known where it is not whole."""

_STRETCH = 1.3
"""At most how much longer a page may have a text that does not stand there letter for letter."""

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


def page_ratio(path: Path, page_number: int) -> float:
    """How many times wider than high a PDF's page (from 1) is; raises UnreadableFile."""
    with PDFIUM:
        document = open_pdf(path, path.read_bytes())
        try:
            width, height = document[page_number - 1].get_size()
        finally:
            document.close()
    return float(width / height)


def span_boxes(
    path: Path,
    page_number: int,
    report: ReportText,
    start: int,
    end: int,
    settings: IngestSettings = USUAL,
) -> tuple[Box, ...]:
    """Where on a PDF's page (from 1) a span of its report's text stands, one box a line.

    Of a span that goes over several pages, the part that the report has on this one; the words
    before and after it tell it from others of the same words. () where this page has nothing of
    it; raises UnreadableFile.
    """
    first, last = report.page_span(page_number)
    start, end = max(start, first), min(end, last)
    if start >= end:
        return ()
    signs = _signs_of(path, path.stat().st_mtime_ns, page_number, settings)
    text = report.text
    around = _bare(text[first:start]), _bare(text[end:last])
    return _found(signs, text[start:end], *around, _filled_in(report, start, end))


def _filled_in(report: ReportText, start: int, end: int) -> frozenset[str]:
    """The cells of a table's row that are as in the row above: a label merged over both stands at
    the height of neither.
    """
    for table in report.tables:
        if table.start <= start < table.end:
            for above, row in pairwise(table.rows):
                if start <= row.start and row.end <= end:
                    same = zip(above.cells, row.cells, strict=False)
                    return frozenset(_bare(cell) for other, cell in same if cell == other)
    return frozenset()


def words_in(
    path: Path, page_number: int, boxes: Sequence[Box], settings: IngestSettings = USUAL
) -> str:
    """What stands in boxes on a PDF's page (from 1), without blanks; raises UnreadableFile."""
    signs = _signs_of(path, path.stat().st_mtime_ns, page_number, settings)
    return "".join(sign.text for sign in signs if any(_inside(sign.box, box) for box in boxes))


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


def _found(
    signs: Sequence[_Sign], text: str, before: str, after: str, filled_in: Set[str]
) -> tuple[Box, ...]:
    """The boxes of a text that stands on a page between two others; `filled_in` are the cells that
    may stand elsewhere.
    """
    page = "".join(sign.text for sign in signs)
    wanted = _bare(text)
    due = len(before) / max(1, len(before) + len(wanted) + len(after))

    def fits(place: int, length: int) -> tuple[int, float]:
        around = _alike(reversed(page[:place]), reversed(before))
        around += _alike(page[place + length :], after)
        return around, -abs(place / len(page) - due)

    if places := list(_places(wanted, page)):
        start = max(places, key=lambda place: fits(place, len(wanted)))
        return _line_boxes([sign.box for sign in signs[start : start + len(wanted)]])
    if "\t" in text:
        cells = [_bare(cell) for cell in text.split("\t")]
        filled = [cell for cell in cells if cell]
        own = {cell for cell in filled if cell not in filled_in}
        return _row_boxes(signs, page, filled, own or set(filled), due)
    start, end = _nearly(page, wanted, fits)
    return _line_boxes([sign.box for sign in signs[start:end]])


def _nearly(page: str, text: str, fits: Callable[[int, int], tuple[int, float]]) -> tuple[int, int]:
    """Where a text stands on a page that says a little more or less in between, or (0, 0)."""
    opening, ending = _longest_there(page, text), _longest_there(page[::-1], text[::-1])
    found = [
        (start, end + ending)
        for start in _places(text[:opening], page)
        for end in _places(text[len(text) - ending :], page)
        if start < end + ending <= start + len(text) * _STRETCH + _SHORTEST
    ]
    if min(opening, ending) < _SHORTEST or not found:
        return 0, 0
    return max(found, key=lambda place: fits(place[0], place[1] - place[0]))


def _longest_there(page: str, text: str) -> int:
    """How many of a text's first characters stand together on the page."""
    return bisect_left(range(len(text)), True, lo=1, key=lambda n: text[:n] not in page) - 1


def _alike(one: Iterable[str], other: Iterable[str]) -> int:
    """How many characters two texts have in common from their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _bare(text: str) -> str:
    return "".join(text.split())


def _row_boxes(
    signs: Sequence[_Sign], page: str, cells: Sequence[str], own: Set[str], due: float
) -> tuple[Box, ...]:
    """The boxes of a table row's cells: those on the height where most of its `own` stand.

    Of several such heights, the one nearest to where it is due (a share of the page's text).
    """
    places = {cell: [(p, p + len(cell)) for p in _places(cell, page)] for cell in cells}
    bounds = {
        place: _bounds([sign.box for sign in signs[slice(*place)]])
        for found in places.values()
        for place in found
    }
    best: list[tuple[int, int]] = []
    reached = 0
    for anchor in sorted(bounds, key=lambda place: abs(place[0] / len(page) - due)):
        beside = {
            cell: [place for place in found if _overlaps(bounds[place], bounds[anchor])]
            for cell, found in places.items()
        }
        count = sum(len(cell) for cell, found in beside.items() if found and cell in own)
        if count > reached:
            best, reached = sorted({p for found in beside.values() for p in found}), count
    return tuple(box for p in best for box in _line_boxes([s.box for s in signs[slice(*p)]]))


def _inside(sign: Rectangle, box: Box) -> bool:
    """Whether the middle of a character is in a box."""
    across, down = (sign[0] + sign[2]) / 2, (sign[1] + sign[3]) / 2
    return box.left <= across <= box.right and box.top <= down <= box.bottom


def _places(cell: str, page: str) -> Iterator[int]:
    place = page.find(cell) if cell else -1
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
