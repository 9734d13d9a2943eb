"""Three answers: what the reports say, what is nearest where they do not say it, and nothing."""

from __future__ import annotations

import pytest

from rag.answer_json import as_json
from rag.records import Phrasing, State
from tests.fakes import FakeChatModel, PredictableEmbedder, predictable_reader
from tests.rag.conftest import answer_to
from tests.rag.shelf import put, report
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

QUESTION = "2022年完成河道整治多少公里？"
NOT_TOLD = "无人机巡查飞了多少架次？"


@pytest.mark.parametrize(
    ("question", "near", "answered", "state"),
    [
        (QUESTION, 0.0, 0.0, State.ANSWERED),
        (QUESTION, 0.0, 1.1, State.NEAR),
        (NOT_TOLD, 1.1, 1.1, State.NOTHING),
    ],
)
def test_how_sure_the_reader_is_says_which(water_shelf, question, near, answered, state):
    chat = FakeChatModel("完成河道整治12公里。")
    reader = predictable_reader(near, answered)
    answer = answer_to(question, water_shelf, chat, reader=reader)
    told = as_json(answer)
    assert (answer.state, told["state"]) == (state, state.value)
    assert told["refused"] is (state is not State.ANSWERED)
    assert bool(answer.sentences) is (state is State.ANSWERED)
    assert bool(answer.quotation) is (state is not State.NOTHING)
    assert bool(chat.prompts) is (state is State.ANSWERED)
    assert f"{near:g} {answered:g}" in answer.made_with.reader


def test_what_is_near_is_said_to_be_no_answer(water_shelf):
    answer = answer_to(QUESTION, water_shelf, reader=predictable_reader(0.0, 1.1))
    assert "没有直接说明" in answer.refusal
    assert any("12公里" in sentence.text for sentence in answer.quotation)


def test_what_is_greeted_is_told_what_can_be_asked(water_shelf):
    answer = answer_to("你好", water_shelf, reader=predictable_reader(0.0, 0.0))
    assert "例如" in answer.refusal
    assert (answer.state, answer.quotation) == (State.NOTHING, ())


def test_a_sentence_in_the_question_s_own_rare_words_is_near_however_improbable(water_shelf):
    answer = answer_to("河道整治12公里", water_shelf, reader=predictable_reader(1.1, 1.1))
    assert answer.state is State.NEAR
    assert any("12公里" in sentence.text for sentence in answer.quotation)


def test_of_nothing_nothing_is_shown(water_shelf):
    answer = answer_to(NOT_TOLD, water_shelf, reader=predictable_reader(1.1, 1.1))
    assert answer.refusal
    assert (answer.quotation, answer.passages, answer.table) == ((), (), None)


@pytest.mark.parametrize("bounds", [(0.0, 0.0), (0.0, 1.1), (1.1, 1.1)])
@pytest.mark.parametrize(
    "wording",
    [
        "2022年完成河道整治12公里。",
        "2022年完成河道整治21公里。",
        "资料中没有提到。",
        "It is 12.",
        "",
    ],
)
def test_a_chat_model_changes_nothing_of_what_is_found_or_refused(water_shelf, bounds, wording):
    reader = predictable_reader(*bounds)
    for question in (QUESTION, NOT_TOLD, "2022年项目支出执行了多少？", "2019年的执行率是多少？"):
        off = answer_to(question, water_shelf, reader=reader)
        on = answer_to(question, water_shelf, FakeChatModel(wording), reader=reader)
        for kept in ("state", "refusal", "quotation", "passages", "table"):
            assert getattr(on, kept) == getattr(off, kept)
        assert bool(on.sentences) == bool(off.sentences)
        if on.phrased_by is not Phrasing.MODEL:
            assert on.sentences == off.sentences


@pytest.fixture(scope="module")
def speaks_of_another(tmp_path_factory):
    """A bureau's report that speaks of an office without a report."""
    settings = StoreSettings(home=tmp_path_factory.mktemp("another"))
    library = Library.open(settings, PredictableEmbedder())
    put(
        library,
        report("临坝县水务局", 2023),
        "三、审计情况",
        "县审计局10月开展专项审计，发现2.6万元用于支付食堂改造，已责令收回。",
        "全年完成河道整治12公里。",
    )
    yield library
    library.close()


def test_what_a_report_tells_of_who_has_none_is_near_and_said_to_be_another_s(speaks_of_another):
    answer = answer_to(
        "临坝县审计局专项审计发现了什么？", speaks_of_another, reader=predictable_reader(0.0, 0.0)
    )
    assert answer.state is State.NEAR
    assert "没有临坝县审计局的报告" in answer.refusal
    assert [s.text for s in answer.quotation] == [
        "县审计局10月开展专项审计，发现2.6万元用于支付食堂改造，已责令收回。"
    ]


def test_of_who_is_neither_there_nor_named_nothing_is_shown(speaks_of_another):
    answer = answer_to(
        "临坝县教育局完成河道整治多少公里？",
        speaks_of_another,
        reader=predictable_reader(0.0, 0.0),
    )
    assert answer.state is State.NOTHING
    assert answer.quotation == ()
