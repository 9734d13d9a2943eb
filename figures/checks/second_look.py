"""Suspicions → findings: explained away by the rest of the report, or told, one for each slip.

What a check suspects is looked at again, with everything else in its paragraph: another amount
that the rate is of, parts that are parts of parts. What survives is told; suspicions that share a
figure are one finding with several places, with the one correction that would mend them all.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import combinations, pairwise, permutations

from figures.checks.arithmetic import (
    Figure,
    Mending,
    Relation,
    Sort,
    likely_mendings,
    mendings,
    show,
)
from figures.checks.prose import Mention, Role, term
from figures.checks.registry import Paragraph, Reading, Suspicion
from records import Evidence, Finding, Severity

_ORDER = (Severity.ERROR, Severity.DOUBTFUL, Severity.NOTE)
_LONG = 4
"""Digits from which a figure that stands in two places does so by no chance."""
_SHORT = 3
_HARDLY_BY_CHANCE = 2
_FAR_FOR_A_DOUBT = 2
_FAR = 10
"""How many times a figure would have to be what it is, for what does not fit not to be meant."""
_MOST_TERMS = 12
"""Terms up to which a sum is mended, and its choices of parts are tried."""
_MOST_TOLD = 4
"""Calculations that one finding tells; of the rest it says how many there are."""


@dataclass(frozen=True)
class _Report:
    """A reading with what the second look asks of it again and again, and what of it holds."""

    reading: Reading
    held: Collection[Relation]

    @cached_property
    def mentions(self) -> dict[int, tuple[Paragraph, Mention]]:
        """Each figure of the prose by where it begins, with its paragraph."""
        return {m.start: (p, m) for p in self.reading.paragraphs for s in p for m in s.mentions}

    @cached_property
    def values(self) -> list[tuple[Decimal, int]]:
        """Every figure of prose and tables, by value, with where it begins."""
        prose = (m.figure for _, m in self.mentions.values())
        cells = (f for p in self.reading.panels for ln in p.lines for f in ln.cells if f)
        return sorted((f.value, f.start) for f in (*prose, *cells))

    def stands_elsewhere(self, figure: Figure, but: set[int]) -> bool:
        """Whether the report has the same long figure in a place that is not one of `but`."""
        if _digits(figure) < _LONG:
            return False
        at = bisect_left(self.values, (figure.value - figure.half_step, -1))
        for value, start in self.values[at:]:
            if value > figure.value + figure.half_step:
                return False
            if start not in but:
                return True
        return False

    def speaks_against(self, wrong: Figure, right: Figure) -> bool:
        """Whether what holds with the figure as it stands would not with the other."""
        return any(
            figure.start == wrong.start and not relation.with_another(i, right)
            for relation in self.held
            for i, figure in enumerate(relation.figures)
        )


def second_look(
    reading: Reading, suspicions: Sequence[Suspicion], held: Collection[Relation]
) -> Iterator[Finding]:
    """What the checks of a report suspect, and what they found to hold → its findings."""
    report = _Report(reading, held)
    left = [s for s in suspicions if not s.faint and not _explained_away(report, s)]
    for group in _one_slip_each(report, left):
        finding = _told(report, group)
        yield _doubted(report, group[0], finding) if len(group) == 1 else finding
    told = {f.start for s in left if s.relation for f in s.relation.figures}
    for *pair, mending in _bearing_each_other_out(report, [s for s in suspicions if s.faint]):
        figures = {f.start for s in pair if s.relation for f in s.relation.figures}
        if not figures & told:
            told |= figures
            yield _told(report, pair, mending)


_TWICE = (
    "多出的{over}正好是所列的一项，这一项可能重复列入，或已包含在另一项中。",
    " What is too much, {over}, is one of the parts listed: it may be counted twice, or be within "
    "another.",
)


def _digits(figure: Figure) -> int:
    return len(re.sub(r"\D", "", figure.as_written).strip("0"))


# Explaining away


def _explained_away(report: _Report, suspicion: Suspicion) -> bool:
    """Whether the sentence itself shows what else is meant, so that nothing is wrong."""
    relation = suspicion.relation
    if relation is None:
        return False
    if relation.sort is Sort.SUM and _some_are_parts_of_parts(report, relation):
        return True
    doubted = suspicion.finding.severity is Severity.DOUBTFUL
    if _beside_its_whole(report, relation):
        return True
    if suspicion.named:
        return False
    if _too_far_off(relation, _FAR_FOR_A_DOUBT if doubted else _FAR):
        return True
    if _of_two_others(report, relation) or _of_one_whole(report, relation):
        return True
    other = _another_amount(report, relation)
    return other is not None and other[0]


def _of_two_others(report: _Report, relation: Relation) -> bool:
    """Whether a rate is that of two other amounts in its sentence, which are of no other rate."""
    if relation.sort is not Sort.RATE or len(relation.figures) != 3:
        return False
    rate = relation.figures[2]
    if rate.start not in report.mentions or _digits(rate) < _SHORT:
        return False  # a rate of few digits fits many amounts by chance
    paragraph, _ = report.mentions[rate.start]
    rates = [relation, *(held for held in report.held if held.sort is Sort.RATE)]
    taken = [{f.start for f in known.figures[:2]} for known in rates]
    amounts = [
        m
        for s in paragraph
        if s.start <= rate.start < s.end
        for m in s.mentions
        if m.role is Role.AMOUNT and m.is_exact and m.figure.value > 0
    ]
    return any(
        a.kind is b.kind
        and {a.start, b.start} not in taken
        and relation.fits(a.figure, b.figure, rate)
        for a, b in permutations(amounts, 2)
    )


def _beside_its_whole(report: _Report, relation: Relation) -> bool:
    """Whether a rate is of an amount that its whole became: 由32,415人减至31,780人."""
    if relation.sort is not Sort.RATE or len(relation.figures) != 3:
        return False
    whole, rate = relation.figures[1:]
    if whole.start not in report.mentions or _digits(rate) < _SHORT:
        return False
    paragraph, own = report.mentions[whole.start]
    used = [f.start for f in relation.figures]
    return any(
        m.like(own) and m.start not in used and relation.with_another(1, m.figure)
        for s in paragraph
        if s.start <= whole.start < s.end and not s.start <= rate.start < s.end
        for m in s.mentions
        if m.figure.value > 0 and m.role in (Role.AMOUNT, Role.BASE)
    )


_OF_A_NAME = re.compile(r"占[^的比]{2,}")


def _of_one_whole(report: _Report, relation: Relation) -> bool:
    """Whether another share in the paragraph is of the whole that this one would be of:
    基本支出108.67万元，占76.50%；项目支出33.37万元，占23.50%."""
    if relation.sort is not Sort.RATE or len(relation.figures) != 3:
        return False
    part, _, share = relation.figures
    if share.start not in report.mentions or share.value <= 0 or _digits(share) < _SHORT:
        return False
    paragraph, said = report.mentions[share.start]
    unnamed = said.role is Role.SHARE and not _OF_A_NAME.search(said.label)
    mine = part.range / share.range if unnamed else None
    beside = (
        [
            a.figure.range / b.figure.range
            for s in paragraph
            for a, b in pairwise(s.mentions)
            if b.role is Role.SHARE and b.start != share.start and b.figure.value > 0
            if a.kind is report.mentions[part.start][1].kind and _digits(b.figure) >= _SHORT
        ]
        if part.start in report.mentions
        else []
    )
    return mine is not None and any(mine.meets(whole) for whole in beside)


def _too_far_off(relation: Relation, times: int) -> bool:
    """Whether no figure, so many times as much or as little, nor any slip of the pen makes them
    fit: then they were never meant of each other."""
    if relation.sort not in (Sort.SUM, Sort.RATE, Sort.CHANGE):
        return False
    near = any(
        figure.value <= 0 or relation.with_another(i, _about(figure, times))
        for i, figure in enumerate(relation.figures)
    )
    if near or (times == _FAR and _is_less_than_its_whole(relation)):
        return False
    if likely_mendings(relation.figures, relation.fits):
        return False
    mended = mendings(relation.figures, relation.fits)
    return not any(_digits(figure) >= _SHORT for figure, _ in mended)


def _is_less_than_its_whole(relation: Relation) -> bool:
    """Whether a rate's part can be one of its whole: then the rate may well be all wrong."""
    return relation.sort is Sort.RATE and relation.figures[0].value <= relation.figures[1].value


