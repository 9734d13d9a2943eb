from decimal import Decimal
from itertools import count

import docx
import openpyxl
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from hypothesis import given
from hypothesis import strategies as st

from ingest.load import load
from ingest.load.number_format import shown
from ingest.load.numbering import formatted
from ingest.structure import structure

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LADDER = (("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))


def numbered_document():
    """A document with a list of three levels, and a function that adds its paragraphs."""
    document = docx.Document()
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(LADDER)
    )
    numbering = document.part.numbering_part.element
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="90">{levels}</w:abstractNum>')
    )
    numbering.append(parse_xml(f'<w:num {W} w:numId="91"><w:abstractNumId w:val="90"/></w:num>'))

    def add(text, level, style=None):
        properties = document.add_paragraph(text, style=style)._p.get_or_add_pPr()
        number = OxmlElement("w:numPr")
        for name, value in (("w:ilvl", level), ("w:numId", 91)):
            child = OxmlElement(name)
            child.set(qn("w:val"), str(value))
            number.append(child)
        properties.append(number)

    return document, add


@pytest.fixture
def word_report(tmp_path):
    document, add = numbered_document()
    for line in ("2021年度海陵市河东区教育局", "部门整体支出绩效自评报告"):
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    add("基本情况", 0, "Heading 1")
    add("部门概况", 1)
    document.add_paragraph("河东区教育局（以下简称“区教育局”）主管全区教育工作。")
    add("年度目标", 1)
    add("提升教学质量。", 2)
    add("完成上级交办的其他任务。", 2)
    add("收支情况", 0, "Heading 1")
    document.add_paragraph("具体如下表：")
    document.add_paragraph("表1 2021年收支情况表")
    document.add_paragraph("单位：万元")
    table = document.add_table(rows=4, cols=4)
    for one, other, text in (
        ((0, 0), (1, 0), "项目"), ((0, 1), (0, 2), "预算数"), ((0, 3), (1, 3), "执行率"),
    ):  # fmt: skip
        table.cell(*one).merge(table.cell(*other)).text = text
    table.cell(1, 1).text, table.cell(1, 2).text = "年初", "调整后"
    for r, row in enumerate((("基本支出", "3.00", "3.20", "98%"), ("合计", "3.00", "3.20", "98%"))):
        for c, text in enumerate(row):
            table.cell(r + 2, c).text = text
    path = tmp_path / "report.docx"
    document.save(path)
    return path


def test_automatic_numbers_of_word_stay_in_the_text(word_report):
    text = structure(load(word_report)).text
    for line in (
        "一、基本情况",
        "（一）部门概况",
        "（二）年度目标",
        "1.提升教学质量。",
        "二、收支情况",
    ):
        assert f"{line}\n" in text


def test_headings_of_word_make_the_ladder_and_lists_do_not(word_report):
    paths = [section.headings for section in structure(load(word_report)).sections]
    assert ("一、基本情况", "（二）年度目标") in paths
    assert not any("提升教学质量" in heading for path in paths for heading in path)


def test_tables_of_word_keep_merged_headers(word_report):
    (table,) = structure(load(word_report)).tables
    assert table.columns == ("项目", "预算数›年初", "预算数›调整后", "执行率")
    assert (table.title, table.unit) == ("表1 2021年收支情况表", "万元")
    assert [row.cells[0] for row in table.rows] == ["基本支出", "合计"]


def test_unnumbered_headings_of_word_are_known_by_their_style(tmp_path):
    document = docx.Document()
    document.add_paragraph("2023年度海陵市民政局部门决算")
    for heading, level in (("单位概况", 1), ("主要职责", 2), ("机构设置", 2), ("决算说明", 1)):
        document.add_heading(heading, level)
        document.add_paragraph("此处为正文。")
    document.save(tmp_path / "a.docx")
    report = structure(load(tmp_path / "a.docx"))
    assert [s.headings for s in report.sections] == [
        (),
        ("单位概况",),
        ("单位概况", "主要职责"),
        ("单位概况", "机构设置"),
        ("决算说明",),
    ]


def test_inserted_text_of_word_is_read_and_deleted_text_is_not(tmp_path):
    document = docx.Document()
    paragraph = document.add_paragraph("执行率为")._p
    for tag, inner, text in (("ins", "t", "98.5%"), ("del", "delText", "97.1%")):
        paragraph.append(
            parse_xml(f"<w:{tag} {W}><w:r><w:{inner}>{text}</w:{inner}></w:r></w:{tag}>")
        )
    document.save(tmp_path / "a.docx")
    assert structure(load(tmp_path / "a.docx")).text == "执行率为98.5%\n"


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (1, "decimal", "1"), (11, "chineseCounting", "十一"), (20, "chineseCounting", "二十"),
        (101, "chineseCountingThousand", "一百零一"), (3, "decimalEnclosedCircleChinese", "③"),
        (4, "lowerRoman", "iv"), (2, "upperLetter", "B"),
    ],
)  # fmt: skip
def test_list_numbers_are_written_as_word_shows_them(number, form, text):
    assert formatted(number, form) == text


