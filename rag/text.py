"""Text as it is compared: its language, stretches of it, its characters normalised, its words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

from figures.quantities import Quantity, QuantityKind, quantities

_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN_LETTER = re.compile(r"[A-Za-z]")
_ASKED_IN_CHINESE = re.compile(
    r"什么|哪[些个几一里家]|多少|怎[么样]|如何|是否|吗|呢|为何|请问|谁|几[个项家人次名辆]"
)
_ENGLISH_FRAME = re.compile(
    r"\b(?:what|which|who|whose|whom|when|where|why|how|did|does|do|is|are|was|were|has|have|had"
    r"|the|of|in|for|on|by|and|to|list|show|compare|tell|give|please)\b",
    re.I,
)
_FRAMED = 2


def language_of(question: str) -> str:
    """A question → zh or en; one that only names things in Chinese is asked in English.

    What was the budget of 示例区水务局 in 2023? is an English question.
    """
    if not has_han(question):
        return "en" if _LATIN_LETTER.search(question) else "zh"
    if _ASKED_IN_CHINESE.search(question):
        return "zh"
    return "en" if len(_ENGLISH_FRAME.findall(question)) >= _FRAMED else "zh"


def has_han(text: str) -> bool:
    """Whether a text has any Chinese character."""
    return _HAN.search(text) is not None


Span = tuple[int, int]
"""A stretch of a text, as (start, end)."""


def apart(spans: Iterable[Span], taken: Sequence[Span]) -> list[Span]:
    """Those of the spans that overlap none that is taken."""
    return [(a, b) for a, b in spans if not any(a < d and c < b for c, d in taken)]


def longest(spans: Iterable[Span]) -> list[Span]:
    """Spans → those that no longer one overlaps, in order."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda s: (s[0] - s[1], s)):
        kept += apart([span], kept)
    return sorted(kept)


def cut(text: str, spans: Iterable[Span], gap: str = "") -> str:
    """A text without the spans; `gap` in their place."""
    for start, end in reversed(longest(spans)):
        text = f"{text[:start]}{gap}{text[end:]}"
    return text


_HALF_WIDTH = {c + 0xFEE0: c for c in range(0x21, 0x7F) if chr(c).isalnum() or chr(c) in "-~%."}
_CHINESE_YEAR = re.compile(r"[二][〇○零][〇○零一二三四五六七八九]{2}(?=年|届)")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_NOT_WORDS = re.compile(r"[\W_\d]+")
_LATIN = re.compile(r"[a-z]+")


def one_line(text: str) -> str:
    """A text with single blanks for all white space."""
    return " ".join(text.split())


def shortened(text: str, most: int) -> str:
    """A text, cut to `most` characters where it is longer: … is the last of them then."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def normalised(text: str) -> str:
    """Full- and half-width, case and white space made one; marks stay."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


def bigrams(text: str) -> frozenset[str]:
    """The neighbouring pairs of its Chinese characters, and its Latin words; no numbers."""
    found: set[str] = set()
    for run in _NOT_WORDS.split(unicodedata.normalize("NFKC", text).lower()):
        found.update(word for word in _LATIN.findall(run) if len(word) > 2)
        han = _LATIN.sub(" ", run)
        found.update(p for part in han.split() for p in map("".join, pairwise(part)))
    return frozenset(found)


def share_of(wanted: frozenset[str], there: frozenset[str]) -> float:
    """Which part of `wanted` is `there`, 0 to 1; 1 where nothing is wanted."""
    return len(wanted & there) / len(wanted) if wanted else 1.0


def half_width(text: str) -> str:
    """Full-width digits and letters to half-width, Chinese years (二〇二二年) to digits.

    Every character stays in its place.
    """
    text = text.translate(_HALF_WIDTH)
    return _CHINESE_YEAR.sub(lambda m: m.group().translate(_CHINESE_DIGITS), text)


def numbers_in(text: str) -> list[Quantity]:
    """The quantities of a text that are no dates."""
    return [q for q in quantities(text) if q.kind is not QuantityKind.DATE]
