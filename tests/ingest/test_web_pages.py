"""Web pages: what a browser shows of a page's own text, whatever its bytes declare."""

from email.message import EmailMessage

import pytest

from ingest.load import load
from ingest.structure import structure
from records import Unsure

TITLE = "2022年度云杉区园林管理局部门整体支出绩效自评报告"
BODY = f"<h1>{TITLE}</h1><p>一、预算执行情况</p><p>局址在洺堃路12号，预算执行率95.00%。</p>"


@pytest.fixture
def page(tmp_path):
    """A function from a page to its text and what is told of it."""

    def read(html, encoding="utf-8"):
        path = tmp_path / "page.html"
        path.write_bytes(html if isinstance(html, bytes) else html.encode(encoding))
        loaded = load(path)
        assert loaded.parser == "beautifulsoup4"
        return structure(loaded).text, [(n.why, n.place, n.text) for n in loaded.notices]

    return read


def whole(body, head=""):
    return f"<html><head>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize("declared", ["gb2312", "utf-8", "GBK", "iso-8859-1", "big5", "nonsense"])
@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030", "utf-8-sig", "utf-16"])
def test_a_page_is_read_in_its_encoding_whatever_it_declares(page, declared, encoding):
    if declared == "big5" and encoding.startswith("gb"):
        pytest.skip("bytes that are both: nothing but the declaration tells")
    text, told = page(whole(BODY, f'<meta charset="{declared}">'), encoding)
    assert text == f"{TITLE}\n一、预算执行情况\n局址在洺堃路12号，预算执行率95.00%。\n"
    assert told == []


def test_a_page_in_big5_says_so(page):
    text, _ = page(
        whole("<p>一、預算執行情況，執行率95.00%。</p>", '<meta charset="big5">'), "big5"
    )
    assert text == "一、預算執行情況，執行率95.00%。\n"


def test_a_lost_byte_of_a_page_is_told(page):
    data = whole(BODY).encode("gb18030").replace("堃".encode("gb18030"), b"\xff")
    text, told = page(data)
    assert "局址在洺\ufffd路12号" in text
    assert [why for why, _, _ in told] == [Unsure.REPLACED]


@pytest.mark.parametrize(
    "unseen",
    [
        '<p style="display:none">草稿80.00%</p>',
        '<p style="DISPLAY : None !important">草稿80.00%</p>',
        "<div hidden><p>草稿80.00%</p></div>",
        '<span style="visibility:hidden">草稿80.00%</span>',
        '<span style="font-size:0">草稿80.00%</span>',
        '<div class="draft">草稿80.00%</div>',
    ],
)
def test_what_a_browser_does_not_show_is_left_out_and_told(page, unseen):
    style = "<style>@media print{.x{display:none}} .draft, .y { color:red; display:none }</style>"
    text, told = page(whole(BODY + unseen, style))
    assert "80.00%" not in text
    assert told == [(Unsure.HIDDEN, "", "草稿80.00%")]


@pytest.mark.parametrize(
    "code",
    ["<script>var a='80.00%'</script>", "<template><p>80.00%</p></template>", "<!-- 80.00% -->"],
)
def test_what_is_for_programs_is_no_text(page, code):
    text, told = page(whole(BODY + code))
    assert "80.00%" not in text
    assert told == []


def test_what_only_print_hides_is_read(page):
    style = "<style>@media print{.x{display:none}}</style>"
    assert "另见附表。" in page(whole(f'{BODY}<p class="x">另见附表。</p>', style))[0]


def test_struck_text_is_left_out_and_told(page):
    text, told = page(whole(f"<h1>{TITLE}</h1><p>执行率<del>97.10%</del><ins>95.00%</ins>。</p>"))
    assert text.endswith("执行率95.00%。\n")
    assert told == [(Unsure.DELETED, "", "97.10%")]


@pytest.mark.parametrize(
    "before",
    [
        '<%@ page language="java" contentType="text/html; charset=GBK" pageEncoding="GBK"%>\n',
        '<%@ page import="java.util.*" %>\r\n<%@ taglib uri="/x" prefix="c" %>\r\n\r\n',
        '<%\nString a = "<p>";\n%>\n<!-- made by a server -->\n',
        '<?xml version="1.0" encoding="UTF-8"?>\n<!-- a -->\n<!-- b -->\n',
        "\n\n<?php echo 1; ?>\n",
    ],
)
def test_a_page_that_begins_with_what_is_for_its_server_is_a_page(page, before):
    text, _ = page(f"{before}<!DOCTYPE html>{whole(BODY)}")
    assert text.startswith(f"{TITLE}\n一、预算执行情况\n")
    assert "%>" not in text


def test_a_piece_of_a_page_is_a_page(page):
    assert page(f"<div>{BODY}</div>")[0].startswith(f"{TITLE}\n")


MENU = "".join(
    f'<li><a href="#">{word}</a></li>' for word in ("首页", "政务公开", "办事服务", "互动")
)


