"""What other readers get wrong in silence: each is read right, or told."""

import re
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from pypdf import PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from ingest.load import load
from ingest.load.ocr import read_picture
from ingest.load.unread_ink import unread_ink
from ingest.loaded import HowRead, UnreadableFile
from ingest.settings import USUAL
from ingest.structure import structure
from records import Unsure
from tests.ingest.made_files import FONT, body, chinese_font, ruled, scanned_picture, text_pdf

CASES = Path(__file__).parent / "cases"
ROWS = [
    ["项目", "年初预算数", "支出数"],
    ["基本支出", "800.00", "790.00"],
    ["合计", "1250.00", "1187.50"],
]
LINES = ["一、预算执行情况", "2022年预算执行率为95.00%，较上年提高。"]


def told(loaded, why):
    return [(notice.page, notice.text) for notice in loaded.notices if notice.why is why]


def rows_of(report):
    return [[list(t.columns), *(list(row.cells) for row in t.rows)] for t in report.tables]


def draw_lines(canvas, lines=LINES, top=740):
    canvas.setFont(FONT, 12)
    for n, line in enumerate(lines):
        canvas.drawString(90, top - 24 * n, line)


def draw_table(canvas, left, bottom, rows=ROWS):
    canvas.setFont(FONT, 10)
    xs = [left + 110 * n for n in range(len(rows[0]) + 1)]
    ys = [bottom + 22 * n for n in range(len(rows) + 1)]
    canvas.grid(xs, ys)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            canvas.drawString(xs[c] + 6, ys[len(rows) - r] - 15, text)


@pytest.fixture
def canvas(tmp_path):
    return Canvas(str(tmp_path / "made.pdf"), pagesize=A4)


def read(canvas):
    canvas.save()
    loaded = load(Path(canvas._filename))
    return loaded, structure(loaded)


def test_a_table_in_a_picture_is_read_and_told():
    loaded = load(CASES / "11-table-as-picture.pdf")
    report = structure(loaded)
    assert ["合计", "1250.00", "1187.50"] in rows_of(report)[0]
    assert loaded.pages[0].read is HowRead.MIXED
    ((page, text),) = told(loaded, Unsure.PICTURE_READ)
    assert page == 1
    assert "1187.50" in text
    before, after = report.text.split("部门支出情况表", 1)
    assert "年末在职人员36人" in before
    assert "以上数据已经局党组会议审议" in after


def test_a_scan_on_its_side_is_turned_and_told():
    loaded = load(CASES / "12-scan-on-its-side.pdf")
    assert "预算执行率95.00%" in structure(loaded).text
    assert told(loaded, Unsure.TURNED) == [(2, "")]


def test_a_watermark_over_the_page_is_left_out_and_told():
    loaded = load(CASES / "13-watermark-tiled.pdf")
    report = structure(loaded)
    assert "内部资料" not in report.text
    assert "预算执行率95.00%" in report.text
    assert ["基本支出", "800.00", "790.00"] in rows_of(report)[0]
    assert "二、存在的问题" in [section.headings[-1] for section in report.sections[1:]]
    assert told(loaded, Unsure.STAMP) == [(1, "云杉区财政局内部资料"), (2, "云杉区财政局内部资料")]


def test_a_page_whose_digits_have_no_characters_is_read_from_its_picture():
    loaded = load(CASES / "14-digits-without-unicode.pdf")
    text = structure(loaded).text
    assert "2022年" in text
    assert "95.00%" in text
    assert loaded.pages[0].read is HowRead.OCR
    assert told(loaded, Unsure.FONT) == [(1, "")]


def test_a_table_set_sideways_is_read_upright_and_told():
    loaded = load(CASES / "19-table-set-sideways.pdf")
    (table,) = rows_of(structure(loaded))
    assert table[0] == ["项目", "年初预算数", "全年预算数", "支出数"]
    assert table[-1] == ["合计", "1200.00", "1250.00", "1187.50"]
    assert told(loaded, Unsure.TURNED) == [(2, "")]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_table_may_be_set_in_any_direction(canvas, angle):
    canvas.translate(A4[0] / 2, A4[1] / 2)
    canvas.rotate(angle)
    draw_table(canvas, -160, -40)
    canvas.drawString(-60, 40, "附表 支出情况表")
    loaded, report = read(canvas)
    assert rows_of(report) == [ROWS]
    assert "支出情况表" in report.tables[0].title
    assert told(loaded, Unsure.TURNED) == [(1, "")]


