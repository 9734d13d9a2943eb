"""What is quoted: bodies rather than headings, whole lists rather than single items."""

from __future__ import annotations

from dataclasses import replace

import pytest

from figures.quantities import QuantityKind
from rag.basis import Basis
from rag.compose import in_english, is_heading, quotation_sentences, quoted, siblings
from rag.records import EvidenceSentence, Intent, Standing
from tests.rag.evidence_made import asked, basis

TASKS = "2. 重点工作任务\n一是建成平台。\n二是完成整治12公里。\n先行先试。\n三是推广经验。\n"
SPANS = ((0, 9), (10, 17), (18, 29), (30, 35), (36, 43))


def pieces(scores: tuple[float, ...] = (3.0, 2.9, 2.0, 1.0, 0.5)) -> list[Basis]:
    whole = basis(TASKS, headings=("一、基本情况", "2. 重点工作任务"))
    passage = replace(whole.found.passage, sentences=SPANS)
    found = replace(whole.found, passage=passage)
    return [
        Basis(EvidenceSentence(1, a, b, TASKS[a:b], score), found, None, None)
        for (a, b), score in zip(SPANS, scores, strict=True)
    ]


def test_a_bare_heading_is_not_quoted():
    assert is_heading(pieces()[0])
    assert not is_heading(pieces()[1])
    assert is_heading(basis("四、改进措施", headings=("四、改进措施",)))
    assert not is_heading(basis("（一）基本支出901万元", headings=("（一）基本支出901万元",)))


def test_one_item_of_a_list_brings_the_whole_list_in_its_order():
    shown = quoted(asked("有哪些任务？", Intent.LIST), pieces())
    assert [b.text for b in shown] == [
        "一是建成平台。",
        "二是完成整治12公里。",
        "先行先试。",
        "三是推广经验。",
    ]
    assert [b.text for b in siblings(pieces()[4])] == [b.text for b in shown]


def test_a_question_for_a_figure_gets_its_sentence_and_no_list():
    first, second, third = pieces((1.0, 1.5, 3.0, 1.0, 1.0))[:3]
    shown = quoted(asked("整治多少公里？"), [third, second, first])
    assert [b.text for b in shown] == ["二是完成整治12公里。"]


def test_nothing_is_quoted_where_nothing_was_found():
    assert quoted(asked("有哪些任务？", Intent.LIST), []) == ()


def test_a_quotation_stands_in_its_source():
    (said,) = quotation_sentences(pieces()[2:3])
    assert said.supported
    assert {v.standing for v in said.verdicts} == {Standing.FOUND}
    assert said.citations == (pieces()[2].citation,)


def test_figures_are_put_into_english_those_asked_about_first():
    understood = replace(asked("How satisfied were people?"), search_terms=("满意率",))
    evidence = [basis("建成驿站5座，投入1,200.50万元，群众满意率达到98.5%。")]
    (said,) = in_english(understood, evidence)
    assert "98.5%" in said.text
    assert "满意率" in said.text
    (every,) = in_english(
        replace(understood, standalone="What happened?", search_terms=()), evidence
    )
    assert "1,200.50 ten thousand yuan" in every.text
    assert in_english(understood, [basis("工作扎实。")]) == ()


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What was the budget implementation rate?", QuantityKind.RATE),
        ("What percentage of the budget was spent?", QuantityKind.RATE),
        ("How many projects were in the budget?", QuantityKind.COUNT),
        ("What score did budget management get?", QuantityKind.SCORE),
        ("How much was spent?", QuantityKind.MONEY),
    ],
)
def test_a_figure_in_english_is_of_the_kind_asked_for(question, kind):
    text = "预算项目12个，预算支出30万元，预算执行率98%，预算管理得分9分。"
    understood = replace(asked(question), search_terms=("预算", "支出", "项目", "执行率", "得分"))
    (said,) = in_english(understood, [basis(text)])
    written = {
        QuantityKind.RATE: "98%",
        QuantityKind.COUNT: "12个",
        QuantityKind.SCORE: "9 points",
        QuantityKind.MONEY: "30 ten thousand yuan",
    }
    assert written[kind] in said.text
    assert not any(w in said.text for k, w in written.items() if k is not kind)


@pytest.mark.parametrize(
    "question",
    [
        "Which firm supervised the budget projects?",
        "Who was in charge of the budget projects?",
        "On what date did the projects end?",
        "Why were the projects late?",
        "When was the budget approved?",
        "Why did the rate fall?",
        "In 2022, why was the budget not spent?",
    ],
)
def test_what_no_figure_tells_is_not_answered_by_one(question):
    text = "预算项目12个，预算支出30万元，预算执行率98%，比上年提高2.5个百分点。"
    understood = replace(asked(question), search_terms=("预算", "项目", "提高"))
    assert in_english(understood, [basis(text)]) == ()


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What was the execution rate?", "预算执行率：100% / 96.21% / 10 / 9.6"),
        ("What was the lowest execution rate of a project?", "项目支出：800 / 720，执行率90.00%"),
    ],
)
def test_a_figure_that_another_may_as_well_be_is_not_put_forward(question, text):
    understood = replace(asked(question), search_terms=("执行率", "预算执行率"))
    assert in_english(understood, [basis(text)]) == ()


def test_what_a_report_says_was_lowest_is_put_into_english():
    understood = replace(asked("What was the lowest satisfaction rate?"), search_terms=("满意率",))
    (said,) = in_english(understood, [basis("停水通知一项最低，满意率为84.1%。")])
    assert "84.1%" in said.text


def test_by_how_much_something_was_cut_is_not_what_it_was_before():
    understood = replace(
        asked("By how much was the works budget cut?"), search_terms=("工程预算", "送审", "核减")
    )
    (said,) = in_english(understood, [basis("工程预算送审金额938.00万元，核减66.60万元。")])
    assert "66.60" in said.text
    assert "938.00" not in said.text
    unknown = replace(understood, search_terms=("工程预算", "送审"))
    assert in_english(unknown, [basis("工程预算送审金额938.00万元，核减66.60万元。")]) == ()


def test_a_figure_of_a_word_too_short_to_tell_is_not_what_was_asked_for():
    understood = replace(
        asked("How much was spent on receptions?"), search_terms=("公务接待费", "公务接待")
    )
    text = "全年只发生公务接待费0.46万元，比预算0.80万元节约0.34万元。"
    (said,) = in_english(understood, [basis(text)])
    assert "0.46" in said.text
    assert "0.34" not in said.text


def test_a_where_in_the_middle_does_not_keep_a_figure_back():
    question = "What is the floor area of the hall where services are provided?"
    understood = replace(asked(question), search_terms=("大厅", "面积"))
    (said,) = in_english(understood, [basis("大厅面积1,200平方米。")])
    assert "1,200" in said.text


def test_percentage_points_are_no_rate():
    understood = replace(
        asked("By how many percentage points did the execution rate rise?"),
        search_terms=("预算执行率", "上年", "提高"),
    )
    (said,) = in_english(understood, [basis("预算执行率98%，比上年提高2.5个百分点。")])
    assert "2.5 percentage points" in said.text
    assert "98%" not in said.text
