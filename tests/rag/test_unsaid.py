"""A report that does not say whose it is cannot be ruled out, and is not taken for another's."""

from __future__ import annotations

import pytest

from rag.records import State
from tests.rag import written
from tests.rag.conftest import answer_to, shelf_of, text_of

NOTICE = """一、出行提示
持健康证明的旅客可在车站办理通行手续，办理时限为3日。
二、便民措施
设置咨询窗口24个，完成河道整治77公里。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    reports = {**written.WATER, "提示.txt": NOTICE}
    library = shelf_of(reports, tmp_path_factory.mktemp("unsaid"))
    yield library
    library.close()


def test_of_who_is_not_there_only_reports_that_name_nobody_are_looked_in(library):
    answer = answer_to("抚顺市完成河道整治多少公里？", library)
    assert answer.state is State.ANSWERED
    assert "77公里" in text_of(answer)
    assert {found.report.source for found in answer.passages} == {"提示.txt"}
    assert any("没有写明是抚顺市的报告" in note for note in answer.notes)
    assert any(note.startswith("出自") for note in answer.notes)


def test_where_every_report_says_whose_it_is_nothing_is_shown(water_shelf):
    answer = answer_to("抚顺市完成河道整治多少公里？", water_shelf)
    assert answer.state is State.NOTHING
    assert (answer.quotation, answer.passages) == ((), ())
