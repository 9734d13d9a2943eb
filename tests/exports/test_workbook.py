"""An XLSX file filters, prints on A4 and calculates; no text in it, or in a CSV, is a formula."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from exports.document import Book, Column, Sheet, Table, printable
from exports.workbook import to_csv, to_xlsx
from models.version import VERSION
from tests.exports.conftest import HOSTILE, MADE, NO_TEXT, TABLE, book


def opened(written):
    return load_workbook(io.BytesIO(to_xlsx(written)))


def column_of(*cells, **more) -> Table:
    return Table((Column("列", **more),), tuple((cell,) for cell in cells))


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_sheet_filters_keeps_its_head_and_prints_on_a4(language):
    sheet = opened(book(language=language))["审计"]
    assert [cell.value for cell in sheet[1]] == ["序号", "问题描述", "依据", "偏差"]
    assert sheet.auto_filter.ref == "A1:D31"
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    page = sheet.page_setup
    assert (page.orientation, int(page.paperSize)) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (page.fitToWidth, page.fitToHeight) == (1, 0)
    assert sheet.oddHeader.left.text == "审计底稿"
    footer = {"zh": "第 &P 页 共 &N 页", "en": "Page &P of &N"}
    assert sheet.oddFooter.center.text == footer[language]
    assert [sheet.column_dimensions[c].width for c in "ABCD"] == [6, 30, 40, 10]


@pytest.mark.parametrize(("language", "name"), [("zh", "汇总"), ("en", "Summary")])
def test_the_first_sheet_says_what_there_is_and_who_made_it(language, name):
    workbook = opened(book(language=language))
    assert workbook.sheetnames == [name, "审计"]
    told = [[c.value for c in row if c.value is not None] for row in workbook[name].rows]
    assert told[0] == ["审计底稿"]
    assert ["发现", 30] in told
    assert ["审计", 30] in told
    assert any(f"绩问 Jiwen {VERSION}" in row for row in told)
    assert workbook.properties.creator == f"绩问 Jiwen {VERSION}"
    assert workbook.properties.title == "审计底稿"


def test_numbers_are_numbers_with_their_decimals():
    cells = (Decimal("8318.83"), Decimal("-10.040"), Decimal("7"), 2022)
    rows = opened(book(column_of(*cells)))["审计"].iter_rows(min_row=2)
    assert [(c.value, c.number_format) for (c,) in rows] == [
        (8318.83, "#,##0.00"),
        (-10.04, "#,##0.000"),
        (7, "#,##0"),
        (2022, "0"),
    ]
    signed = opened(book(column_of(Decimal("0.53"), suffix="%", signed=True)))["审计"]["A2"]
    assert signed.number_format == '+#,##0.00"%";-#,##0.00"%";#,##0.00"%"'


def test_a_number_with_more_digits_than_excel_holds_keeps_them_as_text():
    long = Decimal("1234567890123456.78")
    assert opened(book(column_of(long)))["审计"]["A2"].value == str(long)


# Many texts in few files: a file takes a hundred times as long as a text in it.
@settings(max_examples=10, deadline=None)
@given(st.lists(st.text(max_size=20), min_size=20, max_size=60))
def test_no_text_becomes_a_formula_in_a_workbook(texts):
    sheet = opened(book(column_of(*texts, *HOSTILE)))["审计"]
    for text, (cell,) in zip([*texts, *HOSTILE], sheet.iter_rows(min_row=2), strict=True):
        assert cell.data_type in ("s", "n", "inlineStr")
        assert (cell.value or "") == printable(text)


def test_a_title_is_no_code_of_the_page_header():
    sheet = opened(book(title='A&P&"Arial"&12 底稿'))["审计"]
    assert sheet.oddHeader.left.text == 'A＆P＆"Arial"＆12 底稿'
    assert len(opened(book(title="长" * 300))["审计"].oddHeader.left.text) < 100


def test_what_excel_would_unescape_stays_as_it_is():
    raw = opened(book(column_of("_x0041_ 与 _x00zz_")))["审计"]["A2"].value
    assert raw == "_x005F_x0041_ 与 _x00zz_"


def test_a_text_longer_than_a_cell_says_that_it_goes_on():
    value = opened(book(column_of("长" * 40_000)))["审计"]["A2"].value
    assert len(value) == 32_767
    assert value.endswith("…")


def test_characters_that_no_file_holds_are_taken_out():
    workbook = opened(Book(NO_TEXT, "zh", MADE, (), (Sheet("a/b[1]?*" * 9, column_of(NO_TEXT)),)))
    name = workbook.sheetnames[1]
    assert workbook[name]["A2"].value == "abcdefgh"
    assert len(name) <= 31


def test_an_empty_table_has_its_head():
    assert [c.value for c in opened(book(column_of()))["审计"][1]] == ["列"]


def test_no_text_becomes_a_formula_in_a_csv():
    _head, *rows = read_csv(to_csv(column_of(*HOSTILE)))
    assert [row[0] for row in rows] == [f"'{printable(text)}" for text in HOSTILE]


def test_numbers_stay_numbers_in_a_csv():
    assert read_csv(to_csv(column_of(Decimal("-10.04"), 2022))) == [["列"], ["-10.04"], ["2022"]]


def test_words_set_apart_are_words_in_a_sheet_and_a_csv():
    assert opened(book())["审计"]["C2"].value == "第1页：预算执行率为99.47%。[1]"
    assert read_csv(to_csv(TABLE))[1][2] == "第1页：预算执行率为99.47%。[1]"
