"""A file → pages of lines and raw tables, whatever its format; judged by content, not by name.

Plain text:
text            text → pages of lines, and of the tables pasted in
text_tables     lines → the same, with those tables as raw tables; by the next two
text_fields     a line → its fields, in each way that people set columns apart
text_columns    cells of a row → the columns they belong to
encoding        bytes of a text or a web page → characters

Web pages:
web             a page → lines and raw tables of its main text

Office:
package         a zip package → its kind, whether it is safe to unpack, its parts
word            a Word file's parts → lines and raw tables, as printed
word_elements   its elements → their style, whether they are shown, what of them is gone
numbering       a paragraph's place in its list → 一、, （二）, 3.1 as printed
formula         a formula of Word → one line
sheet           a workbook's parts → one page a sheet, its tables as shown
workbook        the same → its cells as kept
number_format   a value and its format → the text that is shown
calculate       a formula without its value → the value, where that is plain arithmetic
office_picture  a picture in an office file → the lines and tables read in it

PDF:
pdf             bytes → pages, each by the reader that suits it
pdf_page        one page → its lines and, where rules are drawn, its tables; by those below
pdf_print       a page → what is printed on it: signs, rules, pictures
pdf_objects     the same out of pdfium's objects
pdf_overlay     fields filled in and remarks → printed on the page, or told
pdf_seen        stretches of text → which of them an eye reads
pdf_lines       signs → lines of text
pdf_columns     a page in two columns → where they part, and its lines in order
pdf_picture     what was read in a picture → lines and tables of its page

Pictures:
ocr             a picture → the pieces of text in it
picture_rules   a picture → the rules drawn in it
unread_ink      a picture and the text found in it → where ink is left that looks like text

What several formats need:
ruling          rules drawn → the tables they make
aligned         words in columns without rules → tables
spans           cells, some over several rows or columns → a raw table
symbols         a letter in a font of symbols → the sign that is seen
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
