"""Every message of the code is in each catalogue, and none is left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from string import Formatter

import pytest
from babel.messages.catalog import Catalog

from languages import LANGUAGES, Message, translate, translate_plural
from languages.__main__ import brought_in_step
from languages.extraction import KEYWORDS, ROOT, extract, sources
from languages.messages import SOURCE, catalogue

FORESEEN = {"Foreseen", "RagError", "StoreError", "ModelError", "Misconfigured"}
"""The rooms' errors, whose own kinds are errors too."""
TRANSLATED = [language for language in LANGUAGES if language != SOURCE]


def strings(found: str | tuple[str, ...] | list[str]) -> list[str]:
    return [found] if isinstance(found, str) else list(found)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_message_is_missing_or_left_over(language: str) -> None:
    used = {message.id for message in extract() if message.id}
    kept = {message.id for message in catalogue(language) if message.id}
    assert used - kept == set(), "run python -m languages, then translate"
    assert kept - used == set(), "run python -m languages"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_with_the_fields_of_the_original(language: str) -> None:
    for message in catalogue(language):
        if not message.id:
            continue
        assert not message.fuzzy, f"{message.id!r} is a guess: translate it"
        asked = set().union(*(fields(text) for text in strings(message.id)))
        for string in strings(message.string):
            assert string, f"{message.id!r} is not translated"
            assert fields(string) == asked, message.id


def test_a_message_that_changes_by_a_word_shows_the_translation_that_goes() -> None:
    messages, wanted = Catalog("zh"), Catalog()
    for english, chinese in (("Stays", "不变"), ("a report", "一份报告"), ("never said", "")):
        messages.add(english, chinese)
    for english in ("Stays", "one report"):
        wanted.add(english)
    gone = brought_in_step(messages, wanted)
    assert [(message.id, message.string) for message in gone] == [("a report", "一份报告")]
    assert {m.id: m.string or "" for m in messages if m.id} == {"Stays": "不变", "one report": ""}
    assert not messages.obsolete


def test_chinese_messages_are_chinese() -> None:
    for message in catalogue("zh"):
        for string in strings(message.string) if message.id else []:
            assert re.search(r"[\u3000-\u9fff，；：（）]", string) or "{" in string, string


def test_messages_in_the_code_are_english() -> None:
    for message in extract():
        for string in strings(message.id):
            assert not re.search(r"[\u4e00-\u9fff]{2}", string.replace("万元", "")), string


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def named(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def test_no_message_hides_in_a_formatted_string_where_it_is_not_extracted() -> None:
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                inside = [n for n in ast.walk(node) if isinstance(n, ast.Call)]
                assert not {named(call.func) for call in inside} & {"_", "n_", "N_"}, (
                    f"{path}:{node.lineno}"
                )


def message_of(call: ast.Call) -> str | None:
    """The message that is written out in a call, marked or not; None where there is none."""
    place = 1 if named(call.func) == "translate" else 0
    argument = call.args[place] if len(call.args) > place else None
    if isinstance(argument, ast.Call) and named(argument.func) == "N_":
        argument = argument.args[0]
    return argument.value if isinstance(argument, ast.Constant) else None


def test_a_call_gives_the_values_of_its_messages_fields() -> None:
    seen = 0
    for where, call in calls():
        marked = any(isinstance(a, ast.Call) and named(a.func) == "N_" for a in call.args)
        if not marked and named(call.func) not in ("_", "translate"):
            continue
        text = message_of(call)
        given = {keyword.arg for keyword in call.keywords}
        if isinstance(text, str) and None not in given:
            assert fields(text) == given, where
            seen += 1
    assert seen > 100


def test_an_error_is_made_of_a_message_and_not_of_words() -> None:
    errors = {
        node.name
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and {named(b) for b in node.bases} & FORESEEN
    }
    assert {"StoreError", "RagError", "UnreadableFile", "ModelError"} <= errors
    for where, call in calls():
        if named(call.func) in errors and named(call.func) != "LexiconError":
            bare = [a for a in call.args if isinstance(a, ast.JoinedStr | ast.Constant)]
            assert not bare, f"{where}: mark its message with N_"


def test_counts_follow_the_language() -> None:
    one, many = "{n} report", "{n} reports"
    assert translate_plural("en", one, many, 1) == "1 report"
    assert translate_plural("en", one, many, 5) == "5 reports"
    assert translate_plural("zh", one, many, 1) == "1 份报告"


def test_a_message_in_a_message_is_in_the_same_language() -> None:
    limit = Message("at most {limit}", {"limit": 3})
    said = Message("{number} {first}", {"number": Message("a whole number"), "first": limit})
    assert said.worded("en") == "a whole number at most 3"
    assert said.worded("zh") == "整数，不大于 3"


def test_what_a_catalogue_lacks_is_said_in_english() -> None:
    assert translate("zh", "nobody says this of {name}", name="王") == "nobody says this of 王"


def test_every_keyword_is_used_somewhere() -> None:
    assert {named(call.func) for _, call in calls()} >= set(KEYWORDS)
