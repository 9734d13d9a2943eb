"""Everyday words and English words → the words that reports have."""

import pytest

from rag.question.lexicon import chinese_terms, in_report_words


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("一共花了多少钱？", {"支出", "执行数"}),
        ("拿了哪些奖？", {"获得", "荣获", "奖"}),
        ("开一家公司多久能办完？", {"企业开办", "办结"}),
        ("有什么短板？", {"问题", "不足"}),
        ("公车有几辆？", {"公务用车"}),
        ("帮农民工讨回了多少工钱？", {"工资", "追回"}),
        ("抗疫花了多少钱？", {"疫情防控", "支出"}),
        ("村里还欠多少债？", {"债务"}),
        ("哪座桥没按时建好？", {"滞后"}),
    ],
)
def test_everyday_words_have_their_words_in_reports(question, words):
    found = in_report_words(question)
    assert words <= {word for group in found for word in group}


def test_the_words_asked_with_stand_for_themselves_as_well():
    found = in_report_words("群众满意度是多少？")
    assert [words[0] for words in found] == ["满意度"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What was the budget execution rate?", {"执行率"}),
        ("How much was spent on basic expenditure?", {"基本支出"}),
        ("Which awards were won?", {"获奖", "奖", "荣获"}),
        ("What problems did the report admit?", {"问题"}),
        ("How much did the three public expenses come to?", {"三公经费"}),
    ],
)
def test_english_terms_have_their_words_in_reports(question, words):
    assert words & set(chinese_terms(question))


def test_the_longer_wording_is_read_whole():
    assert "支出" not in chinese_terms("basic expenditure")
