"""Rates of completion: 执行率 = executed / budget, and the budgets that rates imply."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from figures.checks.comparisons import term
from figures.checks.families import closed
from figures.checks.figure import Figure, show
from figures.checks.findings import finding
from figures.checks.interval import Interval, exactly, total
from figures.checks.mending import mended
from figures.checks.mentions import Mention, Role
from figures.checks.reading import Paragraph, Reading
from figures.quantities import QuantityKind
from records import Finding, Severity

HUNDRED = Decimal(100)
_BOUNDARY = re.compile(r"[；;。]|其中")
_SPENT = re.compile(r"执行|决算|支出|实际|使用|完成|支付|到位")
_PLAIN_RATE = re.compile(r"(?:执行率|支付率|支出率|拨付率|使用率|到位率)")
_BUDGETS = ("年初", "调整", "预算")


@dataclass(frozen=True, slots=True)
class Item:
    """The figures of one item of a paragraph: up to a ；, a 。 or a 其中."""

    money: tuple[Mention, ...]
    budgets: tuple[Mention, ...]
    spent: tuple[Mention, ...]
    rates: tuple[Mention, ...]


def rates_hold(reading: Reading) -> Iterator[Finding]:
    """执行率99.47%, 完成年初预算的95.45%: against the budget and the spending beside them."""
    for paragraph in reading.paragraphs:
        items = _items(reading, paragraph)
        for at, item in enumerate(items):
            for rate in item.rates:
                yield from _one(reading, item, rate, items[at - 1] if at else None)
        yield from _implied(reading, items)


def _items(reading: Reading, paragraph: Paragraph) -> list[Item]:
    groups: list[list[Mention]] = [[]]
    for sentence in paragraph:
        at = sentence.start
        for mention in sentence.mentions:
            if _BOUNDARY.search(reading.text, at, mention.start) or at == sentence.start:
                groups.append([])
            groups[-1].append(mention)
            at = mention.end
    return [_item(group, reading.identity.year) for group in groups if group]


def _item(group: Sequence[Mention], year: int | None) -> Item:
    money = [m for m in group if m.role is Role.AMOUNT and m.is_usable and _measured(m)]
    stages = {m: term(m.label, year).measure for m in money}
    rates = tuple(m for m in group if m.role is Role.DONE)
    budgets = tuple(m for m in money if stages[m] in _BUDGETS)
    spent = tuple(m for m in money if m not in budgets and _is_spent(m, stages[m]))
    return Item(tuple(m for m in money if rates and m.end <= rates[0].start), budgets, spent, rates)


def _measured(mention: Mention) -> bool:
    return mention.kind in (QuantityKind.MONEY, QuantityKind.COUNT, QuantityKind.SCORE)


def _is_spent(mention: Mention, stage: str) -> bool:
    return stage in ("执行", "决算") or (stage == "" and bool(_SPENT.search(mention.label)))


def _one(reading: Reading, item: Item, rate: Mention, before: Item | None) -> Iterator[Finding]:
    budgets, spent = item.budgets, item.spent
    if not budgets and not spent and before and not before.rates:
        budgets, spent = before.budgets, before.spent
        if len(budgets) != 1 or len(spent) != 1:
            return
    for word in ("年初", "调整"):
        if word in rate.label:
            budgets = tuple(b for b in budgets if word in b.label) or budgets
    pairs = [(s, b) for s, b in product(spent, budgets) if s.like(b)]
    if not pairs and len(item.money) == 2 and _PLAIN_RATE.search(rate.label):
        first, second = item.money
        pairs = [(second, first)] if first.like(second) and second in spent else []
    if not pairs or any(_fits(s.figure, b.figure, rate.figure) for s, b in pairs):
        return
    spent_one, budget = pairs[0]
    s, b = spent_one.figure, budget.figure
    if b.value == 0:
        return
    real = show(s.value / b.value * HUNDRED, rate.figure)
    hint = mended([s, b, rate.figure], _fits)
    yield finding(
        reading.report,
        "rate",
        Severity.ERROR,
        rate.figure.as_written,
        real,
        (
            f"{s.as_written} ÷ {b.as_written} = {real}，"
            f"而报告写的是{rate.figure.as_written}。{hint[0]}",
            f"{s.as_written} ÷ {b.as_written} = {real}, "
            f"but the report states {rate.figure.as_written}.{hint[1]}",
        ),
        *(reading.sentence_at(m.start) for m in (rate, spent_one, budget)),
    )


def _fits(spent: Figure, budget: Figure, rate: Figure) -> bool:
    if budget.range.can_be(Decimal(0)):
        return True
    return (spent.range / budget.range * exactly(HUNDRED)).meets(rate.range)


def _implied(reading: Reading, items: Sequence[Item]) -> Iterator[Finding]:
    """The budgets of the parts, each its spending / its rate, must add up to the whole budget."""
    for at, whole in enumerate(items):
        if not whole.budgets or not whole.spent:
            continue
        parts = []
        for item in items[at + 1 :]:
            if item.budgets or len(item.spent) != 1 or not item.rates:
                break
            parts.append((item.spent[0], item.rates[0]))
        if len(parts) < 2 or not _belong(whole, parts):
            continue
        ranges = [_budget(s.figure, r.figure) for s, r in parts]
        known = [r for r in ranges if r is not None]
        low, high = total(known).low, total(known).high
        open_ended = len(known) < len(ranges)
        if any(
            low <= b.figure.range.high and (open_ended or b.figure.range.low <= high)
            for b in whole.budgets
        ):
            continue
        yield _not_implied(reading, whole, parts)
        return


def _belong(whole: Item, parts: Sequence[tuple[Mention, Mention]]) -> bool:
    """Whether the parts' spending is known to make up the whole's."""
    sums = total([s.figure.range for s, _ in parts])
    return any(sums.meets(s.figure.range) for s in whole.spent) or closed(
        [s.lead for s, _ in parts]
    )


def _budget(spent: Figure, rate: Figure) -> Interval | None:
    """The budget behind a spending and its rate; None where both are 0, as any would do."""
    if rate.range.can_be(Decimal(0)):
        return None
    return spent.range / rate.range * exactly(HUNDRED)


def _not_implied(
    reading: Reading, whole: Item, parts: Sequence[tuple[Mention, Mention]]
) -> Finding:
    stated = whole.budgets[0].figure
    values = [s.figure.value / r.figure.value * HUNDRED for s, r in parts if r.figure.value]
    added = show(sum(values, Decimal(0)), stated)
    terms = [f"{s.figure.as_written} ÷ {r.figure.as_written}" for s, r in parts if r.figure.value]
    shown = " + ".join(show(v, stated) for v in values)
    off = show(abs(sum(values, Decimal(0)) - stated.value), stated)
    return finding(
        reading.report,
        "implied-total",
        Severity.ERROR,
        stated.as_written,
        added,
        (
            f"由各部分的执行数和执行率推算预算数：{' + '.join(terms)} = {shown} = {added}，"
            f"而报告写的预算数是{stated.as_written}，相差{off}。",
            f"The budgets implied by each part's spending and rate: {' + '.join(terms)} = {shown} "
            f"= {added}, but the report states a budget of {stated.as_written}: {off} apart.",
        ),
        *(reading.sentence_at(m.start) for m in (whole.budgets[0], *(r for _, r in parts))),
    )
