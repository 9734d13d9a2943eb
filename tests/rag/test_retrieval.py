"""Passages that may answer are found, and ranked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.evidence.evidence import evidence, is_label
from rag.evidence.retrieval import (
    best_first,
    lifted_by_section,
    mixed,
    near_duplicates_later,
    query_of,
    retrieve,
    scaled,
    with_their_section,
)
from rag.question.understanding import understand
from rag.retriever import ShelfRetriever
from reader.reading import Bounds, ByPairs
from records import Kind, Passage
from tests.fakes import PredictableEmbedder, predictable_reader
from tests.rag.shelf import DATA_BUREAU, SHELF, TODAY, WANLI, WELFARE, put
from vectorstore.hits import Hit
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

EMBEDDER = PredictableEmbedder(dimension=256)
READER = predictable_reader()


def budget(year, income, cars):
    return (
        f"{year}年部门预算",
        "一、收入预算",
        f"{year}年，万里街道办事处收入预算{income}万元，其中：财政拨款收入{income}万元。",
        "二、“三公”经费",
        f"{year}年“三公”经费预算数为{cars}万元，主要用于公务用车购置及运行。",
        "三、工作目标",
        "组织实施与居民生活密切相关的社区公共服务，开展文化活动。",
    )


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    home = tmp_path_factory.mktemp("shelf")
    settings = StoreSettings(home=home)
    library = Library.open(settings, EMBEDDER)
    bureau, y2023, y2024, y2025, welfare = SHELF
    put(
        library,
        bureau,
        "一、基本情况",
        "（一）部门概况",
        "负责全区政务服务大厅的管理，指导各镇街开展政务服务工作。",
        "（二）预算执行情况",
        "全年预算数为8,318.83万元，全年执行数为8,271.47万元，执行率为99.47%。",
        "政务服务大厅服务群众2438748人次，群众满意率达到99.9%。",
        "二、存在的主要问题",
        "绩效目标申报不够全面，绩效管理能力有待进一步提升。",
    )
    put(library, y2023, *budget(2023, "16497.86", "22.91"))
    put(library, y2024, *budget(2024, "15621.11", "47.91"))
    put(library, y2025, *budget(2025, "18976.76", "37.91"))
    put(
        library,
        welfare,
        "一、收入预算",
        "2024年，福利院收入预算3000万元，其中：事业收入262.00万元。",
        "三、工作目标",
        "组织实施与居民生活密切相关的社区公共服务，开展文化活动。",
    )
    yield library
    library.close()


def ask(library, question, k=8):
    shelf = library.reports()
    query = query_of(understand(question, (), shelf, TODAY), EMBEDDER, shelf)
    found = retrieve(library, query, k)
    return found, evidence(library, query, found, READER)


def test_the_sentence_that_answers_comes_first(library):
    _, sentences = ask(library, "群众满意率是多少？")
    assert sentences[0].text == "政务服务大厅服务群众2438748人次，群众满意率达到99.9%。"


def test_a_report_s_title_says_whose_it_is_and_answers_nothing(library):
    found, _ = ask(library, "执行率是多少？")
    assert is_label(found[0].report.identity.title, found[0])
    assert not is_label("执行率为99.47%。", found[0])


def test_evidence_is_verbatim_and_its_number_is_that_of_its_passage(library):
    found, sentences = ask(library, "执行率是多少？")
    for sentence in sentences:
        passage = next(f for f in found if f.n == sentence.n).passage
        text = library.text(passage.report_id).text
        assert text[sentence.start : sentence.end] == sentence.text
        assert passage.start <= sentence.start < sentence.end <= passage.end


def test_only_the_reports_asked_about_are_looked_in(library):
    found, _ = ask(library, "万里街道2024年的收入预算是多少？")
    assert {(f.report.identity.department, f.report.identity.year) for f in found} == {
        (WANLI, 2024)
    }


def test_a_kind_of_report_asked_for_is_kept_to(library):
    found, _ = ask(library, "自评报告里说了哪些问题？")
    assert {f.report.identity.kind for f in found} == {Kind.SELF_EVALUATION}


def test_each_year_asked_about_has_its_share(library):
    found, sentences = ask(library, "万里街道2023、2024、2025三年的收入预算分别是多少？", k=6)
    assert [f.report.identity.year for f in found[:3]] == [2023, 2024, 2025]
    shown = " ".join(s.text for s in sentences[:3])
    assert all(figure in shown for figure in ("16497.86", "15621.11", "18976.76"))


def test_a_comparison_over_all_years_looks_in_each(library):
    found, _ = ask(library, "万里街道的“三公”经费预算哪一年最高？", k=3)
    assert {f.report.identity.year for f in found} == {2023, 2024, 2025}


def test_each_department_asked_about_has_its_share(library):
    found, _ = ask(library, "万里街道和福利院2024年的收入预算哪个多？", k=2)
    assert {f.report.identity.department for f in found} == {WANLI, WELFARE}


def test_the_same_words_in_two_reports_do_not_crowd_out_others(library):
    found, _ = ask(library, "2024年开展文化活动的社区公共服务")
    same = [f.n for f in found if "组织实施与居民生活密切相关" in f.passage.text]
    assert same[0] == 1
    assert same[1] > 2


def test_numbers_are_in_order_and_no_passage_twice(library):
    found, _ = ask(library, "收入预算", k=20)
    assert [f.n for f in found] == list(range(1, len(found) + 1))
    assert len({f.passage.id for f in found}) == len(found)
    assert all(0 <= f.score <= 1 for f in found)


def test_an_empty_shelf_finds_nothing(tmp_path):
    settings = StoreSettings(home=tmp_path)
    library = Library.open(settings, EMBEDDER)
    assert ask(library, "执行率是多少？") == ((), ())
    library.close()


def test_it_is_a_langchain_retriever(library):
    documents = ShelfRetriever(library=library, embedder=EMBEDDER, k=3).invoke("执行率是多少？")
    assert len(documents) == 3
    first = documents[0]
    assert "99.47%" in first.page_content
    assert first.metadata["department"] == DATA_BUREAU
    assert first.metadata["year"] == 2022
    assert first.metadata["headings"][-1] == "（二）预算执行情况"
    assert first.metadata["page"] == 1


class Contrary:
    """A cross-encoder that likes what has nothing to do with the question; all scores are low."""

    name = "contrary"

    def scores(self, question, sentences):
        return np.array([-3.0 - len(set(question) & set(s)) for s in sentences], np.float32)


def test_a_cross_encoder_that_is_named_reads_in_its_own_way(library):
    shelf = library.reports()
    query = query_of(understand("群众满意率是多少？", (), shelf, TODAY), EMBEDDER, shelf)
    found = retrieve(library, query)
    plain = evidence(library, query, found, READER, k=3)
    turned = evidence(library, query, found, ByPairs(Contrary(), Bounds(0.1, 0.5)), k=3)
    assert turned[0].text != plain[0].text
    assert all(0 < s.probability < 0.05 for s in turned)


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
        assert some[best_first(lifted)[0]] == pytest.approx(max(some.values()))


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
