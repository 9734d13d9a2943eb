"""A document → PDF, laid out as the Word file is.

No font travels with it: Chinese is set in STSong-Light, one of the fonts that PDF readers are to
have or to replace (Adobe's Asian font packs; SimSun, Noto …), Latin in Times, signs in Symbol and
ZapfDingbats, which are of the fourteen that every reader has. Why, and what that means:
`docs/decisions/026-files-of-an-office.md`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import groupby
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, SimpleDocTemplate
from reportlab.platypus import Paragraph as Lines
from reportlab.platypus import Table as Grid

from exports.document import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Look,
    Paragraph,
    Signatures,
    Span,
    Table,
    printable,
    spans_of,
    widths,
    words,
)
from exports.wording import PAGE, PRODUCT, day, signature_labels, written
from languages import N_, tag, translate

_CHINESE, _LATIN, _STRONG = "STSong-Light", "Times-Roman", "Times-Bold"
_MISSING = "〓"
"""What stands for a character that no font has, as printers set it."""

_ABOVE, _BELOW, _BESIDE = 28 * mm, 24 * mm, 26 * mm
_UNDER_HEADING = 30 * mm
"""With less room than this under it, a heading goes to the next page."""
_TITLE = 60
"""Characters of a title in the running head, which has one line."""


def _style(
    name: str, size: float, alignment: int = TA_LEFT, before: float = 0, after: float = 0
) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName=_CHINESE,
        fontSize=size,
        leading=size * 1.4,
        wordWrap="CJK",
        alignment=alignment,
        spaceBefore=before,
        spaceAfter=after,
    )


_TITLED = _style("title", 18, TA_CENTER, after=12)
_HEADED = {
    1: _style("heading 1", 14, before=14, after=4),
    2: _style("heading 2", 12, before=8, after=4),
}
_BODY, _SMALL = _style("body", 12, after=4), _style("small", 9.5, after=4)
_CELL, _NUMBER = _style("cell", 9.5), _style("number", 9.5, TA_RIGHT)
_LEFT_OUT = N_(
    "The fonts of a PDF lack these characters, shown here as 〓; the Word file has them: "
    "{characters}"
)


def to_pdf(document: Document) -> bytes:
    """A document → a PDF file.

    A character that its fonts lack is shown as 〓, and named at the end.
    """
    registerFont(UnicodeCIDFont(_CHINESE))
    _, pages = _built(document, 0)  # how many pages there are is known when they are made
    file, _ = _built(document, pages)
    return file


def _built(document: Document, pages: int) -> tuple[bytes, int]:
    """A document that says of itself that it has so many pages → its file, and how many it has."""
    file = io.BytesIO()
    paper = SimpleDocTemplate(
        file,
        pagesize=landscape(A4) if document.landscape else A4,
        topMargin=_ABOVE,
        bottomMargin=_BELOW,
        leftMargin=_BESIDE,
        rightMargin=_BESIDE,
        title=printable(document.title),
        author=PRODUCT,
        creator=PRODUCT,
        lang=tag(document.language),
    )
    flow: list[Flowable] = [_lines(document.title, _TITLED)]
    for block in document.blocks:
        flow += _flowables(block, document.language, paper.width)
    if missing := sorted({sign for sign in _all_signs(document) if _font(sign) is None}):
        named = " ".join(f"U+{ord(sign):04X}" for sign in missing)
        flow.append(_lines(translate(document.language, _LEFT_OUT, characters=named), _SMALL))

    def run_along(canvas: Canvas, paper: SimpleDocTemplate) -> None:
        _run_along(canvas, document, f"{paper.page}", f"{pages}")

    paper.build(flow, onFirstPage=run_along, onLaterPages=run_along)
    return file.getvalue(), int(paper.page)


def _flowables(block: Block, language: str, breadth: float) -> list[Flowable]:
    match block:
        case Heading(text, level):
            # What is kept with the next would take a whole table along to the next page.
            return [CondPageBreak(_UNDER_HEADING), _lines(text, _HEADED[level])]
        case Paragraph(text, small):
            return [_lines(text, _SMALL if small else _BODY)]
        case Table():
            return [_grid(block, breadth)]
        case Signatures():
            return [KeepTogether([_signatures(language, breadth)])]


def _lines(cell: Cell, style: ParagraphStyle) -> Lines:
    spans = cell if isinstance(cell, tuple) else spans_of(words(cell))
    return Lines("".join(map(_markup, spans)), style)


_LOOKS = {
    Look.PLAIN: "{}",
    Look.STRONG: "{}",  # by its font; STSong-Light has no bold face
    Look.QUOTED: '<font backColor="#fff2a8">{}</font>',
    Look.RAISED: "<super>{}</super>",
}


def _markup(span: Span) -> str:
    """A span → reportlab's markup, the text in it escaped."""
    text = "".join(
        f'<font name="{face}">{escape(piece)}</font>'
        for face, piece in _pieces(printable(span.text), strong=span.look is Look.STRONG)
    )
    return _LOOKS[span.look].format(text.replace("\n", "<br/>"))


