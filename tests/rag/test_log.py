"""What an operator reads of questions: what came of each, how long it took, and nothing it said."""

from __future__ import annotations

import json
import logging
import threading
from contextlib import ExitStack

import pytest

from operations import metrics
from operations.logs import reporting
from operations.settings import OperationsSettings
from rag.answer import ask
from rag.errors import ChatModelError
from tests.fakes import FakeChatModel
from tests.rag.conftest import asking
from vectorstore.terms import terms

QUESTIONS = [
    "2022年项目支出执行了多少？",
    "2022年完成河道整治多少公里？",
    "局长叫什么名字？",
    "What was the budget execution rate in 2022?",
    "2019年预算是多少？",
]


def logged(capsys, answering, questions, *, content=False) -> list[dict]:
    settings = OperationsSettings(log="json", log_content="on" if content else "off")
    with reporting(settings, logging.INFO):
        for question in questions:
            list(ask(question, answering))
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_question_is_one_line_with_the_times_of_its_stages(capsys, water_shelf):
    chat = FakeChatModel("2022年完成河道整治12公里。")
    (line,) = logged(capsys, asking(water_shelf, chat), [QUESTIONS[1]])
    assert line["event"] == "question.answered"
    assert (line["by"], line["model"], line["wording"]) == ("model", "fake", "stood")
    assert (line["language"], line["reports"]) == ("zh", 1)
    assert 0 <= line["understand_s"] <= line["first_word_s"] <= line["total_s"]
    assert line["retrieve_s"] >= 0
    assert water_shelf.answers.get(line["answer"]).question == QUESTIONS[1]


@pytest.mark.parametrize(
    ("chat", "fate"),
    [
        (FakeChatModel("2022年完成河道整治21公里。"), "missing"),
        (FakeChatModel("天气很好，适合出游，大家都非常高兴。"), "unsupported"),
        (FakeChatModel(""), "empty"),
        (FakeChatModel("The river."), "language"),
        (FakeChatModel("资料没有提到河道。"), "disclaims"),
        (FakeChatModel("完", trouble=ChatModelError("It broke off.")), "trouble"),
    ],
)
def test_why_a_wording_was_folded_away_is_a_word_of_a_short_list(capsys, water_shelf, chat, fate):
    *_, line = logged(capsys, asking(water_shelf, chat), [QUESTIONS[1]])
    assert line["event"] in ("question.answered", "question.refused")
    assert line["wording"] == fate


def test_a_chat_model_in_trouble_is_told_beside_the_question(capsys, water_shelf):
    chat = FakeChatModel("完", trouble=ChatModelError("It broke off."))
    first, _second = logged(capsys, asking(water_shelf, chat), [QUESTIONS[1]])
    assert (first["event"], first["message"]) == ("chat_model.failed", "It broke off.")


def test_no_word_of_a_question_or_a_report_is_in_the_log(capsys, water_shelf):
    chat = FakeChatModel("2022年完成河道整治12公里。")
    lines = logged(capsys, asking(water_shelf, chat), QUESTIONS)
    assert [line["event"].partition(".")[0] for line in lines] == ["question"] * len(QUESTIONS)
    written = json.dumps(lines, ensure_ascii=False)
    titles = [report.identity.title for report in water_shelf.reports()]
    quoted = {term for text in (*QUESTIONS, *titles) for term in terms(text)}
    assert not {term for term in quoted if len(term) > 1 and not term.isascii()} & set(
        terms(written)
    )
    assert "budget" not in written
    assert "rate" not in terms(written)


def test_with_the_switch_the_questions_are_there(capsys, water_shelf):
    lines = logged(capsys, asking(water_shelf), QUESTIONS, content=True)
    assert [line["question"] for line in lines] == QUESTIONS


def test_a_question_that_cannot_be_answered_is_told_and_the_error_rises(capsys, water_shelf):
    class Broken(FakeChatModel):
        def stream(self, prompt, stop):
            raise LookupError("秘密")

    with reporting(OperationsSettings(log="json"), logging.INFO), pytest.raises(LookupError):
        list(ask(QUESTIONS[1], asking(water_shelf, Broken())))
    (line,) = map(json.loads, capsys.readouterr().err.splitlines())
    assert (line["event"], line["kind"]) == ("question.failed", "LookupError")
    assert line["total_s"] > 0


def value(name: str, **labels: str) -> float:
    return metrics.REGISTRY.get_sample_value(name, labels) or 0.0


def test_the_same_events_are_counted(capsys, water_shelf):
    before = value("jiwen_questions_total", outcome="answered")
    stood = value("jiwen_wordings_total", fate="stood")
    timed = value("jiwen_question_seconds_count", stage="total")
    with ExitStack() as stack:
        stack.enter_context(reporting(OperationsSettings(), logging.ERROR))
        stack.enter_context(metrics.counting())
        chat = FakeChatModel("2022年完成河道整治12公里。")
        list(ask(QUESTIONS[1], asking(water_shelf, chat)))
    assert capsys.readouterr().err == ""
    assert value("jiwen_questions_total", outcome="answered") == before + 1
    assert value("jiwen_wordings_total", fate="stood") == stood + 1
    assert value("jiwen_question_seconds_count", stage="total") == timed + 1
    assert b'jiwen_questions_total{outcome="answered"}' in metrics.exposition()


def test_who_had_to_wait_is_told_with_the_place_and_the_time(capsys, water_shelf):
    answering = asking(water_shelf)
    with reporting(OperationsSettings(log="json"), logging.INFO):
        first = answering.queue.enter("a")
        second = answering.queue.enter("b")
        assert answering.queue.waiting == 1
        threading.Timer(0.3, answering.queue.leave, [first]).start()
        assert list(second.wait(threading.Event())) == [1]
    assert answering.queue.waiting == 0
    (line,) = map(json.loads, capsys.readouterr().err.splitlines())
    assert (line["event"], line["place"]) == ("queue.waited", 1)
    assert line["seconds"] >= 0.2
