"""One amount, compared with one year, must have changed by one amount."""

from __future__ import annotations

import re
from collections.abc import Iterator

from figures.checks.comparisons import Change, term
from figures.checks.findings import finding
from figures.checks.reading import Reading
from records import Finding, Severity

_TOTALS = re.compile(r"财政拨款|一般公共预算|[收支]总计|收入预算|支出预算|收入合计|支出合计")


def equal_amounts_change_equally(reading: Reading) -> Iterator[Finding]:
    """财政拨款收入 and 财政拨款支出, both 3,104.60万元: the increase on last year is the same."""
    seen: list[Change] = []
    for change in reading.changes:
        if not change.current or not change.change or not _TOTALS.search(change.current.label):
            continue
        other = next((c for c in seen if _comparable(reading, c, change)), None)
        if other is None:
            seen.append(change)
        elif _step(other) != _step(change):
            yield _differ(reading, other, change)


def _comparable(reading: Reading, a: Change, b: Change) -> bool:
    one, two = a.current, b.current
    if one is None or two is None or one.figure.value == 0:
        return False
    year = reading.identity.year
    return one.figure.value == two.figure.value and term(a.phrase, year) == term(b.phrase, year)


def _step(change: Change) -> object:
    said = change.change
    return said and (said.direction, said.figure.value)


def _differ(reading: Reading, a: Change, b: Change) -> Finding:
    first, second = a.current or a.said, b.current or b.said
    amount = second.figure.as_written
    one, two = (
        ("增加" if m.direction > 0 else "减少") + m.figure.as_written for m in (a.said, b.said)
    )
    return finding(
        reading.report,
        "unequal-changes",
        Severity.DOUBTFUL,
        two,
        one,
        (
            f"“{first.label}”与“{second.label}”都是{amount}，与同一年相比，"
            f"却一处写{one}，一处写{two}。",
            f"“{first.label}” and “{second.label}” are both {amount}, yet against the "
            f"same year one has {one} and the other {two}.",
        ),
        reading.sentence_at(b.said.start),
        reading.sentence_at(a.said.start),
    )
