"""Statements of change: the figures must allow each other, the words must fit the figures."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from figures.checks import growth_findings as wrong
from figures.checks.comparisons import Change
from figures.checks.growth_findings import HUNDRED, signed
from figures.checks.interval import Interval
from figures.checks.mentions import Mention
from figures.checks.reading import Reading
from records import Finding

Verdict = Finding | Literal["fits", "untested"]


def changes_add_up(reading: Reading) -> Iterator[Finding]:
    """比2023年执行数减少10.04%, 增加876.75万元，增长5.3%, 持平: against the amounts beside.

    Where a statement can be read in several ways, it is blamed only if it is wrong in all.
    """
    for change in reading.changes:
        yield from _one(reading, change)


def _one(reading: Reading, change: Change) -> Iterator[Finding]:
    said, growth = change.change, change.growth
    if said and growth and said.direction * growth.direction < 0:
        if said.figure.value and growth.figure.value:
            yield wrong.opposed(reading, said, growth)
        return
    current = change.current if change.certain else None
    bases = [b for b in change.bases if b.is_usable]
    candidates: list[Mention | None] = [*bases] or [None]
    changed = [current, *(o for o in change.others if o.is_usable)] if current else [None]
    verdicts = [_verdict(reading, change, now, base) for now in changed for base in candidates]
    problems = [v for v in verdicts if isinstance(v, Finding)]
    if problems and "fits" not in verdicts:
        yield problems[0]
    elif current and said and not bases and _is_below_nothing(current, said):
        yield wrong.below_nothing(reading, current, said)
    if growth and growth.figure.value and bases and all(b.figure.value == 0 for b in bases):
        yield wrong.from_nothing(reading, bases[0], growth)


def _verdict(
    reading: Reading, change: Change, current: Mention | None, base: Mention | None
) -> Verdict:
    """How the statement fares when `base` is what is compared with."""
    if current and base and current.like(base):
        return _against(reading, change, current, base)
    if change.change and change.growth:
        return _by_itself(reading, current, base, change.change, change.growth)
    return "untested"


def _against(reading: Reading, change: Change, current: Mention, base: Mention) -> Verdict:
    """Both amounts are given: their difference and its rate must be those stated."""
    now, then = current.figure, base.figure
    if change.level and not now.range.meets(then.range):
        return wrong.not_level(reading, change.level, now, then)
    if change.change and not (now.range - then.range).meets(signed(change.change)):
        return wrong.wrong_change(reading, now, then, change.change)
    if change.growth and not then.range.can_be(Decimal(0)):
        rate = (now.range - then.range) / then.range * HUNDRED
        if not rate.meets(signed(change.growth)):
            return wrong.wrong_rate(reading, now, then, change.growth)
    return (
        "fits" if change.level or change.change or not then.range.can_be(Decimal(0)) else "untested"
    )


def _by_itself(
    reading: Reading, current: Mention | None, base: Mention | None, said: Mention, growth: Mention
) -> Verdict:
    """One amount is given: the change must be the stated rate of the amount before."""
    before = _before(current, base, said)
    if before is None or before.low <= 0:
        return "untested"
    if (signed(said) / before * HUNDRED).meets(signed(growth)):
        return "fits"
    return wrong.wrong_step(reading, current, base, said, growth)


def _before(current: Mention | None, base: Mention | None, said: Mention) -> Interval | None:
    if base and base.like(said):
        return base.figure.range
    return current.figure.range - signed(said) if current else None


def _is_below_nothing(current: Mention, said: Mention) -> bool:
    """Whether the amount before would be below zero, which only a balance can be."""
    balance = any(word in current.label for word in ("结余", "差额", "净", "盈余"))
    return not balance and (current.figure.range - signed(said)).high < 0