def _about(figure: Figure, times: int) -> Figure:
    """A figure that can be so many times as much or as little."""
    low, high = figure.value / times, figure.value * times
    half = (high - low) / 3  # see `rounding_interval`
    return replace(figure, value=low + half, half_step=half)


def _doubted(report: _Report, suspicion: Suspicion, finding: Finding) -> Finding:
    """A finding that another amount of its paragraph would explain is a doubt, and says so."""
    relation = suspicion.relation
    over = relation and _counted_twice(relation)
    if over:
        zh, en = (text.format(over=over.as_written) for text in _TWICE)
        return replace(
            finding,
            calculation_zh=finding.calculation_zh + zh,
            calculation_en=finding.calculation_en + en,
        )
    other = relation and _another_amount(report, relation)
    if not other:
        return finding
    name = re.sub(r"^\d*年度?", "", other[1].label[-12:])
    what = f"{name}{other[1].figure.as_written}"
    return replace(
        finding,
        severity=max(finding.severity, Severity.DOUBTFUL, key=_ORDER.index),
        calculation_zh=f"{finding.calculation_zh}若按“{what}”计算则相符，请核对是哪一个数。",
        calculation_en=f"{finding.calculation_en} It would fit “{what}”: check which is meant.",
    )


def _some_are_parts_of_parts(report: _Report, relation: Relation) -> bool:
    """Whether some of the parts alone make up the whole to the last digit, in prose."""
    whole, *parts = relation.figures
    if whole.start not in report.mentions or len(parts) > _MOST_TERMS:
        return False
    long = [p for p in parts if _digits(p) >= _SHORT]
    return _digits(whole) >= _SHORT and any(
        sum((p.value for p in some), Decimal(0)) == whole.value
        for n in range(2, len(long) - 1)
        for some in combinations(long, n)
    )


