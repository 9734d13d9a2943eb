"""Question files: read, asked and judged."""

from __future__ import annotations

import json

import pytest

from bench.evaluation import answered, as_text, found_for, main, summarised
from bench.judging import (
    Question,
    QuestionFileError,
    contains,
    holds,
    mean_reciprocal,
    rank_of,
    read_questions,
    share_within,
    shown_by,
    worst,
)
from rag.answer import Answering
from rag.model.chat import Queue
from tests.fakes import PredictableEmbedder, predictable_reader
from tests.rag.shelf import SHELF, put
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

RATE = Question(
    "a", "2022年预算执行率是多少？", "figure", ("x.txt",), ("执行率为99.47%",), ("99.47%",)
)
NAME = Question("b", "局长叫什么名字？", "unanswerable", (), (), ())
WRONG = Question(
    "c", "2022年预算执行率是多少？", "figure", ("x.txt",), ("执行率为12.34%",), ("12.34%",)
)


@pytest.fixture(scope="module")
def answering(tmp_path_factory):
    home = tmp_path_factory.mktemp("shelf")
    settings = StoreSettings(home=home)
    embedder = PredictableEmbedder(dimension=256)
    library = Library.open(settings, embedder)
    put(
        library,
        SHELF[0],
        "一、预算执行情况",
        "全年预算数为8,318.83万元，全年执行数为8,271.47万元，执行率为99.47%。",
        "二、存在的主要问题",
        "绩效目标申报不够全面，绩效管理能力有待进一步提升。",
    )
    yield Answering(library, embedder, predictable_reader(), chat=None, queue=Queue(1))
    library.close()


def test_what_is_found_is_ranked(answering):
    outcome = found_for(RATE, answering, set())
    assert (outcome.passage_rank, outcome.sentence_rank, outcome.refused) == (1, 1, False)
    assert found_for(WRONG, answering, set()).passage_rank is None
    assert found_for(NAME, answering, set()).refused


def test_evidence_counts_only_in_its_own_report(answering):
    assert found_for(RATE, answering, {"x.txt"}).passage_rank is None
    source = SHELF[0].source
    there = Question("d", RATE.text, "figure", (source,), RATE.evidence, RATE.expected)
    assert found_for(there, answering, {source}).passage_rank == 1


def test_answers_are_judged(answering):
    assert answered(RATE, answering, set()).right
    assert not answered(WRONG, answering, set()).right
    assert answered(NAME, answering, set()).refused


def test_shares_are_told_for_all_and_by_kind(answering):
    outcomes = [answered(q, answering, set()) for q in (RATE, NAME, WRONG)]
    summary = summarised(outcomes)
    assert summary["questions"] == 3
    assert summary["hit@1"] == 0.5
    assert summary["right_answers"] == 0.5
    assert summary["rightly_refused"] == 1.0
    assert summary["wrongly_refused"] == 0.0
    assert set(summary["kinds"]) == {"figure", "unanswerable"}
    assert [r["id"] for r in summary["results"]] == ["a", "b", "c"]
    assert "figure" in as_text(summary)
    json.dumps(summary)


def test_a_file_that_is_not_there_or_holds_no_questions_is_said(tmp_path, capsys):
    assert main([str(tmp_path / "none.jsonl")]) == 2
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{", "utf-8")
    assert main([str(bad)]) == 2
    assert "Line 1" in capsys.readouterr().err


def line(**fields):
    whole = {
        "id": 1,
        "question": "?",
        "report": None,
        "answer": None,
        "evidence": None,
        "kind": "x",
    }
    return json.dumps(whole | fields, ensure_ascii=False)


def test_a_question_with_one_report_and_one_piece_of_evidence():
    (question,) = read_questions([line(report="a.txt", answer="99.47%", evidence="执行率为99.47%")])
    assert question.pieces == (("a.txt", "执行率为99.47%"),)
    assert question.expected == ("99.47%",)
    assert question.answerable


def test_a_comparison_has_one_piece_in_each_report():
    (question,) = read_questions(
        [line(report=["a", "b"], evidence=["x", "y"], answer="b", answer_figures=["1", "2"])]
    )
    assert question.pieces == (("a", "x"), ("b", "y"))
    assert question.expected == ("1", "2")


@pytest.mark.parametrize("nothing", [None, "", []])
def test_a_question_without_evidence_has_no_answer(nothing):
    (question,) = read_questions([line(answer=nothing, evidence=nothing)])
    assert not question.answerable
    assert question.pieces == ()


@pytest.mark.parametrize("bad", ["{", "[]", '{"id": 1}'])
def test_a_line_that_is_no_question_is_named(bad):
    with pytest.raises(QuestionFileError, match="Line 2"):
        read_questions([line(), bad])


def test_white_space_and_full_width_forms_make_no_difference():
    assert holds("全年预算数为 8,318.83\n万元", "全年预算数为８,318.83万元")


def test_evidence_may_be_in_one_sentence_or_made_of_several():
    assert shown_by(["甲。", "全年执行率为99.47%，较好。"], "执行率为99.47%") == 2
    assert (
        shown_by(
            ["上线107个主题联办服务；", "无关的一句话在这里。", "累计办理业务2万宗。"],
            "上线107个主题联办服务；累计办理业务2万宗。",
        )
        == 3
    )
    assert shown_by(["无关的一句话在这里。"], "执行率为99.47%") is None


def test_an_answer_contains_a_figure_in_any_writing_but_not_another_unit():
    assert contains("全年预算 83,188,300 元。", "8,318.83万元")
    assert contains("昆明、成都等", "成都")
    assert not contains("215,600万元", "215,600元")
    assert not contains("没有", "99.47%")


def test_ranks_are_counted_from_one():
    assert rank_of([False, True]) == 2
    assert worst([1, 3]) == 3
    assert worst([1, None]) is None
    assert share_within([1, 3, None, 7], 5) == 0.5
    assert mean_reciprocal([1, 2, None, 11]) == 1.5 / 4


def test_a_phrase_may_be_put_a_little_differently():
    answer = "将进一步加强部门的预算管理意识，提高预算编制的科学性、合理性。"
    assert contains(answer, "加强预算管理意识，提高预算编制的科学性")
    assert not contains(answer, "提高项目绩效目标的申报质量")
    assert contains("建设推广政务服务“云窗口”平台。", "云窗口平台")
