"""English words → the words that reports have; word lists that are wrong."""

import re
import shutil
from pathlib import Path

import pytest

from rag.errors import LexiconError
from rag.question import lexicon
from rag.question.lexicon import chinese_terms, is_greeting


def test_english_terms_have_their_words_in_reports(scored):
    scored("english", chinese_terms, agree=lambda words, found: bool({*words} & {*found}))


def test_the_longer_wording_is_read_whole():
    assert "支出" not in chinese_terms("basic expenditure")


def test_a_greeting_asks_nothing(scored):
    scored("greetings", is_greeting)


def test_what_asks_something_is_no_greeting(scored):
    scored("no_greetings", is_greeting)


@pytest.fixture
def own_lists(tmp_path, monkeypatch):
    """A folder with copies of the word lists, which are read from there until the test is over."""
    there = Path(lexicon.__file__).parent
    for name in ("words.toml", "names.toml"):
        shutil.copy(there / name, tmp_path)
    caches = (lexicon.word_lists, lexicon.name_lists, lexicon.english)
    monkeypatch.setattr(lexicon, "__file__", str(tmp_path / "lexicon.py"))
    for cached in caches:
        cached.cache_clear()
    yield tmp_path
    for cached in caches:
        cached.cache_clear()


def test_a_word_is_added_by_one_line(own_lists):
    assert chinese_terms("How much coal was burnt?") == ()
    with (own_lists / "words.toml").open("a", encoding="utf-8") as file:
        file.write("\n# Fuel.\n[english.fuel]\n'coal' = '燃煤 煤炭'\n")
    lexicon.word_lists.cache_clear()
    lexicon.english.cache_clear()
    assert chinese_terms("How much coal was burnt?") == ("燃煤", "煤炭")


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("[english.fuel]\n'(coal' = '煤炭'\n", "fuel: (coal"),
        ("[english.fuel]\n'coal' = 3\n", "fuel"),
        ("[englsh.fuel]\n'coal' = '煤炭'\n", "englsh"),
        ("[english.fuel\n", "line"),
    ],
)
def test_a_list_that_is_wrong_says_where(own_lists, line, where):
    with (own_lists / "words.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{line}")
    with pytest.raises(LexiconError, match=re.escape(where)) as raised:
        chinese_terms("How much coal was burnt?")
    assert "words.toml" in raised.value.worded("zh")


def test_every_pattern_is_one_and_stands_for_something():
    for pattern, words in lexicon.english():
        assert words, pattern.pattern
        assert not pattern.search(""), pattern.pattern