def _counted_twice(relation: Relation) -> Figure | None:
    """The part by which the parts are more than the whole."""
    if relation.sort is not Sort.SUM:
        return None
    whole, *parts = relation.figures
    over = sum((p.value for p in parts), Decimal(0)) - whole.value
    same = [p for p in parts if p.value == over and _digits(p) >= _SHORT]
    return same[0] if same and len(parts) > 2 else None


def _another_amount(report: _Report, relation: Relation) -> tuple[bool, Mention] | None:
    """(whether it stands in the same sentence, the amount that the rate fits as well).

    Another one only: the same thing with another amount is the slip itself.
    """
    if relation.sort not in (Sort.RATE, Sort.CHANGE) or len(relation.figures) != 3:
        return None
    stated = relation.figures[2]
    if stated.start not in report.mentions:
        return None
    for i, figure in enumerate(relation.figures[:2]):
        if figure.start not in report.mentions:
            continue
        paragraph, own = report.mentions[figure.start]
        for sentence in paragraph:
            near = sentence.start <= stated.start < sentence.end
            if not near and stated.decimals == 0:
                continue  # a rate without decimals fits many amounts by chance
            for m in sentence.mentions:
                known = m.start in [f.start for f in relation.figures]
                usable = m.role in (Role.AMOUNT, Role.BASE) and m.like(own) and not known
                if relation.sort is Sort.RATE:
                    # What a rate is of stands before it, and is none of another year.
                    usable = usable and m.role is own.role and m.start < stated.start
                usable = usable and m.figure.value != 0  # of nothing any rate may be
                if (
                    usable
                    and not _same_thing(report, m, own)
                    and relation.with_another(i, m.figure)
                ):
                    return near, m
    return None


