"""Statements of change: the figures must allow each other, the words must fit the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from figures.checks.comparisons import Change
from figures.checks.figure import Figure, show
from figures.checks.findings import Span, finding
from figures.checks.interval import Interval, exactly
from figures.checks.mending import mended
from figures.checks.mentions import Mention
from figures.checks.reading import Reading
from vectorstore.records import Finding, Severity

HUNDRED = exactly(Decimal(100))


def changes_add_up(reading: Reading) -> Iterator[Finding]:
    """比2023年执行数减少10.04%, 增加876.75万元，增长5.3%, 持平: against the amounts beside."""
    for change in reading.changes:
        yield from _one(reading, change)


def _one(reading: Reading, change: Change) -> Iterator[Finding]:
    said = change.change
    if said and change.growth and said.direction * change.growth.direction < 0:
        if said.figure.value and change.growth.figure.value:
            yield _opposed(reading, change, said, change.growth)
        return
    current = change.current if change.certain else None
    bases = [b for b in change.bases if b.is_usable]
    candidates: list[Mention | None] = [*bases] or [None]
    verdicts = [v for base in candidates if (v := _verdict(change, current, base)) is not None]
    problems = [v for v in verdicts if v is not _fits]
    if problems and len(problems) == len(verdicts):
        yield from problems[0](reading)
    elif current and not bases and said:
        yield from _before_nothing(reading, change, current, said)
    yield from _from_nothing(reading, change, bases)


Verdict = Callable[[Reading], Iterator[Finding]]
"""Tells what is wrong with a statement under one reading of it."""


def _fits(reading: Reading) -> Iterator[Finding]:
    return iter(())


def _verdict(change: Change, current: Mention | None, base: Mention | None) -> Verdict | None:
    """What is wrong when `base` is what is compared with; None where nothing can be tested."""
    said, growth, level = change.change, change.growth, change.level
    tested = False
    if current and base and current.like(base):
        now, then = current.figure, base.figure
        if level:
            tested = True
            if not now.range.meets(then.range):
                return lambda r: iter([_not_level(r, change, now, then)])
        if said:
            tested = True
            if not (now.range - then.range).meets(_signed(said)):
                return lambda r: iter([_wrong_change(r, change, now, then, said)])
        if growth and not then.range.can_be(Decimal(0)):
            tested = True
            rate = (now.range - then.range) / then.range * HUNDRED
            if not rate.meets(_signed(growth)):
                return lambda r: iter([_wrong_rate(r, change, now, then, growth)])
    elif said and growth:
        then_range = None
        if base and base.like(said):
            then_range = base.figure.range
        elif current:
            then_range = current.figure.range - _signed(said)
        if then_range and then_range.low > 0:
            tested = True
            if not (_signed(said) / then_range * HUNDRED).meets(_signed(growth)):
                return lambda r: iter([_wrong_step(r, change, current, base, said, growth)])
    return _fits if tested else None


def _signed(mention: Mention) -> Interval:
    """The range of a change with its sign; a written minus already is in `direction`."""
    size = mention.figure.range if mention.figure.value >= 0 else -mention.figure.range
    return size if mention.direction >= 0 else -size


def _value(mention: Mention) -> Decimal:
    return abs(mention.figure.value) * (1 if mention.direction >= 0 else -1)


def _spans(reading: Reading, *mentions: Mention | Figure | None) -> list[Span]:
    return [reading.sentence_at(m.start) for m in mentions if m is not None]


def _word(direction: int | Decimal) -> tuple[str, str]:
    return ("增加", "an increase") if direction > 0 else ("减少", "a decrease")


def _opposed(reading: Reading, change: Change, said: Mention, growth: Mention) -> Finding:
    (zh, en), (zh2, en2) = _word(said.direction), _word(growth.direction)
    return finding(
        reading.report,
        "growth-direction",
        Severity.ERROR,
        f"{zh}{said.figure.as_written}，{zh2}{growth.figure.as_written}",
        "",
        (
            f"同一变化既说{zh}{said.figure.as_written}，又说{zh2}{growth.figure.as_written}，方向相反。",
            f"The same change is called {en} of {said.figure.as_written} and {en2} "
            f"of {growth.figure.as_written}.",
        ),
        *_spans(reading, said),
    )


def _not_level(reading: Reading, change: Change, now: Figure, then: Figure) -> Finding:
    return finding(
        reading.report,
        "growth",
        Severity.ERROR,
        "持平",
        show(now.value - then.value, now),
        (
            f"{now.as_written} − {then.as_written} = {show(now.value - then.value, now)}，"
            f"不为零，而报告说持平。",
            f"{now.as_written} − {then.as_written} = {show(now.value - then.value, now)}, "
            f"not zero, but the report says unchanged.",
        ),
        *_spans(reading, change.said, now, then),
    )


def _wrong_change(
    reading: Reading, change: Change, now: Figure, then: Figure, said: Mention
) -> Finding:
    real = now.value - then.value
    turned = real * _value(said) < 0
    zh, en = _word(said.direction)
    hint = mended(
        [now, then, said.figure],
        lambda a, b, c: (a.range - b.range).meets(c.range if said.direction >= 0 else -c.range),
    )
    return finding(
        reading.report,
        "growth-direction" if turned else "growth",
        Severity.ERROR,
        f"{zh}{said.figure.as_written}",
        f"{_word(real)[0]}{show(abs(real), now)}",
        (
            f"{now.as_written} − {then.as_written} = {show(real, now)}，"
            f"而报告说{zh}{said.figure.as_written}。{hint[0]}",
            f"{now.as_written} − {then.as_written} = {show(real, now)}, "
            f"but the report states {en} of {said.figure.as_written}.{hint[1]}",
        ),
        *_spans(reading, said, now, then),
    )


def _wrong_rate(
    reading: Reading, change: Change, now: Figure, then: Figure, growth: Mention
) -> Finding:
    real = (now.value - then.value) / then.value * 100
    turned = real * _value(growth) < 0
    zh, en = _word(growth.direction)
    hint = mended(
        [now, then, growth.figure],
        lambda a, b, c: (
            not b.range.can_be(Decimal(0))
            and ((a.range - b.range) / b.range * HUNDRED).meets(
                c.range if growth.direction >= 0 else -c.range
            )
        ),
    )
    return finding(
        reading.report,
        "growth-direction" if turned else "growth",
        Severity.ERROR,
        f"{zh}{growth.figure.as_written}",
        f"{_word(real)[0]}{show(abs(real), growth.figure)}",
        (
            f"({now.as_written} − {then.as_written}) ÷ {then.as_written} = "
            f"{show(real, growth.figure)}，而报告说{zh}{growth.figure.as_written}。{hint[0]}",
            f"({now.as_written} − {then.as_written}) ÷ {then.as_written} = "
            f"{show(real, growth.figure)}, but the report states {en} of "
            f"{growth.figure.as_written}.{hint[1]}",
        ),
        *_spans(reading, growth, now, then),
    )


def _wrong_step(
    reading: Reading,
    change: Change,
    current: Mention | None,
    base: Mention | None,
    said: Mention,
    growth: Mention,
) -> Finding:
    """The change and its rate do not belong to one amount."""
    anchor = base or current
    assert anchor is not None  # there was an amount to test against
    before = anchor.figure.value - (Decimal(0) if base else _value(said))
    term = anchor.figure.as_written
    if not base:
        term = f"({term} {'−' if said.direction >= 0 else '+'} {said.figure.as_written})"
    real = abs(_value(said) / before * 100)
    zh, en = _word(said.direction)
    sign = 1 if said.direction >= 0 else -1

    def fits(a: Figure, d: Figure, g: Figure) -> bool:
        step = d.range if sign > 0 else -d.range
        then = a.range if base else a.range - step
        return then.low > 0 and (d.range / then * HUNDRED).meets(g.range)

    hint = mended([anchor.figure, said.figure, growth.figure], fits)
    return finding(
        reading.report,
        "growth",
        Severity.ERROR,
        f"{zh}{said.figure.as_written}、{growth.figure.as_written}",
        f"{zh}{show(real, growth.figure)}",
        (
            f"{said.figure.as_written} ÷ {term} = {show(real, growth.figure)}，"
            f"而报告说{zh}{growth.figure.as_written}。{hint[0]}",
            f"{said.figure.as_written} ÷ {term} = {show(real, growth.figure)}, "
            f"but the report states {en} of {growth.figure.as_written}.{hint[1]}",
        ),
        *_spans(reading, growth, said, anchor),
    )


def _before_nothing(
    reading: Reading, change: Change, current: Mention, said: Mention
) -> Iterator[Finding]:
    """An increase larger than what there is now: the amount before would be below zero."""
    before = current.figure.range - _signed(said)
    if before.high >= 0 or any(word in current.label for word in ("结余", "差额", "净", "盈余")):
        return
    value = current.figure.value - _value(said)
    yield finding(
        reading.report,
        "growth",
        Severity.ERROR,
        f"增加{said.figure.as_written}",
        "",
        (
            f"{current.figure.as_written} − {said.figure.as_written} = "
            f"{show(value, said.figure)}：增加之前的数会小于零，不可能。",
            f"{current.figure.as_written} − {said.figure.as_written} = "
            f"{show(value, said.figure)}: the amount before would be below zero.",
        ),
        *_spans(reading, said, current),
    )


def _from_nothing(reading: Reading, change: Change, bases: list[Mention]) -> Iterator[Finding]:
    """A percentage of zero."""
    growth = change.growth
    if not growth or not bases or any(b.figure.value != 0 for b in bases):
        return
    if growth.figure.value == 0:
        return
    yield finding(
        reading.report,
        "growth-from-zero",
        Severity.NOTE,
        growth.figure.as_written,
        "",
        (
            f"原来的数是{bases[0].figure.as_written}，对零无法计算百分比（{growth.figure.as_written}）。",
            f"The amount before is {bases[0].figure.as_written}: there is no percentage "
            f"({growth.figure.as_written}) of zero.",
        ),
        *_spans(reading, growth, bases[0]),
    )
