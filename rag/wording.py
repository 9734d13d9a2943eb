"""Text → what of its wording can be compared: evened characters and pairs of neighbours."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_NOT_WORDS = re.compile(r"[\W_\d]+")
_LATIN = re.compile(r"[a-z]+")


def evened(text: str) -> str:
    """Full- and half-width, case and white space made one; marks stay."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


def pairs(text: str) -> frozenset[str]:
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
