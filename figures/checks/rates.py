"""Rates and shares: 执行率 = executed / budget, 占比 = part / whole, and what neither can be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from figures.checks.arithmetic import (
    Figure,
    Interval,
    Relation,
    Sort,
    closed,
    percentage,
    quoted,
    rate_of,
    show,
    sum_of,
    total,
)
from figures.checks.prose import Mention, Role, term
from figures.checks.registry import Held, Outcome, Paragraph, Reading, Suspicion, check, suspicion
from figures.quantities import QuantityKind
from records import Severity

HUNDRED = Decimal(100)
_BOUNDARY = re.compile(r"[；;。]|其中")
_SPENT = re.compile(r"执行|决算|支出|实际|使用|完成|支付|到位")
_PLAIN_RATE = re.compile(
    r"(?:执行率|支付率|支出率|拨付率|使用率|到位率|(?:支出|执行|支付|拨付)进度)"
)
_OF_SEVERAL = re.compile(r"综合|平均|总体|累计")
_BUDGETS = ("年初", "调整", "预算")
_TARGET = re.compile(r"(?:目标|任务|计划|指标|应|拟)[^，。；完实]{0,14}$")
_MORE_THAN_TARGET = re.compile(r"(?:超额(?:完成)?|超出(?:目标|计划|任务)?|多完成)(?:了)?$")
_MEASURES = (
    QuantityKind.MONEY,
    QuantityKind.COUNT,
    QuantityKind.SCORE,
    QuantityKind.AREA,
    QuantityKind.LENGTH,
    QuantityKind.WEIGHT,
    QuantityKind.VOLUME,
)


@dataclass(frozen=True, slots=True)
class Item:
    """The figures of one item of a paragraph: up to a ；, a 。 or a 其中."""

    money: tuple[Mention, ...]
    budgets: tuple[Mention, ...]
    spent: tuple[Mention, ...]
    rates: tuple[Mention, ...]


@check("rate", zh="比率与金额", en="rate against its amounts")
@check("implied-total", zh="由分项和比率推算的总数", en="total implied by parts and rates")
def rates_hold(reading: Reading) -> Iterator[Outcome]:
    """执行率99.47%, 完成年初预算的95.45%: against the budget and the spending beside them."""
    for paragraph in reading.paragraphs:
        items = _items(reading, paragraph)
        for at, item in enumerate(items):
            for rate in item.rates:
                yield from _check_rate(reading, item, rate, items[at - 1] if at else None)
            yield from _excess(reading, item)
        yield from _implied(reading, items)


def _items(reading: Reading, paragraph: Paragraph) -> list[Item]:
    groups: list[list[Mention]] = [[]]
    for sentence in paragraph:
        at = sentence.start
        for mention in sentence.mentions:
            if "原因" in reading.text[sentence.start : mention.start]:
                break  # what it came from is not what was spent
            if _BOUNDARY.search(reading.text, at, mention.start) or at == sentence.start:
                groups.append([])
            groups[-1].append(mention)
            at = mention.end
    return [_item(group, reading.identity.year) for group in groups if group]


def _item(group: Sequence[Mention], year: int | None) -> Item:
    money = [m for m in group if m.role is Role.AMOUNT and m.is_usable and _measured(m)]
    stages = {m: term(m.label, year).measure for m in money}
    rates = tuple(m for m in group if m.role is Role.DONE)
    budgets = tuple(m for m in money if stages[m] in _BUDGETS or _is_target(m))
    spent = tuple(m for m in money if m not in budgets and _is_spent(m, stages[m]))
    return Item(tuple(m for m in money if rates and m.end <= rates[0].start), budgets, spent, rates)


def _measured(mention: Mention) -> bool:
    return mention.kind in _MEASURES


def _is_target(mention: Mention) -> bool:
    """计划完成380个, 目标值为380个: what was aimed at, and not what 完成目标的 was."""
    return mention.kind is not QuantityKind.MONEY and _TARGET.search(mention.label) is not None


def _is_spent(mention: Mention, stage: str) -> bool:
    return stage in ("执行", "决算") or (stage == "" and _SPENT.search(mention.label) is not None)


_ADJUSTS = re.compile(r"追加|调增|追减|调减|核减|压减|收回")
_ADJUSTED = re.compile(r"调整|全年|可用")


def _is_adjusted_unsaid(reading: Reading, rate: Mention, budgets: Sequence[Mention]) -> bool:
    """年初预算100万元，年中追加20万元，支出114万元，执行率95%: of a budget that is not stated."""
    start, end = reading.sentence_at(rate.start)
    inside = (m for p in reading.paragraphs for s in p for m in s.mentions)
    moved = any(
        start <= m.start < min(end, rate.start) and _ADJUSTS.search(m.label) for m in inside
    )
    return moved and not any(_ADJUSTED.search(b.label) for b in budgets)


def _check_rate(
    reading: Reading, item: Item, rate: Mention, before: Item | None
) -> Iterator[Outcome]:
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
        planned = first.like(second) and first not in spent
        pairs = [(second, first)] if planned and second in spent else []
    if pairs and all(b.figure.value == 0 for _, b in pairs):
        if rate.figure.value and any(s.figure.value for s, _ in pairs):
            yield _of_nothing(reading, rate, *pairs[0])
        return
    relations = [rate_of(s.figure, b.figure, rate.figure) for s, b in pairs]
    held = next((r for r in relations if r.holds), None)
    if _OF_SEVERAL.search(rate.label):
        pairs = []  # 教室56间、宿舍38间，综合完成率…: it is of all of them, or a mean
    if held or not pairs:
        yield from [Held(held)] if held else []
        return
    if "年初" not in rate.label and _is_adjusted_unsaid(reading, rate, budgets):
        return
    spent_one, budget = min(pairs, key=lambda pair: _off(pair, rate))
    s, b = spent_one.figure, budget.figure
    real = show(s.value / b.value * HUNDRED, rate.figure)
    yield suspicion(
        reading.report,
        "rate",
        Severity.ERROR,
        rate.figure.as_written,
        real,
        (
            f"{s.as_written} ÷ {b.as_written} = {real}，而报告写的是{rate.figure.as_written}。",
            f"{s.as_written} ÷ {b.as_written} = {real}, "
            f"but the report states {rate.figure.as_written}.",
        ),
        *(reading.sentence_at(m.start) for m in (rate, spent_one, budget)),
        relation=rate_of(s, b, rate.figure),
    )


def _off(pair: tuple[Mention, Mention], rate: Mention) -> Decimal:
    """How far the rate of the two is from the one stated; of nothing it is the farthest."""
    spent, budget = pair
    if not budget.figure.value:
        return Decimal("Infinity")
    return abs(spent.figure.value / budget.figure.value * HUNDRED - rate.figure.value)


def _of_nothing(reading: Reading, rate: Mention, spent: Mention, budget: Mention) -> Suspicion:
    """完成年初预算的95.89%, where 年初预算 is 0: the rate must be of something else."""
    base, stated = budget.figure.as_written, rate.figure.as_written
    name = quoted(budget.label or "预算数")
    return suspicion(
        reading.report,
        "rate",
        Severity.ERROR,
        stated,
        "",
        (
            f"{name}是{base}，以零为基数不能有{stated}的完成率（支出{spent.figure.as_written}）。",
            f"{name} is {base}: there is no rate of {stated} of zero "
            f"({spent.figure.as_written} was spent).",
        ),
        *(reading.sentence_at(m.start) for m in (rate, spent, budget)),
    )


def _excess(reading: Reading, item: Item) -> Iterator[Outcome]:
    """目标380个，完成386个，超额6个: what was done is the target and what is more."""
    over = [m for m in item.spent if _MORE_THAN_TARGET.search(m.label)]
    done = [m for m in item.spent if m not in over and m.kind is not QuantityKind.MONEY]
    if len(over) != 1 or len(done) != 1 or len(item.budgets) != 1:
        return
    target, more, there = item.budgets[0], over[0], done[0]
    if not target.like(there) or not more.like(there):
        return
    relation = sum_of(there.figure, [target.figure, more.figure])
    if relation.holds:
        yield Held(relation)
        return
    real = show(there.figure.value - target.figure.value, more.figure)
    a, b, c = (m.figure.as_written for m in (there, target, more))
    yield suspicion(
        reading.report,
        "rate",
        Severity.ERROR,
        c,
        real,
        (
            f"完成{a} − 目标{b} = {real}，而报告说超额{c}。",
            f"Done {a} − target {b} = {real}, but the report says {c} more than the target.",
        ),
        *(reading.sentence_at(m.start) for m in (more, there, target)),
        relation=relation,
    )


def _implied(reading: Reading, items: Sequence[Item]) -> Iterator[Outcome]:
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
        relations = [_implied_by(b.figure, parts) for b in whole.budgets]
        held = next((r for r in relations if r.holds), None)
        yield Held(held) if held else _not_implied(reading, whole, parts, relations[0])


def _implied_by(budget: Figure, parts: Sequence[tuple[Mention, Mention]]) -> Relation:
    """The budget is the sum of what each part's spending and rate imply."""

    def fits(budget: Figure, *pairs: Figure) -> bool:
        ranges = [_budget(s, r) for s, r in zip(pairs[::2], pairs[1::2], strict=True)]
        known = [r for r in ranges if r is not None]
        reach = total(known)
        open_ended = len(known) < len(ranges)
        return reach.low <= budget.range.high and (open_ended or budget.range.low <= reach.high)

    pairs = (m.figure for pair in parts for m in pair)
    return Relation(Sort.RATE, (budget, *pairs), fits)


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
    return percentage(spent.range, rate.range)


