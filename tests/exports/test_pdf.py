"""A PDF file says what the Word file says; what its fonts cannot show is told."""

from __future__ import annotations

import io

from pypdf import PdfReader

from exports.document import Column, Heading, Paragraph, Table
from exports.pdf import to_pdf
from languages.messages import catalogue_path
from models.version import VERSION
from tests.exports.conftest import MARKUP, NO_TEXT, document


def opened(written):
    return PdfReader(io.BytesIO(to_pdf(written)))


def text_of(written) -> str:
    pages = [page.extract_text() for page in opened(written).pages]
    return "".join("\n".join(pages).split())


def test_every_page_has_title_date_number_and_the_head_of_the_table(whole):
    pages = [page.extract_text() for page in opened(whole).pages]
    assert len(pages) > 2
    for n, page in enumerate(pages, start=1):
        flat = "".join(page.split())
        zh = whole.language == "zh"
        assert (f"第{n}页共{len(pages)}页" if zh else f"Page{n}of{len(pages)}") in flat
        assert ("2026年3月1日" if zh else "2026-03-01") in flat
        assert "审计底稿" in flat
        assert "问题描述" in flat
    assert ("复核人" if whole.language == "zh" else "Reviewed by") in pages[-1]


def test_it_is_a4_and_signed_with_the_product():
    upright, aside = opened(document()), opened(document(landscape=True))
    assert [round(float(side)) for side in upright.pages[0].mediabox[2:]] == [595, 842]
    assert [round(float(side)) for side in aside.pages[0].mediabox[2:]] == [842, 595]
    assert upright.metadata.author == f"绩问 Jiwen {VERSION}"
    assert upright.metadata.title == "审计底稿"


def test_a_text_is_data():
    table = Table((Column(MARKUP),), ((MARKUP,),))
    written = document(Heading(MARKUP), Paragraph(MARKUP), table)
    assert text_of(written).count("".join(MARKUP.split())) == 4


def test_characters_that_no_file_holds_are_taken_out():
    assert "abcdefgh" in text_of(document(Paragraph(NO_TEXT)))


def test_a_character_that_the_fonts_lack_is_shown_as_missing_and_named():
    said = text_of(document(Paragraph("叶𠮷 › ₂ “好”—")))
    assert "叶〓›〓“好”—" in said
    assert "U+2082U+20BB7" in said
    assert "〓" not in text_of(document(Paragraph("叶，《ABC》 1,234.50 ± é − ✓ ≥ ⇒")))


def test_the_fonts_have_all_that_answers_say_by_themselves():
    messages = catalogue_path("zh")
    signs = sorted(set(messages.read_text(encoding="utf-8")) - {"〓"})
    assert "〓" not in text_of(document(Paragraph("".join(signs))))


def test_a_row_taller_than_a_page_goes_on_on_the_next():
    table = Table((Column("长", 10), Column("短", 10)), (("很长的一格。" * 600, "x"),))
    assert text_of(document(table)).count("格") == 600
