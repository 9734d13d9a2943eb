"""Parts named after 其中： against their whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from figures.checks.comparisons import Change
from figures.checks.families import closed, likely_closed
from figures.checks.figure import Figure
from figures.checks.findings import finding
from figures.checks.listings import Listing, listings
from figures.checks.mending import mended, mendings
from figures.checks.mentions import Mention, Role
from figures.checks.reading import Reading
from figures.checks.relation import Sum
from figures.quantities import QuantityKind
from records import Finding, Severity

_TOTAL = re.compile(r"(?:以上|三项|两项|四项)?(?:合计|共计|总计|总共)(?:为|约|是)?")
_LONG = 4
"""Digits, zeros at the ends left out, from which a figure is not met by chance."""
_SORTS = {"支出", "收入", "预算", "经费", "资金", "决算", "费用"}


def parts_add_up(reading: Reading) -> Iterator[Finding]:
    """其中：基本支出 … ；项目支出 …: money, scores, areas and counts."""
    for listing in listings(reading):
        sums = [_sum(whole, parts) for whole in listing.wholes for parts in listing.readings]
        if any(s.is_possible for s in sums if len(s.parts) > 1):
            yield from _changes_add_up(reading, listing)
            continue
        severity = _severity(listing, sums)
        if severity:
            yield _finding(reading, listing, sums[0], severity)


def totals_are_sums(reading: Reading) -> Iterator[Finding]:
    """A万元、B万元，合计C万元: the amounts right before, all or the last few of them."""
    for paragraph in reading.paragraphs:
        for sentence in paragraph:
            amounts = [m for m in sentence.mentions if m.role is Role.AMOUNT and m.is_exact]
            for at, whole in enumerate(amounts):
                before = [m for m in amounts[:at] if m.like(whole)]
                if not _TOTAL.fullmatch(whole.label) or len(before) < 2:
                    continue
                runs = [_sum(whole, before[i:]) for i in range(len(before) - 1)]
                if whole.kind is QuantityKind.MONEY and not any(s.is_possible for s in runs):
                    listing = Listing((whole,), (tuple(before),))
                    yield _finding(reading, listing, runs[0], Severity.DOUBTFUL)


def _sum(whole: Mention, parts: Sequence[Mention]) -> Sum:
    label = whole.label.strip("为约是：:") or whole.figure.as_written
    return Sum(whole.figure, tuple((m.label, m.figure) for m in parts), label)


def _severity(listing: Listing, sums: Sequence[Sum]) -> Severity | None:
    """How sure it is that the parts should add up to the whole; None: they need not."""
    plain = sums[0]
    exact = all(m.is_exact for m in (listing.wholes[0], *listing.readings[0]))
    counted = listing.wholes[0].kind is QuantityKind.COUNT
    exact = exact and (not counted or listing.wholes[0].figure.unit in ("辆", "台", "套"))
    if any(closed(s.labels) for s in sums if s.whole is plain.whole):
        return Severity.ERROR if exact else Severity.DOUBTFUL
    own = [s for s in sums if s.whole is plain.whole]
    if likely_closed(plain.labels) or _is_score_card(listing) or _is_one_slip_away(own):
        return Severity.DOUBTFUL
    smallest = min(own, key=lambda s: s.off_by)
    if smallest.off_by > 0 and not smallest.is_possible and _of_one_sort(listing):
        return Severity.DOUBTFUL
    return None


def _is_score_card(listing: Listing) -> bool:
    """Whether scores are listed after a total score: what was scored has no other parts."""
    parts = listing.readings[-1]
    full = any(re.search(r"满分|权重|分值|标准", m.label) for m in parts)
    scores = listing.wholes[0].kind is QuantityKind.SCORE
    return scores and not full and len(parts) > 1


def _is_one_slip_away(sums: Sequence[Sum]) -> bool:
    """Whether one digit would make long figures add up: by chance that is hardly ever so."""
    long = [s for s in sums if len(s.parts) > 1 and all(map(_is_long, (s.whole, *s.figures)))]
    return any(
        mendings((s.whole, *s.figures), lambda w, *ps: w.value == sum(p.value for p in ps))
        for s in long
    )


def _is_long(figure: Figure) -> bool:
    digits = re.sub(r"\D", "", figure.as_written).strip("0")
    return figure.value == 0 or len(digits) >= _LONG


def _of_one_sort(listing: Listing) -> bool:
    """Whether all parts are amounts of one sort, so that more than the whole is too much."""
    parts = listing.readings[-1]
    endings = {m.label.rstrip("为是约：:数额共")[-2:] for m in parts}
    paths = all(m.label.rstrip("”科目")[-3:] in ("（项）", "(项)") for m in parts)
    money = all(m.kind is QuantityKind.MONEY for m in parts)
    return money and len(parts) > 1 and (paths or (len(endings) == 1 and endings <= _SORTS))


def _finding(reading: Reading, listing: Listing, broken: Sum, severity: Severity) -> Finding:
    whole, parts = listing.wholes[0], listing.readings[0]
    zh, en = broken.in_words()
    hint = ("", "")
    if len(parts) < 13:
        hint = mended(
            [whole.figure, *(m.figure for m in parts)],
            lambda w, *ps: Sum(w, tuple(("", p) for p in ps), "").is_possible,
        )
    return finding(
        reading.report,
        "parts-and-whole",
        severity,
        whole.figure.as_written,
        broken.recomputed,
        (zh + hint[0], en + hint[1]),
        *(reading.sentence_at(m.start) for m in (whole, *parts)),
    )


def _changes_add_up(reading: Reading, listing: Listing) -> Iterator[Finding]:
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
        yield finding(
            reading.report,
            "parts-and-whole",
            Severity.ERROR,
            whole.change.figure.as_written,
            claim.recomputed,
            claim.in_words(),
            *(reading.sentence_at(c.said.start) for c in (whole, *changes) if c),
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
