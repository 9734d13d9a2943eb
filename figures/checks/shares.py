"""Shares: 占本年支出合计的71.65%, a part against the whole that is named, listed or beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from figures.checks.arithmetic import (
    Figure,
    Relation,
    Sort,
    percentage,
    rate_of,
    show,
    total,
)
from figures.checks.prose import Mention, Role, is_of, term
from figures.checks.registry import (
    Held,
    Outcome,
    Paragraph,
    Reading,
    Sentence,
    Suspicion,
    check,
    suspicion,
)
from figures.quantities import QuantityKind
from records import Severity

_NAMED = re.compile(r"占(?P<whole>[^，。；]*?)(?:的|比例|比重|比)*(?:为|约|达|是|：|:)*$")
_WITHIN = re.compile(r"(?:^|[，。；])(?P<whole>[^，。；其]{3,12})中[，,]?[^，。；中]*$")
_INTRODUCES = re.compile(r"其中|包括|以下方面|构成|如下|[：:]")
_SHARE_WORD = re.compile(r"(?:占比|比重|比例)?的?(?:比例|比重)?(?:为|约|达到?|是|：|:)*$")
_ANY_TOTAL = re.compile(r"(?:总额|总数|总量|合计|总计)$")
_OTHER_TIME = re.compile(r"上年|去年|上一年|往年|同期|上期|(?:19|20)\d\d年")
_BEFORE_NAME = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]|其中|实际|全部|当年|同期|本年度?|全年|年末|年度|(?:19|20)\d\d年度?|共|[：:“”\"])+"
)
_BEHIND_NAME = re.compile(r"(?:[为是达共约数：:“”\"]|总额|总数|总量|合计|总计|数量)+$")
_SHORT = 2
_LONG = 3
"""Characters of a name; with fewer (支出, 安排) it may be many an amount's."""


@check("share", zh="占比与金额", en="share against its amounts")
def shares_hold(reading: Reading) -> Iterator[Outcome]:
    """基本支出1,800.12万元，占71.65%: of the whole named, or of the one listed before."""
    for paragraph in reading.paragraphs:
        earlier: list[Mention] = []
        for sentence in paragraph:
            claims: list[_Share] = []
            part: Mention | None = None
            rated = {a for a, b in pairwise(sentence.mentions) if is_of(b)}
            for mention in sentence.mentions:
                if mention.role is Role.SHARE and part:
                    claim = _claim(mention, part, tuple(earlier))
                    claims += [claim] if claim else []
                if mention.role is Role.AMOUNT and mention.is_exact:
                    part = mention
                    if (
                        mention not in rated
                    ):  # 为年初预算42亿元的105%，其中…: the budget's are others
                        earlier.append(mention)
            for claim in claims:
                yield from _check(reading, paragraph, claim, claims)


@dataclass(frozen=True, slots=True)
class _Share:
    """A share, the part that it is of, what its whole is called ('' where it is not)."""

    share: Mention
    part: Mention
    name: str
    whose: str
    earlier: tuple[Mention, ...]


def _claim(share: Mention, part: Mention, earlier: tuple[Mention, ...]) -> _Share | None:
    match = _NAMED.search(share.label)
    name = match["whole"] if match else ""
    whose = share.label[: match.start()] if match else _SHARE_WORD.sub("", share.label)
    if _OTHER_TIME.search(share.label):
        return None  # last year's share: what it is of is not given here
    if whose:
        named = [
            m for m in earlier if m.like(part) and m.label.removeprefix("其中").startswith(whose)
        ]
        if not named:
            return None  # the share of something else, whose amount is not given
        part = named[-1]
    within = _WITHIN.search(part.lead)
    return _Share(share, part, name or (within["whole"] if within else ""), whose, earlier)