def _not_implied(
    reading: Reading,
    whole: Item,
    parts: Sequence[tuple[Mention, Mention]],
    relation: Relation,
) -> Suspicion:
    stated = whole.budgets[0].figure
    values = [s.figure.value / r.figure.value * HUNDRED for s, r in parts if r.figure.value]
    added = show(sum(values, Decimal(0)), stated)
    terms = [f"{s.figure.as_written} ÷ {r.figure.as_written}" for s, r in parts if r.figure.value]
    shown = " + ".join(show(v, stated) for v in values)
    off = show(abs(sum(values, Decimal(0)) - stated.value), stated)
    return suspicion(
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
        relation=relation,
    )


# Rates that by their nature cannot be above a hundred


_BOUNDED = re.compile(
    r"(?:满意率|满意度|覆盖率|合格率|普及率|知晓率|达标率|优良率|办结率|及时率|准确率)"
)
_RISES = re.compile(r"增|提高|提升|上升|翻")


@check("impossible-rate", zh="不可能的比率", en="a rate that cannot be")
def rates_are_possible(reading: Reading) -> Iterator[Outcome]:
    """群众满意率达到999.9%."""
    for paragraph in reading.paragraphs:
        for sentence in paragraph:
            for mention in sentence.mentions:
                if mention.kind is not QuantityKind.RATE or mention.role is Role.GROWTH:
                    continue
                if mention.figure.value <= 100 or _RISES.search(mention.label):
                    continue
                if _BOUNDED.search(mention.label):
                    yield suspicion(
                        reading.report,
                        "impossible-rate",
                        Severity.ERROR,
                        mention.figure.as_written,
                        "",
                        (
                            f"“{mention.label}{mention.figure.as_written}”：这样的比率不会超过100%。",
                            f"“{mention.label}{mention.figure.as_written}”: such a rate cannot be "
                            f"above 100 %.",
                        ),
                        sentence.span,
                    )
