"""A document → DOCX, laid out as an office files it: A4, running head, page numbers.

Fonts go by name, as Word has them: 仿宋 for text, 黑体 for headings and the heads of tables, 宋体
for titles, tables and what is small; Latin letters and figures in Times New Roman.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import UTC
from decimal import Decimal

import docx
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as Grid
from docx.text.paragraph import Paragraph as WordParagraph

from exports.document import (
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
)
from exports.wording import PAGE, PRODUCT, day, signature_labels, written
from languages import tag, translate

_LATIN = "Times New Roman"
_SMALL, _CELL, _CELL_HEAD = "Small Text", "Table Text", "Table Head"
_FACES = {
    "Normal": ("仿宋", Pt(12)),
    "Title": ("宋体", Pt(18)),
    "Heading 1": ("黑体", Pt(14)),
    "Heading 2": ("黑体", Pt(12)),
    "Header": ("宋体", Pt(9)),
    "Footer": ("宋体", Pt(9)),
    _SMALL: ("宋体", Pt(9.5)),
    _CELL: ("宋体", Pt(9.5)),
    _CELL_HEAD: ("黑体", Pt(9.5)),
}
"""Each style's Chinese font and size."""
_EAST_ASIAN = "zh", "ja", "ko"
"""The languages whose words Word checks as East Asian text, apart from Latin text."""

_SHORT, _LONG = Mm(210), Mm(297)
_MARGINS = Mm(28), Mm(24), Mm(26), Mm(26)  # above, below, left, right
_TITLE = 60
"""Characters of a title in the running head, which has one line."""


def to_docx(document: Document) -> bytes:
    """A document → a DOCX file."""
    word = docx.Document()
    _about(word, document)
    _set_up_page(word, document)
    _set_up_styles(word, document)
    _run_along(word, document)
    word.add_paragraph(printable(document.title), style="Title")
    for block in document.blocks:
        match block:
            case Heading(text, level):
                word.add_heading(printable(text), level=level)
            case Paragraph(text, small):
                line = word.add_paragraph(style=_SMALL if small else None)
                _put_spans(line, spans_of(text))
            case Table():
                _put_table(word, block, _breadth(document))
            case Signatures():
                _put_signatures(word, document.language, _breadth(document))
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _about(word: Word, document: Document) -> None:
    about = word.core_properties
    about.author = about.last_modified_by = PRODUCT
    about.title, about.language = printable(document.title), document.language
    about.created = about.modified = document.made.astimezone(UTC).replace(tzinfo=None)
    about.comments = ""  # the template says who made the template


def _set_up_page(word: Word, document: Document) -> None:
    page = word.sections[0]
    page.page_width, page.page_height = _SHORT, _LONG
    if document.landscape:
        page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = _LONG, _SHORT
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = _MARGINS
    page.header_distance = page.footer_distance = Mm(14)


def _breadth(document: Document) -> int:
    """How broad a line of text may be."""
    return (_LONG if document.landscape else _SHORT) - _MARGINS[2] - _MARGINS[3]


def _set_up_styles(word: Word, document: Document) -> None:
    own = "eastAsia" if document.language in _EAST_ASIAN else "val"
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")  # what reports say stands in any document
        language.set(qn(f"w:{own}"), tag(document.language))
    for name in (_SMALL, _CELL, _CELL_HEAD):
        word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = word.styles["Normal"]
    for name, (chinese, size) in _FACES.items():
        style = word.styles[name]
        assert isinstance(style, ParagraphStyle)
        _set_face(style, chinese, document.language)
        style.font.size, style.font.color.rgb = size, RGBColor(0, 0, 0)
        space = style.paragraph_format
        space.space_before, space.space_after = Pt(0), Pt(4)
        # The template's lines and stops, and the blue twins of its headings.
        _drop(style.element, "w:pBdr", "w:tabs", "w:link")
    normal = word.styles["Normal"].paragraph_format
    normal.line_spacing = 1.25
    for name in (_CELL, _CELL_HEAD):
        space = word.styles[name].paragraph_format
        space.space_after, space.line_spacing = Pt(0), 1.1
    for name, before in (("Heading 1", Pt(14)), ("Heading 2", Pt(8))):
        word.styles[name].paragraph_format.space_before = before
        word.styles[name].font.bold = False
    title = word.styles["Title"].paragraph_format
    title.alignment, title.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(12)
    word.styles["Title"].font.bold = True


