"""Two figures of one name that are of different things: the whole city's and the city's own level.

Where the question does not say which of them it asks for, both are given, and that they are two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from figures.statements import statements
from rag.basis import Basis
from rag.records import Intent, Understood
from rag.saying import listed, say

_GROUPS = (
    {
        "全域": r"全[省市县区州旗](?!直)|\bwhole (?:city|county|province)",
        "本级": r"[省市县区州旗]?本级|\bown level",
    },
    {
        "一般公共预算": r"一般公共预算|general public budget",
        "政府性基金": r"政府性基金(?:预算)?|government funds?",
        "国有资本经营": r"国有资本经营(?:预算)?|state capital",
    },
    {"收入": r"收入|\brevenue|\bincome", "支出": r"支出|\bexpenditure|\bspending"},
    {
        "预算": r"(?:年初|调整)?预算(?!执行|收入|支出|完成)数?|预期|计划",
        "执行": r"执行数?|决算数?|实际|完成|实现|executed|actual",
    },
)
"""What may tell two figures of one name apart: in each, the words of one say that it is not the
other. The terms are those of the budget law and of the reports on its execution."""
_PATTERNS = tuple(
    {name: re.compile(pattern, re.I) for name, pattern in group.items()} for group in _GROUPS
)


def of_both(
    asked: Understood, shown: Sequence[Basis], read: Sequence[Basis]
) -> tuple[tuple[Basis, ...], tuple[str, ...]]:
    """What is quoted, and all that was read → what is quoted with its like of another group; notes.

    Nothing is added where the question says the group, or asks for no figure.
    """
    if asked.intent is not Intent.FIGURE or not shown:
        return tuple(shown), ()
    best = shown[0]
    added: list[Basis] = []
    notes: list[str] = []
    for group in _PATTERNS:
        if any(pattern.search(asked.standalone) for pattern in group.values()):
            continue
        others = [b for b in (*shown, *read) if _is_other(best, b, group)]
        if others:
            added += [] if others[0] in shown else others[:1]
            names = [_member(text, group) for text in (best.text, others[0].text)]
            notes.append(say(asked.language, "two_groups", groups=listed(asked.language, names)))
    return (*shown, *dict.fromkeys(added)), tuple(notes)


def _is_other(one: Basis, other: Basis, group: dict[str, re.Pattern[str]]) -> bool:
    """Whether two sentences of one report state a figure of one name, of two of the group."""
    if one.found.report.id != other.found.report.id:
        return False
    first, second = _member(one.text, group), _member(other.text, group)
    if not first or not second or first == second:
        return False
    return not {*_labels(one, group)}.isdisjoint(_labels(other, group))


def _member(text: str, group: dict[str, re.Pattern[str]]) -> str:
    """Which of a group a text speaks of; "" where of none or of several."""
    said = [name for name, pattern in group.items() if pattern.search(text)]
    return said[0] if len(said) == 1 else ""


def _labels(basis: Basis, group: dict[str, re.Pattern[str]]) -> Iterator[tuple[str, int | None]]:
    """What the figures of a sentence are called, without the words of the group, and their year."""
    year = basis.found.report.identity.year
    for statement in statements(basis.evidence.text, year):
        label = statement.inherited + statement.own
        for pattern in group.values():
            label = pattern.sub("", label)
        if plain := re.sub(r"[\W\d年为是]+", "", label):
            yield plain, statement.year
