import json

import pytest

from bench.judging import (
    contains,
    holds,
    mean_reciprocal,
    rank_of,
    read_questions,
    share_within,
    shown_by,
    worst,
)
from rag.errors import QuestionFileError


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
