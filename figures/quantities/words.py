"""The words around a number: those that bound it, and those that say what it is of."""

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


_BOUND_BEFORE = re.compile(
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
_BOUND_BEHIND = re.compile(
    r"\s*[（(]?(?:(?P<at_least>及?以上|or (?:more|above))|(?P<at_most>及?以下|以内|之内|or less)"
    r"|(?P<about>左右|上下|or so)|(?P<more>有余|多(?=[，。；、]|$)))",
    re.I,
)
_LONGEST_BEFORE = 20


def qualifier_around(text: str, start: int, end: int, is_span_of_time: bool) -> Qualifier:
    """The bound that the words directly before `start` or behind `end` put on the number there.

    近三年 means the last three years and bounds nothing: `is_span_of_time`.
    """
    before = _BOUND_BEFORE.search(text[max(0, start - _LONGEST_BEFORE) : start])
    if before and not (is_span_of_time and before[0].strip() == "近"):
        return Qualifier(before.lastgroup or "")
    behind = _BOUND_BEHIND.match(text, end)
    return Qualifier(behind.lastgroup or "") if behind else Qualifier.EXACT


# The words that a number belongs to: 区政数局全年预算数, 获得好评卡, the first cell of its row


_REACH = 60
_STOPS = frozenset("，。；：！？,;:!?\n\t、")
_OPENERS, _CLOSERS = "（(", "）)"
_LEAD = re.compile(
    r"^(?:\s|[（(]?\d{1,2}[.．、)）]|[一二三四五六七八九十]{1,3}、|[一二三四五六七八九十]{1,2}是"
    r"|其中[:：]?|并|且|同时|以及|及|和|与|累计|已|共|[”’」]"
    r"|(?:(?:19|20)\d\d|本|当)\s*年度?(?!度?预算数|末|初|执行)[，,]?(?=\S))+"
)
_VERB_BEFORE = re.compile(
    r"(?:\s|[为是达至到约近超逾共计仅]|[（(]$|达到|实现|完成|合计|总计|共计|高达|多达|超过|不少于|不低于|至少|不超过"
    r"|不高于|以上|大约|接近|突破|低于|高于|≥|≤|=|＝|[:：]|RMB|was|is|were|are|of|at|to|about|over|,)+$",
    re.I,
)
_WORDS_BEHIND = re.compile(r"[^，。；：！？,;:!?\n\t、\d（）()]{0,30}")


def subject_of(text: str, start: int, end: int, floor: int, counted: bool) -> str:
    """The words of the clause that `text[start:end]` is the number of.

    Those before it, back to `floor` (the end of the number before, or the line's beginning) or
    to the clause's beginning; those behind it where there are none, or as well for what is
    `counted` (上线1900项“云窗口”政务服务事项).
    """
    before = _clause_before(text, start, max(floor, start - _REACH))
    if before and not counted:
        return before
    behind = _WORDS_BEHIND.match(text, end)
    words = before + (_LEAD.sub("", behind[0]).strip() if behind else "")
    return words if _has_words(words) else ""


def row_subject(row: str) -> str:
    """A table row's cells, joined by tabs → the first one with words: what its numbers are of."""
    return next((cell.strip() for cell in row.split("\t") if _has_words(cell)), "")


def _clause_before(text: str, start: int, floor: int) -> str:
    at, depth = start, 0
    while at > floor:
        c = text[at - 1]
        if c in _CLOSERS:
            depth += 1
        elif c in _OPENERS:
            if depth == 0:
                break
            depth -= 1
        elif (
            depth == 0 and c in _STOPS and (c not in "：:" or _VERB_BEFORE.sub("", text[at:start]))
        ):
            break
        at -= 1
    words = _LEAD.sub("", _VERB_BEFORE.sub("", text[at:start])).strip(" \u3000\t\n，,；;：:、。")
    if not _has_words(words):
        return ""
    return words if "”" in words else words.lstrip("“")


def _has_words(cell: str) -> bool:
    return any(c.isalpha() for c in cell)


def in_order(words: str, text: str) -> bool:
    """Whether the characters of `words` all stand in `text`, in their order."""
    rest = iter(text)
    return all(character in rest for character in words)
