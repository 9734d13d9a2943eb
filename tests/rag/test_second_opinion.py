"""Where code finds too few of a question's words, the chat model may know better."""

from __future__ import annotations

import os

import pytest

from models.embedding import load_embedder
from models.settings import ModelSettings
from rag.answer import ask
from rag.errors import ChatModelError
from rag.events import Quoted, Trouble
from rag.records import Phrasing
from tests.fakes import FakeChatModel
from tests.rag import written
from tests.rag.conftest import asking, shelf_of

# 公里 is in the reports, the rest of it is not.
COLLOQUIAL = "臭水沟又脏，邻居抱怨，搞掂了几多公里？"
TRANSLATED = "2022年完成河道整治多少公里？"
ENGLISH = "How far did dredging reach?"


def answer_to(question, library, chat):
    events = list(ask(question, asking(library, chat)))
    return events[-1].answer, events


def test_what_code_is_not_sure_of_is_refused_without_a_model(water_shelf):
    answer, _ = answer_to(COLLOQUIAL, water_shelf, None)
    assert answer.refusal
    assert answer.sentences == ()


def test_a_model_without_doubt_lets_it_be_answered(water_shelf):
    chat = FakeChatModel("2022年完成河道整治12公里。", doubt=0.05)
    answer, _ = answer_to(COLLOQUIAL, water_shelf, chat)
    assert answer.refusal == ""
    assert answer.phrased_by is Phrasing.MODEL
    assert "12公里" in answer.sentences[0].text


@pytest.mark.parametrize("doubt", [0.2, 0.5])
def test_a_model_in_doubt_leaves_it_refused(water_shelf, doubt):
    chat = FakeChatModel("2022年完成河道整治12公里。", doubt=doubt)
    assert answer_to(COLLOQUIAL, water_shelf, chat)[0].refusal


def test_everyday_words_are_looked_for_again_in_those_of_reports(water_shelf):
    chat = FakeChatModel("2022年完成河道整治12公里。", doubt=0.2, translation=TRANSLATED)
    answer, events = answer_to(COLLOQUIAL, water_shelf, chat)
    assert answer.refusal == ""
    assert answer.understood.translation == TRANSLATED
    assert sum(isinstance(event, Quoted) for event in events) == 2
    assert "问题：臭水沟又脏" in chat.prompts[0].judge


@pytest.mark.parametrize(
    ("rewording", "taken"),
    [(TRANSLATED, True), ("海鸥在何处过冬产卵孵化？", False), ("火星探测器着陆了吗？", False)],
)
def test_a_rewording_that_finds_less_changes_nothing(tmp_path, rewording, taken):
    """By the real embedding model: whether a wording finds more is a matter of meaning."""
    embedder = load_embedder(ModelSettings.from_environ(os.environ))
    library = shelf_of(written.WATER, tmp_path, embedder)
    chat = FakeChatModel("2022年完成河道整治12公里。", doubt=0.05, translation=rewording)
    answer = list(ask(COLLOQUIAL, asking(library, chat, embedder=embedder)))[-1].answer
    library.close()
    assert answer.understood.translation == (rewording if taken else "")


def test_a_rewording_asks_for_no_figure_of_the_whole(water_shelf):
    chat = FakeChatModel("执行数。", doubt=0.5, translation="全年执行数是多少？")
    answer, _ = answer_to(COLLOQUIAL, water_shelf, chat)
    assert answer.table is None
    assert answer.phrased_by is not Phrasing.CODE
    spent = "How much was spent on lifeguards in 2022?"
    chat = FakeChatModel("24,010,000.", doubt=0.5, translation="2022年执行数是多少？")
    assert answer_to(spent, water_shelf, chat)[0].table is None


@pytest.mark.parametrize("doubt", [0.16, 0.05])
def test_what_is_told_of_other_things_only_is_not_quoted_on_the_model_s_word(water_shelf, doubt):
    question = "2022年水务局河道整治花了多少钱？"
    assert answer_to(question, water_shelf, None)[0].refusal
    for wording in (
        "河道整治花了77.70万元。",
        "2022年完成河道整治12公里。",
        "项目支出1,500.00万元。",
    ):
        answer, _ = answer_to(question, water_shelf, FakeChatModel(wording, doubt=doubt))
        assert answer.refusal or answer.phrased_by is Phrasing.MODEL
        assert "12公里" not in "".join(s.text for s in answer.sentences)


