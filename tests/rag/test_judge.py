"""What the model says about whether there is an answer at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.judge import Judgement, Sight, disclaims, read_judgement, without_preamble


@pytest.mark.parametrize(
    ("reply", "yes"), [("有", True), ("没有", False), ("有。", True), (" 没有答案", False)]
)
def test_a_reply_is_read_by_how_it_begins(reply: str, yes: bool):
    assert read_judgement(reply, "有", "没有", {}) == Judgement(yes, None)


def test_english_words_count_in_any_case():
    told = {"Yes": 0.5, "yes": 0.1, "No": 0.15, " no": 0.05}
    judgement = read_judgement("Yes", "yes", "no", told)
    assert judgement is not None
    assert judgement.doubt == pytest.approx(0.25)


def test_a_server_that_tells_no_probabilities_is_taken_at_its_word():
    assert Judgement(False, None).refuses("执行率？")
    assert not Judgement(True, None).refuses("执行率？")


@given(st.text(max_size=30), st.dictionaries(st.text(max_size=3), st.floats(0, 1)))
def test_doubt_is_a_probability_or_unknown(reply: str, told: dict[str, float]):
    judgement = read_judgement(reply, "有", "没有", told)
    assert judgement is None or judgement.doubt is None or 0 <= judgement.doubt <= 1


@pytest.mark.parametrize(
    "wording",
    [
        "资料中没有提到局长的姓名。",
        "报告未写明具体地址。",
        "无法确定。",
        "以上资料并未提供该信息。",
        "The sources do not mention the address.",
        "There is no information about this.",
    ],
)
def test_a_wording_that_says_there_is_no_answer_is_taken_for_that(wording: str):
    assert disclaims(wording)


@pytest.mark.parametrize(
    "wording",
    [
        "执行率为98%。",
        "存在的问题是绩效目标申报不够全面。",
        "报告提出加强项目储备，提高预算编制的准确性。",
        "未完成的项目有2个。",
        "The execution rate was 98%.",
    ],
)
def test_an_answer_is_not_taken_for_a_disclaimer(wording: str):
    assert not disclaims(wording)


@pytest.mark.parametrize(
    "question", ["有没有安排机关运行经费？", "是否公开？", "Did it buy a car?"]
)
def test_a_question_answered_by_yes_or_no_is_refused_only_on_great_doubt(question: str):
    assert not Judgement(True, 0.5).refuses(question)
    assert Judgement(True, 0.7).refuses(question)
    assert Judgement(True, 0.5).refuses("机关运行经费是多少？")


def test_a_way_is_refused_on_more_doubt_than_a_figure():
    assert not Judgement(True, 0.33).refuses("打算怎么补人？")
    assert not Judgement(True, 0.33).hesitates("打算怎么补人？")
    assert Judgement(True, 0.39).refuses("打算怎么补人？")


@pytest.mark.parametrize("question", ["为什么进展慢？", "钱卡在什么上头了？", "Why was it late?"])
def test_a_reason_is_refused_on_more_doubt_only_where_one_is_seen(question: str):
    assert Judgement(True, 0.3).refuses(question)
    assert not Judgement(True, 0.2).refuses(question)
    assert not Judgement(True, 0.45).refuses(question, Sight.TOLD)
    assert Judgement(True, 0.65).refuses(question, Sight.TOLD)


def test_only_a_yes_with_hardly_a_doubt_overturns_what_code_refused():
    assert Judgement(True, 0.1).is_sure("执行率是多少？")
    assert not Judgement(True, 0.21).is_sure("执行率是多少？")
    assert not Judgement(True, None).is_sure("执行率是多少？")
    assert not Judgement(False, 0.1).is_sure("水务局有没有违规？")
    assert Judgement(True, 0.6).refuses("能告诉我局长是谁吗？")


def test_doubt_counts_for_less_where_code_has_what_is_asked_for_beside_the_thing():
    assert Judgement(True, 0.3).refuses("整治了多少公里？")
    assert not Judgement(True, 0.45).refuses("整治了多少公里？", Sight.TOLD)
    assert Judgement(True, 0.52).refuses("整治了多少公里？", Sight.TOLD)


def test_where_code_has_the_thing_without_what_is_asked_for_only_a_plain_yes_overturns_it():
    assert Judgement(True, 0.17).is_sure("整治花了多少钱？")
    assert not Judgement(True, 0.17).is_sure("整治花了多少钱？", Sight.BESIDE)
    assert not Judgement(True, 0.17).is_sure("为什么整治？", Sight.BESIDE)
    assert Judgement(True, 0.06).is_sure("整治花了多少钱？", Sight.BESIDE)


@pytest.mark.parametrize(
    ("question", "wording", "answer"),
    [
        ("Which firm?", "Yes, the firm was 甲公司.", "The firm was 甲公司."),
        (
            "Which firm?",
            "Yes, the sources state the answer to the question. The firm was 甲公司.",
            "The firm was 甲公司.",
        ),
        ("Which firm?", "甲公司.", "甲公司."),
        ("Which firm?", "Yesterday's firm.", "Yesterday's firm."),
        ("Which firm?", "Yes", "Yes"),
        ("Which firm?", "Yes.", "Yes."),
        ("What rate?", "Yes, the answer is 98.5%.", "The answer is 98.5%."),
        (
            "What rate?",
            "Yes, the sources state that the answer is 98.5%.",
            "The sources state that the answer is 98.5%.",
        ),
        ("In 2022, which firm?", "Yes; the firm was X.", "The firm was X."),
        ("哪两个地方？", "有，甲地和乙地。", "甲地和乙地。"),
        ("有没有拖欠？", "有，拖欠12万元。", "有，拖欠12万元。"),
        ("哪些项目？", "有两个项目。", "有两个项目。"),
        ("Was it finished?", "Yes, it was.", "Yes, it was."),
        ("In 2022, did it meet its target?", "Yes.", "Yes."),
        ("Was the budget spent when the year ended?", "Yes, it was.", "Yes, it was."),
    ],
)
def test_the_yes_of_the_judgement_is_no_part_of_the_answer(question, wording, answer):
    assert without_preamble(wording, question) == answer
