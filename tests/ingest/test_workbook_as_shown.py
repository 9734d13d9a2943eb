"""Workbooks: cells read as they are shown; what is hidden, computed or without a value is told."""

import tracemalloc
from contextlib import suppress
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color

from ingest.load import load
from ingest.load.calculate import Calculation, NotPlainError
from ingest.load.workbook import KeptCell, Sheet, Workbook, column_letters, column_number
from ingest.loaded import UnreadableFile
from ingest.structure import structure
from records import Unsure
from tests.ingest.made_office import NAMES, cells, relation, relations, rows, workbook

TITLE = "2022年度云杉区园林管理局收支情况表"
HEAD = ("项目", "预算数", "支出数", "执行率")


@pytest.fixture
def book(tmp_path):
    """A function from sheets to their tables' rows and what is told of them."""

    def read(*sheets, **others):
        loaded = load(workbook(tmp_path / "a.xlsx", *sheets, **others))
        tables = structure(loaded).tables
        told = [(n.why, n.place, n.text) for n in loaded.notices]
        return [row.cells for table in tables for row in table.rows], told

    return read


def sheet_of(*lines):
    return rows(cells(TITLE), cells(*HEAD), *(cells(*line) for line in lines))


def test_sums_differences_products_and_ratios_are_computed_nested(book):
    found, told = book(
        sheet_of(
            ("基本支出", 800, 790, "=ROUND(C3/B3*100,2)"),
            ("项目支出", 450, "=1187.5-C3", "=ROUND(C4/B4,4)*100"),
            ("合计", "=SUM(B3:B4)", "=C3+C4", "=IF(B5=0,0,ROUND(SUM(C3:C4)/SUM(B3:B4)*100,2))"),
        )
    )
    assert found == [
        ("基本支出", "800", "790", "98.75"),
        ("项目支出", "450", "397.5", "88.33"),
        ("合计", "1250", "1187.5", "95"),
    ]
    assert {why for why, _, _ in told} == {Unsure.COMPUTED}
    assert ("Sheet1!D5", "95") in [(place, text) for _, place, text in told]


def test_what_is_not_plain_is_left_blank_and_told(book):
    found, told = book(
        sheet_of(
            ("基本支出", 800, "=VLOOKUP(A3,Sheet9!A:B,2,0)", "=C3/B3"),
            ("项目支出", 450, "=[1]Sheet1!C4", "=C4/0"),
            ("合计", "=B5", "总额", "=C5*2"),
        )
    )
    assert found[0] == ("基本支出", "800", "", "")
    assert {(why, text) for why, _, text in told} == {(Unsure.NO_VALUE, "")}
    assert len(told) == 6


def test_errors_are_shown_and_told(book):
    found, told = book(sheet_of(("基本支出", 800, 790, '<c t="e"><f>C3/0</f><v>#DIV/0!</v></c>')))
    assert found[0][3] == "#DIV/0!"
    assert told == [(Unsure.NO_VALUE, "Sheet1!D3", "#DIV/0!")]


def test_a_kept_value_is_believed_unless_it_is_a_filler(book):
    kept = "<c><f>B3+1</f><v>{}</v></c>"
    found, told = book(sheet_of(("甲", 800, kept.format(790), kept.format(0))))
    assert found == [("甲", "800", "790", "801")]
    assert told == [(Unsure.COMPUTED, "Sheet1!D3", "801")]


def test_a_formula_that_gives_no_text_is_no_fault(book):
    empty = '<c t="str"><f>IF(B3&gt;1,"","x")</f><v></v></c>'
    found, told = book(sheet_of(("甲", 800, 790, empty), ("乙", 1, 2, 3)))
    assert found[0] == ("甲", "800", "790", "")
    assert told == []


