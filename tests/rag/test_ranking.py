from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rag.evidence.retrieval import (
    best_first,
    lifted_by_section,
    mixed,
    near_duplicates_later,
    scaled,
    with_their_section,
)
from records import Passage
from vectorstore.hits import Hit


def passage(name, text="正文。", report="甲", headings=("一、概况",)):
    spans = ((0, len(text)),)
    return Passage(name, report, 0, headings, "", 1, 1, 0, len(text), text, spans, None)


def test_the_best_becomes_one_and_the_last_none():
    hits = [Hit("a", "r", 9.0), Hit("b", "r", 6.0), Hit("c", "r", 5.0)]
    assert scaled(hits) == {"a": 1.0, "b": 0.25, "c": 0.0}
    assert scaled([Hit("a", "r", 3.0)]) == {"a": 1.0}
    assert scaled([]) == {}


def test_what_one_search_lacks_counts_nothing():
    assert mixed(({"a": 1.0}, 0.4), ({"a": 0.5, "b": 1.0}, 0.6)) == {"a": 0.7, "b": 0.6}


def test_equal_scores_keep_one_order():
    assert best_first({"b": 1.0, "a": 1.0, "c": 2.0}) == ["c", "a", "b"]


def test_a_good_passage_lifts_what_stands_beside_it():
    passages = {
        "best": passage("best"),
        "beside": passage("beside"),
        "elsewhere": passage("elsewhere", headings=("二、问题",)),
    }
    lifted = lifted_by_section({"best": 1.0, "beside": 0.3, "elsewhere": 0.31}, passages)
    assert best_first(lifted) == ["best", "beside", "elsewhere"]


def test_the_same_words_in_another_report_come_later():
    first = passage("a", "组织实施社区公共服务，开展文化活动。")
    copy = replace(first, id="b", report_id="乙")
    again = replace(first, id="c")
    others = [passage(f"d{i}", f"第{i}项收入预算{i}万元{'甲乙丙丁'[i]}。", "乙") for i in range(4)]
    ordered = [p.id for p in near_duplicates_later([first, copy, again, *others])]
    assert ordered == ["a", "c", "d0", "b", "d1", "d2", "d3"]
    assert [p.id for p in near_duplicates_later([first, copy])] == ["a", "b"]


scores = st.dictionaries(st.sampled_from("abcdef"), st.floats(0, 1), max_size=6)


@given(scores)
def test_lifted_scores_stay_between_none_and_one_and_the_best_stays_best(some):
    lifted = lifted_by_section(some, {name: passage(name) for name in some})
    assert all(0 <= score <= 1 for score in lifted.values())
    if some:
        assert some[best_first(lifted)[0]] == max(some.values())


def in_order(name, ordinal, headings):
    return replace(passage(name, headings=headings), ordinal=ordinal), 0.5


def test_where_two_of_the_best_share_a_section_the_rest_of_it_comes_next_in_reading_order():
    goal = ("绩效目标表", "公共服务设施")
    found = [
        in_order("a", 1, goal),
        in_order("x", 9, ("其他",)),
        in_order("b", 2, goal),
        in_order("y", 8, ("其他",)),
        in_order("d", 4, goal),
        in_order("c", 3, goal),
    ]
    assert [p.id for p, _ in with_their_section(found)] == ["a", "x", "b", "c", "d", "y"]


def test_what_stands_under_no_heading_is_no_section():
    found = [in_order(name, i, ()) for i, name in enumerate("abcde")]
    assert with_their_section(found) == found
