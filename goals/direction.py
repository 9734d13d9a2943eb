"""A goal whose words put no bound on its target → whether less of it is better.

漏损率 and 投诉率 are better low, 满意率 and 办结率 better high, and no word of 高于2%的目标 says
which. `rates.toml` has how the usual names end. An embedding does not tell them apart: it takes
投诉办结率 for what it takes 投诉率 for.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path

from figures.quantities import Qualifier, Quantity, QuantityKind, same_dimension
from goals.records import Goal, GoalKind

_RATES = tomllib.loads((Path(__file__).parent / "rates.toml").read_text(encoding="utf-8"))
_HIGH, _LOW, _TURNED, _EITHER = (tuple(_RATES[name]) for name in ("high", "low", "turned", "open"))
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_OPEN = {Qualifier.EXACT, Qualifier.ABOUT}
_RISES = {GoalKind.AIM, GoalKind.TASK}
"""Goals in words that bound nothing (达到90%) say what is to be reached."""


def directed(goal: Goal, before: Quantity | None = None) -> Goal:
    """A goal → the same, with whether less is better where its target has no bound.

    A target that goes the other way from what was `before` (the days that a patient stays, 8.6 →
    8.2) leaves that open: it may be better low, or modest.
    """
    named, target = _by_name(goal), goal.target
    if before is None or target is None or target.qualifier not in _OPEN or _is_rate(goal):
        return named
    if not same_dimension(target, before):
        return named
    against = target.base > before.base if named.better_low else target.base < before.base
    return replace(named, better_low=None) if against else named


def _name(goal: Goal, target: Quantity) -> str:
    return target.subject or _BRACKETS.sub("", goal.name.removesuffix(target.as_written)).strip()


def _is_rate(goal: Goal) -> bool:
    """Whether its name says which way it is better, or that nobody can say."""
    target = goal.target
    return target is not None and (target.kind is QuantityKind.RATE or "率" in _name(goal, target))


def _by_name(goal: Goal) -> Goal:
    target = goal.target
    if target is None or target.qualifier not in _OPEN or goal.kind in _RISES:
        return goal
    name = _name(goal, target)
    if _is_rate(goal):
        return replace(goal, better_low=better_low(name[: name.rfind("率") + 1]))
    return replace(goal, better_low=None) if name.endswith(_EITHER) else goal


def better_low(name: str) -> bool | None:
    """A rate's name → whether less of it is better; None where nobody can say.

    What is no rate by its name (满意度) is better high.
    """
    for ending in (*_LOW, *_HIGH):
        if name.endswith(ending):
            turned = name.removesuffix(ending).endswith(_TURNED)
            return (ending in _LOW) is not turned
    return None if name.endswith("率") else False