def test_a_table_on_its_side_keeps_its_place_on_an_upright_page(canvas):
    draw_lines(canvas, [*LINES, "全年预算执行总体平稳，各项工作按计划推进，见下表。"])
    draw_lines(canvas, ["以上数据已经审议。"], top=200)
    canvas.translate(300, 260)
    canvas.rotate(90)
    draw_table(canvas, 0, 0)
    loaded, report = read(canvas)
    assert rows_of(report) == [ROWS]
    assert (
        report.text.index("见下表") < report.text.index("1187.50") < report.text.index("以上数据")
    )
    ((page, text),) = told(loaded, Unsure.TURNED)
    assert page == 1
    assert "1187.50" in text


def test_a_label_on_its_side_is_read_in_its_cell(canvas):
    draw_table(canvas, 90, 600, [["", "预算数", "支出数"], ["", "800.00", "790.00"]])
    canvas.translate(150, 605)
    canvas.rotate(90)
    canvas.drawString(0, 0, "本年")
    _, report = read(canvas)
    assert rows_of(report) == [[["", "预算数", "支出数"], ["本年", "800.00", "790.00"]]]


@pytest.mark.parametrize("tilt", [0, 45])
def test_a_pale_mark_over_lines_is_left_out_and_told(canvas, tilt):
    draw_lines(canvas)
    draw_table(canvas, 90, 600)
    canvas.saveState()
    canvas.setFillGray(0.85)
    canvas.setFont(FONT, 60)
    canvas.translate(110, 610)
    canvas.rotate(tilt)
    canvas.drawString(0, 0, "征求意见稿")
    canvas.restoreState()
    loaded, report = read(canvas)
    assert "征求" not in report.text
    assert rows_of(report) == [ROWS]
    assert told(loaded, Unsure.STAMP) == [(1, "征求意见稿")]


def test_grey_text_beside_the_body_is_body(canvas):
    draw_lines(canvas)
    canvas.setFillGray(0.6)
    canvas.drawString(90, 600, "数据来源：区财政局。")
    loaded, report = read(canvas)
    assert "数据来源：区财政局。" in report.text
    assert loaded.notices == ()


@pytest.mark.parametrize("way", ["no paint", "white", "off the page", "covered"])
def test_text_that_cannot_be_seen_is_left_out_and_told(canvas, way):
    draw_lines(canvas)
    text = canvas.beginText(-400 if way == "off the page" else 90, 600)
    text.setFont(FONT, 12)
    text.setTextRenderMode(3 if way == "no paint" else 0)
    canvas.saveState()
    canvas.setFillGray(1 if way == "white" else 0)
    text.textLine("执行率为99.99%。")
    canvas.drawText(text)
    canvas.restoreState()
    if way == "covered":
        canvas.setFillGray(1)
        canvas.rect(60, 580, 400, 60, stroke=0, fill=1)
    loaded, report = read(canvas)
    assert "99.99" not in report.text
    assert "95.00%" in report.text
    assert told(loaded, Unsure.INVISIBLE) == [(1, "执行率为99.99%。")]