def test_a_workbook_is_read_sheet_by_sheet(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    rows = count(1)
    for row in (
        ["2021年度部门整体支出绩效自评表"],
        ["填报单位：海陵市河东区教育局", None, None, None, "单位：万元"],
        ["一级指标", "二级指标", "三级指标", "分值", "得分"],
        ["履职效能", "产出", "完成率", 20, 19.5],
        [None, None, "及时率", 20, 18],
        ["合计", None, None, 40, 37.5],
    ):
        next(rows)
        sheet.append(row)
    sheet.merge_cells("A1:E1")
    sheet.merge_cells("A4:A5")
    sheet.merge_cells("B4:B5")
    other = book.create_sheet("收入表")
    other.append(["项目", "金额"])
    other.append(["财政拨款", 1234567.5])
    other["B2"].number_format = "#,##0.00"
    path = tmp_path / "report.xlsx"
    book.save(path)
    report = structure(load(path))
    score, income = report.tables
    assert score.title == "2021年度部门整体支出绩效自评表"
    assert score.unit == "万元"
    assert score.rows[1].cells == ("履职效能", "产出", "及时率", "20", "18")
    assert income.title == "收入表"
    assert income.rows[0].cells == ("财政拨款", "1,234,567.50")
    assert report.page_at(income.start) == 2


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        ("0.9947", "0.00%", "99.47%"), ("8318.83", "#,##0.00", "8,318.83"),
        ("12", "General", "12"), ("0.3", "General", "0.3"), ("2.675", "0.00", "2.68"),
        ("12500000", "0.00,", "12500.00"), ("12500000", "0!.0000", "1250.0000"),
        ("12500000", "#,##0.00,,", "12.50"), ("12345678", '0!.0,"万元"', "1234.6万元"),
        ("12345678", '0"."0,"万元"', "1234.6万元"), ("1234.5", '#,##0.00"元"', "1,234.50元"),
        ("-1234.5", "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        ("-12.5", "0.00;[Red]0.00", "-12.50"), ("-12.5", "0.00_);[红色]\\(0.00\\)", "(12.50)"),
        ("0", '0.00;-0.00;"-"', "-"),
        ("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        ("44866", "yyyy年m月", "2022年11月"), ("44866", 'yyyy"年"m"月"d"日";@', "2022年11月1日"),
        ("44866", "[$-F800]dddd, mmmm dd, yyyy", "2022年11月1日"),
        ("44866", "yyyy-mm-dd", "2022-11-01"),
        ("44866.75", "yyyy/m/d h:mm", "2022/11/1 18:00"), ("1.5", "[h]:mm", "36:00"),
        ("0.5", "上午/下午h时mm分", "下午12时00分"), ("1", "yyyy-mm-dd", "1900-01-01"),
        ("3", "000", "003"), ("0", "#", ""), ("0.5", "0.##", "0.5"), ("0.5", "#.00", ".50"),
        ("1234.5", "[$¥-804]#,##0.00", "¥1,234.50"), ("5", '"第"0"名"', "第5名"),
        ("20000", '[>=10000]0!.0,"万";0', "2.0万"), ("500", '[>=10000]0!.0,"万";0', "500"),
        ("7", ";;;", ""), ("95", 'G/通用格式"分"', "95分"), ("123456", "0.00E+00", "123456"),
    ],
)  # fmt: skip
def test_numbers_of_a_workbook_are_written_as_it_shows_them(value, form, text):
    assert shown(Decimal(value), form) == text


@given(
    st.decimals(allow_nan=False, allow_infinity=False),
    st.text('0#?.,%;"!\\_*[]Redymdhs年月G/-()E+@ ', max_size=20),
)
def test_any_number_has_some_text_in_any_format(value, form):
    assert isinstance(shown(value, form), str)


PAGE = """<!DOCTYPE html><html><head><meta charset="gb2312">
<title>2020年度河西市民政局部门决算公开 - 河西市政府网</title><style>p{}</style></head><body>
<nav>首页 | 导航</nav><div class="content"><h1>2020年度河西市民政局部门决算</h1>
<p>&nbsp;&nbsp;一、部门概况</p><p>主要负责<b>社会救助</b>工作。</p><p>二、收支情况</p><p>单位：万元</p>
<table><tr><th rowspan=2>项目</th><th colspan=2>决算数</th></tr><tr><td>金额</td><td>占比</td></tr>
<tr><td>基本支出</td><td>12.50</td><td>25%</td></tr><tr><td>项目支出</td><td>37.50</td><td>75%</td></tr>
</table></div><footer>版权所有</footer></body></html>"""


def test_a_web_page_is_read_without_what_is_around_its_text(tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes(PAGE.encode("gb18030"))
    report = structure(load(path))
    assert report.text.startswith(
        "2020年度河西市民政局部门决算\n一、部门概况\n主要负责社会救助工作。\n"
    )
    assert "导航" not in report.text
    assert "版权" not in report.text
    (table,) = report.tables
    assert table.columns == ("项目", "决算数›金额", "决算数›占比")
    assert table.unit == "万元"


@pytest.mark.parametrize(
    "way",
    [
        "首页 &gt; 政务公开 &gt; 绩效公开",
        "当前位置：首页 >> 信息公开 >> 财政预决算",
        "首页/财政信息",
    ],
)
def test_where_on_the_site_a_web_page_stands_is_not_its_title(tmp_path, way):
    path = tmp_path / "page.html"
    title = "2020年度河西市民政局部门整体支出绩效自评报告"
    path.write_text(
        f"<html><body><div class='nav'>{way}</div><h1>{title}</h1><h2>一、基本情况</h2>"
        "<p>2020年预算执行率为98.5%，预算由本级财政安排，预算编制完整。</p></body></html>",
        encoding="utf-8",
    )
    assert structure(load(path)).text.startswith(f"{title}\n一、基本情况\n")
