"""The chat model's seam against a real server in trouble: a clear message, and nothing hangs."""

from __future__ import annotations

import threading

import pytest
from langchain_core.messages import HumanMessage

from models.settings import Endpoint
from rag.errors import ChatModelError
from rag.model.chat import Prompt
from rag.model.client import OpenAIChat, _Asked
from rag.settings import RagSettings
from tests.rag.troubled_server import DONE, WORDS, Behaviour, chunk, serving

PROMPT = Prompt("system", "回答", ())
PATIENT = RagSettings()
HASTY = RagSettings(first_token_seconds=0.5, between_tokens_seconds=0.5)


def said(behaviour: Behaviour, waits: RagSettings = PATIENT) -> list[str]:
    with serving(behaviour) as endpoint:
        chat = OpenAIChat(endpoint, waits, keeps_prompts=True)
        return list(chat.stream(PROMPT, threading.Event()))


def trouble(behaviour: Behaviour, waits: RagSettings = PATIENT) -> ChatModelError:
    with pytest.raises(ChatModelError) as raised:
        said(behaviour, waits)
    assert "sk-secret" not in str(raised.value)
    return raised.value


def test_an_answer_comes_piece_by_piece():
    assert said(Behaviour()) == WORDS


def test_the_evidence_and_the_question_are_asked_in_one_turn():
    behaviour = Behaviour()
    said(behaviour)
    (request,) = behaviour.requests
    assert [m["content"] for m in request["messages"]] == ["system", "回答"]
    assert request["temperature"] == 0
    assert request["stream"] is True
    assert request["max_tokens"] > 0


def test_only_a_server_that_keeps_prompts_is_asked_to():
    for keeps in (True, False):
        behaviour = Behaviour()
        with serving(behaviour) as endpoint:
            list(OpenAIChat(endpoint, PATIENT, keeps).stream(PROMPT, threading.Event()))
        assert ("cache_prompt" in behaviour.requests[0]) is keeps


@pytest.mark.parametrize(
    ("status", "says"), [(401, "LLM_API_KEY"), (403, "LLM_API_KEY"), (404, "some-model")]
)
def test_what_retrying_cannot_help_is_not_retried(status: int, says: str):
    behaviour = Behaviour(status, status, status, status)
    error = trouble(behaviour)
    assert says in error.worded("zh")
    assert says in error.worded("en")
    assert len(behaviour.requests) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_that_is_busy_for_a_moment_is_asked_again(status: int):
    behaviour = Behaviour(status)
    behaviour.headers = {"Retry-After-Ms": "10"}
    assert said(Behaviour()) == said(behaviour) == WORDS
    assert len(behaviour.requests) == 2


@pytest.mark.parametrize("status", [429, 500])
def test_a_server_that_stays_in_trouble_is_given_up(status: int):
    behaviour = Behaviour(*[status] * 9)
    behaviour.headers = {"Retry-After-Ms": "10"}
    assert str(status) in trouble(behaviour).worded("zh")
    assert len(behaviour.requests) == 3


def test_a_server_that_says_nothing_is_given_up():
    behaviour = Behaviour()
    behaviour.pause_before = {0: 30}
    assert "没有回应" in trouble(behaviour, HASTY).worded("zh")


def test_a_server_that_falls_silent_in_the_middle_is_given_up():
    behaviour = Behaviour()
    behaviour.pause_before = {2: 30}
    assert "没有回应" in trouble(behaviour, HASTY).worded("zh")


def test_a_connection_dropped_in_the_middle_is_not_retried_and_is_told():
    behaviour = Behaviour()
    behaviour.drop_at = 2
    assert "断开" in trouble(behaviour).worded("zh")
    assert len(behaviour.requests) == 1


def test_an_answer_without_its_end_is_not_taken_for_whole():
    assert "断开" in trouble(Behaviour(pieces=[chunk("1\n"), chunk("执行率")])).worded("zh")


@pytest.mark.filterwarnings("ignore:Pydantic serializer")
@pytest.mark.parametrize(
    "malformed",
    [
        b"data: {not json\n\n",
        b"data: []\n\n",
        b'data: {"choices": 7}\n\n',
        b'data: {"choices": [{"delta": "text"}]}\n\n',
        b'data: {"error": {"message": "out of memory"}}\n\n',
        b"data: \xff\xfe\n\n",
        b"<html>busy</html>\n\n",
    ],
)
def test_malformed_pieces_end_in_a_clear_message(malformed: bytes):
    pieces = [chunk("1\n"), malformed, malformed]
    assert trouble(Behaviour(pieces=pieces)).worded("zh")


def test_ten_megabytes_of_text_are_cut_off():
    behaviour = Behaviour(pieces=[chunk("很长" * 100)] * 9_000)
    assert "没有尽头" in trouble(behaviour).worded("zh")


def test_ten_megabytes_in_one_piece_are_cut_off():
    assert "没有尽头" in trouble(Behaviour(pieces=[chunk("x" * 10_000_000), DONE])).worded("zh")


def test_nobody_there_is_told():
    chat = OpenAIChat(Endpoint("http://127.0.0.1:9/v1", "k", "m"), RagSettings(), False)
    with pytest.raises(ChatModelError, match="LLM_BASE_URL"):
        list(chat.stream(PROMPT, threading.Event()))


def test_a_key_that_cannot_be_sent_is_told():
    chat = OpenAIChat(Endpoint("http://127.0.0.1:9/v1", "ｓｋ", "m"), RagSettings(), False)
    with pytest.raises(ChatModelError, match="LLM_API_KEY"):
        list(chat.stream(PROMPT, threading.Event()))


def test_a_mistake_in_how_the_server_is_asked_is_not_blamed_on_the_server():
    asked = _Asked([HumanMessage("？")], object())  # type: ignore[arg-type]
    with serving(Behaviour()) as endpoint:
        chat = OpenAIChat(endpoint, PATIENT, keeps_prompts=True)
        with pytest.raises(TypeError, match="serializable"):
            list(chat._chunks(asked, threading.Event()))


def test_stopping_ends_the_answer_and_lets_the_server_go():
    behaviour = Behaviour(pieces=[chunk("字")] * 3_000 + [DONE])
    behaviour.pause_before = dict.fromkeys(range(3_000), 0.02)
    stop = threading.Event()
    heard = []
    with serving(behaviour) as endpoint:
        for piece in OpenAIChat(endpoint, PATIENT, keeps_prompts=True).stream(PROMPT, stop):
            heard.append(piece)
            if len(heard) == 5:
                stop.set()
        assert behaviour.left_early.wait(5)
    assert 5 <= len(heard) < 20


def test_stopping_while_the_server_is_silent_does_not_wait_for_it():
    behaviour = Behaviour()
    behaviour.pause_before = {0: 30}
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    with serving(behaviour) as endpoint:
        assert list(OpenAIChat(endpoint, PATIENT, keeps_prompts=True).stream(PROMPT, stop)) == []


def test_a_key_in_the_address_is_not_kept():
    endpoint = Endpoint("https://user:secret@example.org/v1", "sk", "m")
    settings = OpenAIChat(endpoint, PATIENT, False).settings
    assert settings.base_url == "https://example.org/v1"
