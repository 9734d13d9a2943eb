"""A heading's amount against the amount that its paragraph gives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from figures.checks.comparisons import term
from figures.checks.findings import finding
from figures.checks.mentions import Mention, Role
from figures.checks.reading import Paragraph, Reading
from figures.quantities import QuantityKind
from records import Finding, Kind, Severity

_ITEM = re.compile(r"[（(][类款项][)）]|[”\"]$")
_CURRENT = re.compile(
    r"预算安排|安排预算|安排|预算数|预算为|支出决算|决算数|决算为|本年支出|支出为"
)
_NUMBER = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、])"
)
_HEADING_LENGTH = 45
"""Characters up to which a line without 。 is taken as a heading."""


def headings_fit(reading: Reading) -> Iterator[Finding]:
    """“…住房公积金（项）”350.35万元 … 2024年预算安排352.67万元; （一）基本支出100万元."""
    for at, paragraph in enumerate(reading.paragraphs):
        money = _money(paragraph)
        if not money:
            continue
        stage = term(money[0].label, reading.identity.year).measure
        if _ITEM.search(money[0].label) and stage in ("", *_stages(reading)):
            yield from _mismatch(reading, money[0], _currents(reading, money))
        elif _is_heading(reading, paragraph) and len(money) == 1:
            following = reading.paragraphs[at + 1 : at + 2]
            name = _NUMBER.sub("", money[0].label)
            amounts = [m for p in following for m in _money(p)]
            named = [m for m in amounts if len(name) > 3 and name in m.label]
            if not any(m.figure.range.meets(money[0].figure.range) for m in amounts):
                yield from _mismatch(reading, money[0], named)


def _money(paragraph: Paragraph) -> list[Mention]:
    return [
        m
        for s in paragraph
        for m in s.mentions
        if m.role is Role.AMOUNT and m.kind is QuantityKind.MONEY and m.is_exact
    ]


def _is_heading(reading: Reading, paragraph: Paragraph) -> bool:
    start, end = paragraph[0].start, paragraph[-1].end
    line = reading.text[start:end].strip()
    return len(line) < _HEADING_LENGTH and not line.endswith(("。", "；", "，", "："))


def _currents(reading: Reading, money: list[Mention]) -> list[Mention]:
    """The later amounts that are this year's, by their words."""
    year = reading.identity.year
    wanted = _stages(reading)
    found = []
    for mention in money[1:]:
        named = term(mention.label, year)
        own = named.measure in wanted and named.year in (None, year) and named.name == ""
        if own and _CURRENT.search(mention.label):
            found.append(mention)
    return found


def _stages(reading: Reading) -> tuple[str, ...]:
    """The stages of the budget that the report's own amounts are of."""
    if reading.identity.kind is Kind.BUDGET:
        return "预算", "年初", ""
    if reading.identity.kind is Kind.FINAL_ACCOUNTS:
        return "决算", "执行"
    return "决算", "执行", "预算", ""


def _mismatch(reading: Reading, head: Mention, inside: list[Mention]) -> Iterator[Finding]:
    if not inside or any(m.figure.range.meets(head.figure.range) for m in inside):
        return
    stated, other = head.figure.as_written, inside[0].figure.as_written
    yield finding(
        reading.report,
        "heading-amount",
        Severity.ERROR,
        stated,
        other,
        (
            f"标题写的是{stated}，下文写的是{other}，同一个数前后不一。",
            f"The heading states {stated}, its paragraph {other}, for the same amount.",
        ),
        reading.sentence_at(head.start),
        reading.sentence_at(inside[0].start),
    )
