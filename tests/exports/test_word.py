"""A DOCX file is one that an office files, and says what it was given, as it was given."""

from __future__ import annotations

import io
import re
from decimal import Decimal

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from exports.document import Column, Heading, Paragraph, Table
from exports.word import to_docx
from models.version import VERSION
from tests.exports.conftest import HOSTILE, MARKUP, NO_TEXT, document


def opened(written):
    return docx.Document(io.BytesIO(to_docx(written)))


def texts(word) -> list[str]:
    cells = [c.text for table in word.tables for row in table.rows for c in row.cells]
    return [*(p.text for p in word.paragraphs), *cells]


def test_every_block_is_there_in_order(whole):
    word = opened(whole)
    assert [p.text for p in word.paragraphs if p.text][:5] == [
        "审计底稿",
        "一、2022年水务局绩效自评报告",
        "核对相符：合计 3。\n另起一行。",
        "出处：水务局.txt",
        "比率",
    ]
    assert [len(table.rows) for table in word.tables] == [31, 31]
    assert word.tables[0].rows[30].cells[3].text == "-0.04%"


def test_the_paper_is_a4_with_title_date_and_page_numbers(whole):
    section = opened(whole).sections[0]
    assert abs(section.page_width - Mm(210)) + abs(section.page_height - Mm(297)) < Mm(1)
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    day = "2026年3月1日" if whole.language == "zh" else "2026-03-01"
    assert head.text == f"审计底稿\t{day}"
    numbers = [f.get(qn("w:instr")) for f in foot._p.iter(qn("w:fldSimple"))]
    assert numbers == ["PAGE", "NUMPAGES"]
    written = "".join(t.text for t in foot._p.iter(qn("w:t")))
    assert written == ("第 1 页 共 1 页" if whole.language == "zh" else "Page 1 of 1")


def test_a_document_on_its_side_is_broader_than_high():
    section = opened(document(landscape=True)).sections[0]
    assert section.page_width > section.page_height
    assert section.orientation == docx.enum.section.WD_ORIENT.LANDSCAPE


@pytest.mark.parametrize("landscape", [False, True])
def test_a_table_repeats_its_head_and_stays_between_the_margins(whole, landscape):
    word = opened(document(*whole.blocks, landscape=landscape))
    section = word.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    for table in word.tables:
        repeated = [len(row._tr.findall(f".//{qn('w:tblHeader')}")) for row in table.rows]
        assert repeated == [1] + [0] * (len(table.rows) - 1)
        assert table._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
        for row in (table.rows[0], table.rows[-1]):
            assert sum(cell.width for cell in row.cells) <= room
        assert sum(column.width for column in table.columns) <= room


def test_fonts_are_named_for_chinese_and_latin_and_no_theme_overrides_them(whole):
    word = opened(whole)
    chinese = {"Normal": "仿宋", "Title": "宋体", "Heading 1": "黑体", "Table Text": "宋体"}
    for name, face in chinese.items():
        fonts = word.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == face
        assert fonts.get(qn("w:ascii")) == "Times New Roman"
        assert not [key for key in fonts.attrib if "heme" in key]
    styles = {p.style.name for p in word.paragraphs}
    styles |= {p.style.name for t in word.tables for c in t.columns[0].cells for p in c.paragraphs}
    assert all(word.styles[n].element.rPr.rFonts.get(qn("w:eastAsia")) for n in styles)


def test_it_is_signed_with_the_product_and_asks_for_signatures(whole):
    word = opened(whole)
    about = word.core_properties
    assert about.author == about.last_modified_by == f"绩问 Jiwen {VERSION}"
    assert (about.title, about.language, about.comments) == ("审计底稿", whole.language, "")
    labels = ("编制人", "复核人", "日期")
    if whole.language == "en":
        labels = ("Prepared by", "Reviewed by", "Date")
    last = word.paragraphs[-1]
    assert [label for label in labels if label in last.text] == [*labels]
    lines = [tab.get(qn("w:leader")) for tab in last._p.iter(qn("w:tab"))]
    assert lines.count("underscore") == 3


def test_what_is_set_apart_looks_so(whole):
    cell = opened(whole).tables[0].rows[1].cells[2].paragraphs[0]
    plain, quoted, raised = cell.runs
    assert plain.font.highlight_color is None
    assert quoted.font.highlight_color is not None
    assert raised.font.superscript


@pytest.mark.parametrize("text", [MARKUP, *HOSTILE, "PAGE \\* MERGEFORMAT"])
def test_a_text_is_data(text):
    written = document(Heading(text), Paragraph(text), Table((Column(text),), ((text,),)))
    told = text.replace("\r", "\n")
    assert [t.strip() for t in texts(opened(written))].count(told.strip()) == 4
    word = opened(document(Paragraph(text), title=text))
    assert not list(word.element.iter(qn("w:fldSimple"), qn("w:instrText"), qn("w:hyperlink")))


def test_characters_that_no_file_holds_are_taken_out():
    table = Table((Column(NO_TEXT),), ((NO_TEXT,),))
    word = opened(document(Heading(NO_TEXT), Paragraph(NO_TEXT), table, title=NO_TEXT))
    assert [t for t in texts(word) if t] == ["abcdefgh"] * 5


def test_a_long_title_runs_along_on_one_line():
    head = opened(document(title="报告" * 100)).sections[0].header.paragraphs[0].text
    assert len(head) < 80


def test_a_number_stands_right_as_it_is_counted():
    columns = (
        Column("年"),
        Column("金额"),
        Column("执行率", suffix="%"),
        Column("差", signed=True),
    )
    row = (2022, Decimal("1234567.80"), Decimal("99.4"), Decimal("3"))
    cells = opened(document(Table(columns, (row,)))).tables[0].rows[1].cells
    assert [c.text for c in cells] == ["2022", "1,234,567.80", "99.4%", "+3"]
    assert all(c.paragraphs[0].alignment == 2 for c in cells)


def test_an_empty_table_has_its_head():
    (table,) = opened(document(Table((Column("序号"),), ()))).tables
    assert [re.sub(r"\s", "", c.text) for c in table.rows[0].cells] == ["序号"]