def _same_thing(report: _Report, a: Mention, b: Mention) -> bool:
    year = report.reading.identity.year
    one, two = term(a.label, year), term(b.label, year)
    return one.name == two.name and one.measure == two.measure


# One slip, one finding


def _one_slip_each(report: _Report, suspicions: Sequence[Suspicion]) -> list[list[Suspicion]]:
    """Suspicions that share a figure, or have the very same figures elsewhere → groups."""
    groups: list[list[Suspicion]] = []
    for suspicion in suspicions:
        mine = [g for g in groups if any(_is_one_slip(report, suspicion, s) for s in g)]
        groups = [g for g in groups if g not in mine]
        groups.append([*(s for g in mine for s in g), suspicion])
    return groups


def _is_one_slip(report: _Report, a: Suspicion, b: Suspicion) -> bool:
    """Whether two suspicions are of the same figures again, or share the figure that is wrong.

    It is where the prose has it otherwise elsewhere; or where, put right in the one, it is right
    in the other. That both have it is not enough: one right total stands in many wrong sums.
    """
    if a.relation is None or b.relation is None:
        return _is_about(a, b) or _is_about(b, a)
    if a.relation.sort is b.relation.sort and _values(a.relation) == _values(b.relation):
        return True
    starts = {f.start for f in b.relation.figures}
    shared = [f for f in a.relation.figures if f.start in starts]
    told_otherwise = Sort.MATCH in (a.relation.sort, b.relation.sort)
    return any(
        (told_otherwise and figure.start in report.mentions)
        or any(_mends(b.relation, figure, right) for right in _solutions(a.relation, figure))
        or any(_mends(a.relation, figure, right) for right in _solutions(b.relation, figure))
        for figure in shared
    )


def _bearing_each_other_out(
    report: _Report, faint: Sequence[Suspicion]
) -> Iterator[tuple[Suspicion, Suspicion, Mending]]:
    """Pairs that one correction of one figure mends, and that correction.

    A sum that is off proves nothing by itself; but that what its parts make is also what a rate or
    a change needs is no chance.
    """
    for a in faint:
        if a.relation is None or a.relation.sort is not Sort.SUM:
            continue
        for b in faint:
            if b.relation is None or b.relation.sort is Sort.SUM:
                continue
            starts = {f.start for f in b.relation.figures}
            for figure in a.relation.figures:
                if figure.start not in starts:
                    continue
                for right in _solutions(a.relation, figure):
                    mends = _digits(right) >= _HARDLY_BY_CHANCE
                    mends = mends and _mends(b.relation, figure, right)
                    if mends and not report.speaks_against(figure, right):
                        yield a, b, (figure, right)


def _is_about(words: Suspicion, figures: Suspicion) -> bool:
    """Whether what is odd in itself (1,8220.50) is one of the figures that do not fit."""
    if words.relation is not None or figures.relation is None:
        return False
    place, stated = words.finding.evidence[0], words.finding.stated
    at = place.text.find(stated)
    start, end = place.start + at, place.start + at + len(stated)
    return at >= 0 and any(f.start < end and start < f.end for f in figures.relation.figures)


def _values(relation: Relation) -> tuple[Decimal, ...]:
    return tuple(f.value for f in relation.figures)


