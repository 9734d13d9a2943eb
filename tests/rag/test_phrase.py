"""The model's part: its wording stands, is folded away, or is not asked for."""

from __future__ import annotations

import threading

from rag.judge import Sight
from rag.phrase import Phrased, phrase
from rag.prompt import prompt
from rag.queue import Queue
from rag.records import Intent
from tests.fakes import FakeChatModel
from tests.rag.evidence_made import asked, basis

ITEMS = [
    basis(f"完成第{name}项整治{i}公里。", n=i, start=100 * i)
    for i, name in enumerate("甲乙丙丁戊", start=1)
]


def phrased(
    chat: FakeChatModel,
    intent: Intent,
    count: int,
    question: str = "完成了哪些整治？",
    sight: Sight = Sight.OPEN,
) -> Phrased:
    understood = asked(question, intent)
    quoted = ITEMS[:count]
    steps = phrase(
        chat,
        Queue(1),
        prompt(understood, ITEMS),
        understood,
        sight,
        quoted,
        lambda _text, others: [0.0] * len(others),
        "user",
        threading.Event(),
    )
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def test_a_short_list_may_be_retold_when_nothing_is_left_out():
    whole = phrased(FakeChatModel("完成第甲项整治1公里。\n完成第乙项整治2公里。"), Intent.LIST, 2)
    assert whole.problem == ""
    assert len(whole.sentences) == 2
    part = phrased(FakeChatModel("完成第甲项整治1公里。"), Intent.LIST, 2)
    assert "漏掉" in part.problem
    assert phrased(FakeChatModel("完成第甲项整治1公里。"), Intent.FIGURE, 2).problem == ""


def test_a_long_list_is_judged_but_not_retold():
    chat = FakeChatModel("完成第甲项整治1公里。")
    long = phrased(chat, Intent.LIST, 5)
    assert (long.wording, long.problem, long.sentences) == ("", "", ())
    assert len(chat.prompts) == 1
    assert phrased(FakeChatModel(answers=False), Intent.LIST, 5).refuses


def test_a_wording_that_says_there_is_no_answer_refuses():
    assert phrased(FakeChatModel("资料中没有提到整治情况。"), Intent.FIGURE, 1).refuses


def test_a_wording_without_what_was_asked_for_does_not_stand():
    chat = FakeChatModel("完成第甲项整治。")
    assert "所问" in phrased(chat, Intent.FIGURE, 1, "第甲项整治花了多少钱？").problem


def test_a_model_that_hesitates_over_what_code_has_seen_is_not_taken_to_invent():
    made_up = FakeChatModel("由张三负责整治。", doubt=0.21)
    assert not phrased(made_up, Intent.OTHER, 1, sight=Sight.TOLD).refuses


def test_a_chinese_name_of_the_evidence_in_an_english_wording_is_no_invention():
    question = "Who was first to be finished?"
    named = FakeChatModel("The first was 第甲项整治.", doubt=0.21)
    assert not phrased(named, Intent.OTHER, 1, question).refuses
    made_up = FakeChatModel("The first was 张三.", doubt=0.21)
    assert phrased(made_up, Intent.OTHER, 1, question).refuses


def test_where_there_is_no_wording_nothing_is_wrong_with_it():
    question = "第甲项整治花了多少钱？"
    refused = phrased(FakeChatModel(answers=False), Intent.FIGURE, 1, question)
    assert (refused.refuses, refused.problem) == (True, "")
    long = phrased(FakeChatModel("12公里"), Intent.LIST, 5, "完成了多少项整治？")
    assert long.problem == ""


def test_a_disclaimer_behind_a_yes_is_heard():
    chat = FakeChatModel(
        "Yes, the sources state the answer to the question. However, the sources do not mention it."
    )
    assert phrased(chat, Intent.OTHER, 1, "Which firm did it?").refuses


def test_a_model_that_hesitates_and_then_invents_refuses():
    made_up = FakeChatModel("由张三负责整治。", doubt=0.21)
    assert phrased(made_up, Intent.OTHER, 1).refuses
    assert not phrased(FakeChatModel("完成第甲项整治1公里。", doubt=0.21), Intent.OTHER, 1).refuses
    assert not phrased(FakeChatModel("由张三负责整治。", doubt=0.05), Intent.OTHER, 1).refuses
    assert phrased(FakeChatModel("完成第甲项整治1公里。", doubt=0.4), Intent.OTHER, 1).refuses
