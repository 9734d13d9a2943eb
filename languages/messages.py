"""A message in English, a language and values → the message in that language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from gettext import c2py
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

SOURCE = "en"
"""The language that messages are written in: it needs no catalogue."""


def catalogue_path(language: str) -> Path:
    """A language → its catalogue's file."""
    return Path(__file__).parent / language / "LC_MESSAGES" / "jiwen.po"


def _codes() -> Iterator[str]:
    yield from sorted(path.parts[-3] for path in Path(__file__).parent.glob("*/*/jiwen.po"))
    yield SOURCE


LANGUAGES = {code: str(Locale.parse(code).get_language_name(code)) for code in _codes()}
"""The languages there are, by their codes, and what each calls itself: 中文, English."""


def tag(language: str) -> str:
    """A language → what files and browsers call it: zh-CN where its script has to be said."""
    return "zh-CN" if language == "zh" else language


@cache
def catalogue(language: str) -> Catalog:
    """A language other than English → its messages."""
    with catalogue_path(language).open("rb") as file:
        return read_po(file, locale=language)


for _code in LANGUAGES.keys() - {SOURCE}:
    catalogue(_code)  # now: what is to be told may be that no file can be opened any more


@cache
def _form_of(language: str) -> Callable[[int], int]:
    """A language → how many things → which of its plural forms is said of them."""
    return c2py("n != 1" if language == SOURCE else catalogue(language).plural_expr)


def translate(language: str, message: str, /, **values: object) -> str:
    """A message with {fields} → the same in `language`, the fields filled in.

    A value that is a `Message` is said in `language` too. What a catalogue lacks is said in
    English, as gettext does; a test sees to it that none lacks anything.
    """
    return _forms(language, message)[0].format(**_worded(language, values))


def translate_plural(language: str, one: str, many: str, /, n: int, **values: object) -> str:
    """The message for `n` things → the same in `language`, {n} and the other fields filled in."""
    forms = _forms(language, one, many)
    form = forms[min(_form_of(language)(n), len(forms) - 1)]
    return form.format(n=n, **_worded(language, values))


def _forms(language: str, *written: str) -> tuple[str, ...]:
    if language == SOURCE:
        return written
    entry = catalogue(language).get(written[0])
    said = entry.string if entry else None
    forms = (said,) if isinstance(said, str) else tuple(said or ())
    return forms if all(forms) and forms else written


def _worded(language: str, values: Mapping[str, object]) -> dict[str, object]:
    return {
        name: value.worded(language) if isinstance(value, Message) else value
        for name, value in values.items()
    }


@dataclass(frozen=True, slots=True)
class Message:
    """What is said later, where its language is known: a message, and the values of its fields."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def worded(self, language: str) -> str:
        """The message in `language`."""
        return translate(language, self.text, **self.values)

    def __str__(self) -> str:
        """The message in every language, a line each: for a command line, which knows no reader."""
        return "\n".join(dict.fromkeys(self.worded(language) for language in LANGUAGES))


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translated later"
    """Mark a message that is translated where it is shown."""
    return message


def of_pair(language: str, zh: str, en: str) -> str:
    """What is kept, or stands beside what it names, in Chinese and English → one of the two.

    Who reads a third language is given the English.
    """
    return zh if language == "zh" else en
