"""Parts against their whole in prose: 其中：…, 合计 …, 年初预算 + 追加 = 调整后预算."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from figures.checks.arithmetic import (
    Figure,
    Relation,
    Sort,
    Sum,
    closed,
    likely_closed,
    likely_mendings,
    mendings,
    show,
    total,
)
from figures.checks.listings import LIST_MARK, Listing, listings
from figures.checks.prose import DOWN, UP, Change, Mention, Role, term
from figures.checks.registry import (
    Held,
    Outcome,
    Reading,
    Sentence,
    Suspicion,
    check,
    suspicion,
)
from figures.quantities import QuantityKind
from figures.quantities.numbers import read_chinese
from records import Severity

_SO_MANY = re.compile(r"(?P<n>[两二三四五六七八九十])(?:项|类|大类|大块|种|部分|个方面)(?!目)")
_REACH = 30
_SHORT_NAME = 4
_NEARLY = Decimal("0.1")
_LONG = 4
"""Digits, zeros at the ends left out, from which a figure is not met by chance."""
_SHORT = 3
"""The same of one in which two digits were swapped."""
_SORTS = {"支出", "收入", "预算", "经费", "资金", "决算", "费用"}


@check("parts-and-whole", zh="分项与合计", en="parts against the whole")
def parts_add_up(reading: Reading) -> Iterator[Outcome]:
    """其中：基本支出 … ；项目支出 …: money, scores, areas and counts."""
    for listing in listings(reading):
        sums = [_sum(whole, parts) for whole in listing.wholes for parts in listing.readings]
        held = next((s for s in sums if len(s.parts) > 1 and s.is_possible), None)
        if held:
            yield Held(held.relation)
            yield from _changes_add_up(reading, listing)
            continue
        if items := _items_by_change(reading, listing):
            whole = _sum(listing.wholes[0], items)
            yield from [Held(whole.relation)] if whole.is_possible else []
            continue  # whether a change is an item of the list, the words alone do not tell
        severity = _severity(reading, listing, sums)
        if severity is None and _stands_twice(reading, sums[0]):
            severity = Severity.DOUBTFUL
        if severity:
            yield _finding(reading, listing, sums[0], severity)
        elif _is_nearly(sums[0]) and all(
            m.is_exact for m in (listing.wholes[0], *listing.readings[0])
        ):
            yield replace(_finding(reading, listing, sums[0], Severity.DOUBTFUL), faint=True)


_BY_CHANGE = re.compile(rf"[一-鿿]{{2,}}?(?:{UP}|{DOWN})(?:了|为|约)*$")
_COMPARES = re.compile(r"比|较|同|其中")


def _items_by_change(reading: Reading, listing: Listing) -> list[Mention]:
    """All items of a list of which some are named by a word of change: 中央1,486.20万元、
    省级962.48万元、县级追加679.00万元; none where there is no such item."""
    whole, parts = listing.wholes[0], max(listing.readings, key=len)
    if not parts:
        return []
    start, end = reading.sentence_at(parts[0].start)
    marks = [reading.text.find(mark, parts[-1].end, end) for mark in "；;"]
    stop = min((at for at in marks if at >= 0), default=end)
    inside = [
        m
        for p in reading.paragraphs
        for s in p
        if s.start == start
        for m in s.mentions
        if parts[0].start <= m.start < stop and m.like(whole) and m.is_exact
    ]
    named = [
        m
        for m in inside
        if m.role is Role.CHANGE
        and _BY_CHANGE.search(m.label)
        and not _COMPARES.search(m.lead)
        and m.lead.startswith(("、", "和", "，", ","))
    ]
    return [m for m in inside if m in parts or m in named] if named else []


def _sum(whole: Mention, parts: Sequence[Mention]) -> Sum:
    label = LIST_MARK.sub("", whole.label).strip("为约是：:") or whole.figure.as_written
    return Sum(whole.figure, tuple((m.label, m.figure) for m in parts), label)


def _severity(reading: Reading, listing: Listing, sums: Sequence[Sum]) -> Severity | None:
    """How sure it is that the parts should add up to the whole; None: they need not."""
    plain = sums[0]
    if listing.is_partition:
        return Severity.DOUBTFUL if _is_near(plain) else None
    if len(plain.parts) == 1 and plain.off_by <= 0:
        return None  # the one part that is named is not all there is
    exact = all(m.is_exact for m in (listing.wholes[0], *listing.readings[0]))
    counted = listing.wholes[0].kind is QuantityKind.COUNT
    countable = exact
    exact = exact and (not counted or listing.wholes[0].figure.unit in ("辆", "台", "套"))
    own = [s for s in sums if s.whole is plain.whole]
    if any(_ends_in_parts_of_a_part(s) for s in own):
        own = [plain]
    if countable and _are_as_many_as_said(reading, listing):
        return Severity.ERROR
    if any(closed(s.labels) for s in own):
        return Severity.ERROR if exact else Severity.DOUBTFUL
    over = 0 < plain.off_by <= plain.whole.value * _NEARLY
    if countable and over and not plain.is_possible and _are_of_one_shape(plain):
        return Severity.DOUBTFUL
    if likely_closed(plain.labels) or _is_one_slip_away(own):
        return Severity.DOUBTFUL
    smallest = min(own, key=lambda s: s.off_by)
    if smallest.off_by > 0 and not smallest.is_possible and _of_one_sort(listing):
        return Severity.DOUBTFUL
    return None


def _are_as_many_as_said(reading: Reading, listing: Listing) -> bool:
    """四项社会保险基金收入106.90亿元，其中：… and four of them."""
    before = reading.text[max(0, listing.wholes[0].start - _REACH) : listing.wholes[0].start]
    said = _SO_MANY.search(re.split(r"[，,。；;\n]", before)[-1])
    numeral = read_chinese(said["n"]) if said else None
    return bool(numeral) and len(listing.readings[0]) == int(numeral.value if numeral else 0) > 1


def _is_near(claim: Sum) -> bool:
    """Whether the parts nearly add up, or would but for one digit: then they are of this whole.

    Of few pieces a rest may be left over: 教师45人（高级12人、中级30人）.
    """
    long = all(_digits(f) >= _LONG for f in (claim.whole, *claim.figures))
    near = _is_nearly(claim) and (claim.off_by > 0 or long)
    return len(claim.parts) > 1 and (near or _is_one_slip_away([claim]))


def _is_nearly(claim: Sum) -> bool:
    near = abs(claim.off_by) <= claim.whole.value * _NEARLY
    return len(claim.parts) > 1 and near


def _are_of_one_shape(claim: Sum) -> bool:
    """夏粮 and 秋粮, 主管 and 支管: names that differ only before their end, as kinds do."""
    names = [re.sub(r"^(?:其中)?[：:]?|[为共有约]+$", "", label) for label in claim.labels]
    ends = {name[-1:] for name in names}
    return (
        len(names) > 1 and len({len(n) for n in names}) == 1 and len(ends) == 1 and "" not in ends
    )


def _ends_in_parts_of_a_part(claim: Sum) -> bool:
    """Whether the last parts add up to the one before them, and so are none of the whole's:
    聘用制教职工126人，其中辅导员58人、其他岗位68人."""
    values = [f.value for f in claim.figures]
    return any(sum(values[i + 1 :]) == v for i, v in enumerate(values[:-2]))


def _is_one_slip_away(sums: Sequence[Sum]) -> bool:
    """Whether one digit would make long figures add up: by chance that is hardly ever so.

    Of shorter ones it is told where two digits were swapped, of which there are few.
    """

    def adds_up(whole: Figure, *parts: Figure) -> bool:
        return whole.value == sum(p.value for p in parts)

    for claim in sums:
        figures = (claim.whole, *claim.figures)
        if len(claim.parts) < 2:
            continue
        if all(_digits(f) >= _LONG for f in figures) and mendings(figures, adds_up):
            return True
        if any(_digits(f) >= _SHORT for f, _ in likely_mendings(figures, adds_up)):
            return True
    return False


def _stands_twice(reading: Reading, claim: Sum) -> bool:
    """Whether what is too much is just one part, and its sentence has that amount twice."""
    over = [f for f in claim.figures if f.value == claim.off_by and _digits(f) >= _SHORT]
    if len(claim.parts) < 3 or not over or claim.off_by == claim.whole.value:
        return False
    start, end = reading.sentence_at(over[0].start)
    inside = (s for p in reading.paragraphs for s in p if s.start == start and s.end == end)
    return sum(m.figure.value == over[0].value for s in inside for m in s.mentions) > 1


def _digits(figure: Figure) -> int:
    """How many digits are written, without zeros at the ends; of nothing as many as need be."""
    return len(re.sub(r"\D", "", figure.as_written).strip("0")) if figure.value else _LONG


def _of_one_sort(listing: Listing) -> bool:
    """Whether all parts are amounts of one sort, so that more than the whole is too much."""
    parts = listing.readings[-1]
    endings = {m.label.rstrip("为是约：:数额共")[-2:] for m in parts}
    paths = all(m.label.rstrip("”科目")[-3:] in ("（项）", "(项)") for m in parts)
    money = all(m.kind is QuantityKind.MONEY for m in parts)
    return money and len(parts) > 1 and (paths or (len(endings) == 1 and endings <= _SORTS))


def _finding(reading: Reading, listing: Listing, broken: Sum, severity: Severity) -> Suspicion:
    return does_not_add_up(reading, broken, listing.wholes[0], listing.readings[0], severity)


def does_not_add_up(
    reading: Reading, broken: Sum, whole: Mention, parts: Sequence[Mention], severity: Severity
) -> Suspicion:
    """A whole and its parts that are no sum → the suspicion."""
    return suspicion(
        reading.report,
        "parts-and-whole",
        severity,
        whole.figure.as_written,
        broken.recomputed,
        broken.in_words(),
        *(reading.sentence_at(m.start) for m in (whole, *parts)),
        relation=broken.relation,
    )


def _changes_add_up(reading: Reading, listing: Listing) -> Iterator[Outcome]:
    """Where the parts add up to the whole, so must their changes against the same year."""
    by_current = {c.current.start: c for c in reading.changes if c.current}
    whole = by_current.get(listing.wholes[0].start)
    changes = [by_current.get(m.start) for m in listing.readings[0]]
    if not whole or whole.change is None or not closed([m.label for m in listing.readings[0]]):
        return
    parts = [_step(c) for c in changes if c and c.phrase == whole.phrase]
    steps = [p for p in parts if p is not None]
    if len(steps) != len(changes):
        return
    stated = _step(whole)
    if stated is None:
        return
    claim = Sum(stated, tuple(("", f) for f in steps), whole.change.label)
    if not claim.is_possible:
        yield suspicion(
            reading.report,
            "parts-and-whole",
            Severity.ERROR,
            whole.change.figure.as_written,
            claim.recomputed,
            claim.in_words(),
            *(reading.sentence_at(c.said.start) for c in (whole, *changes) if c),
            relation=claim.relation,
        )


def _step(change: Change) -> Figure | None:
    """A change as a signed figure; 持平 is zero."""
    said = change.change or change.level
    if said is None:
        return None
    if said.role is Role.LEVEL:
        return said.figure
    sign = Decimal(1 if said.direction >= 0 else -1)
    f = said.figure
    return Figure(f.value * sign, f.half_step, f.unit, f.factor, f.as_written, f.start, f.end)


# 年初预算 + 追加 = 调整后预算


_CARRIED = re.compile(r"[，,]?(?:再)?(?:加上?|连同)(?:上年|年初)?结[转余]")
_ADJUSTS = re.compile(r"追加|调增|调减|核减|追减|调整(?:增加|减少)")


@check("adjusted-budget", zh="调整后预算与调整额", en="adjusted budget against its adjustment")
def adjustments_add_up(reading: Reading) -> Iterator[Outcome]:
    """年初预算数2,345.67万元，年中追加123.45万元，调整后预算数2,469.12万元."""
    for paragraph in reading.paragraphs:
        for sentence in paragraph:
            start, steps, end = _stages_of(reading, sentence)
            inside = start and end and all(start.end <= s.start < end.start for s in steps)
            if start and end and steps and inside:
                yield from _check_adjustment(reading, sentence, start, steps, end)


def _stages_of(
    reading: Reading, sentence: Sentence
) -> tuple[Mention | None, list[Mention], Mention | None]:
    money = [m for m in sentence.mentions if m.kind is QuantityKind.MONEY and m.is_exact]
    stages = [(m, term(m.label, reading.identity.year).measure) for m in money]
    start = next((m for m, s in stages if s == "年初" and m.role is Role.AMOUNT), None)
    end = next((m for m, s in stages if s == "调整" and m.role is Role.AMOUNT), None)
    steps = [
        m
        for m in money
        if (m.role is Role.CHANGE and _ADJUSTS.search(m.label) and "净" not in m.label)
        or (m.role is Role.AMOUNT and start and end and _CARRIED.match(m.lead))
    ]
    return start, steps, end


def _check_adjustment(
    reading: Reading, sentence: Sentence, start: Mention, steps: Sequence[Mention], end: Mention
) -> Iterator[Outcome]:
    z = end.figure
    signs = [-1 if "减" in step.label else 1 for step in steps]

    def fits(whole: Figure, first: Figure, *rest: Figure) -> bool:
        ranges = [f.range if s > 0 else -f.range for f, s in zip(rest, signs, strict=False)]
        return total([first.range, *ranges]).meets(whole.range)

    relation = Relation(Sort.SUM, (z, start.figure, *(s.figure for s in steps)), fits)
    parts = sum((s.figure.value for s in steps[1:]), Decimal(0))
    inside = len(set(signs)) == 1 < len(signs) and parts <= steps[0].figure.value
    if inside and fits(z, start.figure, steps[0].figure):
        return  # the others are parts of the first: 追加9,874.20万元（其中…市本级追加3,564.20万元）
    if relation.holds:
        yield Held(relation)
        return
    moved = [s.figure.value * sign for s, sign in zip(steps, signs, strict=True)]
    real = show(sum(moved, start.figure.value), z)
    terms = start.figure.as_written
    for step, sign in zip(steps, signs, strict=True):
        terms += f" {'+' if sign > 0 else '−'} {step.figure.as_written}"
    terms += f" = {real}"
    yield suspicion(
        reading.report,
        "adjusted-budget",
        Severity.ERROR,
        z.as_written,
        real,
        (
            f"{terms}，而报告写的调整后预算是{z.as_written}。",
            f"{terms}, but the report states an adjusted budget of {z.as_written}.",
        ),
        sentence.span,
        relation=relation,
    )