def test_cells_may_share_a_formula(book):
    found, _ = book(
        sheet_of(
            ("甲", 10, 5, '<c r="D3"><f t="shared" si="0" ref="D3:D4">C3/$B$3</f></c>'),
            ("乙", 20, 8, '<c r="D4"><f t="shared" si="0"/></c>'),
        )
    )
    assert [row[3] for row in found] == ["0.5", "0.8"]


def test_formulas_reach_over_sheets_hidden_ones_too(book):
    found, told = book(
        sheet_of(("甲", "='底稿 1'!A1*2", 5, 1), ("乙", 2, 3, 4)),
        rows(cells(21)),
        names=("汇总", "底稿 1"),
        states=("visible", "hidden"),
    )
    assert found[0][1] == "42"
    assert told == [(Unsure.COMPUTED, "汇总!B3", "42"), (Unsure.HIDDEN, "底稿 1", "")]


def test_numbers_are_shown_by_their_formats(book):
    def styled(value, style):
        return f'<c s="{style}"><v>{value}</v></c>'

    found, _ = book(
        sheet_of(
            ("甲", styled(12500000, 1), styled(11875000, 2), styled(0.95, 3)),
            ("乙", styled(44866, 4), styled(-12.5, 5), styled(1234.5, 6)),
        ),
        formats=(
            "0.00,", "0!.0000", "0.00%", "yyyy&quot;年&quot;m&quot;月&quot;", "0.00;[Red]0.00",
            "#,##0.00_);\\(#,##0.00\\)",
        ),
    )  # fmt: skip
    assert found == [
        ("甲", "12500.00", "1187.5000", "95.00%"),
        ("乙", "2022年11月", "-12.50", "1,234.50"),
    ]


def test_hidden_rows_and_columns_are_left_out_and_told(book):
    columns = '<cols><col min="2" max="2" hidden="1"/></cols>'
    secret = f'<row hidden="1">{cells("内部底稿，勿外传", None, 1)}</row>'
    found, told = book(
        columns + rows(secret, cells(*HEAD), cells("甲", 8, 7, 6), cells("乙", 5, 4, 3))
    )
    assert found == [("甲", "7", "6"), ("乙", "4", "3")]
    assert told == [
        (Unsure.HIDDEN, "Sheet1!B:B", "预算数 8 5"),
        (Unsure.HIDDEN, "Sheet1!1:1", "内部底稿，勿外传 1"),
    ]


def test_a_hidden_head_row_is_not_the_title(tmp_path):
    secret = f'<row hidden="1">{cells("草稿第三版")}</row>'
    body = rows(secret, cells(TITLE), cells(*HEAD), cells("甲", 8, 7, 6))
    (found,) = structure(load(workbook(tmp_path / "a.xlsx", body))).tables
    assert found.title == TITLE


def test_a_merged_head_is_seen_where_any_of_it_is(book):
    merged = '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    columns = '<cols><col min="1" max="1" hidden="1"/></cols>'
    body = rows(cells("合并表头", None, "支出数"), cells(1, "甲", 7), cells(2, "乙", 8))
    found, _ = book(columns + body + merged)
    assert found == [("甲", "7"), ("乙", "8")]


def test_a_cell_that_shows_nothing_is_told(book):
    hidden = '<c s="1"><v>333</v></c>'
    found, told = book(sheet_of(("甲", 8, 7, hidden), ("乙", 8, 7, 6)), formats=(";;;",))
    assert found[0] == ("甲", "8", "7", "")
    assert told == [(Unsure.HIDDEN, "Sheet1!D3", "333")]


