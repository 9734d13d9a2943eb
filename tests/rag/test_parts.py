"""One message with several questions, or with something told before its question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.question.understanding import questions_in
from rag.records import State
from tests.rag.conftest import answer_to, text_of


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        ("2022年预算执行率是多少？", ["2022年预算执行率是多少？"]),
        ("2022年预算执行率", ["2022年预算执行率"]),
        (
            "2022年预算执行率是多少？年末在职人员多少人？",
            ["2022年预算执行率是多少？", "年末在职人员多少人？"],
        ),
        ("执行率是多少？为什么？", ["执行率是多少？为什么？"]),
        ("我们要开会了。领导问起这件事。河道整治完成了多少公里？", ["河道整治完成了多少公里？"]),
        (
            "I am new here. What was the budget? How much of it was spent?",
            ["What was the budget?", "How much of it was spent?"],
        ),
        ("？", ["？"]),
    ],
)
def test_the_questions_of_a_message_are_told_from_what_is_only_told(message, questions):
    assert list(questions_in(message)) == questions


@given(st.text(max_size=200))
def test_every_message_has_a_question_and_no_word_is_invented(message):
    found = questions_in(message)
    assert 1 <= len(found) <= 5
    assert all("".join(question.split()) in "".join(message.split()) for question in found)


def test_each_question_of_a_message_is_answered(water_shelf):
    answer = answer_to("2022年水务局全年预算数是多少？2022年完成河道整治多少公里？", water_shelf)
    assert answer.state is State.ANSWERED
    assert "2,450.00万元" in text_of(answer)
    assert "12公里" in text_of(answer)
    cited = {c.n for s in answer.sentences for c in s.citations}
    assert cited <= {found.n for found in answer.passages}
    assert len({found.n for found in answer.passages}) == len(answer.passages)


def test_a_question_of_several_that_is_not_answered_is_said_to_be(water_shelf):
    answer = answer_to("2022年完成河道整治多少公里？局长叫什么名字？", water_shelf)
    assert "12公里" in text_of(answer)
    assert any("局长叫什么名字" in note for note in answer.notes)


def test_what_is_told_before_a_question_does_not_hide_its_answer(water_shelf):
    told = "我昨天陪亲戚去了趟医院。回来路上大家聊起了这个。"
    answer = answer_to(f"{told}2022年完成河道整治多少公里？", water_shelf)
    assert "12公里" in text_of(answer)
