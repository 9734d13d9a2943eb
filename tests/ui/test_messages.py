"""Every message of the pages is there in both languages, and none is left over."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from ui.messages import LANGUAGES, catalogue, translate_plural
from ui.messages.extract import extract

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_missing_or_left_over(language: str) -> None:
    used = {message.id for message in extract() if message.id}
    kept = {message.id for message in catalogue(language) if message.id}
    assert used - kept == set(), "run python -m ui.messages, then translate"
    assert kept - used == set(), "run python -m ui.messages"


def strings(found: str | tuple[str, ...] | list[str]) -> list[str]:
    return [found] if isinstance(found, str) else list(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_with_the_fields_of_the_original(language: str) -> None:
    for message in catalogue(language):
        if not message.id:
            continue
        fields = set(re.findall(r"{\w+}", " ".join(strings(message.id))))
        for string in strings(message.string):
            assert string, f"{message.id!r} is not translated"
            assert set(re.findall(r"{\w+}", string)) == fields, message.id


def test_chinese_messages_are_chinese() -> None:
    for message in catalogue("zh"):
        for string in strings(message.string) if message.id else []:
            assert re.search(r"[\u3000-\u9fff，；：（）]", string) or "{" in string, string


def test_no_message_hides_in_a_formatted_string_where_it_is_not_extracted() -> None:
    for path in [*(ROOT / "ui").rglob("*.py"), ROOT / "app.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                calls = [n for n in ast.walk(node) if isinstance(n, ast.Call)]
                names = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
                assert not names & {"_", "n_", "N_"}, f"{path}:{node.lineno}"


def test_counts_follow_the_language() -> None:
    one, many = "{n} report", "{n} reports"
    assert translate_plural("en", one, many, 1) == "1 report"
    assert translate_plural("en", one, many, 5) == "5 reports"
    assert translate_plural("zh", one, many, 1) == "1 份报告"


def test_english_messages_are_english() -> None:
    for message in catalogue("en"):
        for string in strings(message.string) if message.id else []:
            assert not re.search(r"[\u4e00-\u9fff]{2}", string.replace("万元", "")), string
