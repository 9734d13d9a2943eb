"""What a Chinese report numbers its parts with: 第一部分, 一、, （一）, 1., （1）, ①."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九", start=0)} | {"〇": 0, "两": 2}
_DIGITS |= {c: n for n, c in enumerate("壹贰叁肆伍陆柒捌玖", start=1)}
_DIGITS |= dict.fromkeys("—―─－", 1)  # a dash is typed for 一, and read for it
_CHINESE = r"[〇零一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾佰]{1,4}"


class Marker(IntEnum):
    """The kinds of number in front of a heading, outermost first."""

    PART = 0
    CHAPTER = 1
    CLAUSE = 2
    CHINESE = 3
    BRACKETED_CHINESE = 4
    ARABIC = 5
    DECIMAL = 6
    BRACKETED_ARABIC = 7
    CIRCLED = 8


@dataclass(frozen=True, slots=True)
class Numbered:
    """A text that begins with a number: its kind, its value and the words after it."""

    marker: Marker
    number: int
    depth: int
    words: str


_PATTERNS = (
    (Marker.PART, re.compile(rf"第\s*({_CHINESE}|\d{{1,2}})\s*(?:部分|篇|编)[\s、:：.．]*")),
    (Marker.CHAPTER, re.compile(rf"第\s*({_CHINESE}|\d{{1,2}})\s*章[\s、:：.．]*")),
    (Marker.CLAUSE, re.compile(rf"第\s*({_CHINESE}|\d{{1,2}})\s*节[\s、:：.．]*")),
    (Marker.CHINESE, re.compile(rf"({_CHINESE}|[—―─－])\s*、\s*|({_CHINESE})\s*[.．]\s*")),
    (Marker.BRACKETED_CHINESE, re.compile(rf"[（(]\s*({_CHINESE})\s*[)）][、.．]?\s*")),
    (Marker.DECIMAL, re.compile(r"(\d{1,2}(?:[.．]\d{1,2}){1,3})(?:[.．、]\s*|\s+)(?![\d%％])")),
    (
        Marker.DECIMAL,
        re.compile(r"(\d(?:[.．]\d){1,3})(?=[\u4e00-\u9fff])(?![万亿元个项次名年倍件])"),
    ),
    (Marker.ARABIC, re.compile(r"(\d{1,2})\s*(?:[.．](?!\d)|[.．](?=20\d\d\s*年)|、)\s*")),
    (Marker.BRACKETED_ARABIC, re.compile(r"[（(]\s*(\d{1,2})\s*[)）][、.．]?\s*")),
    (Marker.BRACKETED_ARABIC, re.compile(r"(\d{1,2})\s*[)）]\s*")),
    (Marker.CIRCLED, re.compile(r"([①-⑳])\s*[、.．]?\s*")),
)


def numbered(text: str) -> Numbered | None:
    """A paragraph or line → its number and the words after it; None if it has no number."""
    for marker, pattern in _PATTERNS:
        if found := pattern.match(text):
            if marker is Marker.PART and not _stands_alone(text[found.end() :]):
                return None
            written = found[found.lastindex or 0]
            depth = written.replace("．", ".").count(".")
            return Numbered(marker, _value(written), depth, text[found.end() :].strip())
    return None


def _stands_alone(words: str) -> bool:
    """第一部分 opens a heading; 第一部分是… begins a sentence."""
    return not words.startswith(("是", "为", "的", "和", "与", "主要"))


def _value(written: str) -> int:
    if written.isascii() or "．" in written:
        return int(re.split("[.．]", written)[-1])
    if "①" <= written <= "⑳":
        return ord(written) - ord("①") + 1
    return chinese_number(written)


def chinese_number(written: str) -> int:
    """十二, 拾贰 → 12, up to 999."""
    total, digit = 0, 0
    for c in written:
        if c in "十拾":
            total, digit = total + (digit or 1) * 10, 0
        elif c in "百佰":
            total, digit = total + (digit or 1) * 100, 0
        else:
            digit = _DIGITS[c]
    return total + digit
