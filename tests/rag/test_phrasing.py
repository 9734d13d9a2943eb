"""The model's part: its wording stands, is folded away, or is not asked for."""

from __future__ import annotations

import threading

import pytest

from rag.model.chat import Queue, prompt
from rag.model.phrasing import Phrased, phrase
from rag.records import Fate, Intent
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
) -> Phrased | None:
    understood = asked(question, intent)
    quoted = ITEMS[:count]
    steps = phrase(
        chat,
        Queue(1),
        prompt(understood, ITEMS),
        understood,
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


def test_a_long_list_is_not_retold():
    chat = FakeChatModel("完成第甲项整治1公里。")
    assert phrased(chat, Intent.LIST, 5) is None
    assert chat.prompts == []


@pytest.mark.parametrize(
    ("question", "wording"),
    [
        ("完成了哪些整治？", "资料中没有提到整治情况。"),
        ("Which firm did it?", "The sources do not mention it."),
    ],
)
def test_a_wording_that_says_there_is_no_answer_does_not_stand(question, wording):
    made = phrased(FakeChatModel(wording), Intent.FIGURE, 1, question)
    assert (made.fate, made.stands) == (Fate.DISCLAIMS, False)
