"""How wide Chinese text is set: a full-width character is 1, a half-width one 0.5."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

CJK = r"\u2e80-\u2fdf\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_SPACE_BESIDE_CJK = re.compile(rf"(?<=[{CJK}“”‘’—…·])\s+|\s+(?=[{CJK}“”‘’—…·])")


def width(text: str) -> float:
    """Text → its set width in full-width characters; typographic quotes count as full."""
    return sum(1.0 if east_asian_width(c) in "WFA" else 0.5 for c in text)


def join(left: str, right: str) -> str:
    """Two pieces of one sentence → the sentence, a space only between Latin words or numbers."""
    if not left or not right:
        return left + right
    latin = left[-1].isascii() and right[0].isascii()
    return (
        f"{left} {right}" if latin and left[-1].isalnum() and right[0].isalpha() else left + right
    )


def tighten(text: str) -> str:
    """Text → the same without the spaces that typesetting puts beside Chinese characters."""
    return _SPACE_BESIDE_CJK.sub("", " ".join(text.split()))
