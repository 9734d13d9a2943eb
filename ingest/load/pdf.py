"""A PDF's bytes → pages of lines and raw tables, each page by the reader that suits it."""

from __future__ import annotations

import io
import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pypdf
import pypdfium2 as pdfium
from pypdf.errors import PyPdfError

from ingest.load.pdf_columns import find_gutter
from ingest.load.pdf_lines import PdfLine
from ingest.load.pdf_objects import printed
from ingest.load.pdf_overlay import Overlay, laid_in, unprinted
from ingest.load.pdf_page import (
    Placed,
    block_text,
    overprinted,
    printed_blocks,
    prose_lines,
    struck,
    to_lines,
    unruled_tables,
)
from ingest.load.pdf_picture import SURE, picture_text, without
from ingest.load.pdf_print import UNREAD, Left, Pictured, Print, Sign
from ingest.loaded import Loaded, Page, RawTable, UnreadableFile
from ingest.settings import IngestSettings
from languages import N_
from records import HowRead, Notice, Unsure

if TYPE_CHECKING:  # OCR takes most of a second to import: only once a picture is read.
    from ingest.load.ocr import Reading

_FEWEST_STROKES = 8
"""A table needs a frame and one rule each way."""
_EDGE, _SAME_LINE = 0.1, 3.0
"""Of the page's height, where running heads stand; and points that one line may be uneven by."""
_MOST_UNREAD = 3
"""Signs without a character from which a page is read from its picture."""
_CURVES = 1000
"""Bent strokes that some twenty letters have when they are drawn."""
_LEAST_BREADTH, _LEAST_HEIGHT = 40.0, 12.0
_MOST_INK = 10
"""Places of one page that are told to have ink and no text: a drawing has any number."""
_LARGE_GROUND = 40_000.0
"""Square points (a fourteenth of an A4 page) from which a picture under text may hold more."""

PDFIUM = threading.RLock()
"""Held while pdfium works: it bears one thread at a time only, whatever the document."""

# pypdf tells of every irregularity it repaired; the reader of a report can do nothing about them.
logging.getLogger("pypdf").setLevel(logging.ERROR)


def read_pdf(
    path: Path, data: bytes, on_page: Callable[[int, int], None], settings: IngestSettings
) -> Loaded:
    """A PDF's bytes → its pages; raises UnreadableFile when it is locked, broken or too long."""
    scanned = open_pdf(path, data)
    try:
        _check_length(path, len(scanned), settings.most_pages)
        return _read_pages(scanned, data, on_page, settings)
    except (PyPdfError, pdfium.PdfiumError, RecursionError) as error:
        raise _broken(path) from error
    finally:
        with PDFIUM:
            scanned.close()


def _check_length(path: Path, pages: int, most: int) -> None:
    if pages == 0:
        raise UnreadableFile(path, N_("this PDF has no pages."))
    if pages > most:
        raise UnreadableFile(
            path,
            N_("this PDF has {pages} pages, the limit is {most}. Split it by report."),
            pages=pages,
            most=most,
        )


def open_pdf(path: Path, data: bytes) -> pdfium.PdfDocument:
    """A PDF's bytes → an open document; raises UnreadableFile when it is locked or broken."""
    try:
        with PDFIUM:
            return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.raw.FPDF_ERR_PASSWORD:
            raise UnreadableFile(
                path,
                N_("this PDF is locked with a password. Remove the password and add it again."),
            ) from error
        raise _broken(path) from error


@dataclass(frozen=True, slots=True)
class _ReadPage:
    """A page as it was read: by which parsers, how, what, and what is to be told of it."""

    parsers: frozenset[str]
    read: HowRead
    blocks: tuple[PdfLine | RawTable, ...]
    notices: tuple[Notice, ...]


def _read_pages(
    scanned: pdfium.PdfDocument,
    data: bytes,
    on_page: Callable[[int, int], None],
    settings: IngestSettings,
) -> Loaded:
    count = len(scanned)
    prose = pypdf.PdfReader(io.BytesIO(data))
    known: dict[int, Reading] = {}
    pages: list[_ReadPage] = []
    gutter: float | None = None
    for index in range(count):
        with PDFIUM:
            seen, overlay = laid_in(scanned, index)
            page = printed(seen)
        # Cells stand in columns too: a page with rules looks for a gutter beside its tables.
        unruled = page.strokes < _FEWEST_STROKES
        gutter = find_gutter(page.signs, page.width, gutter) if unruled else None
        # What was laid into the page only pdfium knows.
        plain = None if overlay.shown else prose.pages[index]
        read = _read_page(seen, page, plain, index + 1, gutter, known, settings)
        pages.append(_with_overlay(read, overlay, index + 1))
        on_page(index + 1, count)
    # Lines learn their indents from all pages together: one page may have only titles.
    laid_out = to_lines([page.blocks for page in pages])
    return Loaded(
        "+".join(sorted(frozenset().union(*(page.parsers for page in pages)))),
        tuple(
            Page(n, tuple(blocks), page.read)
            for n, (page, blocks) in enumerate(zip(pages, laid_out, strict=True), start=1)
        ),
        notices=tuple(notice for page in pages for notice in page.notices),
    )


