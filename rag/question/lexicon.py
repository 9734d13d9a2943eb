"""The words people ask in → the words that reports have: `words.toml` and `names.toml`, read once.

Both are data: adding a word touches them and nothing else. What is in them is checked when they
are first read; a pattern that is none, or a field that nobody knows, stops with where it stands.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from rag.errors import LexiconError

Synonyms = tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
"""Patterns of what is asked, each with the words that reports have for it, in order of trial."""

# satisf is also satisfied: what would be left of the word is no word of its own.
_INFLECTED = "(?:e?s|e?d|ing|y|ie[sd]|ions?|action|ments?)"


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Siblings(_Table):
    """Families of names that can stand in each other's place."""

    families: tuple[str, ...]


class Ordinary(_Table):
    """Words and characters that any answer may be worded with."""

    words: str
    characters: str


class Greetings(_Table):
    """Words that ask nothing."""

    words: str


class Words(_Table):
    """`words.toml`: by group, English patterns and what reports call it; families; plain words."""

    english: dict[str, dict[str, str]]
    siblings: Siblings
    ordinary: Ordinary
    greetings: Greetings


class BodyNames(_Table):
    """Names of each kind of body, with a pattern of its English: without ranks, and whole."""

    ranked: dict[str, str]
    whole: dict[str, str]


class PlaceNames(_Table):
    """Place names that are words as well, English words that look like pinyin, other spellings."""

    words: str
    english: str
    spelt: dict[str, str]


class Names(_Table):
    """`names.toml`: what bodies and places are called."""

    bodies: BodyNames
    places: PlaceNames


_File = TypeVar("_File", Words, Names)


def _read(name: str, form: type[_File]) -> _File:
    text = (Path(__file__).parent / name).read_text("utf-8")
    try:
        return form.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise LexiconError(name, str(error)) from error


@cache
def word_lists() -> Words:
    """What `words.toml` has. Raises LexiconError."""
    return _read("words.toml", Words)


@cache
def name_lists() -> Names:
    """What `names.toml` has. Raises LexiconError."""
    return _read("names.toml", Names)


@cache
def english() -> Synonyms:
    """English wordings → the Chinese of reports. Raises LexiconError."""
    found = []
    for group, lines in word_lists().english.items():
        for asked, meant in lines.items():
            try:
                pattern = re.compile(rf"\b(?:{asked})(?:{_INFLECTED}\b)?", re.I)
            except re.error as error:
                raise LexiconError("words.toml", f"{group}: {asked}: {error}") from error
            found.append((pattern, tuple(meant.split())))
    return tuple(found)


def is_greeting(message: str) -> bool:
    """Whether a message greets or thanks, and asks nothing."""
    left = re.sub(r"[\W_啊呀呢吗吧了]+", " ", message.lower()).strip()
    for word in sorted(word_lists().greetings.words.split(), key=len, reverse=True):
        left = re.sub(rf"\b{word}\b" if word.isascii() else word.strip("吗了"), " ", left)
    return bool(message.strip()) and any(c.isalnum() for c in message) and not left.strip()


def chinese_terms(question: str) -> tuple[str, ...]:
    """An English question → the words to look for in Chinese reports; each wording counts once."""
    found: dict[str, None] = {}
    for pattern, meant in english():
        question, times = pattern.subn(" ", question)
        found |= dict.fromkeys(meant if times else ())
    return tuple(found)
