"""An English question is told a figure only where no other may be meant."""

from dataclasses import replace

import pytest

from figures.quantities import QuantityKind
from rag.english_figures import in_english
from rag.wanted import strange_words
from tests.rag.evidence_made import asked, basis


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


def test_what_was_spent_on_something_unknown_is_not_what_was_spent():
    understood = replace(
        asked("How much was spent on school guards?"), search_terms=("支出", "执行数", "学校")
    )
    text = "全年执行数103,218.46万元，其中学校支出80,000.00万元。"
    assert in_english(understood, [basis(text)]) == ()


def test_how_many_is_not_how_satisfied():
    understood = replace(
        asked("In 2022, how many projects were in the satisfaction survey?"),
        translation="2022年满意率调查了多少个项目？",
    )
    text = "群众满意率93.6%，调查项目12个。"
    assert "93.6" not in "".join(s.text for s in in_english(understood, [basis(text)]))


@pytest.mark.parametrize("of", ["damages", "CCTV cameras", "planted trees"])
def test_a_word_that_only_begins_like_a_known_one_is_strange(of):
    question = f"How much was spent on {of}?"
    assert strange_words(asked(question), [])
    understood = replace(asked(question), search_terms=("支出", "执行数"))
    assert in_english(understood, [basis("公园支出20万元，税款支出10万元。")]) == ()


def test_what_was_spent_on_taxis_is_not_what_parks_cost():
    understood = replace(
        asked("How much was spent on taxis?"), search_terms=("出租汽车", "支出", "执行数")
    )
    assert in_english(understood, [basis("公园支出20万元，税款支出10万元。")]) == ()
    (said,) = in_english(understood, [basis("出租汽车支出20万元。")])
    assert "20 ten thousand yuan" in said.text


def test_by_how_much_something_was_cut_is_not_what_it_was_before():
    understood = replace(
        asked("By how much was the works budget cut?"), translation="工程预算送审后核减多少？"
    )
    (said,) = in_english(understood, [basis("工程预算送审金额938.00万元，核减66.60万元。")])
    assert "66.60" in said.text
    assert "938.00" not in said.text
    unknown = replace(understood, translation="工程预算送审金额是多少？")
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
