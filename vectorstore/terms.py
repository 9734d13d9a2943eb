"""Text → the terms it is found by."""

from __future__ import annotations

import re
import unicodedata

_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TERM = re.compile(
    rf"(?P<han>[{_HAN}]+)"
    r"|(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"|(?P<word>[^\W\d_{_HAN}]+)"
)


def terms(text: str) -> list[str]:
    """Text → Chinese character pairs, whole words and whole numbers, in order.

    Full-width forms and capitals are evened out (NFKC, lower case), thousands separators taken
    out: "８,318.83万元" → ["8318.83", "万元"]. A lone Chinese character is a term by itself.
    """
    found: list[str] = []
    for match in _TERM.finditer(unicodedata.normalize("NFKC", text).lower()):
        term = match.group()
        if match.lastgroup == "han":
            found += [term[i : i + 2] for i in range(len(term) - 1)] or [term]
        else:
            found.append(term.replace(",", ""))
    return found
