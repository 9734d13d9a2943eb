"""Three answers: what the reports say, what is nearest where they do not say it, and nothing."""

from __future__ import annotations

import pytest

from rag.export import as_json
from rag.records import State
from tests.fakes import FakeChatModel, predictable_reader
from tests.rag.conftest import answer_to

QUESTION = "2022年完成河道整治多少公里？"


@pytest.mark.parametrize(
    ("near", "answered", "state"),
    [(0.0, 0.0, State.ANSWERED), (0.0, 1.1, State.NEAR), (1.1, 1.1, State.NOTHING)],
)
def test_how_sure_the_reader_is_says_which(water_shelf, near, answered, state):
    chat = FakeChatModel("完成河道整治12公里。")
    reader = predictable_reader(near, answered)
    answer = answer_to(QUESTION, water_shelf, chat, reader=reader)
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


def test_of_nothing_nothing_is_shown(water_shelf):
    answer = answer_to(QUESTION, water_shelf, reader=predictable_reader(1.1, 1.1))
    assert answer.refusal
    assert (answer.quotation, answer.passages, answer.table) == ((), (), None)
