"""A PDF's bytes → pages of lines and raw tables, each page by the reader that suits it."""

from __future__ import annotations

import io
import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pdfplumber
import pypdf
import pypdfium2 as pdfium
from pdfminer.pdfexceptions import PDFException
from pypdf.errors import PyPdfError

from ingest.load.ocr import picture_lines
from ingest.load.pdf_page import PdfLine, prose_lines, ruled_blocks, to_lines
from ingest.loaded import Loaded, Page, RawTable, UnreadableFile
from ingest.settings import IngestSettings

_FEWEST_STROKES, _MOST_STROKES = 8, 20_000
_GARBLED_SHARE = 1 / 3

PDFIUM = threading.RLock()
"""Held while pdfium works: it bears one thread at a time only, whatever the document."""

# pypdf tells of every irregularity it repaired; the reader of a report can do nothing about them.
logging.getLogger("pypdf").setLevel(logging.ERROR)
logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read_pdf(
    path: Path, data: bytes, on_page: Callable[[int, int], None], settings: IngestSettings
) -> Loaded:
    """A PDF's bytes → its pages; raises UnreadableFile when it is locked, broken or too long."""
    scanned = open_pdf(path, data)
    try:
        _check_length(path, len(scanned), settings.most_pages)
        return _read_pages(scanned, data, on_page, settings)
    except (PyPdfError, PDFException, pdfium.PdfiumError, RecursionError) as error:
        raise _broken(path) from error
    finally:
        with PDFIUM:
            scanned.close()


def _check_length(path: Path, pages: int, most: int) -> None:
    if pages == 0:
        raise UnreadableFile(path, "这个 PDF 一页也没有。", "this PDF has no pages.")
    if pages > most:
        raise UnreadableFile(
            path,
            f"这个 PDF 有 {pages} 页，超过 {most} 页的上限。请按报告拆分后再试。",
            f"this PDF has {pages} pages, the limit is {most}. Split it by report.",
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
                "这个 PDF 有密码。请先解除密码，再重新添加。",
                "this PDF is locked with a password. Remove the password and add it again.",
            ) from error
        raise _broken(path) from error


def _read_pages(
    scanned: pdfium.PdfDocument,
    data: bytes,
    on_page: Callable[[int, int], None],
    settings: IngestSettings,
) -> Loaded:
    count = len(scanned)
    prose = pypdf.PdfReader(io.BytesIO(data))
    readers: set[str] = set()
    raw: list[list[PdfLine | RawTable]] = []
    with pdfplumber.open(io.BytesIO(data)) as ruled:
        for index in range(count):
            with PDFIUM:
                seen = scanned[index]
            name, blocks = _read_page(seen, prose.pages[index], ruled.pages[index], settings)
            ruled.pages[index].close()
            readers.add(name)
            raw.append(blocks)
            on_page(index + 1, count)
    return Loaded("+".join(sorted(readers)), _pages(raw))


def _read_page(
    seen: pdfium.PdfPage,
    prose: pypdf.PageObject,
    ruled: pdfplumber.page.Page,
    settings: IngestSettings,
) -> tuple[str, list[PdfLine | RawTable]]:
    """The first reader that can make out the page: tables need one, prose another, scans a third.

    They know different fonts, so that one may read what another sees as (cid:27)(cid:9).
    """
    with PDFIUM:
        picture = is_picture(seen, seen.get_textpage().get_text_range(), settings)
        has_rules = not picture and _has_rules(seen)
    if not picture:
        if has_rules and not is_garbled(_text(blocks := ruled_blocks(ruled))):
            return "pdfplumber", blocks
        if not is_garbled(_text(lines := list[PdfLine | RawTable](prose_lines(prose)))):
            return "pypdf", lines
    return "rapidocr", list(picture_of(seen, settings))


def _text(blocks: Sequence[PdfLine | RawTable]) -> str:
    return "".join(
        b.text if isinstance(b, PdfLine) else "".join(cell.text for cell in b.cells) for b in blocks
    )


def picture_of(page: pdfium.PdfPage, settings: IngestSettings) -> list[PdfLine]:
    """A page that is a picture → the lines read in it."""
    with PDFIUM:
        image = page.render(scale=settings.ocr_scale).to_numpy()
    return picture_lines(image, settings.ocr_side)


def is_garbled(text: str) -> bool:
    """Whether a third of a text's characters or more stand for nothing that can be read."""
    signs = [c for c in text.replace("(cid:", "\ufffd") if not c.isspace()]
    unread = sum(1 for c in signs if c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or c < " ")
    return unread > len(signs) * _GARBLED_SHARE


def is_picture(page: pdfium.PdfPage, text: str, settings: IngestSettings) -> bool:
    """Whether a page is a picture: no text, text that says nothing, or hardly any on a scan."""
    count = len("".join(text.split()))
    if is_garbled(text):
        return True
    if count > settings.scan_characters:
        return False
    breadth, height = page.get_size()
    pictures = page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    covered = max((_area(picture.get_bounds()) for picture in pictures), default=0.0)
    return bool(covered > (0.4 if count else 0.02) * breadth * height)


def _area(bounds: tuple[float, float, float, float]) -> float:
    return (bounds[2] - bounds[0]) * (bounds[3] - bounds[1])


def _has_rules(page: pdfium.PdfPage) -> bool:
    """Cheap: a table needs a frame and one rule each way; a map or a plan has far more lines."""
    strokes = 0
    for path in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_PATH], max_depth=3):
        strokes += pdfium.raw.FPDFPath_CountSegments(path)
        if strokes > _MOST_STROKES:
            return False
    return strokes >= _FEWEST_STROKES


def _pages(raw: list[list[PdfLine | RawTable]]) -> tuple[Page, ...]:
    """Lines learn their indents from all pages together: one page may have only titles."""
    laid_out = to_lines(raw)
    return tuple(Page(n, tuple(blocks)) for n, blocks in enumerate(laid_out, start=1))


def _broken(path: Path) -> UnreadableFile:
    return UnreadableFile(
        path,
        "这个 PDF 已损坏，打不开。请重新下载或重新导出后再试。",
        "this PDF is damaged and cannot be opened. Download or export it again.",
    )
