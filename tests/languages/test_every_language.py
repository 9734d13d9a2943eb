"""What stands in a file is in the language that was asked for, whichever it is."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import docx
import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader

from exports.document import Book, Column, Document, Paragraph, Sheet, Signatures, Table
from exports.pdf import to_pdf
from exports.word import to_docx
from exports.wording import day
from exports.workbook import to_xlsx
from languages import LANGUAGES, messages, tag, translate
from languages.extraction import ROOT
from rag.export import as_document
from tests.languages.conftest import TOY

MADE = datetime(2026, 3, 1, 8, tzinfo=UTC)
TABLE = Table((Column("a"),), (("b",),))


@pytest.fixture(params=dict.fromkeys([*LANGUAGES, TOY]))
def language(request, toy, monkeypatch) -> str:
    """Each language there is, and one more."""
    kept = messages.catalogue
    monkeypatch.setattr(messages, "catalogue", lambda code: toy if code == TOY else kept(code))
    return request.param


def test_the_toy_language_is_one(language) -> None:
    assert (language != TOY) or translate(language, "Summary") == "«Summary»"


def test_a_workbook_is_made(language) -> None:
    made = to_xlsx(Book("t", language, MADE, (), (Sheet("s", TABLE),)))
    assert translate(language, "Summary") in load_workbook(io.BytesIO(made)).sheetnames


def test_a_word_file_is_made(language) -> None:
    word = docx.Document(
        io.BytesIO(to_docx(Document("t", language, MADE, (Paragraph("p"), TABLE, Signatures()))))
    )
    assert word.core_properties.language == language
    assert translate(language, "Reviewed by") in word.paragraphs[-1].text
    (checked,) = word.styles.element.iter(qn("w:lang"))
    assert tag(language) in checked.attrib.values()
    assert checked.get(qn("w:eastAsia")) in ("zh-CN", tag(language)), "reports are in Chinese"


def test_a_pdf_is_made(language) -> None:
    made = to_pdf(Document("t", language, MADE, (Paragraph("p"), TABLE, Signatures())))
    file = PdfReader(io.BytesIO(made))
    assert file.trailer["/Root"]["/Lang"] == tag(language)
    assert translate(language, "Reviewed by") in file.pages[0].extract_text()


def test_the_record_of_answers_is_in_the_visitors_language(language) -> None:
    record = as_document([], MADE, language=language)
    assert record.title == translate(language, "Questions and answers")


def test_a_date_is_chinese_in_chinese_only(language) -> None:
    assert ("年" in day(MADE, language)) == (language == "zh")


@pytest.mark.parametrize("room", ["exports", "figures", "goals", "ingest", "operations", "ui"])
def test_whoever_does_not_read_chinese_is_not_taken_for_one_who_does(room: str) -> None:
    """Questions are Chinese or English; readers are not: of a pair they are shown the English."""
    for path in (ROOT / room).rglob("*.py"):
        assert not re.search(r'[=!]= "en"', path.read_text(encoding="utf-8")), path
