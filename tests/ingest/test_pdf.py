import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.load import load
from ingest.loaded import RawTable
from ingest.structure import structure
from tests.ingest.made_files import (
    FONT,
    body,
    garbled_pdf,
    new_page,
    ruled,
    scanned_pdf,
    subtitle,
    text_pdf,
    title,
)

PROSE = (
    "本部门认真贯彻落实上级决策部署，统筹推进各项重点工作，全年共受理群众来信来访12,345件次，"
    "办结率达到99.5%，群众满意度稳步提升，较上年提高3.2个百分点。"
)


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    rows = [["项目", "预算数", "", "执行率"], ["", "年初", "调整后", ""]]
    rows += [[f"项目{n}经费", f"{n}0.00", f"{n}1.50", f"9{n % 10}.0%"] for n in range(1, 61)]
    rows += [["合计", "18,300.00", "18,390.00", "95.0%"]]
    story = [
        title("2021年度海陵市水务局"), title("部门整体支出绩效自评报告"), new_page(),
        subtitle("目  录"), body("一、部门基本情况........................1"),
        body("二、自评分析........................3"), new_page(),
        body("一、部门基本情况"), body("（一）部门职责"), body(PROSE * 9),
        body("1.贯彻执行国家水务法律法规和方针政策。"), body("2.完成上级交办的其他任务。"),
        body("（二）收支情况"), body("全年预算18,390.00万元。" + PROSE * 4),
        subtitle("表1  2021年度部门支出情况表"), body("单位：万元"),
        ruled(rows, ((0, 0), (0, 1)), ((1, 0), (2, 0)), ((3, 0), (3, 1)), repeat=2),
        body("注：项目支出含上年结转。"), body("二、自评分析"), body(PROSE * 3),
    ]  # fmt: skip
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    text_pdf(path, story, head="海陵市水务局绩效自评报告", foot=lambda n: f"- {n} -")
    return structure(load(path))


def test_prose_is_whole_again_over_lines_and_pages(report):
    assert PROSE * 9 + "\n" in report.text
    assert PROSE * 4 + "\n" in report.text


def test_heads_feet_and_contents_are_gone(report):
    assert "海陵市水务局绩效自评报告" not in report.text
    assert "....." not in report.text
    assert "- 3 -" not in report.text


def test_its_ladder_is_found(report):
    assert [section.headings for section in report.sections] == [
        (),
        ("一、部门基本情况",),
        ("一、部门基本情况", "（一）部门职责"),
        ("一、部门基本情况", "（二）收支情况"),
        ("一、部门基本情况", "（二）收支情况", "表1 2021年度部门支出情况表"),
        ("一、部门基本情况", "（二）收支情况"),
        ("二、自评分析",),
    ]


def test_its_table_is_one_over_three_pages_with_a_flat_header(report):
    (table,) = report.tables
    assert table.title == "表1 2021年度部门支出情况表"
    assert table.unit == "万元"
    assert table.columns == ("项目", "预算数›年初", "预算数›调整后", "执行率")
    assert len(table.rows) == 61
    assert table.rows[-1].cells == ("合计", "18,300.00", "18,390.00", "95.0%")
    pages = {report.page_at(row.start) for row in table.rows}
    assert len(pages) >= 2
    assert report.text.count("项目60经费") == 1


def test_pages_are_counted_as_they_are_read(tmp_path):
    path = text_pdf(
        tmp_path / "a.pdf", [body("一。"), new_page(), body("二。"), new_page(), body("三。")]
    )
    seen = []
    load(path, lambda done, total: seen.append((done, total)))
    assert seen[:3] == [(1, 3), (2, 3), (3, 3)]


def test_a_scan_is_read_from_its_picture(tmp_path):
    lines = [
        "一、部门基本情况",
        "2021年全年预算数为1,250.36万元，执行数为",
        "1,230.11万元，执行率98.38%。",
    ]
    path = scanned_pdf(tmp_path / "scan.pdf", lines)
    loaded = load(path)
    assert loaded.parser == "rapidocr"
    text = structure(loaded).text
    assert text.startswith("一、部门基本情况\n")
    assert "1,250.36万元" in text
    assert "98.38%" in text


def test_a_page_whose_font_says_nothing_is_read_from_its_picture(tmp_path):
    path = garbled_pdf(tmp_path / "garbled.pdf", ["二、存在的问题", "预算编制的精准度有待提高。"])
    loaded = load(path)
    assert loaded.parser == "rapidocr"
    assert "预算编制的精准度有待提高" in structure(loaded).text


def test_a_scan_with_a_page_number_as_text_is_read_from_its_picture(tmp_path):
    scan = scanned_pdf(tmp_path / "scan.pdf", ["三、下一步改进措施", "加强预算管理。"])
    number = text_pdf(tmp_path / "number.pdf", [body("")], foot=lambda n: f"第{n}页")
    stamped = pypdf.PdfWriter(clone_from=scan)
    stamped.pages[0].merge_page(pypdf.PdfReader(number).pages[0])
    stamped.write(tmp_path / "stamped.pdf")
    assert "加强预算管理" in structure(load(tmp_path / "stamped.pdf")).text


def test_a_page_shown_on_its_side_is_read_in_order(tmp_path):
    turned = pypdf.PdfWriter(clone_from=text_pdf(tmp_path / "a.pdf", [body(PROSE * 3)]))
    turned.pages[0].rotate(90)
    turned.write(tmp_path / "turned.pdf")
    assert structure(load(tmp_path / "turned.pdf")).text == PROSE * 3 + "\n"


def test_text_set_sideways_is_laid_out_as_it_is_seen(tmp_path):
    turned = pypdf.PdfWriter(clone_from=text_pdf(tmp_path / "a.pdf", [body(PROSE * 3)]))
    turned.pages[0].rotate(90).transfer_rotation_to_content()
    turned.pages[0].rotate(270)
    turned.write(tmp_path / "turned.pdf")
    assert structure(load(tmp_path / "turned.pdf")).text == PROSE * 3 + "\n"


def test_bold_type_made_by_printing_twice_is_read_once(tmp_path):
    canvas = Canvas(str(tmp_path / "bold.pdf"))
    canvas.setFont(FONT, 12)
    for shift in (0, 0.4):
        canvas.drawString(90 + shift, 700, "一、部门基本情况")
        for x, text in ((95, "项目"), (195, "金额")):
            canvas.drawString(x + shift, 600, text)
    for x, text in ((95, "基本支出"), (195, "10.00")):
        canvas.drawString(x, 580, text)
    canvas.grid([90, 190, 290], [575, 595, 615])
    canvas.showPage()
    canvas.setFont(FONT, 12)
    for shift in (0, 0.4):
        canvas.drawString(90 + shift, 700, "二、自评结论")
    canvas.save()
    report = structure(load(tmp_path / "bold.pdf"))
    assert report.text == "一、部门基本情况\n项目\t金额\n基本支出\t10.00\n二、自评结论\n"


def test_only_pages_with_rules_are_searched_for_tables(tmp_path):
    story = [body(PROSE), new_page(), ruled([["项目", "金额"], ["基本支出", "10.00"]])]
    loaded = load(text_pdf(tmp_path / "mixed.pdf", story))
    assert loaded.parser == "pypdf+pypdfium2"
    assert not any(isinstance(b, RawTable) for b in loaded.pages[0].blocks)
    assert any(isinstance(b, RawTable) for b in loaded.pages[1].blocks)