def _check(
    reading: Reading, paragraph: Paragraph, claim: _Share, beside: Sequence[_Share]
) -> Iterator[Outcome]:
    share, part, name = claim.share, claim.part, claim.name
    near = [m for m in claim.earlier if m.like(part) and m is not part]
    sure: list[Mention] = []
    exact = False
    if name:
        mine, likely = _named(reading, claim)
        sure, exact = _the_one(mine, paragraph, share)
        if not sure and not mine:
            sure, _ = _the_one(likely, paragraph, share)
        possible = [*mine, *likely] if exact else [*mine, *likely, *near]
        if not mine and not likely and (ending := _ANY_TOTAL.search(name)):
            # 占支出总额的…, in the list of what was spent: the total goes by another name there
            listed = _listed(reading, part, near)
            sure = [w for w in listed if name[: ending.start()][-2:] in w.label]
    else:
        sure = _listed(reading, part, near)
        exact = bool(sure) and _is_the_whole_of(reading, sure[-1], claim, beside)
        exact = exact or bool(claim.whose and sure)
        possible = sure if exact else near
    relations = [rate_of(part.figure, w.figure, share.figure) for w in (*sure, *possible)]
    held = next((r for r in relations if r.holds), None)
    if held:
        yield Held(held)
    elif sure and sure[-1].figure.value:
        yield _wrong(reading, claim, sure[-1], named=exact)


def _named(reading: Reading, claim: _Share) -> tuple[list[Mention], list[Mention]]:
    """(amounts of the report that go by the whole's name, others whose words have it)."""
    name, year = _bare(claim.name), reading.identity.year
    mine: list[Mention] = []
    likely: list[Mention] = []
    for paragraph in reading.paragraphs:
        for sentence in paragraph:
            for m in sentence.mentions:
                usable = m.role is Role.AMOUNT and m.like(claim.part) and m is not claim.part
                if not usable or len(claim.name) <= _SHORT:
                    continue
                of_last_year = year and term(m.lead, year).year == year - 1
                of_a_year = term(m.label, None).year and not term(claim.name, None).year
                called = _bare(m.label) == name and len(name) > _LONG
                called = called or (m.label == claim.name.rstrip("额数量") and len(m.label) > _LONG)
                if called and not (of_last_year or of_a_year):
                    mine.append(m)
                elif claim.name in m.label:
                    likely += [m, *_of_another_stage(m, sentence, year)]
    return mine, likely


def _of_another_stage(named: Mention, sentence: Sentence, year: int | None) -> list[Mention]:
    """“三公”经费支出预算A, 支出决算B: what the budget beside it came to."""
    if not term(named.label, year).measure:
        return []
    return [
        m
        for m in sentence.mentions
        if m.role is Role.AMOUNT
        and m.like(named)
        and m is not named
        and term(m.label, year).measure
    ]


def _bare(words: str) -> str:
    return _BEHIND_NAME.sub("", re.sub(r"[“”\"]", "", _BEFORE_NAME.sub("", words)))


def _the_one(
    named: Sequence[Mention], paragraph: Paragraph, share: Mention
) -> tuple[list[Mention], bool]:
    """The amount that is meant, if that is clear: there is but one, or one right before."""
    if len({m.figure.value for m in named}) == 1:
        return [named[-1]], True
    here = [m for m in named if paragraph[0].start <= m.start < share.start]
    return here[-1:], False


def _is_the_whole_of(
    reading: Reading, whole: Mention, claim: _Share, beside: Sequence[_Share]
) -> bool:
    """Whether the other shares of the list are of this whole."""
    others = [c for c in beside if c is not claim and not c.name and c.part.like(whole)]
    of_it = [
        c
        for c in others
        if _listed(reading, c.part, [m for m in c.earlier if m is not c.part])[-1:] == [whole]
        and rate_of(c.part.figure, whole.figure, c.share.figure).holds
    ]
    return len(of_it) >= _SHORT


def _listed(reading: Reading, part: Mention, wholes: Sequence[Mention]) -> list[Mention]:
    """The whole of the list that the part stands in: the last amount before its 其中 or ：.

    Behind a ； a list of several amounts is over: 基本支出A，其中工资B、补助C；项目支出D.
    """
    for whole in reversed(wholes):
        opening = _INTRODUCES.search(reading.text, whole.end, part.start)
        if opening:
            item = reading.text.find("；", opening.end(), part.start)
            inside = [m for m in wholes if opening.end() <= m.start < item]
            return (
                [] if len(inside) > 1 and not _parted_by_items(reading, inside, part) else [whole]
            )
    return []


