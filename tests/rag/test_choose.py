"""What the model says about whether there is an answer at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.choose import Choice, disclaims, read_choice


@pytest.mark.parametrize(
    ("reply", "numbers"),
    [
        ("2,5", (2, 5)),
        ("0", ()),
        ("资料[3]", (3,)),
        ("9", ()),
        ("1,1,2", (1, 2)),
        ("编号：4。", (4,)),
    ],
)
def test_numbers_of_sentences_are_read_and_others_left_out(reply: str, numbers: tuple[int, ...]):
    assert read_choice(reply, 5, {}) == Choice(numbers, None)


def test_a_server_that_tells_no_probabilities_is_taken_at_its_word():
    assert Choice((), None).refuses
    assert not Choice((1,), None).refuses


@given(
    st.text(max_size=30), st.integers(1, 9), st.dictionaries(st.text(max_size=3), st.floats(0, 1))
)
def test_no_reply_gives_a_number_that_was_not_shown(reply: str, count: int, told: dict[str, float]):
    choice = read_choice(reply, count, told)
    assert choice is None or set(choice.numbers) <= set(range(1, count + 1))
    assert choice is None or choice.doubt is None or 0 <= choice.doubt <= 1


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