@pytest.mark.parametrize("far", ["XFD1048576", "A1048576", "XFD1"])
@pytest.mark.parametrize("inside", ["", "<v>7</v>"])
def test_one_far_cell_costs_neither_time_nor_memory(tmp_path, far, inside):
    row = int(far.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    last = f'<row r="{row}"><c r="{far}">{inside}</c></row>' if row > 1 else ""
    beside = "" if last else f'<c r="{far}">{inside}</c>'
    head = f'<row r="1">{cells(TITLE)}{beside}</row>'
    body = rows(head, *(f"<row>{cells(*line)}</row>" for line in (HEAD, ("甲", 8, 7, 6))), last)
    merged = '<mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>'
    path = workbook(tmp_path / "a.xlsx", body + merged)
    load(path)
    tracemalloc.start()
    try:
        assert "甲\t8\t7\t6" in structure(load(path)).text
        assert tracemalloc.get_traced_memory()[1] < 5 * 2**20
    finally:
        tracemalloc.stop()


def test_a_sheet_too_large_to_lay_out_is_refused(tmp_path):
    lines = [
        f'<row r="{n * 3}"><c r="{column_letters(n)}{n * 3}"><v>1</v></c></row>'
        for n in range(1, 1600)
    ]
    with pytest.raises(UnreadableFile, match="too large"):
        load(workbook(tmp_path / "a.xlsx", rows(*lines)))


def test_text_boxes_are_read_and_pictures_and_remarks_are_told(book):
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{NAMES["xdr"]}" xmlns:a="{NAMES["a"]}"><xdr:anchor>'
        "<xdr:sp><xdr:txBody><a:p><a:r><a:t>支出不含结转。</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:anchor>"
        "<xdr:anchor><xdr:from><xdr:col>1</xdr:col><xdr:row>2</xdr:row></xdr:from><xdr:pic/>"
        "</xdr:anchor></xdr:wsDr>"
    )
    s = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    remarks = (
        f'<comments {s}><commentList><comment ref="C3"><text><r><t>待核实</t></r></text></comment>'
        "</commentList></comments>"
    )
    _, told = book(
        sheet_of(("甲", 8, 7, 6)),
        parts={
            "xl/worksheets/_rels/sheet1.xml.rels": relations(
                relation(1, "drawing", "../drawings/d.xml"), relation(2, "comments", "../c.xml")
            ),
            "xl/drawings/d.xml": drawing,
            "xl/c.xml": remarks,
        },
    )
    assert told == [(Unsure.PICTURE, "Sheet1!B3", ""), (Unsure.OTHER, "Sheet1!C3", "待核实")]


def test_texts_in_several_looks_are_whole_and_without_how_they_are_pronounced(book):
    rich = (
        "<r><t>建设</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>2</t></r>"
        "<rPh sb='0' eb='1'><t>jian</t></rPh>"
    )
    found, _ = book(sheet_of(('<c t="s"><v>0</v></c>', 8, 7, 6), ("乙", 1, 2, 3)), texts=(rich,))
    assert found[0][0] == "建设²"


def test_a_strict_workbook_is_read(book):
    found, _ = book(sheet_of(("甲", 8, 7, 6)), strict=True)
    assert found == [("甲", "8", "7", "6")]


def computed(formula, **kept):
    sheet = Sheet("Sheet1", True)
    for place, value in kept.items():
        column, row = column_number(place.rstrip("0123456789")), int(place.lstrip("ABCD"))
        sheet.cells[row, column] = KeptCell(Decimal(value), "", "General", False)
    sheet.cells[9, 9] = KeptCell(None, formula, "General", False)
    return Calculation(Workbook((sheet,), False, False)).value(sheet, (9, 9))


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("1+2*3", 7), ("(1+2)*3", 9), ("-2^2", 4), ("2^3^2", 64), ("10%", "0.1"), ("7-2-1", 4),
        ("8/4/2", 1), ("SUM(A:A)", 3), ("sum(A1:B2, 5)", 15), ("A1*$B$2", 4),
        ("MAX(A1:B2)-MIN(A1)", 3),
        ("SUMPRODUCT(A1:A2,B1:B2)", 11), ("IF(A1>0,1,2)", 1), ("PRODUCT(A1:B2)", 24),
        ("AVERAGE(A1:A2)", "1.5"), ("ROUND(2.675,2)", "2.68"), ("ABS(-3.5)", "3.5"),
        ("SUBTOTAL(9,A1:A2)", 3), ("Sheet1!A2+C7", 2), ("1.5E2+.5", "150.5"),
    ],
)  # fmt: skip
def test_formulas_are_computed_as_excel_does(formula, value):
    assert computed(formula, A1=1, A2=2, B1=3, B2=4) == Decimal(value)


