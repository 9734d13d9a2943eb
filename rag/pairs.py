"""Which two figures of one report a question wants the difference or the share of."""

from __future__ import annotations

import re

from rag.indicators import asks_for_share
from rag.records import Understood

_DIFFERENCE = re.compile(
    r"[比与和跟同].{0,16}?(?:[多少高低大小]多少|差多少|相差|差额|差距)|相差|差额"
    r"|difference between|(?:more|less|higher|lower) .{0,40}than",
    re.I,
)
_BASE = re.compile(r"上一?年|去年|前一?年|增[长加减]|last year|previous year|year before", re.I)
_ROLES = ("budget", "executed", "rate")

Pair = tuple[str, str]
"""Names of indicators: the first is compared with the second, or is a part of it."""


def pairs_asked(understood: Understood) -> tuple[Pair, ...]:
    """A question → the pairs it relates, one for each of budget, executed, rate; mostly none."""
    text = understood.standalone
    shared = asks_for_share(text)
    if not shared and (not _DIFFERENCE.search(text) or _BASE.search(text)):
        return ()
    names = understood.indicators
    if not shared and names and {*names} == {"budget", "executed"}:
        return ((names[0], names[1]),)
    of_role: dict[str, list[str]] = {}
    for name in names:
        subject, _, role = name.rpartition("_")
        if role in _ROLES and subject != "execution":
            of_role.setdefault(role, []).append(name)
    return tuple(
        pair for role, same in of_role.items() for pair in _of_one_role(same, role, shared)
    )


def _of_one_role(names: list[str], role: str, shared: bool) -> list[Pair]:
    """Each part with the whole, where that is named or meant; else the first with the second."""
    if shared and role == "rate":
        return []
    if shared and role in names:
        return [(name, role) for name in names if name != role]
    return [(names[0], names[1])] if len(names) == 2 else []