def test_white_text_on_a_dark_head_is_read(canvas):
    draw_lines(canvas)
    canvas.setFillGray(0.2)
    canvas.rect(80, 590, 300, 30, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.drawString(90, 600, "单位：万元")
    loaded, report = read(canvas)
    assert "单位：万元" in report.text
    assert loaded.notices == ()


def test_the_text_layer_under_a_scan_is_read(canvas):
    lines = [f"第{n}项工作按计划完成，群众反映良好，没有发生安全事故。" for n in range(6)]
    canvas.drawInlineImage(scanned_picture(lines), 0, 0, *A4)
    text = canvas.beginText(62, 742)
    text.setFont(FONT, 16, leading=30)
    text.setTextRenderMode(3)
    for line in lines:
        text.textLine(line)
    canvas.drawText(text)
    loaded, report = read(canvas)
    assert loaded.parser == "pypdf"
    assert "没有发生安全事故。" in report.text
    assert loaded.notices == ()


def test_a_seal_over_lines_is_told_with_the_lines(canvas):
    draw_lines(canvas)
    seal = Image.new("RGBA", (160, 160))
    ImageDraw.Draw(seal).ellipse((8, 8, 152, 152), outline=(200, 0, 0, 255), width=8)
    path = Path(canvas._filename).with_suffix(".png")
    seal.save(path)
    canvas.drawImage(str(path), 180, 690, 80, 80, mask="auto")
    loaded, report = read(canvas)
    assert "".join(LINES) in report.text.replace("\n", "")
    assert told(loaded, Unsure.STAMP) == [(1, "\n".join(LINES))]


def test_a_picture_without_letters_is_no_text(canvas):
    draw_lines(canvas)
    canvas.drawInlineImage(Image.linear_gradient("L"), 90, 400, 200, 200)
    loaded, _ = read(canvas)
    assert loaded.pages[0].read is HowRead.TEXT
    assert loaded.notices == ()


def test_a_scanned_table_has_its_cells_even_askew_and_pale(tmp_path):
    page = Image.new("L", (1240, 1754), 236)
    draw = ImageDraw.Draw(page)
    font = chinese_font(30)
    for n in range(4):
        draw.line((150, 400 + 70 * n, 1080, 400 + 70 * n), fill=120, width=3)
        draw.line((150 + 310 * n, 400, 150 + 310 * n, 610), fill=120, width=3)
    for r, row in enumerate(ROWS):
        for c, text in enumerate(row):
            draw.text((170 + 310 * c, 415 + 70 * r), text, font=font, fill=90)
    draw.text((150, 250), "二、预算执行情况", font=font, fill=90)
    page.rotate(1.5, fillcolor=236).save(tmp_path / "askew.pdf", resolution=150)
    report = structure(load(tmp_path / "askew.pdf"))
    assert rows_of(report) == [ROWS]
    assert report.sections[-1].headings == ("二、预算执行情况",)


@pytest.mark.parametrize("marked", [False, True])
def test_sentences_go_on_from_column_to_column_and_page_to_page(tmp_path, marked):
    prose = (
        "本部门认真贯彻落实上级决策部署，全年共受理群众来信来访12,345件次，办结率达到99.5%，"
        "群众满意度稳步提升，较上年提高3.2个百分点。"
    )
    paragraphs = ["一、部门概况", *[prose * n for n in (5, 6, 5)], "二、存在的问题"]
    paragraphs += [prose * n for n in (8, 7, 6, 9)]

    def mark(canvas, _):
        if marked:
            canvas.saveState()
            canvas.setFillGray(0.85)
            canvas.setFont(FONT, 60)
            canvas.translate(150, 300)
            canvas.rotate(45)
            canvas.drawString(0, 0, "征求意见稿")
            canvas.restoreState()

    document = BaseDocTemplate(str(tmp_path / "columns.pdf"), pagesize=A4)
    frames = [Frame(60, 80, 225, 680), Frame(310, 80, 225, 680)]
    document.addPageTemplates(PageTemplate(frames=frames, onPage=mark))
    document.build([body(text) for text in paragraphs])
    loaded = load(tmp_path / "columns.pdf")
    assert loaded.page_count > 1
    assert structure(loaded).text.splitlines() == paragraphs


def test_what_is_hardly_made_out_in_a_scan_is_told(tmp_path):
    lines = ["一、部门基本情况", "2021年全年预算数为1,250.36万元，执行数为", "1,230.11万元。"]
    page = scanned_picture(lines)
    draw = ImageDraw.Draw(page)
    for x in range(100, 520, 22):
        draw.line((x, 300, x + 40, 350), fill="black", width=3)
    page.save(tmp_path / "struck.pdf", resolution=150)
    loaded = load(tmp_path / "struck.pdf")
    assert "预算数为1,250.36万元" in structure(loaded).text
    assert [number for number, _ in told(loaded, Unsure.FAINT)] == [1]


def test_thirty_pages_of_one_table_take_seconds(tmp_path):
    head = ["序号", "项目名称", "主管部门", "预算数", "调整后", "支出数", "执行率", "备注"]
    rows = [
        [str(n), f"第{n}号绿化养护经费", "园林管理局", f"{n}.17", f"{n}.27", f"{n}.07", "95%", "无"]
        for n in range(1, 201)
    ]
    path = text_pdf(tmp_path / "table.pdf", [ruled([head, *rows], repeat=1)])
    began = time.process_time()
    loaded = load(path)
    seconds = time.process_time() - began
    assert len(structure(loaded).tables[0].rows) == 200
    assert seconds / loaded.page_count * 30 < 20


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.glob("*.pdf")))
def test_a_file_cut_anywhere_is_read_or_refused(tmp_path, name):
    whole = (CASES / name).read_bytes()
    path = tmp_path / name
    for tenth in range(1, 10):
        path.write_bytes(whole[: len(whole) * tenth // 10])
        with suppress(UnreadableFile):
            assert load(path).pages


def test_a_field_that_is_filled_in_is_read_where_it_stands(canvas):
    draw_lines(canvas)
    canvas.drawString(90, 600, "Rate:")
    canvas.acroForm.textfield(name="rate", value="95.25%", x=140, y=592, width=120, height=22)
    loaded, report = read(canvas)
    assert "Rate: 95.25%" in report.text
    assert loaded.notices == ()


def test_a_field_without_a_picture_and_a_remark_are_told(tmp_path, canvas):
    draw_lines(canvas)
    canvas.textAnnotation("another figure: 94.00%", Rect=[90, 590, 110, 610])
    canvas.acroForm.textfield(name="rate", value="95.25%", x=140, y=592, width=120, height=22)
    canvas.save()
    writer = PdfWriter(clone_from=canvas._filename)
    for annotation in writer.pages[0]["/Annots"]:
        annotation.get_object().pop("/AP", None)
    writer.write(tmp_path / "bare.pdf")
    loaded = load(tmp_path / "bare.pdf")
    assert told(loaded, Unsure.OTHER) == [(1, "another figure: 94.00%"), (1, "95.25%")]


def test_ink_of_a_scan_in_which_nothing_was_read_is_told():
    lines = ["一、部门基本情况", "2021年全年预算数为1,250.36万元。", "执行数为1,230.11万元。"]
    picture = np.asarray(scanned_picture(lines).convert("RGB"))
    reading = read_picture(picture, USUAL.ocr_side)
    assert reading.unread == ()
    quads = [piece.quad for piece in reading.pieces]
    ((left, top, right, bottom),) = unread_ink(picture, 0, 0.0, quads[:-1], (), 34.0)
    (x0, y0), (x1, y1) = quads[-1].min(axis=0), quads[-1].max(axis=0)
    assert abs(left - x0) < 20
    assert abs(right - x1) < 20
    assert y0 - 10 < top < bottom < y1 + 10


def test_white_figures_over_a_cell_do_not_run_into_its_own(canvas):
    draw_table(canvas, 90, 600)
    canvas.setFillGray(1)
    canvas.drawString(90 + 110 + 6, 600 + 22 + 7, "999.99")
    loaded, report = read(canvas)
    assert rows_of(report) == [ROWS]
    assert told(loaded, Unsure.INVISIBLE) == [(1, "999.99")]


def test_words_with_a_line_through_them_are_told(canvas):
    draw_lines(canvas)
    canvas.line(90, 740 - 24 + 4.5, 90 + 12 * 12, 740 - 24 + 4.5)
    loaded, _ = read(canvas)
    ((page, text),) = told(loaded, Unsure.STAMP)
    assert page == 1
    assert LINES[1].startswith(text)
    assert "预算执行率" in text


@pytest.mark.parametrize("patch", ["rectangle", "picture"])
def test_a_figure_that_another_is_pasted_over_is_left_out_and_told(canvas, tmp_path, patch):
    canvas.setFont(FONT, 12)
    canvas.drawString(90, 700, "2022年支出")
    canvas.drawString(160, 700, "1087.50")
    canvas.drawString(215, 700, "万元。")
    if patch == "rectangle":
        canvas.setFillGray(1)
        canvas.rect(156, 696, 52, 16, stroke=0, fill=1)
        canvas.setFillGray(0)
    else:
        Image.new("L", (52, 16), 255).save(tmp_path / "white.png")
        canvas.drawImage(str(tmp_path / "white.png"), 156, 696, 52, 16)
    canvas.drawString(160, 700, "1187.50")
    loaded, report = read(canvas)
    assert "".join(report.text.split()) == "2022年支出1187.50万元。"
    assert told(loaded, Unsure.INVISIBLE) == [(1, "1087.50")]


def test_letters_over_letters_are_told(canvas):
    draw_lines(canvas)
    canvas.drawString(90, 600, "支出1087.50万元")
    canvas.drawString(91.5, 600, "支出1187.50万元")
    canvas.drawString(94, 600, "预算2250.00万元")
    loaded, _ = read(canvas)
    assert len(told(loaded, Unsure.STAMP)) == 1


@pytest.mark.parametrize("room", [" ", "_"])
def test_figures_set_after_the_words_around_them_stand_between_them(canvas, room):
    before, after = "2022年支出", "万元，在职人员情况如下。"
    start, room = 90 + stringWidth(before, FONT, 12), room * 16
    canvas.setFont(FONT, 12)
    canvas.drawString(90, 700, before + room + after)
    canvas.drawString(90, 676, "二、绩效情况")
    canvas.drawString(start + 6, 700, "1187.50")
    first = read(canvas)[1].text.split("\n")[0]
    assert re.sub(r"[\s_]", "", first) == before + "1187.50" + after
    assert "1187.50" in first


def test_paragraphs_are_read_from_top_to_bottom_in_whatever_order_they_are_set(canvas):
    canvas.setFont(FONT, 12)
    lines = ["一、部门情况", "在职36人。", "二、收支情况", "支出1187.50万元。"]
    for n in (2, 3, 0, 1):
        canvas.drawString(90, 700 - 24 * n, lines[n])
    assert read(canvas)[1].text.split("\n")[:-1] == lines


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_table_without_rules_may_stand_in_any_direction(canvas, angle):
    canvas.translate(300, 400)
    canvas.rotate(angle)
    canvas.setFont(FONT, 10)
    for r, row in enumerate([*ROWS, ["结余", "0.00", "62.50"]]):
        for c, text in enumerate(row):
            canvas.drawString(-140 + 100 * c, 40 - 20 * r, text)
    loaded, report = read(canvas)
    assert rows_of(report) == [[*ROWS, ["结余", "0.00", "62.50"]]]
    assert bool(told(loaded, Unsure.TURNED)) == bool(angle)


def test_a_title_over_both_columns_moves_neither(tmp_path):
    prose = "本部门全年共受理群众来信来访12,345件次，办结率达到99.5%，满意度稳步提升。"
    paragraphs = [prose * n for n in (4, 3, 5, 4, 3, 4, 5, 3)]

    def head(canvas, _):
        canvas.setFont(FONT, 18)
        canvas.drawCentredString(A4[0] / 2, 780, "云杉区园林管理局2022年度自评报告")

    document = BaseDocTemplate(str(tmp_path / "columns.pdf"), pagesize=A4)
    frames = [Frame(60, 80, 225, 660), Frame(310, 80, 225, 660)]
    document.addPageTemplates(PageTemplate(frames=frames, onPage=head))
    document.build([body(text) for text in paragraphs])
    text = structure(load(tmp_path / "columns.pdf")).text
    assert text.splitlines()[-len(paragraphs) :] == paragraphs
