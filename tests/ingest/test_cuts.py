import hypothesis.strategies as st
from hypothesis import given

from figures.sentences import sentence_spans
from ingest.cuts import cut_into_groups


def cut(text: str, limit: int) -> list[str]:
    groups = cut_into_groups(text, list(sentence_spans(text)), limit)
    return [text[group[0][0] : group[-1][1]] for group in groups]


def test_a_cut_falls_before_a_numbered_item_and_not_at_the_even_length():
    first = "1.各单位应制定详细的用工计划。招录人员要做到三不准。返程前要登记信息。"
    second = "2.严格登记返京人员信息，每日上报。"
    assert cut(first + second, 40) == [first, second]


def test_a_cut_falls_after_a_sentence_and_not_within_one():
    whole = "申请由所在地受理并核验材料；核验通过后报区政府审批。"
    before = "本办法自印发之日起施行。"
    assert cut(before + whole + "未尽事宜另行通知。", 30) == [before, whole, "未尽事宜另行通知。"]


def test_items_spelt_out_within_one_sentence_are_cut_between():
    items = ["一是完善制度，明确分工；", "二是加强监管，及时整改；", "三是总结经验，推广做法。"]
    assert cut("".join(items), 15) == items


def test_a_paragraph_that_fits_is_whole_where_a_longer_one_is_cut():
    short = "一是推进一项。二是推进两项。\n"
    long = "其他工作有序开展。" * 4 + "\n"
    assert cut(long + short, 30)[-1].endswith(short.strip())


def test_lengths_are_even_where_nothing_else_speaks():
    pieces = cut("工作有序开展。" * 12, 50)
    assert {len(piece) for piece in pieces} == {42}


def test_nothing_gives_nothing():
    assert cut_into_groups("", [], 10) == []


@given(
    st.lists(
        st.sampled_from(["工作开展。", "一、目标；", "1.完成；", "说明，\n", "结束！\n"]),
        min_size=1,
    ),
    st.integers(1, 40),
)
def test_groups_are_all_sentences_in_order_each_within_the_limit(parts, limit):
    text = "".join(parts)
    sentences = list(sentence_spans(text))
    groups = cut_into_groups(text, sentences, limit)
    assert [one for group in groups for one in group] == sentences
    assert all(g[-1][1] - g[0][0] <= limit or len(g) == 1 for g in groups)