@pytest.mark.parametrize(
    "menu",
    [
        f"<nav><ul>{MENU}</ul></nav>",
        f"<div><ul>{MENU}</ul></div>",
        f'<div class="top-nav">{MENU}<span>欢迎访问，今天是2022年11月28日</span></div>',
        f'<div role="navigation">{MENU}</div>',
        "<table><tr><td><a>首页</a></td><td><a>政务公开</a></td><td><a>互动</a></td></tr></table>",
    ],
)
def test_what_leads_around_a_site_is_neither_text_nor_title(page, menu):
    text, _ = page(
        whole(menu + BODY + "<p>其余各项工作按计划完成，未发现其他问题，特此报告。</p>" * 3)
    )
    assert text.startswith(f"{TITLE}\n一、预算执行情况\n")
    assert "政务公开" not in text


def test_long_names_of_files_are_text(page):
    names = "".join(
        f"<li><a>附件{n}：2022年度云杉区园林管理局绩效自评表.xlsx</a></li>" for n in "123"
    )
    assert "附件2：" in page(whole(f"{BODY}<ul>{names}</ul>"))[0]


def test_pictures_are_told_and_ornaments_are_not(page):
    pictures = '<img src="table.png" alt="收支情况表"><img src="i.gif" width="16" height="16">'
    assert page(whole(BODY + pictures))[1] == [(Unsure.PICTURE, "收支情况表", "")]


def test_boxes_show_whether_they_are_ticked_and_raised_digits_stay_raised(page):
    boxes = "<p><input type=checkbox checked>优 <input type='checkbox'>良</p>"
    raised = "<p>3.5×10<sup>4</sup>元</p>"
    assert page(whole(BODY + boxes + raised))[0].endswith("☑优 □良\n3.5×10⁴元\n")


def test_a_hidden_cell_does_not_move_those_beside_it(page):
    table = (
        "<table><tr><th>项目</th><th>预算</th><th>支出</th></tr>"
        '<tr><td>基本</td><td style="visibility:hidden">1.00</td><td>790.00</td></tr>'
        "<tr><td>项目</td><td>450.00</td><td>397.50</td></tr></table>"
    )
    assert "基本\t\t790.00\n" in page(whole(BODY + table))[0]


TYPED = "项目        预算数    执行数\n基本支出    812.50    790.00\n合计        1250.00   1187.50"


def test_text_set_in_columns_keeps_them(page):
    text, _ = page(whole(f"{BODY}<pre>{TYPED}\n以上均为万元。</pre>"))
    assert "基本支出\t812.50\t790.00\n合计\t1250.00\t1187.50\n以上均为万元。" in text


def test_fields_of_a_form_show_what_is_filled_in(page):
    form = (
        '<table><tr><td>支出数</td><td><input value="1187.50"><input type="hidden" value="88"></td>'
        "</tr><tr><td>等级</td><td><select><option>优<option selected>良</select></td></tr>"
        "<tr><td>说明</td><td><textarea>完成36项</textarea></td></tr></table>"
    )
    text, told = page(whole(BODY + form))
    assert text.endswith("支出数\t1187.50\n等级\t良\n说明\t完成36项\n")
    assert not told


@pytest.mark.parametrize(
    "unseen",
    [
        '<span style="position:absolute;left:-9999px">88.88%</span>',
        '<b style="text-indent: -999px">88.88%</b>',
        '<i style="height:0;overflow:hidden">88.88%</i>',
        '<i style="font-size:1px">88.88%</i>',
        '<i style="color:#FFF">88.88%</i>',
        '<i class="pale">88.88%</i>',
    ],
)
def test_what_is_moved_away_or_white_is_left_out_and_told(page, unseen):
    style = "<style>.pale{color:white} .dark{background:#036}</style>"
    seen = '<p class="dark"><b class="pale">在职36人</b></p>'
    text, told = page(whole(f"{BODY}<p>执行率{unseen}为95.00%</p>{seen}", style))
    assert "执行率为95.00%\n在职36人" in text
    assert [what for _, _, what in told] == ["88.88%"]


def test_a_table_in_a_table_of_figures_goes_under_it(page):
    inner = (
        "<table><tr><td>来源</td><td>执行数</td></tr><tr><td>基金</td><td>227.50</td></tr></table>"
    )
    text, _ = page(
        whole(
            f"{BODY}<table><tr><td>指标</td><td>目标</td><td>完成</td></tr><tr><td>绿地</td><td>5.6"
            f"</td><td>5.4</td></tr><tr><td>资金</td><td colspan=2>{inner}</td></tr></table>"
        )
    )
    assert "绿地\t5.6\t5.4\n资金\n来源\t执行数\n基金\t227.50\n" in text


def test_a_page_saved_as_one_file_is_read(tmp_path):
    message = EmailMessage()
    message.set_content("no page")
    message.add_alternative(whole(BODY), subtype="html", charset="gb18030", cte="quoted-printable")
    (tmp_path / "a.mht").write_bytes(message.as_bytes())
    assert "局址在洺堃路12号，预算执行率95.00%。" in structure(load(tmp_path / "a.mht")).text
