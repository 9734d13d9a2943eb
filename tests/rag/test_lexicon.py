"""Everyday words and English words → the words that reports have."""

import re
import shutil
from pathlib import Path

import pytest

from rag.errors import LexiconError
from rag.messages import messages
from rag.question import lexicon
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


@pytest.fixture
def own_lists(tmp_path, monkeypatch):
    """A folder with copies of the word lists, which are read from there until the test is over."""
    there = Path(lexicon.__file__).parent
    for name in ("words.toml", "names.toml"):
        shutil.copy(there / name, tmp_path)
    caches = (lexicon.word_lists, lexicon.name_lists, lexicon.english, lexicon.everyday)
    monkeypatch.setattr(lexicon, "__file__", str(tmp_path / "lexicon.py"))
    for cached in caches:
        cached.cache_clear()
    yield tmp_path
    for cached in caches:
        cached.cache_clear()


def test_a_word_is_added_by_one_line(own_lists):
    assert in_report_words("锅炉烧了多少煤块？") == []
    with (own_lists / "words.toml").open("a", encoding="utf-8") as file:
        file.write("\n# Fuel.\n[everyday.fuel]\n'煤块' = '燃煤 煤炭'\n")
    lexicon.word_lists.cache_clear()
    lexicon.everyday.cache_clear()
    assert in_report_words("锅炉烧了多少煤块？") == [("煤块", "燃煤", "煤炭")]


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("[everyday.fuel]\n'(煤' = '煤炭'\n", "fuel: (煤"),
        ("[everyday.fuel]\n'煤' = 3\n", "fuel"),
        ("[evryday.fuel]\n'煤' = '煤炭'\n", "evryday"),
        ("[everyday.fuel\n", "line"),
    ],
)
def test_a_list_that_is_wrong_says_where(own_lists, line, where):
    with (own_lists / "words.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{line}")
    with pytest.raises(LexiconError, match=re.escape(where)) as raised:
        in_report_words("烧了多少煤？")
    assert "words.toml" in raised.value.zh


def test_every_pattern_is_one_and_stands_for_something():
    for pattern, words in (*lexicon.english(), *lexicon.everyday()):
        assert words, pattern.pattern
        assert not pattern.search(""), pattern.pattern


def test_every_message_is_said_in_both_languages_with_the_same_fields():
    for key, said in messages().items():
        assert {*said} == {"zh", "en"}, key
