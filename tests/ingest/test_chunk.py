"""Passages are slices of the report that lose nothing and stay within their bounds."""

from __future__ import annotations

from itertools import pairwise

import hypothesis.strategies as st
from hypothesis import given

from ingest.chunk import PASSAGE_LIMIT, text_to_passages
from records import Passage, ReportText, Row, Section, Table

REPORT_ID = "a" * 64

sentences = st.text("政务服务执行率，；“”（）0123456789.%万元 ", min_size=1, max_size=90).map(
    lambda s: s + "。"
)
paragraphs = st.lists(sentences, min_size=1, max_size=6).map("".join)
cells = st.text("合计基本支出1234567890.,", max_size=30)
grids = st.lists(st.lists(cells, min_size=2, max_size=5), min_size=1, max_size=12)


@st.composite
def report_texts(draw: st.DrawFn) -> ReportText:
    """Reports of headings, paragraphs and tables, with pages that begin anywhere."""
    text, sections, tables = "", [], []
    path: list[str] = []
    for number in range(draw(st.integers(1, 6))):
        depth = draw(st.integers(0, len(path)))
        path = [*path[:depth], f"（{number}）标题"]
        start = len(text)
        text += path[-1] + "\n"
        for block in draw(st.lists(st.one_of(paragraphs, grids), max_size=3)):
            if isinstance(block, str):
                text += block + "\n"
            else:
                text, table = with_table(text, block)
                tables.append(table)
        sections.append(Section(tuple(path), start, len(text)))
    starts = draw(st.lists(st.integers(1, len(text) - 1), max_size=3, unique=True))
    return ReportText(text, (0, *sorted(starts)), tuple(sections), tuple(tables))


def with_table(text: str, grid: list[list[str]]) -> tuple[str, Table]:
    start = len(text)
    text += "预算表\n"
    rows = []
    for cells in grid:
        rows.append(Row(tuple(cells), len(text), len(text) + len("\t".join(cells))))
        text += "\t".join(cells) + "\n"
    return text, Table("预算表", "元", ("项目", "预算数"), tuple(rows), start, len(text))


def written(text: str) -> str:
    return "".join(text.split())


@given(report_texts(), st.integers(20, 500))
def test_every_written_character_is_in_exactly_one_passage(report: ReportText, limit: int) -> None:
    passages = text_to_passages(report, REPORT_ID, limit)
    assert written("".join(p.text for p in passages)) == written(report.text)
    for before, after in pairwise(passages):
        assert before.end <= after.start


@given(report_texts(), st.integers(20, 500))
def test_a_passage_is_a_slice_within_its_limit_and_never_blank(
    report: ReportText, limit: int
) -> None:
    for passage in text_to_passages(report, REPORT_ID, limit):
        assert report.text[passage.start : passage.end] == passage.text
        assert passage.text.strip() == passage.text != ""
        assert len(passage.text) <= limit
        assert passage.first_page <= passage.last_page


@given(report_texts(), st.integers(20, 500))
def test_the_sentences_of_a_passage_lie_in_it_and_make_it_up(
    report: ReportText, limit: int
) -> None:
    for passage in text_to_passages(report, REPORT_ID, limit):
        assert passage.sentences[0][0] == passage.start
        assert passage.sentences[-1][1] == passage.end
        pieces = "".join(report.text[a:b] for a, b in passage.sentences)
        assert written(pieces) == written(passage.text)


@given(report_texts())
def test_no_passage_reaches_into_or_out_of_a_table(report: ReportText) -> None:
    for passage in text_to_passages(report, REPORT_ID):
        for index, table in enumerate(report.tables):
            touches = passage.start < table.end and passage.end > table.start
            assert touches == (passage.table == index)


def passages_of(text: str, *sections: tuple[tuple[str, ...], str]) -> tuple[Passage, ...]:
    parts, at = [], 0
    for headings, part in sections:
        parts.append(Section(headings, at, at + len(part)))
        at += len(part)
    return text_to_passages(ReportText(text, (0,), tuple(parts), ()), REPORT_ID)


def test_a_heading_without_a_body_goes_with_what_follows_under_it() -> None:
    top, sub, body = "一、基本情况\n", "（一）部门概况\n", "1. 概况\n贯彻执行方针政策。\n"
    passages = passages_of(
        top + sub + body,
        (("一、基本情况",), top),
        (("一、基本情况", "（一）部门概况"), sub),
        (("一、基本情况", "（一）部门概况", "1. 概况"), body),
    )
    assert [p.text for p in passages] == [(top + sub + body).strip()]
    assert passages[0].headings[-1] == "1. 概况"


def test_an_enumeration_that_fits_is_kept_together() -> None:
    items = "".join(f"{n}是推进第{n}项工作，提升服务水平。" for n in "一二三四五")
    heading = "（一）重点任务\n"
    filler = "其他工作有序开展。" * 58 + "\n"
    assert len(items) < PASSAGE_LIMIT < len(items) + len(filler)
    text = heading + filler + items + "\n"
    passages = passages_of(text, (("（一）重点任务",), text))
    assert passages[-1].text == items


def test_a_table_row_has_title_unit_and_columns_in_front_but_not_in_its_text() -> None:
    text, table = with_table("", [["基本支出", "99,706,020"]])
    report = ReportText(text, (0,), (Section((), 0, len(text)),), (table,))
    (passage,) = text_to_passages(report, REPORT_ID)
    assert passage.context == "预算表（单位：元） 项目、预算数"
    assert "单位" not in passage.text
    assert passage.text.endswith("基本支出\t99,706,020")