def _set_face(style: ParagraphStyle, chinese: str, language: str) -> None:
    """Settle a style's fonts outright: a theme's font would win over one that is named."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    if language == "zh":
        # “ ” … — are in both scripts, and of the Latin font unless Word is told.
        fonts.set(qn("w:hint"), "eastAsia")
    for script, face in (
        *((script, _LATIN) for script in ("ascii", "hAnsi", "cs")),
        ("eastAsia", chinese),
    ):
        fonts.set(qn(f"w:{script}"), face)


def _drop(element: BaseOxmlElement, *names: str) -> None:
    for name in names:
        for found in element.iter(qn(name)):
            found.getparent().remove(found)


def _run_along(word: Word, document: Document) -> None:
    """Put the title and the date over every page, and its number under it."""
    section = word.sections[0]
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    title = printable(document.title).replace("\n", " ")
    title = title if len(title) <= _TITLE else f"{title[:_TITLE]}…"
    head.paragraph_format.tab_stops.add_tab_stop(Emu(_breadth(document)), WD_TAB_ALIGNMENT.RIGHT)
    head.add_run(f"{title}\t{day(document.made, document.language)}")
    _underline(head)
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for part in _split(translate(document.language, PAGE, page="\0PAGE\0", pages="\0NUMPAGES\0")):
        if part in ("PAGE", "NUMPAGES"):
            foot._p.append(_field(part))
        else:
            foot.add_run(part)


def _split(text: str) -> Iterator[str]:
    yield from (part for part in text.split("\0") if part)


def _field(code: str) -> BaseOxmlElement:
    field = _element("w:fldSimple", instr=code)
    run, number = _element("w:r"), _element("w:t")
    number.text = "1"
    run.append(number)
    field.append(run)
    return field


def _underline(line: WordParagraph) -> None:
    border = _element("w:pBdr")
    border.append(_element("w:bottom", val="single", sz="4", space="4", color="808080"))
    line._p.get_or_add_pPr().insert_element_before(
        border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _element(name: str, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _put_spans(line: WordParagraph, spans: Iterable[Span]) -> None:
    for span in spans:
        run = line.add_run(printable(span.text))
        match span.look:
            case Look.STRONG:
                run.bold = True
            case Look.QUOTED:
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
            case Look.RAISED:
                run.font.superscript = True


def _put_table(word: Word, table: Table, breadth: int) -> None:
    grid = word.add_table(1 + len(table.rows), len(table.columns), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    shares = widths(table)
    _set_widths(grid, [breadth * share // sum(shares) for share in shares])
    # By its id: looking a style up by name takes as long as writing a row.
    head, body = word.styles[_CELL_HEAD].style_id, word.styles[_CELL].style_id
    first = grid.rows[0]
    first._tr.get_or_add_trPr().extend([_element("w:cantSplit"), _element("w:tblHeader")])
    for field, column in zip(first.cells, table.columns, strict=True):
        line = field.paragraphs[0]
        line._p.style = head
        _put_spans(line, spans_of(column.label))
        field._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", fill="E8EDF1"))
    for row, cells in zip(list(grid.rows)[1:], table.rows, strict=True):
        for field, cell, column in zip(row.cells, cells, table.columns, strict=True):
            line = field.paragraphs[0]
            line._p.style = body
            _put_cell(line, cell, column)
    word.add_paragraph(style=_SMALL)  # two tables in a row would be one


def _set_widths(grid: Grid, breadths: list[int]) -> None:
    """Settle how broad each column is: in the grid, and in every cell, where Word looks first."""
    for column, breadth in zip(grid.columns, breadths, strict=True):
        column.width = Emu(breadth)
    for row in grid.rows:
        for field, breadth in zip(row.cells, breadths, strict=True):
            field.width = Emu(breadth)


def _put_cell(line: WordParagraph, cell: Cell, column: Column) -> None:
    if isinstance(cell, int | Decimal):
        line.add_run(written(cell, column))
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif cell is not None:
        _put_spans(line, spans_of(cell))


def _put_signatures(word: Word, language: str, breadth: int) -> None:
    labels = signature_labels(language)
    line = word.add_paragraph()
    line.paragraph_format.space_before = Pt(30)
    step = breadth // len(labels)
    for n, label in enumerate(labels, start=1):
        stop = line.paragraph_format.tab_stops.add_tab_stop
        stop(Emu(step * n - Mm(6)), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)
        if n < len(labels):
            stop(Emu(step * n), WD_TAB_ALIGNMENT.LEFT)
        line.add_run(f"{label}\t" + ("\t" if n < len(labels) else ""))