def _solutions(relation: Relation, figure: Figure) -> Iterator[Figure]:
    """What the figure may be meant to read, so that the relation holds."""
    at = next(i for i, f in enumerate(relation.figures) if f.start == figure.start)
    others = [f.value for i, f in enumerate(relation.figures) if i != at]
    if relation.sort is Sort.MATCH:
        yield replace(figure, value=others[0])
    elif relation.sort is Sort.SUM:
        value = sum(others) if at == 0 else others[0] - sum(others[1:])
        yield replace(figure, value=Decimal(value))
    elif len(relation.figures) <= _MOST_TERMS:
        for wrong, right in mendings(relation.figures, relation.fits):
            if wrong.start == figure.start:
                yield right


def _told(report: _Report, group: Sequence[Suspicion], mending: Mending | None = None) -> Finding:
    """One finding for a group: the surest first, then the rest, and what would mend them."""
    ordered = sorted(
        group,
        key=lambda s: (_ORDER.index(s.finding.severity), s.finding.evidence[0].start),
    )
    findings = list(dict.fromkeys(s.finding for s in ordered))
    first = findings[0]
    zh, en = _hint(report, [s.relation for s in ordered if s.relation])
    if mending:
        zh, en = _would_fit(mending, len(group))
    elif len(group) == 1 and group[0].relation and _another_amount(report, group[0].relation):
        zh, en = "", ""  # what would mend it is another amount, and no slip of the pen
    texts = list(dict.fromkeys((f.calculation_zh, f.calculation_en) for f in findings))
    more = len(texts) - _MOST_TOLD
    if more > 0:
        texts = [*texts[:_MOST_TOLD], (f"同一数字另有{more}处对不上。", f"{more} more places.")]
    return replace(
        first,
        calculation_zh="\n".join(text for text, _ in texts) + zh,
        calculation_en="\n".join(text for _, text in texts) + en,
        evidence=_places(findings),
    )


def _places(findings: Sequence[Finding]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(e for f in findings for e in f.evidence))


def _hint(report: _Report, relations: Sequence[Relation]) -> tuple[str, str]:
    """The one correction of one figure that mends all relations, where nothing speaks against it.

    What the report has elsewhere as well is not to be corrected here.
    """
    long = any(len(r.figures) > _MOST_TERMS + 1 for r in relations)
    alone = any(len(r.figures) < 2 for r in relations)
    rates = any(r.sort is Sort.RATE and len(r.figures) > 3 for r in relations)
    twice = len(relations) == 1 and _counted_twice(relations[0])
    if not relations or long or alone or rates or twice:
        return "", ""  # of many figures, or of rates of several, too many slips would fit
    starts = {f.start for r in relations for f in r.figures}
    ways = [
        (wrong, right)
        for wrong, right in _corrections(relations)
        if all(_mends(r, wrong, right) for r in relations)
        and not report.stands_elsewhere(wrong, starts)
        and not report.speaks_against(wrong, right)
    ]
    if len({(wrong.start, right.value) for wrong, right in ways}) != 1:
        return "", ""
    return _would_fit(ways[0], len(relations))


def _would_fit(mending: Mending, places: int) -> tuple[str, str]:
    wrong, right = mending
    better = show(right.value, right)
    if places > 1:
        return (
            f"若{wrong.as_written}应为{better}，则各处都相符。",
            f" All would fit if {wrong.as_written} should read {better}.",
        )
    return (
        f"若{wrong.as_written}应为{better}，则相符。",
        f" It would fit if {wrong.as_written} should read {better}.",
    )


def _corrections(relations: Sequence[Relation]) -> Iterator[tuple[Figure, Figure]]:
    first = relations[0]
    if first.sort is not Sort.MATCH:
        yield from mendings(first.figures, first.fits)
    for relation in relations if len(relations) > 1 else ():
        if relation.sort is Sort.MATCH:
            one, other = relation.figures
            yield one, replace(one, value=other.value, half_step=other.half_step)
            yield other, replace(other, value=one.value, half_step=one.half_step)


def _mends(relation: Relation, wrong: Figure, right: Figure) -> bool:
    at = [i for i, f in enumerate(relation.figures) if f.start == wrong.start]
    return bool(at) and relation.with_another(at[0], right)
