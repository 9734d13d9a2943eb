import io

import pytest
from PIL import Image

from figures.sentences import sentence_spans
from ingest.load import load
from ingest.page_image import page_png, span_boxes, words_in
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


@pytest.fixture(scope="module")
def report(path):
    return structure(load(path))


def boxes_of(path, report, page, words):
    start = report.text.index(words)
    return span_boxes(path, page, report, start, start + len(words))


def read_back(path, report, start, end):
    """What stands in the boxes of a span, on all the pages it is on."""
    pages = range(report.page_at(start), report.page_at(end - 1) + 1)
    return "".join(words_in(path, n, span_boxes(path, n, report, start, end)) for n in pages)


def sentences(report):
    tables = [(table.start, table.end) for table in report.tables]
    for start, end in sentence_spans(report.text):
        if report.text[start:end].strip() and not any(a < end and start < b for a, b in tables):
            yield start, end


def test_a_sentence_over_two_lines_has_two_boxes_with_print_in_them(path, report):
    boxes = boxes_of(path, report, 1, SENTENCE)
    assert len(boxes) == 2
    assert boxes[0].top < boxes[1].top
    assert boxes[0].left > boxes[1].left
    assert all(dark(path, 1, box) for box in boxes)
    assert all(0 <= b.left < b.right <= 1 and 0 <= b.top < b.bottom <= 1 for b in boxes)


def test_the_words_boxed_for_a_sentence_are_the_sentence(path, report):
    for start, end in sentences(report):
        assert read_back(path, report, start, end) == "".join(report.text[start:end].split())


def test_a_row_is_found_on_its_own_height(path, report):
    (row,) = boxes_of(path, report, 1, "项目支出\t20.00")
    (other,) = boxes_of(path, report, 1, "其他支出\t20.00")
    assert row.bottom <= other.top + 0.01


def test_a_sentence_over_two_pages_is_boxed_on_both(path, report):
    (second,) = [n for n in report.page_starts if n and report.text[n - 1] != "\n"]
    page = report.page_at(second)
    start = report.text.rindex("\n", 0, second) + 1
    end = report.text.index("\n", second)
    first_page = span_boxes(path, page - 1, report, start, end)
    second_page = span_boxes(path, page, report, start, end)
    assert first_page
    assert second_page
    assert max(b.bottom for b in first_page) > 0.8
    assert min(b.top for b in second_page) < 0.2


@pytest.fixture(scope="module")
def alike(tmp_path_factory):
    """A report whose items all begin alike, some of them cut by the end of a page."""
    items = [
        body(
            f"第{n}项：项目年初预算数为{n}98.60万元，执行数为{n}98.60万元，完成预算的100%。"
            f"该项目按计划完成，群众反映良好，执行数为{n}，没有发生安全事故。"
        )
        for n in range(1, 60)
    ]
    return text_pdf(tmp_path_factory.mktemp("alike") / "a.pdf", items)


def test_of_sentences_that_begin_alike_only_the_one_that_is_cited_is_boxed(alike):
    report = structure(load(alike))
    spans = list(sentences(report))
    over_two = [s for s in spans if report.page_at(s[0]) < report.page_at(s[1] - 1)]
    assert over_two, "no sentence is cut by the end of a page"
    for start, end in spans:
        assert read_back(alike, report, start, end) == "".join(report.text[start:end].split())
        beyond = report.page_at(end - 1) + 1
        if beyond <= len(report.page_starts):
            assert span_boxes(alike, beyond, report, start, end) == ()


def test_the_same_words_twice_on_a_page_are_told_apart_by_what_is_around_them(alike):
    report = structure(load(alike))
    words = "该项目按计划完成，群众反映良好"
    first = report.text.index(words)
    second = report.text.index(words, first + 1)
    (one, *_), (other, *_) = (
        span_boxes(alike, 1, report, at, at + len(words)) for at in (first, second)
    )
    assert one.bottom < other.top


def test_a_sentence_of_a_scan_is_found_in_its_picture(tmp_path):
    scan = scanned_pdf(tmp_path / "scan.pdf", ["一、存在的问题", "预算编制的精准度有待提高。"])
    (box,) = boxes_of(scan, structure(load(scan)), 1, "预算编制的精准度有待提高。")
    assert dark(scan, 1, box)
    assert 0.1 < box.top < box.bottom < 0.2


def test_nothing_is_boxed_for_an_empty_span(path, report):
    assert span_boxes(path, 1, report, 3, 3) == ()
