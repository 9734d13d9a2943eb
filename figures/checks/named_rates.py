"""Rates that name the part they are of: 检测1,260份，合格1,247份，合格率98.97%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from figures.checks.arithmetic import (
    Figure,
    Relation,
    Sort,
    percentage,
    rate_of,
    show,
    sum_of,
    total,
)
from figures.checks.prose import Mention, Role
from figures.checks.registry import Held, Outcome, Reading, Suspicion, check, suspicion
from figures.quantities import QuantityKind
from records import Severity

_RATE = re.compile(r"(?P<of>[一-鿿“”]*?)(?P<stem>[一-鿿]{2})[率度](?:为|达|达到|是|：|:)*$")
_OF_MORE = re.compile(r"累计|平均|综合|年均|上年|去年|总体|目标|不低于|以上")
_NOT = ("不", "未", "非", "没", "无")
_DUE = re.compile(r"应|拟|计划|目标|正在")
_NEAR = 8
"""Amounts before a rate among which its whole is looked for."""
_SUBJECT = 3
"""Characters from which what a rate is of (固定资产利用率) names an amount by itself."""


@check("rate")
def rates_of_named_parts(reading: Reading) -> Iterator[Outcome]:
    """合格率 is 合格 ÷ what was tested; 固定资产利用率 is 在用固定资产 ÷ 固定资产总额.

    Rates in ‰ (出生率, 死亡率) are of a year's mean population, which is hardly ever stated.
    """
    for paragraph in reading.paragraphs:
        earlier: list[Mention] = []
        for sentence in paragraph:
            before: list[Mention] = []
            taken: Mention | None = None
            for mention in sentence.mentions:
                if mention.role is Role.CHANGE:
                    taken = mention
                elif mention.kind is not QuantityKind.RATE and mention.role is Role.AMOUNT:
                    before.append(mention)
                    earlier.append(mention)
                    taken = mention
                elif taken and (
                    outcomes := list(_of_what_was_taken(reading, mention, taken, before))
                ):
                    yield from outcomes
                elif mention.role in (Role.OTHER, Role.DONE) and mention.kind is QuantityKind.RATE:
                    outcomes = list(_holds(reading, mention, before))
                    yield from outcomes or _faintly(reading, mention, earlier, before)
                    # What one rate was of is no part that the next of that name is of.
                    used = {o.relation.figures[0].start for o in outcomes if isinstance(o, Held)}
                    before = [m for m in before if m.start not in used]


def _faintly(
    reading: Reading, rate: Mention, earlier: Sequence[Mention], here: Sequence[Mention]
) -> Iterator[Suspicion]:
    """已整改29个，整改率87.9%, and what was found in the sentence before: if nothing there fits."""
    named = _RATE.search(rate.label)
    if not here or named is None or rate.figure.unit == "‰" or not rate.is_exact:
        return
    part = here[-1]
    near = [m for m in earlier if m.like(part) and m is not part][-_NEAR:]
    wholes = [m for m in near if m.figure.value > part.figure.value]
    if any(rate_of(part.figure, w.figure, rate.figure).holds for w in wholes):
        return
    for whole in wholes:
        yield replace(_wrong(reading, rate, part, whole, Severity.DOUBTFUL), faint=True)


def _holds(reading: Reading, rate: Mention, before: Sequence[Mention]) -> Iterator[Outcome]:
    named = _RATE.search(rate.label)
    if rate.figure.unit == "‰":
        return
    if named is None or _OF_MORE.search(rate.label) or not rate.is_exact:
        return
    parts = [i for i, m in enumerate(before) if _is_part(m, named)]
    if rate.role is Role.DONE:
        # 按期完成24个，按期完成率…; a plain 完成率 is of a budget or a target
        whole_name = named["of"] + named["stem"]
        parts = [i for i in parts if named["of"] and before[i].label == whole_name]
    named_so = [i for i in parts if named["of"] + named["stem"] in before[i].label]
    if not parts:
        return
    at = (named_so or parts)[-1]
    several = [before[i] for i in parts if named["stem"] in before[i].label]
    several = [m for m in several if m.like(before[at])]
    part, others = before[at], [*before[:at]]
    if named["stem"] == "控制":
        others += before[at + 1 :]
    wholes = [m for m in others if _is_whole(m, part, named)]
    relations = [rate_of(part.figure, w.figure, rate.figure) for w in wholes]
    held = next((r for r in relations if r.holds), None)
    if not held:
        # 满意287户、比较满意124户，满意率…: of some of them, or of all together; or 新收, 旧存
        held = _of_all(several or [part], [m for m in before if m.like(part)], rate)
        wholes = wholes if len(several) < 2 else []
    if held or not wholes or not part.is_exact:
        yield from [Held(held)] if held else []
        return
    large = [w for w in wholes if w.figure.value >= part.figure.value]
    if len(wholes) > 1 and len(large) == 1:
        wholes = large  # it is no part of what is less
    severity = Severity.ERROR if len(wholes) == 1 else Severity.DOUBTFUL
    yield _wrong(reading, rate, part, wholes[-1], severity)


def _wrong(
    reading: Reading,
    rate: Mention,
    part: Mention,
    whole: Mention,
    severity: Severity,
    *,
    named: bool = False,
) -> Suspicion:
    p, w, r = part.figure, whole.figure, rate.figure
    real = show(p.value / w.value * Decimal(100), r)
    return suspicion(
        reading.report,
        "rate",
        severity,
        r.as_written,
        real,
        (
            f"{p.as_written} ÷ {w.as_written} = {real}，而报告写的{rate.label}是{r.as_written}。",
            f"{p.as_written} ÷ {w.as_written} = {real}, but the report states “{rate.label}” as "
            f"{r.as_written}.",
        ),
        *(reading.sentence_at(m.start) for m in (rate, part, whole)),
        relation=rate_of(p, w, r),
        named=named,
    )


def _of_what_was_taken(
    reading: Reading, rate: Mention, taken: Mention, before: Sequence[Mention]
) -> Iterator[Outcome]:
    """送审A、审定B，核减C，核减率: C is what A is more than B, and the rate is that of A."""
    named = _RATE.search(rate.label)
    if rate.kind is not QuantityKind.RATE or named is None or named["stem"] not in taken.label[:2]:
        return
    like = [m for m in before if m.like(taken) and m.is_exact and named["stem"] not in m.label]
    wholes = [
        a
        for a, b in permutations(like, 2)
        if a.start < b.start and sum_of(a.figure, [b.figure, taken.figure]).holds
    ]
    for whole in wholes[-1:]:
        relation = rate_of(taken.figure, whole.figure, rate.figure)
        if relation.holds:
            yield Held(relation)
        elif whole.figure.value:
            yield _wrong(reading, rate, taken, whole, Severity.ERROR, named=True)


def _of_all(parts: Sequence[Mention], wholes: Sequence[Mention], rate: Mention) -> Relation | None:
    """The rate as that of all parts together, of one whole or of all that are no parts."""
    *figures, stated = (*(m.figure for m in parts), rate.figure)
    others = [m.figure for m in wholes if m not in parts]

    def fits(*given: Figure) -> bool:
        done, rest = given[: len(figures)], given[len(figures) : -1]
        whole = total([f.range for f in rest])
        return whole.low > 0 and percentage(total([f.range for f in done]), whole).meets(
            given[-1].range
        )

    relations = [
        Relation(Sort.RATE, (*figures, *of, stated), fits)
        for of in (*([o] for o in others), others)
    ]
    return next((r for r in relations if len(r.figures) > len(figures) + 1 and r.holds), None)


def _is_part(mention: Mention, named: re.Match[str]) -> bool:
    """Whether an amount is called as the rate is: 合格1,247份, 在用固定资产1,134万元."""
    at = mention.label.find(named["stem"])
    same_verb = mention.label[:1] == named["stem"][0] and named["stem"][1] == "案"
    if len(mention.label) == len(named["stem"]) and same_verb:
        return True  # 破获1,063起，破案率…
    if at < 0:
        of_money = mention.kind is QuantityKind.MONEY
        return of_money and len(named["of"]) >= _SUBJECT and named["of"] in mention.label
    return mention.label[:at][-1:] not in _NOT and not _DUE.search(mention.label)


def _is_whole(mention: Mention, part: Mention, named: re.Match[str]) -> bool:
    """Whether the part can be one of these; an amount of money must be of the same by name."""
    if not mention.like(part) or not mention.is_exact or not mention.figure.value:
        return False
    if named["stem"] in mention.label and _is_part(mention, named):
        return False
    of = "" if named["of"] == part.figure.unit else named["of"]
    said = [of in m.label for m in (part, mention)]
    if part.kind is not QuantityKind.MONEY:
        return any(said)
    # 在用固定资产 of 固定资产总额; or 利润总额 of 营业收入, 营业收入利润率
    both = all(said) or (said[1] and named["stem"] in part.label)
    return len(of) >= _SUBJECT and both