def test_a_model_that_breaks_off_after_it_was_sure_leaves_the_quotation(water_shelf):
    chat = FakeChatModel(doubt=0.05, trouble=ChatModelError("断了", "broken"))
    answer, _ = answer_to(COLLOQUIAL, water_shelf, chat)
    assert answer.phrased_by is Phrasing.QUOTATION
    assert any("12公里" in s.text for s in answer.sentences)


def test_a_model_in_trouble_while_it_translates_is_not_asked_again(water_shelf):
    class Broken(FakeChatModel):
        def translate(self, question, language, stop):
            raise ChatModelError("断了", "broken")

    chat = Broken("nothing")
    answer, events = answer_to(ENGLISH, water_shelf, chat)
    assert answer.refusal
    assert chat.prompts == []
    assert sum(isinstance(event, Trouble) for event in events) == 1


def test_an_english_question_that_finds_nothing_is_looked_for_again_in_chinese(water_shelf):
    chat = FakeChatModel(
        "River dredging over 12公里 was completed.", doubt=0.05, translation=TRANSLATED
    )
    answer, _ = answer_to(ENGLISH, water_shelf, chat)
    assert answer.refusal == ""
    assert answer.understood.translation == TRANSLATED
    assert answer.understood.language == "en"
    assert any("12" in s.text for s in answer.sentences)


def test_what_the_glossary_finds_of_an_english_question_is_looked_for_in_chinese_too(water_shelf):
    question = "What was the satisfaction rate?"
    without, _ = answer_to(question, water_shelf, None)
    assert without.refusal == ""
    chat = FakeChatModel("The rate was 98.5%.", translation="群众满意率达到多少？")
    answer, events = answer_to(question, water_shelf, chat)
    assert answer.understood.translation == "群众满意率达到多少？"
    assert sum(isinstance(event, Quoted) for event in events) == 2


@pytest.mark.parametrize(
    "translation",
    ["海鸥在何处过冬产卵孵化？", "满意的面积是多少平方米？", "全年执行数是多少？"],
)
def test_a_translation_does_not_take_away_what_the_glossary_had_found(water_shelf, translation):
    question = "What was the satisfaction rate?"
    chat = FakeChatModel("The satisfaction rate was 98.5%.", doubt=0.2, translation=translation)
    answer, _ = answer_to(question, water_shelf, chat)
    assert answer.refusal == ""
    assert "98.5%" in "".join(s.text for s in answer.sentences)


def test_trouble_in_translating_is_kept_with_the_answer(water_shelf):
    class Broken(FakeChatModel):
        def translate(self, question, language, stop):
            raise ChatModelError("断了", "broken")

    answer, _ = answer_to("What was the satisfaction rate?", water_shelf, Broken("nothing"))
    assert answer.refusal == ""
    assert "broken" in answer.wording_problem


@pytest.mark.parametrize(
    ("question", "translated"),
    [
        ("What is the floor area of the revetment in 2022?", True),
        ("What was the satisfaction rate in 2015?", False),
        ("What was the satisfaction rate of the Wenquan Education Bureau?", False),
    ],
)
def test_what_is_not_on_the_shelf_is_said_at_once_and_other_english_words_are_looked_for_again(
    water_shelf, question, translated
):
    translations = []

    class Translating(FakeChatModel):
        def translate(self, question, language, stop):
            translations.append(question)
            return "护岸的占地面积是多少？"

    chat = Translating("98.5%.", doubt=0.05)
    answer, _ = answer_to(question, water_shelf, chat)
    assert answer.refusal
    assert translations == ([question] if translated else [])
    assert chat.prompts == []


@pytest.mark.parametrize("reply", ["", "I cannot translate this.", "说明：" + "很长的解释" * 40])
def test_a_reply_that_is_no_translation_changes_nothing(water_shelf, reply):
    chat = FakeChatModel("nothing", answers=False, translation=reply)
    answer, events = answer_to(ENGLISH, water_shelf, chat)
    assert answer.refusal
    assert answer.understood.translation == ""
    assert not any(isinstance(event, Trouble) for event in events)