def _with_overlay(page: _ReadPage, overlay: Overlay, number: int) -> _ReadPage:
    """A page as it was read → the same with what lies over it and was not read told."""
    if not (overlay.shown or overlay.remarks):
        return page
    text = "".join(block_text(block) for block in page.blocks)
    told = (Notice(Unsure.OTHER, number, "", each) for each in unprinted(overlay, text))
    return replace(page, notices=(*page.notices, *told))


def _read_page(
    seen: pdfium.PdfPage,
    page: Print,
    prose: pypdf.PageObject | None,
    number: int,
    gutter: float | None,
    known: dict[int, Reading],
    settings: IngestSettings,
) -> _ReadPage:
    """A page by the reader that can make it out: tables need one, prose another, scans a third."""
    notices = [
        *(Notice(Unsure.INVISIBLE, number, "", text) for text in _texts(page.hidden)),
        *(Notice(Unsure.STAMP, number, "", text) for text in _texts(page.marks)),
    ]
    if is_picture(page, settings):
        reading = picture_of(seen, settings)
        notices += [Notice(Unsure.FONT, number, "", "")] if page.unread else []
        notices.append(Notice(Unsure.PICTURE_READ, number, "", ""))
        notices += _told_of_scan(reading, number)
        notices += _told_of_ink(reading, number)
        blocks = picture_text(reading, settings.ocr_scale).blocks
        return _ReadPage(frozenset({"rapidocr"}), HowRead.OCR, blocks, tuple(notices))
    parser, placed, turned = _read_print(page, prose, gutter)
    notices += (Notice(Unsure.TURNED, number, "", text) for text in turned)
    notices += (Notice(Unsure.FONT, number, "", text) for text in _unread(placed))
    notices += (Notice(Unsure.STAMP, number, "", text) for text in struck(page))
    notices += (Notice(Unsure.STAMP, number, "", text) for text in overprinted(page))
    parsers, read = {parser}, HowRead.TEXT
    for picture in page.pictures:
        if _is_stamp(picture, page):
            notices.append(Notice(Unsure.STAMP, number, "", _covered(picture, page)))
        elif _may_hold_text(picture):
            if picture.content not in known:
                known[picture.content] = _picture_on(seen, page, picture, settings)
            blocks, told = _read_on(page, picture, known[picture.content], number, settings)
            notices += told
            if blocks:
                parsers, read = {parser, "rapidocr"}, HowRead.MIXED
                at = sum(1 for top, _ in placed if top < picture.box[1])
                placed[at:at] = [(picture.box[1], block) for block in blocks]
    blocks = tuple(block for _, block in placed)
    return _ReadPage(frozenset(parsers), read, blocks, tuple(notices))


def _read_print(
    page: Print, prose: pypdf.PageObject | None, gutter: float | None
) -> tuple[str, list[Placed], list[str]]:
    """A page's text → its parser, its blocks, and what of them was turned.

    The two readers know different fonts, so that one may miss what the other reads.
    """
    plain = page.regular and not page.unread and page.strokes < _FEWEST_STROKES
    if prose is not None and plain and gutter is None and not unruled_tables(page):
        lines = prose_lines(prose)
        whole = _digits("".join(line.text for line in lines)) == _digits(page.text)
        if whole and _goes_down(lines):
            return "pypdf", [(line.top, line) for line in lines], []
    return "pypdfium2", *printed_blocks(page, gutter)


def _goes_down(lines: Sequence[PdfLine]) -> bool:
    """Whether the file has the lines as they are seen: figures may be set after the words around
    them, and paragraphs in any order. Heads and page numbers may stand anywhere.
    """
    body = [line for line in lines if _EDGE < line.top / line.page_height < 1 - _EDGE]
    return all(above.top + _SAME_LINE < line.top for above, line in pairwise(body))


def _digits(text: str) -> Counter[str]:
    """What must not get lost between two readers of a page, in whatever order they read it."""
    return Counter(c for c in text if c.isdigit())


