"""Numbers of things and what each of them costs or yields, against what they make together.

修缮17户，每户补助1.8万元，共30.6万元; 发放214.37万元，涉及812人次，人均2,640元.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from figures.checks.arithmetic import (
    Interval,
    Relation,
    Sort,
    exactly,
    mendings,
    show,
)
from figures.checks.prose import Mention, Role
from figures.checks.registry import Held, Outcome, Reading, Sentence, check, suspicion
from figures.quantities import QuantityKind
from figures.quantities.numbers import unit_named
from records import Severity

_EACH = re.compile(r"每(?P<each>[一-鿿]{1,3})")
_AVERAGE = re.compile(r"(?P<each>人次|[人户车生班场件辆家村台栋亩处套镇校所])均|(?P<field>亩)产")
_PRICE = re.compile(r"单价(?:为|是|约)*$")
_PERSONS = {"人", "名", "人次"}
_MEANT_BY = {
    **dict.fromkeys("人生名位员", _PERSONS),
    "车": {"辆", "台"},
    "村": {"个", "村"},
    "班": {"个", "班"},
    "镇": {"个"},
    "校": {"所", "个"},
    "岗": {"个"},
}
"""What is counted where each is spoken of: 每生 of 人, 车均 of 辆."""
_MEASURES = (QuantityKind.AREA, QuantityKind.LENGTH, QuantityKind.VOLUME, QuantityKind.WEIGHT)
_MONTHS = re.compile(r"每月|月均|/月")
_MANY_TIMES = re.compile(r"每[天日次期周]|每学期|每季")
_OF_ALL_PEOPLE = re.compile(r"生产总值|可支配|收入|消费|产值|存款|面积")
"""Averages over a population of their own: that of mid-year, of members, of those employed."""
_TOGETHER = re.compile(
    r"(?:共|合计|总计|共计|需|要|计算|测算|折合|计|补助|资金|投入|投资|发放|安排|落实|支出|小计|奖补|金额)[一-鿿]{0,6}$"
)
_LONG = 3
"""Digits of a figure from which a slip of the pen that mends it is no chance."""


@dataclass(frozen=True, slots=True)
class _Product:
    """`count` things at `each` are said to make `whole`, in some number of months."""

    count: Mention
    measure: Decimal
    each: Mention
    whole: Mention

    @property
    def months(self) -> Sequence[int]:
        return range(1, 13) if _MONTHS.search(self.each.lead) else (1,)

    @property
    def relation(self) -> Relation:
        measure, months = exactly(self.measure), [exactly(Decimal(n)) for n in self.months]
        figures = (self.count.figure, self.each.figure, self.whole.figure)

        def made(count: Interval, each: Interval) -> Interval:
            return count / measure * each

        return Relation(
            Sort.RATE,
            figures,
            lambda n, p, t: any((made(n.range, p.range) * m).meets(t.range) for m in months),
        )


@check("product", zh="数量与单价", en="number and price of each")
def things_at_a_price_make_their_total(reading: Reading) -> Iterator[Outcome]:
    """n things, p for each, together T; T for n things, p on average."""
    for paragraph in reading.paragraphs:
        for sentence in paragraph:
            for at, each in enumerate(sentence.mentions):
                if _is_price(each):
                    yield from _priced(reading, sentence, at)


def _is_price(mention: Mention) -> bool:
    words = mention.label
    said = _EACH.search(words) or _AVERAGE.search(words) or _PRICE.search(words)
    if _OF_ALL_PEOPLE.search(mention.label):
        return False
    return bool(said) and mention.role is Role.AMOUNT and mention.is_usable


def _priced(reading: Reading, sentence: Sentence, at: int) -> Iterator[Outcome]:
    mentions, each = sentence.mentions, sentence.mentions[at]
    counts = [(m, size) for m in mentions[:at] if (size := _counts(m, each))]
    wholes = [m for m in mentions if _can_be_whole(m, each)]
    ways = [_Product(n, size, each, t) for n, size in counts for t in wholes]
    held = next((way for way in ways if way.relation.holds), None)
    if held:
        yield Held(held.relation)
        return
    behind = mentions[at + 1 : at + 2]
    if _MANY_TIMES.search(each.lead) or not counts or not wholes:
        return
    if behind and behind[0] in wholes and counts[-1][0] in mentions[max(0, at - 2) : at]:
        if _TOGETHER.search(behind[0].label) and not _is_one_of_several(mentions, at):
            yield from _doubt(reading, sentence, _Product(*counts[-1], each, behind[0]))
    elif len(counts) == 1 and [m for m in wholes if m.start < each.start] == wholes[:1]:
        yield from _doubt(reading, sentence, _Product(*counts[-1], each, wholes[0]))


def _counts(mention: Mention, each: Mention) -> Decimal | None:
    """How much of a figure's own measure one of `each` is; None for what is counted otherwise."""
    if mention.role is not Role.AMOUNT or not mention.is_usable or _is_price(mention):
        return None
    said = _EACH.search(each.label) or _AVERAGE.search(each.label)
    if said is None:
        return Decimal(1) if mention.kind is QuantityKind.COUNT else None
    words = said.groupdict().get("field") or said["each"]
    if mention.kind in _MEASURES:
        units = [unit_named(words[:n]) for n in range(len(words), 0, -1)]
        return next((unit.factor for unit in units if unit.kind is mention.kind), None)
    if mention.kind is not QuantityKind.COUNT:
        return None
    unit = mention.figure.unit.lstrip("万亿")
    known = words.startswith(unit) or unit in _MEANT_BY.get(words[0], set())
    return Decimal(1) if known else None


def _can_be_whole(mention: Mention, each: Mention) -> bool:
    plain = mention.role is Role.AMOUNT and mention.is_usable and mention is not each
    own = _OF_ALL_PEOPLE.search(mention.label)
    return plain and mention.like(each) and not own and not _is_price(mention)


def _is_one_of_several(mentions: Sequence[Mention], at: int) -> bool:
    """Whether more things with prices of their own stand before: the total is of all of them."""
    priced = [i for i, m in enumerate(mentions[:at]) if _is_price(m)]
    between = mentions[priced[-1] + 1 : at] if priced else ()
    return bool(priced) and not any(_TOGETHER.search(m.label) for m in between)


def _doubt(reading: Reading, sentence: Sentence, product: _Product) -> Iterator[Outcome]:
    relation = product.relation
    mended = mendings(relation.figures, relation.fits)
    if not any(sum(c.isdigit() for c in f.as_written.strip("0")) >= _LONG for f, _ in mended):
        return
    n, p, stated = (m.figure.as_written for m in (product.count, product.each, product.whole))
    value = product.count.figure.value / product.measure * product.each.figure.value
    real = show(value, product.whole.figure)
    yield suspicion(
        reading.report,
        "product",
        Severity.DOUBTFUL,
        stated,
        real,
        (
            f"{n} × {p} = {real}，而报告写的是{stated}。",
            f"{n} × {p} = {real}, but the report states {stated}.",
        ),
        sentence.span,
        relation=relation,
    )
