"""Tables that only blanks set in columns are read as tables; what only looks alike is left."""

import pytest
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.load import load
from ingest.structure import structure
from tests.ingest.made_files import FONT, chinese_font

ROWS = [
    ["项目", "预算数", "支出数", "执行率（%）"],
    ["图书购置", "120.00", "118.60", "98.83"],
    ["读者活动", "35.20", "31.08", "88.30"],
    ["合计", "155.20", "149.68", "96.44"],
]
PROSE = ["一、预算执行情况", "主要项目的预算执行情况见下表，各项支出均按计划完成。"]


def drawn(path, rows, rules=(), shades=(), right=True):
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont(FONT, 12)
    for n, line in enumerate(PROSE):
        canvas.drawString(90, 740 - 24 * n, line)
    canvas.drawCentredString(A4[0] / 2, 680, "主要项目执行情况表")
    for row in shades:
        canvas.setFillGray(0.9)
        canvas.rect(90, 650 - 20 * row - 6, 400, 20, stroke=0, fill=1)
    canvas.setFillGray(0)
    for y in rules:
        canvas.line(90, y, 490, y)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            draw = canvas.drawRightString if c and right else canvas.drawString
            draw(90 + 100 * c + (90 if c and right else 0), 650 - 20 * r, text)
    canvas.drawString(90, 640 - 20 * len(rows), "以上数据均为决算数，已经审计部门审核。")
    canvas.save()
    return structure(load(path))


def rows_of(report):
    return [[list(t.columns), *(list(row.cells) for row in t.rows)] for t in report.tables]


@pytest.mark.parametrize("rules", [(), (666, 646, 584)])
@pytest.mark.parametrize("shades", [(), (0, 2)])
@pytest.mark.parametrize("right", [True, False])
def test_a_table_needs_no_rules(tmp_path, rules, shades, right):
    report = drawn(tmp_path / "made.pdf", ROWS, rules, shades, right)
    assert rows_of(report) == [ROWS]
    assert report.tables[0].title == "主要项目执行情况表"
    assert report.text.endswith("以上数据均为决算数，已经审计部门审核。\n")


def test_a_blank_cell_stays_blank_in_its_own_column(tmp_path):
    rows = [ROWS[0], ["图书购置", "120.00", "", "98.83"], *ROWS[2:]]
    canvas_rows = [[text or " " for text in row] for row in rows]
    assert rows_of(drawn(tmp_path / "made.pdf", canvas_rows)) == [rows]


def test_pages_of_contents_are_no_table(tmp_path):
    rows = [["章节", "页码"], ["一、概况", "1"], ["二、收支", "3"], ["三、绩效", "7"]]
    assert drawn(tmp_path / "made.pdf", rows).tables == ()


def test_figures_without_names_over_them_stay_lines(tmp_path):
    report = drawn(tmp_path / "made.pdf", ROWS[1:])
    assert report.tables == ()
    assert "118.60" in report.text


def test_a_scanned_table_needs_no_rules(tmp_path):
    page = Image.new("L", (1240, 1754), "white")
    draw, font = ImageDraw.Draw(page), chinese_font(30)
    for n, line in enumerate(PROSE):
        draw.text((150, 200 + 70 * n), line, font=font, fill=0)
    for r, row in enumerate(ROWS):
        for c, text in enumerate(row):
            draw.text((150 + 250 * c, 400 + 60 * r), text, font=font, fill=0)
    page.save(tmp_path / "scan.pdf", resolution=150)
    (table,) = rows_of(structure(load(tmp_path / "scan.pdf")))
    assert [row[0] for row in table] == [row[0] for row in ROWS]
    assert [row[1:3] for row in table] == [row[1:3] for row in ROWS]
