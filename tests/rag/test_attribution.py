"""Every sentence of a wording gets what supports it, whatever the model pointed at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.check.attribution import attribute
from rag.check.verification import verified
from tests.rag.evidence_made import WATER, basis

BUDGET = basis("部门整体支出全年预算数为2,450.00万元，执行率为98%。", n=1)
RIVERS = basis("完成河道整治12公里，新建排水管网36公里。", n=2, start=100)
PRIZE = basis("河长制工作获评“全省河湖长制工作先进集体”。", n=3, start=200)
EVIDENCE = [BUDGET, RIVERS, PRIZE]


def cited(wording: str) -> list[tuple[str, list[int], bool]]:
    return [(a.text, [c.n for c in a.citations], a.supported) for a in attribute(wording, EVIDENCE)]


def test_numbers_decide_first():
    assert cited("整治了12公里的河道。") == [("整治了12公里的河道。", [2], True)]


def test_names_decide():
    said = "获得“全省河湖长制工作先进集体”称号。"
    assert cited(said) == [(said, [3], True)]


def test_a_sentence_over_two_sources_cites_both():
    ((_, numbers, supported),) = cited("执行率为98%，河道整治12公里。")
    assert (sorted(numbers), supported) == ([1, 2], True)


def test_a_right_mark_is_kept_and_taken_out_of_the_text():
    (said,) = attribute("完成河道整治12公里[2]。", EVIDENCE)
    assert said.text == "完成河道整治12公里。"
    assert [(c.n, c.corrected) for c in said.citations] == [(2, False)]


@pytest.mark.parametrize("mark", ["[1]", "【3】", "[资料1]", "[9]", "[1,3]"])
def test_a_wrong_mark_is_corrected_and_says_so(mark: str):
    (said,) = attribute(f"完成河道整治12公里{mark}。", EVIDENCE)
    assert [(c.n, c.corrected) for c in said.citations] == [(2, True)]


def test_a_mark_after_the_full_stop_belongs_to_the_sentence_before_it():
    first, second = attribute("执行率为98%。[1] 河道整治12公里。[2]", EVIDENCE)
    assert not any(c.corrected for c in (*first.citations, *second.citations))


def test_lists_and_table_rows_are_attributed_one_by_one():
    wording = "- 执行率为98%\n- 河道整治12公里\n\n| 项目 | 数 |\n|---|---|\n| 排水管网 | 36公里 |"
    assert [numbers for _, numbers, _ in cited(wording)][:2] == [[1], [2]]
    assert cited(wording)[-1][1] == [2]


def test_a_sentence_that_nothing_supports_is_kept_as_unsupported():
    assert cited("局长张三出席了会议并讲话。") == [("局长张三出席了会议并讲话。", [], False)]


@pytest.mark.parametrize("turned", ["未完成河道整治12公里。", "河道整治减少12公里。"])
def test_a_sentence_turned_into_its_opposite_is_not_supported(turned: str):
    assert [supported for _, _, supported in cited(turned)] == [False]


def test_an_english_sentence_is_supported_by_its_figures():
    ((_, numbers, supported),) = cited("The execution rate was 98%.")
    assert (numbers, supported) == ([1], True)


def test_an_english_sentence_without_figures_needs_its_meaning_to_be_near():
    def meaning(_text: str, others: list[str]) -> list[float]:
        return [0.95 if "先进集体" in other else 0.5 for other in others]

    (near,) = attribute("It was named a model unit of the province.", EVIDENCE, "", meaning)
    assert [c.n for c in near.citations] == [3]
    (far,) = attribute("It rained.", EVIDENCE, "", lambda _t, others: [0.5] * len(others))
    assert not far.supported


@given(st.text(max_size=120))
def test_no_wording_is_lost_and_none_is_cited_from_nowhere(wording: str):
    for sentence in attribute(wording, EVIDENCE):
        checked = verified(sentence, EVIDENCE, "zh")
        assert all(c.n in (1, 2, 3) for c in checked.citations)
        assert not (checked.supported and not checked.citations)


@pytest.mark.parametrize(
    "invented",
    [
        f"{WATER}局长是张三。",
        f"{WATER}位于江岸市临河区滨江大道12号。",
        f"{WATER}2022年部门整体支出由审计署检查。",
    ],
)
def test_a_name_or_place_that_is_brought_in_is_not_supported_by_what_surrounds_it(invented: str):
    assert [supported for _, _, supported in cited(invented)] == [False]


def test_words_of_the_question_may_be_used_again():
    question = "治理了多长的河流？"
    (said,) = attribute("治理的河流长12公里，即完成河道整治12公里。", EVIDENCE, question)
    assert said.supported


def test_the_question_repeated_is_no_sentence_of_the_answer():
    assert [text for text, _, _ in cited("整治了多少公里？完成河道整治12公里。")] == [
        "完成河道整治12公里。"
    ]


def test_the_question_s_words_beside_what_another_piece_says_are_not_supported():
    parking = basis("将行政中心北侧闲置地块改建为停车场，缓解停车难。", n=1)
    titles = basis("提请市政府建立权属登记联席会议制度，2021年底前登记率达到90%。", n=2, start=100)
    question = "行政中心停车难，打算怎么解决？"
    mixed = "行政中心停车难，打算通过建立权属登记联席会议制度解决，2021年底前登记率达到90%。"
    (said,) = attribute(mixed, [parking, titles], question)
    assert not said.supported
    (said,) = attribute(
        "行政中心停车难，打算将北侧闲置地块改建为停车场。", [parking, titles], question
    )
    assert said.supported
    # What goes on about one thing in two sentences of a passage may be told as one.
    rain = basis("近年来暴雨致使滨河道路多处受损。", n=3, start=200)
    repair = basis("投入修复资金50万元，完成塌方点整治12处。", n=3, start=240)
    both = "暴雨中受损的滨河道路，投入修复资金50万元，完成塌方点整治12处。"
    (said,) = attribute(both, [rain, repair], "暴雨中受损的滨河道路怎么样了？")
    assert said.supported
    # Where no piece speaks of it in the question's words, they may be the user's own.
    (said,) = attribute("停车难，打算建立权属登记联席会议制度。", [titles], "停车难怎么解决？")
    assert said.supported