def _pieces(text: str, *, strong: bool = False) -> Iterator[tuple[str, str]]:
    """A text → its pieces, each with the font that has it."""
    for face, signs in groupby(text, _font):
        piece = "".join(signs)
        if face is None:
            yield _CHINESE, _MISSING * len(piece)
        else:
            yield _STRONG if strong and face == _LATIN else face, piece


_NARROW = 0x250
"""Below it characters are Latin, and set as such though GBK has some of them, broad, too."""

_FONTS = (
    # UniGB-UCS2-H, by which the font is used, has the characters of GBK.
    (_CHINESE, "gbk"),
    (_LATIN, "cp1252"),
    ("Symbol", "symbolencoding"),
    ("ZapfDingbats", "zapfdingbatsencoding"),
)
"""The fonts that need not travel with a file, and the codec of the characters that each has."""


@cache
def _font(sign: str) -> str | None:
    """The font that has a character; None where none has."""
    if ord(sign) < _NARROW and _in(sign, "cp1252"):
        return _LATIN
    return next((face for face, encoding in _FONTS if _in(sign, encoding)), None)


def _in(sign: str, encoding: str) -> bool:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _all_signs(document: Document) -> Iterator[str]:
    """Every character of a document that is not taken out."""
    yield from printable(document.title)
    for block in document.blocks:
        match block:
            case Heading(text) | Paragraph(text):
                yield from printable(words(text))
            case Table(columns, rows):
                yield from printable("".join(column.label for column in columns))
                yield from (sign for row in rows for c in row for sign in printable(words(c)))


def _grid(table: Table, breadth: float) -> Grid:
    shares = widths(table)
    rows = [
        [_lines(column.label, _CELL) for column in table.columns],
        *([_cell(c, col) for c, col in zip(row, table.columns, strict=True)] for row in table.rows),
    ]
    return Grid(
        rows,
        colWidths=[breadth * share / sum(shares) for share in shares],
        repeatRows=1,
        splitInRow=1,
        spaceBefore=4,
        spaceAfter=10,
        style=[
            ("GRID", (0, 0), (-1, -1), 0.5, HexColor("#000000")),
            ("BACKGROUND", (0, 0), (-1, 0), HexColor("#e8edf1")),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ],
    )


def _cell(cell: Cell, column: Column) -> Lines:
    if isinstance(cell, int | Decimal):
        return _lines(written(cell, column), _NUMBER)
    return _lines(cell, _CELL)


def _signatures(language: str, breadth: float) -> Grid:
    labels = signature_labels(language)
    ruled = [("LINEBELOW", (n, 0), (n, 0), 0.5, HexColor("#000000")) for n in range(len(labels))]
    return Grid(
        [[_lines(label, _BODY) for label in labels]],
        colWidths=[breadth / len(labels)] * len(labels),
        spaceBefore=30,
        style=ruled,
    )


_RUNNING = 9
"""The size of what stands over and under every page."""


def _run_along(canvas: Canvas, document: Document, page: str, pages: str) -> None:
    """Put the title and the date over a page, and its number under it."""
    width, height = landscape(A4) if document.landscape else A4
    title = printable(document.title).replace("\n", " ")
    title = title if len(title) <= _TITLE else f"{title[:_TITLE]}…"
    made = day(document.made, document.language)
    number = translate(document.language, PAGE, page=page, pages=pages)
    above = height - 18 * mm
    _put(canvas, _BESIDE, above, title)
    _put(canvas, width - _BESIDE - _long(made), above, made)
    canvas.setLineWidth(0.5)
    canvas.line(_BESIDE, above - 4, width - _BESIDE, above - 4)
    _put(canvas, (width - _long(number)) / 2, 14 * mm, number)


def _put(canvas: Canvas, x: float, y: float, text: str) -> None:
    for face, piece in _pieces(text):
        canvas.setFont(face, _RUNNING)
        canvas.drawString(x, y, piece)
        x += stringWidth(piece, face, _RUNNING)


def _long(text: str) -> float:
    return sum(float(stringWidth(piece, face, _RUNNING)) for face, piece in _pieces(text))
