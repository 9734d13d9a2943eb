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


_ORDINARY = re.compile(
    "根据|资料|报告|显示|表示|指出|提到|说明|如下|以下|以上|包括|包含|主要|分别|共计|一共|总共|合计|其中|存在|问题|方面"
    "|情况|工作|内容|进行|开展|实施|完成|实现|达到|达|提出|制定|要求|荣获|获得|取得|获评|评为|称号|奖项|荣誉|上线|接待"
    "|需要|可以|能够|通过|对于|关于|以及|同时|此外|另外|还有|左右|年度|全年|当年|截至|属于|已经|计划|打算|成为|作为"
    "|[的了是在和与及为有等也都并且或其该此这那个些于由从到至将会已曾即约近被对把让使还就不中上下内外各每多少第比元万亿个项]"
)
"""Words that any answer may be worded with, whatever it says."""


def ordinary_out(text: str) -> str:
    """A text without the words that any answer may be worded with; a blank stands for each."""
    return _ORDINARY.sub(" ", evened(text))


def strange(text: str, known: str) -> frozenset[str]:
    """The Chinese characters of a text that are neither known nor ordinary: what it brings in."""
    there = set(evened(known))
    left = _ORDINARY.sub("", evened(text))
    return frozenset(c for c in left if "\u4e00" <= c <= "\u9fff" and c not in there)


def share_of(wanted: frozenset[str], there: frozenset[str]) -> float:
    """Which part of `wanted` is `there`, 0 to 1; 1 where nothing is wanted."""
    return len(wanted & there) / len(wanted) if wanted else 1.0
