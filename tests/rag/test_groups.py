"""Two figures of one name that are of different things are told, and as two."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.quotation import with_both_groups
from rag.records import Intent
from records import Kind
from tests.fakes import PredictableEmbedder
from tests.identities import identity_of
from tests.rag.conftest import answer_to, text_of
from tests.rag.evidence_made import asked, basis
from tests.rag.shelf import put, report
from vectorstore.library import Library
from vectorstore.settings import StoreSettings


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    settings = StoreSettings(home=tmp_path_factory.mktemp("city"))
    library = Library.open(settings, PredictableEmbedder())
    identity = identity_of(
        "关于锦屿市2025年预算执行情况的报告",
        2025,
        "",
        place=("锦屿市",),
        kind=Kind.BUDGET_EXECUTION,
    )
    about = replace(report("锦屿市财政局", 2025), identity=identity, as_read=identity)
    put(
        library,
        about,
        "一、2025年预算执行情况",
        "2025年全市一般公共预算收入完成31.99亿元。",
        "2025年市本级一般公共预算收入完成10.20亿元。",
        "二、存在的问题",
        "财政收支矛盾突出。",
    )
    yield library
    library.close()


def test_both_are_given_where_the_question_does_not_say_which(city):
    answer = answer_to("锦屿2025年一般公共预算收入多少亿元？", city)
    assert "31.99亿元" in text_of(answer)
    assert "10.20亿元" in text_of(answer)
    assert any("全域、本级" in note or "本级、全域" in note for note in answer.notes)


def test_nothing_is_said_of_two_where_the_question_says_which(city):
    answer = answer_to("锦屿2025年全市一般公共预算收入多少亿元？", city)
    assert "31.99亿元" in text_of(answer)
    assert not any("口径" in note for note in answer.notes)


CITY = basis("2022年，全市一般公共预算收入31.99亿元。", n=1)
OWN = basis("2022年，市本级一般公共预算收入12.40亿元。", n=1, start=100)
FUND = basis("2022年，全市政府性基金预算收入8.15亿元。", n=1, start=200)
SPENT = basis("2022年，全市一般公共预算支出96.30亿元。", n=1, start=300)


@pytest.mark.parametrize(
    ("question", "first", "other", "names"),
    [
        ("一般公共预算收入多少？", CITY, OWN, ("全域", "本级")),
        ("全市预算收入多少？", CITY, FUND, ("一般公共预算", "政府性基金")),
        ("全市一般公共预算多少？", CITY, SPENT, ("收入", "支出")),
    ],
)
def test_where_the_question_does_not_say_which_both_are_given(question, first, other, names):
    shown, notes = with_both_groups(asked(question), [first], [first, other])
    assert shown == (first, other)
    assert any(all(name in note for name in names) for note in notes)


@pytest.mark.parametrize("question", ["全市一般公共预算收入多少？", "市本级一般公共预算收入多少？"])
def test_where_it_does_nothing_is_added(question):
    assert with_both_groups(asked(question), [CITY], [CITY, OWN]) == ((CITY,), ())


def test_what_asks_for_no_figure_is_left_as_it_is():
    assert with_both_groups(asked("一般公共预算收入的来源？", Intent.OTHER), [CITY], [OWN]) == (
        (CITY,),
        (),
    )
