"""What is wrong with a statement of change → the finding that says so, with the calculation."""

from __future__ import annotations

from decimal import Decimal

from figures.checks.figure import Figure, show
from figures.checks.findings import Span, finding
from figures.checks.interval import Interval, exactly
from figures.checks.mending import mended
from figures.checks.mentions import Mention
from figures.checks.reading import Reading
from records import Finding, Severity

HUNDRED = exactly(Decimal(100))


def signed(mention: Mention) -> Interval:
    """The range of a change with its sign; a written minus already is in `direction`."""
    size = mention.figure.range if mention.figure.value >= 0 else -mention.figure.range
    return size if mention.direction >= 0 else -size


def _value(mention: Mention) -> Decimal:
    return abs(mention.figure.value) * (1 if mention.direction >= 0 else -1)


def _spans(reading: Reading, *mentions: Mention | Figure | None) -> list[Span]:
    return [reading.sentence_at(m.start) for m in mentions if m is not None]


def _word(direction: int | Decimal) -> tuple[str, str]:
    return ("增加", "an increase") if direction > 0 else ("减少", "a decrease")


def opposed(reading: Reading, said: Mention, growth: Mention) -> Finding:
    """An increase by an amount is called a decrease by a rate, or the other way round."""
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


def not_level(reading: Reading, level: Mention, now: Figure, then: Figure) -> Finding:
    """What is called unchanged has changed."""
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
        *_spans(reading, level, now, then),
    )


def wrong_change(reading: Reading, now: Figure, then: Figure, said: Mention) -> Finding:
    """The amount of the change is not the difference of the two amounts."""
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


def wrong_rate(reading: Reading, now: Figure, then: Figure, growth: Mention) -> Finding:
    """The rate of change is not that of the two amounts."""
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


def wrong_step(
    reading: Reading,
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


def below_nothing(reading: Reading, current: Mention, said: Mention) -> Finding:
    """An increase larger than what there is now."""
    value = current.figure.value - _value(said)
    return finding(
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


def from_nothing(reading: Reading, base: Mention, growth: Mention) -> Finding:
    """A percentage of zero."""
    return finding(
        reading.report,
        "growth-from-zero",
        Severity.NOTE,
        growth.figure.as_written,
        "",
        (
            f"原来的数是{base.figure.as_written}，对零无法计算百分比（{growth.figure.as_written}）。",
            f"The amount before is {base.figure.as_written}: there is no percentage "
            f"({growth.figure.as_written}) of zero.",
        ),
        *_spans(reading, growth, base),
    )
