"""What is there and missing, what a new version changes, and a report's text laid out."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from records import ReportText, Row, Section, Table
from tests.vectorstore.made import made
from ui.overview import of_its_year
from ui.reports import grid
from ui.upload import changes
from ui.viewer import blocks, outline


def test_the_years_between_are_seen_to_be_missing() -> None:
    reports = [made(year=2020).report, made(year=2022).report, made("教育局", 2022).report]
    rows, years = grid(reports)
    assert years == [2020, 2021, 2022]
    assert list(rows) == ["水务局", "教育局"]  # who has most years comes first
    assert 2021 not in rows["水务局"]


def test_a_report_without_a_year_is_in_no_column() -> None:
    report = made().report
    undated = replace(report, identity=replace(report.identity, year=None))
    assert grid([undated]) == ({}, [])


def test_what_a_version_changes_is_what_only_one_of_them_has() -> None:
    old, new = made(), made()
    (indicator,) = old.indicators
    better = replace(indicator, value=indicator.value + 1)
    gone, come = changes([indicator], old.text, [better], new.text)
    assert len(gone) == len(come) == 1
    assert str(indicator.value) in gone[0]
    assert str(better.value) in come[0]
    assert changes([indicator], old.text, [indicator], old.text) == ([], [])


def test_the_figures_at_a_glance_are_of_the_reports_own_year() -> None:
    whole = made()
    (indicator,) = whole.indicators
    before = replace(indicator, year=2021)
    nothing = replace(indicator, name="score", value=indicator.value * 0)
    assert of_its_year(whole.report, [before, nothing, indicator, indicator]) == [indicator]


LINES = ["一、基本情况", "某局负责河道管理。", "项目\t金额", "基本支出\t10.00", "经自评得分98分。"]


def laid_out() -> ReportText:
    text = "".join(f"{line}\n" for line in LINES)
    start = text.index(LINES[2])
    row_start = text.index(LINES[3])
    row_end = row_start + len(LINES[3])
    row = Row(("基本支出", "10.00"), row_start, row_end)
    table = Table("", "万元", ("项目", "金额"), (row,), start, row_end + 1)
    return ReportText(text, (0,), (Section(("一、基本情况",), 0, len(text)),), (table,))


def test_a_text_is_laid_out_by_headings_paragraphs_and_tables() -> None:
    text = laid_out()
    heading, body, table, last = blocks(text, [])
    assert (heading["level"], body["level"], last["level"]) == (1, 0, 0)
    assert table["rows"] == [{"cells": ["基本支出", "10.00"], "hit": False}]
    assert [entry["text"] for entry in outline(text)] == ["一、基本情况"]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=4))
def test_laid_out_the_text_loses_nothing_and_marks_what_was_cited(spans) -> None:
    text = laid_out()
    shown = "".join(
        "".join(piece["text"] for piece in block["segments"])
        + "".join("".join(row["cells"]) for row in block["rows"] or ())
        for block in blocks(text, spans)
    )
    assert shown == "".join(line.replace("\t", "") for line in LINES).replace("项目金额", "")
    for block in blocks(text, spans):
        for piece in block["segments"]:
            if piece["hit"]:
                inside = range(piece["start"], piece["end"])
                assert all(any(s <= i < e for s, e in spans) for i in inside)