def _texts(left: Sequence[Left]) -> Iterator[str]:
    yield from dict.fromkeys(item.text for item in left)


def _unread(placed: Sequence[Placed]) -> Iterator[str]:
    """The lines in which signs stand whose characters the file does not say."""
    for _, block in placed:
        yield from (line for line in block_text(block).split("\n") if UNREAD in line)


def picture_of(page: pdfium.PdfPage, settings: IngestSettings) -> Reading:
    """A page that is a picture → what is read in it."""
    from ingest.load.ocr import read_picture

    with PDFIUM:
        image = page.render(scale=settings.ocr_scale).to_numpy().copy()
    return read_picture(image, settings.ocr_side)


def _told_of_scan(reading: Reading, number: int) -> Iterator[Notice]:
    if reading.turn:
        yield Notice(Unsure.TURNED, number, "", "")
    for piece in reading.pieces:
        if piece.score < SURE:
            yield Notice(Unsure.FAINT, number, "", piece.text)


def _told_of_ink(reading: Reading, number: int) -> Iterator[Notice]:
    """Where a scan has ink like lines of text and nothing was read, from top to bottom."""
    height = reading.size[1]
    for _, top, _, bottom in sorted(reading.unread, key=lambda box: box[1])[:_MOST_INK]:
        yield Notice(Unsure.PICTURE, number, f"↓{(top + bottom) / 2 / height:.0%}", "")


def _is_stamp(picture: Pictured, page: Print) -> bool:
    """Whether a picture lies over lines; one over all of them is a scan, and they its text."""
    letters = sum(1 for sign in page.signs if not sign.text.isspace())
    return picture.over and len(picture.under) < 0.9 * letters


def _covered(picture: Pictured, page: Print) -> str:
    """The whole lines that a picture lies over."""
    heights = {_height(sign) for sign in picture.under}
    lines = dict.fromkeys(sorted(heights), "")
    for sign in page.signs:
        if _height(sign) in heights:
            lines[_height(sign)] += sign.text
    return "\n".join(line.strip() for line in lines.values())


def _height(sign: Sign) -> tuple[int, int]:
    """What the signs of one line have in common."""
    return sign.turn, round(sign.x if sign.turn % 2 else sign.y)


def _may_hold_text(picture: Pictured) -> bool:
    """Whether a picture is large enough for a line of text, and has none over it if it is small."""
    left, top, right, bottom = picture.box
    large = right - left >= _LEAST_BREADTH and bottom - top >= _LEAST_HEIGHT
    return large and (not picture.under or picture.area > _LARGE_GROUND)


def _picture_on(
    seen: pdfium.PdfPage, page: Print, picture: Pictured, settings: IngestSettings
) -> Reading:
    """A picture on a page of text → what is read in it."""
    from ingest.load.ocr import read_picture

    left, top, right, bottom = picture.box
    margins = (left, page.height - bottom, page.width - right, top)
    with PDFIUM:
        image = seen.render(scale=settings.ocr_scale, crop=margins).to_numpy().copy()
    return read_picture(image, settings.ocr_side)


def _read_on(
    page: Print, picture: Pictured, reading: Reading, number: int, settings: IngestSettings
) -> tuple[tuple[PdfLine | RawTable, ...], list[Notice]]:
    """What was read in a picture on a page of text → its blocks, and what is to be told of it.

    What is printed over it is read already. Where nothing is sure, it is a photo or a drawing.
    """
    own = without(reading, picture.under, settings.ocr_scale, picture.box[:2])
    text = picture_text(own, settings.ocr_scale, picture.box[:2], (page.width, page.height))
    if not any(piece.score >= SURE for piece in text.pieces):
        unread = [Notice(Unsure.PICTURE, number, "", "")] if own.pieces else []
        return (), unread
    told = [Notice(Unsure.PICTURE_READ, number, "", "\n".join(map(block_text, text.blocks)))]
    return text.blocks, told + list(_told_of_scan(own, number))


def is_picture(page: Print, settings: IngestSettings) -> bool:
    """Whether a page is a picture: text that the file does not say, or hardly any on a scan or
    beside letters that are drawn as curves.
    """
    count = sum(1 for sign in page.signs if not sign.text.isspace())
    if page.unread >= _MOST_UNREAD:
        return True
    if count > settings.scan_characters:
        return False
    covered = max((picture.area for picture in page.pictures), default=0.0)
    return covered > (0.4 if count else 0.02) * page.width * page.height or page.curves > _CURVES


def _broken(path: Path) -> UnreadableFile:
    return UnreadableFile(
        path,
        N_("this PDF is damaged and cannot be opened. Download or export it again."),
    )