@pytest.mark.parametrize(
    "formula",
    [
        "I9",
        "1/0",
        "NOW()",
        "A1:A2*2",
        "1+",
        "(1",
        "名称+1",
        "2^1000",
        '"a"+1',
        "(" * 500,
        "?",
        "SUM(",
    ],
)  # fmt: skip
def test_what_is_not_plain_is_not_guessed_at(formula):
    with pytest.raises(NotPlainError):
        computed(formula, A1=1, A2=2)


@given(st.text("A1B2:+-*/^(),.%\"'!=<>SUMIF$ 支出", max_size=30))
def test_any_formula_has_a_value_or_none(formula):
    with suppress(NotPlainError):
        computed(formula or "?", A1=1, B2=2)


@given(st.integers(1, 16384))
def test_columns_have_letters_and_back(number):
    assert column_number(column_letters(number)) == number


def test_rows_and_columns_too_small_to_see_are_hidden(book):
    flat = f'<row ht="0" customHeight="1">{cells("备用", 1, 2, 3)}</row>'
    narrow = '<cols><col min="3" max="3" width="0.1" customWidth="1"/></cols>'
    read, told = book(
        narrow + rows(cells(*HEAD), flat, cells("基本支出", 812.5, 790, 0.97)), names=("表",)
    )
    assert read == [("基本支出", "812.5", "0.97")]
    assert {(why, place) for why, place, _ in told} == {
        (Unsure.HIDDEN, "表!2:2"), (Unsure.HIDDEN, "表!C:C"),
    }  # fmt: skip


def test_a_head_under_figures_and_a_blank_row_begins_another_table(tmp_path):
    sheet = rows(
        cells("项目", "预算数"), cells("基本支出", 812.5), "<row/>",
        cells("收入来源", "金额"), cells("财政拨款", 1250),
    )  # fmt: skip
    tables = structure(load(workbook(tmp_path / "a.xlsx", sheet))).tables
    assert [t.columns for t in tables] == [("项目", "预算数"), ("收入来源", "金额")]
    assert tables[1].rows[0].cells == ("财政拨款", "1250")


def test_charts_are_told(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "支出"
    for row in (("年", "支出"), (2021, 1100), (2022, 1187.5)):
        sheet.append(row)
    for place in (sheet, book.create_chartsheet("走势")):
        chart = BarChart()
        chart.add_data(Reference(sheet, 2, 1, 2, 3), titles_from_data=True)
        place.add_chart(chart, *(["E2"] if place is sheet else []))
    book.save(tmp_path / "a.xlsx")
    told = [(n.why, n.place) for n in load(tmp_path / "a.xlsx").notices]
    assert told == [(Unsure.OTHER, "支出!E2"), (Unsure.OTHER, "走势")]


def test_letters_in_the_white_of_the_theme_are_told(tmp_path):
    book = openpyxl.Workbook()
    for row in (("项目", "支出"), ("基本", 790), ("备用", 66.66), ("合计", 790)):
        book.active.append(row)
    book.active["B3"].font = Font(color=Color(theme=0))
    book.active["B4"].font = Font(color=Color(theme=0))
    book.active["B4"].fill = PatternFill("solid", fgColor="FF0000FF")
    book.save(tmp_path / "a.xlsx")
    loaded = load(tmp_path / "a.xlsx")
    assert [(n.why, n.text) for n in loaded.notices] == [(Unsure.INVISIBLE, "66.66")]
    assert structure(loaded).tables[0].rows[-1].cells == ("合计", "790")
