"""A file → pages of lines and raw tables, whatever its format; judged by content, not by name.

Text             text; its tables: text_tables, with text_fields and text_columns (fields told apart
                 by marks) and aligned (columns that stand one under the other)
                 encoding         bytes → characters
Web page         web
Office           package          what kind of file it is, and its parts
                 word             with word_elements, numbering, formula, symbols
                 sheet            a page a sheet, out of workbook (the cells as kept), with
                                  number_format (as shown) and calculate (values that are missing)
                 office_picture   a picture in either
PDF              pdf              each page by the reader that suits it
                 pdf_objects, pdf_overlay, pdf_print, pdf_seen   what is printed on it, and seen
                 pdf_page         with pdf_lines and pdf_columns: what is printed → lines, tables
                 pdf_picture      what OCR read → the same
Pictures         ocr, picture_rules, unread_ink
Tables           ruling           rules drawn → cells; spans: cells over several rows → a raw table
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ingest.characters import plain
from ingest.load.encoding import archived_page, decode
from ingest.load.package import locked, open_package
from ingest.load.pdf import read_pdf
from ingest.load.sheet import read_sheets
from ingest.load.text import read_text
from ingest.load.web import is_html, read_html
from ingest.load.word import read_word
from ingest.loaded import Block, Line, Loaded, RawTable, UnreadableFile
from ingest.settings import USUAL, IngestSettings
from languages import N_

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_LOCKED = "EncryptedPackage".encode("utf-16-le")


def load(
    path: Path,
    on_page: Callable[[int, int], None] = lambda done, total: None,
    settings: IngestSettings = USUAL,
) -> Loaded:
    """A file → what it holds. `on_page(done, total)` is called after every page.

    Raises UnreadableFile, whose message says what is the matter and what to do.
    """
    loaded = _plain(_read(path, _bytes(path, settings), on_page, settings))
    if not any(isinstance(b, RawTable) or b.text for page in loaded.pages for b in page.blocks):
        raise UnreadableFile(
            path,
            N_("no text was found in the file."),
        )
    on_page(loaded.page_count, loaded.page_count)
    return loaded


def _read(
    path: Path, data: bytes, on_page: Callable[[int, int], None], settings: IngestSettings
) -> Loaded:
    if b"%PDF-" in data[:1024]:
        return read_pdf(path, data, on_page, settings)
    if data.startswith(b"PK"):
        package = open_package(path, data, settings)
        return {"docx": read_word, "xlsx": read_sheets}[package.kind](package, settings)
    if data.startswith(_OLE):
        raise locked(path) if _OLE_LOCKED in data else _old_office(path)
    if data.startswith(b"{\\rtf"):
        raise _old_office(path)
    if len(data) > settings.most_text_bytes:
        raise _too_large(path, len(data), settings.most_text_bytes)
    text = decode(path, archived_page(data) or data)
    return read_html(path, text) if is_html(text) else read_text(path, text)


def _plain(loaded: Loaded) -> Loaded:
    pages = (
        replace(page, blocks=tuple(_plain_block(block) for block in page.blocks))
        for page in loaded.pages
    )
    notices = (replace(n, place=plain(n.place), text=plain(n.text)) for n in loaded.notices)
    return replace(loaded, pages=tuple(pages), notices=tuple(notices))


def _plain_block(block: Block) -> Block:
    if isinstance(block, Line):
        return replace(block, text=plain(block.text).strip())
    return replace(block, cells=tuple(replace(c, text=plain(c.text)) for c in block.cells))


def _bytes(path: Path, settings: IngestSettings) -> bytes:
    try:
        size = path.stat().st_size
        if size > settings.most_bytes:
            raise _too_large(path, size, settings.most_bytes)
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            path,
            N_("the file cannot be opened: {strerror}."),
            strerror=error.strerror,
        ) from error
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableFile(path, N_("the file is empty."))
    return data


def _old_office(path: Path) -> UnreadableFile:
    return UnreadableFile(
        path,
        N_(
            "this is a file of old Word, Excel or WPS (.doc, .xls, .wps). Open it "
            "there, save it as DOCX, XLSX or PDF and add that."
        ),
    )


def _too_large(path: Path, size: int, most: int) -> UnreadableFile:
    return UnreadableFile(
        path,
        N_(
            "the file has {size} MB, the limit is {most} MB. Split it or make its pictures smaller."
        ),
        size=size // 2**20,
        most=most // 2**20,
    )
