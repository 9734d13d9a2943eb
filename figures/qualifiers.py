"""The words around a number that bound it: 近, 超过, 不少于 …, 余, 以上, 左右."""

from __future__ import annotations

import re
from enum import StrEnum


class Qualifier(StrEnum):
    """How a number is bounded by the words around it; EXACT where nothing is said."""

    EXACT = ""
    ABOUT = "about"
    MORE = "more"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    LESS = "less"


_BEFORE = re.compile(
    r"(?:(?P<at_least>不少于|不低于|不小于|至少|最少|不下于|≥|＞=|>=|at least|(?:no|not) less than)"
    r"|(?P<at_most>不超过|不超|不高于|不多于|不大于|至多|最多|≤|<=|＜="
    r"|up to|at most|(?:no|not) more than)"
    r"|(?P<more>超过|突破|多于|大于|高于|超|逾|＞|>|more than|over|above|exceed(?:s|ed|ing)?)"
    r"|(?P<less>不足|不到|低于|小于|少于|未满|＜|<|less than|under|below|fewer than)"
    r"|(?P<about>(?<![节预合公签条契制简])约为?|大概|(?<![最附就临邻靠远])近|接近"
    r"|about|approximately|around|nearly|roughly))"
    r"\s*(?:人民币|RMB)?\s*[(（]?$",
    re.I,
)
_BEHIND = re.compile(
    r"\s*[（(]?(?:(?P<at_least>及?以上|or (?:more|above))|(?P<at_most>及?以下|以内|之内|or less)"
    r"|(?P<about>左右|上下|or so)|(?P<more>有余|多(?=[，。；、]|$)))",
    re.I,
)
_LONGEST_BEFORE = 20


def qualifier_around(text: str, start: int, end: int, is_span_of_time: bool) -> Qualifier:
    """The bound that the words directly before `start` or behind `end` put on the number there.

    近三年 means the last three years and bounds nothing: `is_span_of_time`.
    """
    before = _BEFORE.search(text[max(0, start - _LONGEST_BEFORE) : start])
    if before and not (is_span_of_time and before[0].strip() == "近"):
        return Qualifier(before.lastgroup or "")
    behind = _BEHIND.match(text, end)
    return Qualifier(behind.lastgroup or "") if behind else Qualifier.EXACT
