"""What the pages say, in Chinese and English: gettext catalogues, read with Babel.

Messages are written in the code in English, inside `_("…")`, `n_("…", "…", n)` or `N_("…")`;
`python -m ui.messages` brings both catalogues in step with the code.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

LANGUAGES = {"zh": "中文", "en": "English"}


def catalogue_path(language: str) -> Path:
    """A language → its catalogue's file."""
    return Path(__file__).parent / language / "LC_MESSAGES" / "jiwen.po"


@cache
def catalogue(language: str) -> Catalog:
    """A language (zh, en) → its messages."""
    with catalogue_path(language).open("rb") as file:
        return read_po(file, locale=language)


def translate(language: str, message: str, **values: object) -> str:
    """An English message with {fields} → the same in `language`, the fields filled in.

    Raises KeyError where the catalogue does not have it (a test sees to it that it does).
    """
    return str(_entry(language, message)).format(**values)


def translate_plural(language: str, one: str, many: str, n: int, **values: object) -> str:
    """The message for `n` things → the same in `language`, {n} and the other fields filled in."""
    forms = _entry(language, one)
    if isinstance(forms, str):
        raise KeyError(f"{one!r} has no plural forms in the {language} catalogue")
    form = forms[0] if n == 1 or len(forms) == 1 else forms[1]
    return form.format(n=n, **values)


def _entry(language: str, message: str) -> str | tuple[str, ...]:
    entry = catalogue(language).get(message)
    if entry is None or not entry.string:
        raise KeyError(f"{message!r} is missing in the {language} catalogue")
    found = entry.string
    return found if isinstance(found, str) else tuple(found)
