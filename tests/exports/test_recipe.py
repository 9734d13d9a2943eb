"""The recipe of CONTRIBUTING.md, followed: what a room knows is put together once, and each format
writes it."""

from __future__ import annotations

import io

import docx
from openpyxl import load_workbook
from pypdf import PdfReader

from exports.document import Book, Column, Document, Sheet, Signatures, Table
from exports.pdf import to_pdf
from exports.word import to_docx
from exports.workbook import to_csv, to_xlsx
from tests.exports.conftest import MADE

PEOPLE = [("水务局", 12), ("交通运输局", 7)]


def table_of(people) -> Table:
    return Table((Column("部门"), Column("人数")), tuple(people))


def test_one_table_is_said_alike_in_every_format():
    table = table_of(PEOPLE)
    document = Document("人数", "zh", MADE, (table, Signatures()))
    book = Book("人数", "zh", MADE, (), (Sheet("人数", table),))
    (grid,) = docx.Document(io.BytesIO(to_docx(document))).tables
    word = [[cell.text for cell in row.cells] for row in grid.rows]
    assert word == [["部门", "人数"], ["水务局", "12"], ["交通运输局", "7"]]
    sheet = load_workbook(io.BytesIO(to_xlsx(book)))["人数"]
    assert [[str(c.value) for c in row] for row in sheet.rows] == word
    assert to_csv(table).decode("utf-8-sig").split() == [",".join(row) for row in word]
    printed = PdfReader(io.BytesIO(to_pdf(document))).pages[0].extract_text()
    assert all(cell in printed for row in word for cell in row)
