import io

import pytest
from PIL import Image

from ingest.load import load
from ingest.page_image import page_png, sentence_boxes
from ingest.structure import structure
from tests.ingest.made_files import body, ruled, scanned_pdf, text_pdf

SENTENCE = "2021年全年预算数为1,250.36万元，全年执行数为1,230.11万元，执行率为98.38%，较上年提高。"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    rows = [["项目", "金额"], ["基本支出", "10.00"], ["项目支出", "20.00"], ["其他支出", "20.00"]]
    story = [body("第一段在前面。"), body(SENTENCE), ruled(rows, widths=[200, 100])]
    story += [
        body(f"第{n}项工作按计划完成，群众反映良好，没有发生安全事故。" * 6) for n in range(1, 13)
    ]
    return text_pdf(tmp_path_factory.mktemp("pages") / "a.pdf", story)


def dark(path, page, box):
    """Whether there is print in the box and none just outside it on the left."""
    picture = Image.open(io.BytesIO(page_png(path, page, 2))).convert("L")
    inside = picture.crop((
        int(box.left * picture.width), int(box.top * picture.height),
        int(box.right * picture.width) + 1, int(box.bottom * picture.height) + 1,
    ))  # fmt: skip
    return inside.getextrema()[0] < 128


def test_a_page_is_drawn(path):
    picture = Image.open(io.BytesIO(page_png(path, 1, 1.0)))
    assert picture.size == (596, 842)


def test_a_sentence_over_two_lines_has_two_boxes_with_print_in_them(path):
    boxes = sentence_boxes(path, 1, SENTENCE)
    assert len(boxes) == 2
    assert boxes[0].top < boxes[1].top
    assert boxes[0].left > boxes[1].left
    assert all(dark(path, 1, box) for box in boxes)
    assert all(0 <= b.left < b.right <= 1 and 0 <= b.top < b.bottom <= 1 for b in boxes)


def test_a_row_is_found_on_its_own_height(path):
    (row,) = sentence_boxes(path, 1, "项目支出\t20.00")
    (other,) = sentence_boxes(path, 1, "其他支出\t20.00")
    assert row.bottom <= other.top + 0.01


def test_a_sentence_over_two_pages_is_marked_on_both(path):
    report = structure(load(path))
    (second,) = [n for n in report.page_starts if n and report.text[n - 1] != "\n"]
    page = report.page_at(second)
    start = report.text.rindex("\n", 0, second) + 1
    end = report.text.index("\n", second)
    sentence = report.text[start:end]
    first_page = sentence_boxes(path, page - 1, sentence)
    second_page = sentence_boxes(path, page, sentence)
    assert first_page
    assert second_page
    assert max(b.bottom for b in first_page) > 0.8
    assert min(b.top for b in second_page) < 0.2


def test_a_sentence_of_a_scan_is_found_in_its_picture(tmp_path):
    scan = scanned_pdf(tmp_path / "scan.pdf", ["一、存在的问题", "预算编制的精准度有待提高。"])
    (box,) = sentence_boxes(scan, 1, "预算编制的精准度有待提高。")
    assert dark(scan, 1, box)
    assert 0.1 < box.top < box.bottom < 0.2


def test_what_is_not_on_the_page_has_no_boxes(path):
    assert sentence_boxes(path, 1, "这句话不在这里。") == ()
    assert sentence_boxes(path, 1, "") == ()
