"""A goal and what was done for it → whether it was met, by how much it was missed or exceeded.

Computed in decimal numbers, from what the report states; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from figures.quantities import Qualifier, Quantity, QuantityKind, quantities, same_dimension
from goals.likeness import clause_of, pairs_of, size_in_common
from goals.records import Attainment, Goal
from goals.setting import measured

USUAL = Decimal(20)
"""Percent of the target from which a deviation, up or down, asks for a reason: ±20 %, as the
self-evaluation forms of most finance bureaus have it."""

_UP = {Qualifier.AT_LEAST, Qualifier.MORE}
_DOWN = {Qualifier.AT_MOST, Qualifier.LESS}
_WITHIN = re.compile(r"\s*(?:之?内|前)")
_DOWN_TO = re.compile(r"(?:控制|[降缩减][^，,；;。\d达]{0,2})[在到至]\s*$")
_COST_OR_TIME = re.compile(r"成本|时效")
_OUT_OF = re.compile(r"[^，,；;。、]{0,10}中(?!心|央|等)")
"""12家学会中完成换届8家: the first is what there is, not what was done."""
_FROM = re.compile(r"[由从][^，,；;。\d]{0,8}$")
"""由年初的14.2万增加到20.6万: the first is where it began."""
_OF_A_GOAL = re.compile(r"目标|计划|任务|要求|承诺")
_OF_THE_GOAL = re.compile(
    r"(?:目标|计划|任务)(?:任务|值|数)?的\s*$|任务[^，,；;。\d]{0,6}完成\s*$"
    r"|收入(?:(?!支出)[^；;。]){0,40}预算数?的\s*$"
)
"""完成目标的84.5%, 任务只完成62%; of a budget only what was to come in is a target."""
_NOT_DONE = re.compile(r"没有?(?!收)|尚未|未(?!成年|来)")
"""隔离带16公里一米都没有开: the target again, and not what was done."""
_FAR = Decimal(5)
"""A figure so many times the target, or so small a part of it, is of something else."""
_FEWEST_WORDS = 0.25
"""Of a goal's character pairs, how many must stand in a figure's clause for it to be the goal's,
where the statement has several that could be."""


def actual_value(goal: Goal, statement: str) -> Quantity | None:
    """A goal with a target, and a statement of what was done → the figure to set against it.

    Where the statement gives only how much of the goal was done (完成目标的84.5%), that.
    """
    if goal.target is None:
        return None
    mine = pairs_of(goal.name)
    found = []
    for q in measured(statement):
        clause = clause_of(statement, q)
        if _OUT_OF.match(statement[q.end :]) or _FROM.search(statement[: q.start]):
            continue
        credible = not goal.target.base or 1 / _FAR < q.base / goal.target.base < _FAR
        if same_dimension(goal.target, q) and credible and not _OF_A_GOAL.search(clause):
            words = len(mine & pairs_of(clause)) / (len(mine) or 1)
            found.append((words, size_in_common(goal.target, q), -q.start, q))
    enough = [f for f in found if len(found) == 1 or f[0] >= _FEWEST_WORDS]
    if enough:
        best = max(enough)[3]
        clause = clause_of(statement, best)
        # 完成换届8家、注销3家: which of them, or their sum, is not for code to say.
        shared = {q.base for *_, q in enough if clause_of(statement, q) == clause}
        behind_it = clause.partition(best.as_written)[2]
        again = best.base == goal.target.base and _NOT_DONE.search(behind_it)
        return best if len(shared) == 1 and not again else None
    return next((q for q in quantities(statement) if is_completion(statement, q)), None)


def is_completion(statement: str, q: Quantity) -> bool:
    """完成目标的84.5%: says how much of the goal was done, whatever was counted."""
    return q.kind is QuantityKind.RATE and bool(_OF_THE_GOAL.search(statement[: q.start]))


def target_of(goal: Goal, actual: Quantity) -> Decimal | None:
    """What an actual value is measured by: the target, or 100 % where it is a completion."""
    if goal.target is None:
        return None
    return goal.target.base if same_dimension(goal.target, actual) else Decimal(100)


def outcome_of(
    goal: Goal, actual: Quantity | None, told: Sequence[str]
) -> tuple[Attainment, Decimal | None]:
    """A goal, its actual value, and the statements about it → what became of it, the deviation.

    The deviation is (actual - target) / target in percent, None where there is nothing to compute.
    A ceiling is met by whatever does not pass it.
    """
    if not told:
        return Attainment.NOT_TOLD, None
    target = None if actual is None else target_of(goal, actual)
    if actual is None or target is None:
        same = goal.target is None and goal.name.endswith(told[0].strip())
        return (Attainment.MET if same else Attainment.TOLD), None
    off = (actual.base - target) / target * 100 if target else None
    ceiling = lower_is_better(goal)
    missed = actual.base > target if ceiling else actual.base < target
    # 超过10天 may still be within 20, 90%以上 may be 96 %; 其中26件超过20天 is of a few.
    if actual.qualifier in (_UP if ceiling != missed else _DOWN):
        return Attainment.TOLD, None
    if ceiling:
        return (Attainment.SHORT if missed else Attainment.MET), off
    if off and goal.better_low is None:
        return Attainment.TOLD, None
    if actual.base < target:
        return Attainment.SHORT, off
    return (Attainment.EXCEEDED if actual.base > target else Attainment.MET), off


def lower_is_better(goal: Goal) -> bool:
    """Whether a goal sets a ceiling: ≤, 以内, 控制在, 缩短到, 3个工作日内, a cost, nothing at all
    (0起), or what is better low (漏损率)."""
    target = goal.target
    if target is None or target.qualifier in _UP:
        return False
    if target.qualifier in _DOWN or target.base == 0 or goal.better_low:
        return True
    if _DOWN_TO.search(goal.place.text.partition(target.as_written)[0]):
        return True
    if target.kind is QuantityKind.DURATION and _WITHIN.match(behind(goal, target)):
        return True
    measures = (QuantityKind.DURATION, QuantityKind.MONEY)
    return target.kind in measures and any(_COST_OR_TIME.search(level) for level in goal.path)


def behind(goal: Goal, target: Quantity) -> str:
    """What stands behind the target in the goal's words."""
    return goal.place.text.partition(target.as_written)[2]


def asks_for_a_reason(outcome: Attainment, deviation: Decimal | None) -> bool:
    """Whether the form wants to be told why: the goal was missed, or passed by far."""
    far = deviation is not None and abs(deviation) > USUAL
    return outcome is Attainment.SHORT or far
