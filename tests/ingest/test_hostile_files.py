import io
import zipfile
from contextlib import suppress

import docx
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from ingest.load import load
from ingest.loaded import UnreadableFile
from ingest.settings import USUAL
from tests.ingest.made_files import body, text_pdf


def refusal(path) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as refused:
        load(path)
    assert refused.value.path == path
    assert refused.value.worded("zh").endswith("。")
    assert refused.value.worded("en").endswith(".")
    return refused.value


def test_a_file_that_is_not_there_says_so(tmp_path):
    assert "No such file" in refusal(tmp_path / "none.pdf").worded("en")


@pytest.mark.parametrize("content", [b"", b"\n\n  \r\n", b"\0" * 4096])
def test_an_empty_file_says_so(tmp_path, content):
    path = tmp_path / "empty.docx"
    path.write_bytes(content)
    assert "空" in refusal(path).worded("zh")


def test_a_locked_pdf_asks_for_the_password_to_be_removed(tmp_path):
    plain = text_pdf(tmp_path / "plain.pdf", [body("一、概况。")])
    writer = pypdf.PdfWriter(clone_from=plain)
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(tmp_path / "locked.pdf")
    assert "解除密码" in refusal(tmp_path / "locked.pdf").worded("zh")


def test_a_pdf_locked_only_against_printing_is_read(tmp_path):
    plain = text_pdf(tmp_path / "plain.pdf", [body("一、概况。")])
    writer = pypdf.PdfWriter(clone_from=plain)
    writer.encrypt("", owner_password="secret", algorithm="AES-128")
    writer.write(tmp_path / "owned.pdf")
    assert load(tmp_path / "owned.pdf").page_count == 1


def test_a_pdf_without_end_is_damaged(tmp_path):
    whole = text_pdf(tmp_path / "whole.pdf", [body("一、概况。")]).read_bytes()
    path = tmp_path / "cut.pdf"
    path.write_bytes(whole[:300])
    assert "损坏" in refusal(path).worded("zh")


def test_a_pdf_with_blank_pages_only_has_no_text(tmp_path):
    canvas = Canvas(str(tmp_path / "blank.pdf"))
    canvas.showPage()
    canvas.save()
    assert "没有" in refusal(tmp_path / "blank.pdf").worded("zh")


def test_a_pdf_of_three_thousand_pages_is_to_be_split(tmp_path):
    canvas = Canvas(str(tmp_path / "long.pdf"))
    for _ in range(3000):
        canvas.drawString(90, 700, "page")
        canvas.showPage()
    canvas.save()
    assert str(USUAL.most_pages) in refusal(tmp_path / "long.pdf").worded("en")


def bomb(path, name):
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package,
        package.open(name, "w", force_zip64=True) as part,
    ):
        for _ in range(400):
            part.write(b" " * 2**20)
    return path


@pytest.mark.parametrize("name", ["word/document.xml", "xl/workbook.xml", "word/media/a.png"])
def test_a_zip_bomb_is_not_unpacked(tmp_path, name):
    assert "400 MB" in refusal(bomb(tmp_path / "bomb.docx", name)).worded("en")


def test_an_archive_posing_as_a_document_says_what_may_be_added(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as package:
        package.writestr("hello.txt", "hello")
    assert "PDF、DOCX" in refusal(tmp_path / "a.docx").worded("zh")


def test_a_word_file_with_a_torn_inside_is_damaged(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as package:
        package.writestr("word/document.xml", "<w:document")
    assert "损坏" in refusal(tmp_path / "a.docx").worded("zh")


@pytest.mark.parametrize("name", ["old.doc", "old.xls", "old.wps", "old.pdf"])
def test_old_office_files_are_to_be_saved_anew(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert "DOCX" in refusal(path).worded("zh")


def test_an_office_file_with_a_password_says_so(tmp_path):
    path = tmp_path / "locked.docx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    )
    assert "密码" in refusal(path).worded("zh")


def test_content_counts_and_not_the_ending(tmp_path):
    document = docx.Document()
    document.add_paragraph("一、概况")
    file = io.BytesIO()
    document.save(file)
    path = tmp_path / "report.pdf"
    path.write_bytes(file.getvalue())
    assert load(path).parser == "word"


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([b"%PDF-1.7\n", b"PK\x03\x04", b"<html>", b"{\\rtf1", b""]), st.binary())
def test_any_bytes_are_read_or_refused(tmp_path_factory, start, rest):
    path = tmp_path_factory.mktemp("bytes") / "file"
    path.write_bytes(start + rest)
    with suppress(UnreadableFile):
        assert load(path).pages
