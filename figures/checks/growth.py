"""Statements of change: the figures must allow each other, the words must fit the figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from figures.checks.arithmetic import Figure, Interval, Relation, Sort, percentage, same, show
from figures.checks.prose import Change, Mention, Role, term
from figures.checks.registry import Held, Outcome, Reading, Span, Suspicion, check, suspicion
from records import Severity

Verdict = Suspicion | Held | Literal["untested"]


@check("growth", zh="增减与金额", en="change against its amounts")
@check("growth-direction", zh="增减方向", en="change against its direction")
@check("growth-from-zero", zh="以零为基数的百分比", en="percentage of nothing")
def changes_add_up(reading: Reading) -> Iterator[Outcome]:
    """比2023年执行数减少10.04%, 增加876.75万元，增长5.3%, 持平: against the amounts beside.

    Where a statement can be read in several ways, it is blamed only if it is wrong in all.
    """
    for change in reading.changes:
        yield from _check_change(reading, change)


_A_YEAR = re.compile(r"年均|年平均|平均每年")


def _check_change(reading: Reading, change: Change) -> Iterator[Outcome]:
    said, growth = change.change, change.growth
    if said and growth and said.direction * growth.direction < 0:
        if said.figure.value and growth.figure.value:
            yield opposed(reading, said, growth)
        return
    if growth and _A_YEAR.search(growth.label):
        return  # over several years, of which the beginning and the end may not both be told
    current = change.current if change.certain else None
    bases = [b for b in change.bases if b.is_usable]
    candidates: list[Mention | None] = [*bases] or [None]
    alike = [o for o in change.others if current and o.is_usable and o.like(current)]
    changed = [current, *alike] if current else [None]
    verdicts = [_verdict(reading, change, now, base) for now in changed for base in candidates]
    problems = [v for v in verdicts if isinstance(v, Suspicion)]
    held = next((v for v in verdicts if isinstance(v, Held)), None)
    if held:
        yield held
        if said and bases and not current:
            yield from _faintly(reading, change, bases[0], said)
    elif problems:
        yield next((p for p in problems if p.named), min(problems, key=_how_far))
    elif said and bases and not current:
        yield from _faintly(reading, change, bases[0], said)
    elif current and said and not bases and _is_below_nothing(current, said):
        yield below_nothing(reading, current, said)
    if growth and growth.figure.value:
        if bases and all(b.figure.value == 0 for b in bases):
            yield from_nothing(reading, bases[0].figure.as_written, growth, bases[0])
        elif current and said and said.direction > 0 and not bases and _is_all(current, said):
            words = f"{current.figure.as_written} − {said.figure.as_written} = 0"
            yield from_nothing(reading, words, growth, current)


def _how_far(problem: Suspicion) -> Decimal:
    """How far the two amounts compared are apart, or the rate from the one stated.

    The nearer, the likelier it is that they are meant.
    """
    assert problem.relation is not None  # every statement that does not fit has its figures
    now, then, *said = problem.relation.figures
    if said and said[0].unit == "%" and now.value and then.value < now.value / 2:
        return abs(then.value / now.value * 100 - said[0].value) / 100  # a step of an amount
    return abs(now.value - then.value) / (then.value or 1)


def _faintly(reading: Reading, change: Change, base: Mention, said: Mention) -> Iterator[Suspicion]:
    """What changed is not certain: each amount of the sentence that it may be, if none fits."""
    start, end = reading.sentence_at(said.start)
    inside = (s for p in reading.paragraphs for s in p if s.start == start and s.end == end)
    amounts = [
        m
        for s in inside
        for m in s.mentions
        if m.role is Role.AMOUNT and m.like(base) and m.start < base.start and m.is_exact
    ]
    steps = [(m.figure, _difference_is(m.figure, base.figure, said)) for m in amounts]
    if any(step.holds for _, step in steps):
        return
    for now, step in steps:
        yield replace(wrong_change(reading, now, base.figure, said, step), faint=True)


def _is_all(current: Mention, said: Mention) -> bool:
    """Whether all that there is now has come: there was nothing before."""
    return current.like(said) and current.figure.value == said.figure.value > 0


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
    if change.change and now.unit == then.unit != change.change.figure.unit:
        return "untested"  # 每人由800元提高到1,000元，全年增支160万元
    level = same(now, then)
    if change.level and not level.holds:
        return not_level(reading, change.level, level)
    step = change.change and _difference_is(now, then, change.change)
    if change.change and step and not step.holds:
        return wrong_change(reading, now, then, change.change, step)
    rate = change.growth and _growth_is(now, then, change.growth)
    if change.growth and rate and not rate.holds:
        # Where the difference is the one stated, these are the amounts that are meant.
        return wrong_rate(reading, now, then, change.growth, rate, named=step is not None)
    if step or (rate and not then.range.can_be(Decimal(0))):
        return Held(rate or step or level)
    return Held(level) if change.level else "untested"


def _difference_is(now: Figure, then: Figure, said: Mention) -> Relation:
    """`said` is how much more, or less, `now` is than `then`."""
    sign = said.direction

    def fits(now: Figure, then: Figure, step: Figure) -> bool:
        return (now.range - then.range).meets(_signed(step, sign))

    return Relation(Sort.CHANGE, (now, then, said.figure), fits)


def _growth_is(now: Figure, then: Figure, growth: Mention) -> Relation:
    """`growth` is that in per cent of `then`; of what can be 0, any rate may be."""
    sign = growth.direction

    def fits(now: Figure, then: Figure, rate: Figure) -> bool:
        if then.range.can_be(Decimal(0)):
            return True
        return percentage(now.range - then.range, then.range).meets(_signed(rate, sign))

    return Relation(Sort.CHANGE, (now, then, growth.figure), fits)


def _by_itself(
    reading: Reading, current: Mention | None, base: Mention | None, said: Mention, growth: Mention
) -> Verdict:
    """One amount is given: the change must be the stated rate of the amount before."""
    if base and base.like(said):
        relation = _rate_of_step(base.figure, said, growth, from_now=False)
    elif current:
        relation = _rate_of_step(current.figure, said, growth, from_now=True)
    else:
        return "untested"
    if relation.figures[0].range.low <= 0 and not relation.holds:
        return "untested"
    return (
        Held(relation)
        if relation.holds
        else wrong_step(reading, current, base, said, growth, relation)
    )


def _rate_of_step(amount: Figure, said: Mention, growth: Mention, *, from_now: bool) -> Relation:
    """The change is so many per cent of the amount before; `amount` is that, or the one now."""

    def fits(amount: Figure, step: Figure, rate: Figure) -> bool:
        change = _signed(step, said.direction)
        before = amount.range - change if from_now else amount.range
        return before.low > 0 and percentage(change, before).meets(_signed(rate, growth.direction))

    return Relation(Sort.CHANGE, (amount, said.figure, growth.figure), fits)


def _is_below_nothing(current: Mention, said: Mention) -> bool:
    """Whether the amount before would be below zero, which only a balance can be."""
    balance = any(word in current.label for word in ("结余", "差额", "净", "盈余"))
    if current.figure.unit != said.figure.unit:
        return False
    return not balance and (current.figure.range - _signed(said.figure, said.direction)).high < 0


# What is wrong with a statement of change → the finding that says so, with the calculation


def _signed(figure: Figure, direction: int) -> Interval:
    """The range of a change with its sign; a written minus already is in `direction`."""
    size = figure.range if figure.value >= 0 else -figure.range
    return size if direction >= 0 else -size


def _value(mention: Mention) -> Decimal:
    return abs(mention.figure.value) * (1 if mention.direction >= 0 else -1)


def _spans(reading: Reading, *mentions: Mention | Figure | None) -> list[Span]:
    return [reading.sentence_at(m.start) for m in mentions if m is not None]


def _word(direction: int | Decimal) -> tuple[str, str]:
    return ("增加", "an increase") if direction > 0 else ("减少", "a decrease")


def opposed(reading: Reading, said: Mention, growth: Mention) -> Suspicion:
    """An increase by an amount is called a decrease by a rate, or the other way round."""
    (zh, en), (zh2, en2) = _word(said.direction), _word(growth.direction)
    return suspicion(
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


def not_level(reading: Reading, level: Mention, relation: Relation) -> Suspicion:
    """What is called unchanged has changed."""
    now, then = relation.figures
    return suspicion(
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
        relation=relation,
    )


def wrong_change(
    reading: Reading, now: Figure, then: Figure, said: Mention, relation: Relation
) -> Suspicion:
    """The amount of the change is not the difference of the two amounts."""
    terms = f"{now.as_written} − {then.as_written}"
    return _not_as_said(reading, said, terms, now.value - then.value, now, relation)


def wrong_rate(
    reading: Reading,
    now: Figure,
    then: Figure,
    growth: Mention,
    relation: Relation,
    *,
    named: bool,
) -> Suspicion:
    """The rate of change is not that of the two amounts."""
    terms = f"({now.as_written} − {then.as_written}) ÷ {then.as_written}"
    real = (now.value - then.value) / then.value * 100
    found = _not_as_said(reading, growth, terms, real, growth.figure, relation)
    return replace(found, named=named)


def _not_as_said(
    reading: Reading, said: Mention, terms: str, real: Decimal, like: Figure, relation: Relation
) -> Suspicion:
    """`terms` come to `real`, shown as `like` is, and not to what is said."""
    now, then, _ = relation.figures
    turned = real * _value(said) < 0
    zh, en = _word(said.direction)
    return suspicion(
        reading.report,
        "growth-direction" if turned else "growth",
        Severity.ERROR,
        f"{zh}{said.figure.as_written}",
        f"{_word(real)[0]}{show(abs(real), like)}",
        (
            f"{terms} = {show(real, like)}，而报告说{zh}{said.figure.as_written}。",
            f"{terms} = {show(real, like)}, but the report states {en} of "
            f"{said.figure.as_written}.",
        ),
        *_spans(reading, said, now, then),
        relation=relation,
    )


def wrong_step(
    reading: Reading,
    current: Mention | None,
    base: Mention | None,
    said: Mention,
    growth: Mention,
    relation: Relation,
) -> Suspicion:
    """The change and its rate do not belong to one amount."""
    anchor = base or current
    assert anchor is not None  # there was an amount to test against
    before = anchor.figure.value - (Decimal(0) if base else _value(said))
    term = anchor.figure.as_written
    if not base:
        term = f"({term} {'−' if said.direction >= 0 else '+'} {said.figure.as_written})"
    real = abs(_value(said) / before * 100)
    zh, en = _word(said.direction)

    return suspicion(
        reading.report,
        "growth",
        Severity.ERROR,
        f"{zh}{said.figure.as_written}、{growth.figure.as_written}",
        f"{zh}{show(real, growth.figure)}",
        (
            f"{said.figure.as_written} ÷ {term} = {show(real, growth.figure)}，"
            f"而报告说{zh}{growth.figure.as_written}。",
            f"{said.figure.as_written} ÷ {term} = {show(real, growth.figure)}, "
            f"but the report states {en} of {growth.figure.as_written}.",
        ),
        *_spans(reading, growth, said, anchor),
        relation=relation,
    )


def below_nothing(reading: Reading, current: Mention, said: Mention) -> Suspicion:
    """An increase larger than what there is now."""
    value = current.figure.value - _value(said)
    return suspicion(
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
        relation=Relation(
            Sort.CHANGE,
            (current.figure, said.figure),
            lambda now, step: (now.range - step.range).high >= 0,
        ),
    )


def from_nothing(reading: Reading, before: str, growth: Mention, where: Mention) -> Suspicion:
    """A percentage of zero."""
    return suspicion(
        reading.report,
        "growth-from-zero",
        Severity.NOTE,
        growth.figure.as_written,
        "",
        (
            f"原来的数是零（{before}），以零为基数不能计算百分比（{growth.figure.as_written}）。",
            f"The amount before is zero ({before}): there is no percentage "
            f"({growth.figure.as_written}) of zero.",
        ),
        *_spans(reading, growth, where),
    )


# One amount, compared with one year, must have changed by one amount


_TOTALS = re.compile(r"财政拨款|一般公共预算|[收支]总计|收入预算|支出预算|收入合计|支出合计")


@check("unequal-changes", zh="金额相同而增减不同", en="equal amounts, unequal changes")
def equal_amounts_change_equally(reading: Reading) -> Iterator[Outcome]:
    """财政拨款收入 and 财政拨款支出, both 3,104.60万元: the increase on last year is the same."""
    seen: list[Change] = []
    for change in reading.changes:
        if not change.current or not change.change or not _TOTALS.search(change.current.label):
            continue
        if "其中" in reading.text[change.current.end : change.said.start]:
            continue  # a part of it changed
        other = next((c for c in seen if _comparable(reading, c, change)), None)
        if other is None:
            seen.append(change)
        elif _step(other) != _step(change):
            yield _differ(reading, other, change)


def _comparable(reading: Reading, a: Change, b: Change) -> bool:
    one, two = a.current, b.current
    if one is None or two is None or one.figure.value == 0:
        return False
    year = reading.identity.year
    return one.figure.value == two.figure.value and term(a.phrase, year) == term(b.phrase, year)


def _step(change: Change) -> object:
    said = change.change
    return said and (said.direction, said.figure.value)


def _differ(reading: Reading, a: Change, b: Change) -> Suspicion:
    first, second = a.current or a.said, b.current or b.said
    amount = second.figure.as_written
    words = [(*_word(m.direction), m.figure.as_written) for m in (a.said, b.said)]
    one, two = (f"{zh}{figure}" for zh, _, figure in words)
    one_en, two_en = (f"{en} of {figure}" for _, en, figure in words)
    return suspicion(
        reading.report,
        "unequal-changes",
        Severity.DOUBTFUL,
        two,
        one,
        (
            f"“{first.label}”与“{second.label}”都是{amount}，与同一年相比，"
            f"却一处写{one}，一处写{two}。",
            f"“{first.label}” and “{second.label}” are both {amount}, yet against the "
            f"same year one has {one_en} and the other {two_en}.",
        ),
        reading.sentence_at(b.said.start),
        reading.sentence_at(a.said.start),
    )