def _parted_by_items(reading: Reading, inside: Sequence[Mention], part: Mention) -> bool:
    """Whether the list is one of items, each with one amount: 一是A，占…；二是B，占…."""
    ends = [*(m.start for m in inside[1:]), part.start]
    return all("；" in reading.text[m.end : end] for m, end in zip(inside, ends, strict=True))


def _wrong(reading: Reading, claim: _Share, whole: Mention, *, named: bool) -> Suspicion:
    p, w, s = claim.part.figure, whole.figure, claim.share.figure
    real = show(p.value / w.value * Decimal(100), s)
    return suspicion(
        reading.report,
        "share",
        Severity.ERROR,
        s.as_written,
        real,
        (
            f"{p.as_written} ÷ {w.as_written} = {real}，而报告写的占比是{s.as_written}。",
            f"{p.as_written} ÷ {w.as_written} = {real}, "
            f"but the report states a share of {s.as_written}.",
        ),
        *(reading.sentence_at(m.start) for m in (claim.share, claim.part, whole)),
        relation=rate_of(p, w, s),
        named=named,
    )


# 29.84亿元的79.2%: the amount that a rate is of stands right before it


_IS = re.compile(r"^(?:仅|只|约|正好|已)*(?:占|为|完成|达到?|相当于|是)")
_OF = re.compile(r"的(?:近|约)?")


@check("rate")
def rates_of_amounts_beside_hold(reading: Reading) -> Iterator[Outcome]:
    """138.72亿元，完成调整预算145.20亿元的95.5%: of the amount right before the rate."""
    for paragraph in reading.paragraphs:
        for sentence in paragraph:
            for at, rate in enumerate(sentence.mentions[2:], 2):
                whole = sentence.mentions[at - 1]
                is_rate = rate.kind is QuantityKind.RATE and _OF.fullmatch(rate.lead)
                if is_rate and rate.is_exact and _IS.match(whole.label) and whole.figure.value:
                    yield from _of_beside(reading, rate, whole, sentence.mentions[: at - 1])


def _rate_of_some(parts: Sequence[Figure], whole: Figure, rate: Figure) -> Relation:
    """The rate as that of several together: 中央80万元、省级40万元，占预算200万元的60%."""

    def fits(*given: Figure) -> bool:
        *some, of, stated = given
        together = total([f.range for f in some])
        return of.range.low > 0 and percentage(together, of.range).meets(stated.range)

    return Relation(Sort.RATE, (*parts, whole, rate), fits)


def _of_beside(
    reading: Reading, rate: Mention, whole: Mention, before: Sequence[Mention]
) -> Iterator[Outcome]:
    parts = [m for m in before if m.like(whole) and m.is_exact]
    relations = [rate_of(m.figure, whole.figure, rate.figure) for m in reversed(parts)]
    relations += [
        _rate_of_some([m.figure for m in parts[at:]], whole.figure, rate.figure)
        for at in range(len(parts) - 1)
    ]
    held = next((r for r in relations if r.holds), None)
    last = before[-1]
    if held:
        yield Held(held)
        return
    if last not in parts or last.role is not Role.AMOUNT:
        return
    part, r = last.figure, rate.figure
    real = show(part.value / whole.figure.value * Decimal(100), r)
    item = [m for m in parts if not re.search("[；;。]", reading.text[m.end : whole.start])]
    yield suspicion(
        reading.report,
        "rate",
        Severity.ERROR if len(item) == 1 else Severity.DOUBTFUL,
        r.as_written,
        real,
        (
            f"{part.as_written} ÷ {whole.figure.as_written} = {real}，而报告写的是{r.as_written}。",
            f"{part.as_written} ÷ {whole.figure.as_written} = {real}, "
            f"but the report states {r.as_written}.",
        ),
        *(reading.sentence_at(m.start) for m in (rate, last, whole)),
        relation=relations[0],
    )
