"""This year's report against last year's own figure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from figures.checks.comparisons import Change, term
from figures.checks.figure import Figure, show
from figures.checks.findings import finding
from figures.checks.interval import Interval
from figures.checks.mentions import Mention, Role
from figures.checks.reading import Reading
from figures.quantities import QuantityKind
from records import Finding, Kind, Severity

_PLANS = ("预算", "年初", "调整", "")
_OUTCOMES = ("决算", "执行", "")


def last_year_agrees(this: Reading, last: Reading) -> Iterator[Finding]:
    """比2023年预算减少876.75万元: what 2023 must have been, against the report of 2023."""
    stated = _own_amounts(last)
    for change in this.changes:
        current = change.current
        if current is None or not change.certain or change.change is None:
            continue
        against = term(change.phrase, this.identity.year)
        if against.year != last.identity.year or not _comparable(this, last, against.measure):
            continue
        candidates = stated.get(_name(this, current), [])
        if not candidates:
            continue
        before = _before(change, current.figure)
        if not any(m.figure.range.meets(before) for m in candidates):
            yield _disagrees(this, last, change, current, candidates[0])


def _comparable(this: Reading, last: Reading, measure: str) -> bool:
    """Whether the figure compared with is one that last year's report gives as its own."""
    if last.identity.kind is Kind.BUDGET:
        return measure in _PLANS and this.identity.kind is Kind.BUDGET
    if last.identity.kind is Kind.FINAL_ACCOUNTS:
        # A budget is drawn up before the year is over: its 执行数 need not be the final one.
        own = _OUTCOMES if this.identity.kind is Kind.FINAL_ACCOUNTS else ("决算",)
        return measure in own
    return False


def _own_amounts(last: Reading) -> dict[str, list[Mention]]:
    """The amounts that the report gives for its own year, by what they are called."""
    found: dict[str, list[Mention]] = {}
    for paragraph in last.paragraphs:
        for sentence in paragraph:
            for mention in sentence.mentions:
                if mention.role is not Role.AMOUNT or mention.kind is not QuantityKind.MONEY:
                    continue
                year = term(mention.label, last.identity.year).year
                if mention.is_exact and year in (None, last.identity.year):
                    found.setdefault(_name(last, mention), []).append(mention)
    found.pop("", None)
    return found


def _name(reading: Reading, mention: Mention) -> str:
    """What an amount is called, without years, the department's name and list numbers."""
    label = mention.label
    for name in (reading.identity.department, *reading.identity.short_names):
        label = label.replace(name, "") if name else label
    label = re.sub(r"^(?:[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、]|其中)+、?", "", label)
    label = re.sub(r"20\d\d年度?|本部门|本单位|[“”\"：:]|(?:数|为|共|总额|的)+$", "", label)
    return label if len(label) > 3 else ""


def _before(change: Change, current: Figure) -> Interval:
    said = change.change
    assert said is not None  # only statements with an amount of change are asked
    step = said.figure.range if said.direction >= 0 else -said.figure.range
    return current.range - step


def _disagrees(
    this: Reading, last: Reading, change: Change, current: Mention, own: Mention
) -> Finding:
    said = change.change
    assert said is not None  # only statements with an amount of change are asked
    sign = 1 if said.direction >= 0 else -1
    implied = show(current.figure.value - sign * said.figure.value, current.figure)
    year, page = last.identity.year, last.report.page_at(own.start)
    operation = f"{current.figure.as_written} {'−' if sign > 0 else '+'} {said.figure.as_written}"
    return finding(
        this.report,
        "last-year",
        Severity.ERROR,
        implied,
        own.figure.as_written,
        (
            f"由本报告推算{year}年的数：{operation} = {implied}；"
            f"而{year}年的报告（第{page}页）写的是{own.figure.as_written}。",
            f"By this report the figure of {year} was {operation} = {implied}; "
            f"the report of {year} itself (page {page}) states {own.figure.as_written}.",
        ),
        this.sentence_at(said.start),
        this.sentence_at(current.start),
    )
