"""Numbers whose thousands are not in threes: a digit dropped or put in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from figures.checks.findings import finding
from figures.checks.reading import Reading
from records import Finding, Severity

_GROUPED = re.compile(
    r"(?<![\d,，.])\d{1,3}(?:,\d+)+(?:\.\d+)?(?=\s*(?:[千万亿]?元|%|％|平方米|人次|户|个|项|件|辆|\t|$))"
)
_WELL = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")


def thousands_are_in_threes(reading: Reading) -> Iterator[Finding]:
    """1,8220.50万元: 1,822.50 or 18,220.50?"""
    rows = [(r.start, r.end) for t in reading.report.tables for r in t.rows]
    for span in (*reading.sentences, *rows):
        for match in _GROUPED.finditer(reading.text, *span):
            if _WELL.fullmatch(match[0]):
                continue
            yield finding(
                reading.report,
                "digit-grouping",
                Severity.DOUBTFUL,
                match[0],
                "",
                (
                    f"“{match[0]}”的千分位不是三位一组，可能多写或少写了一位数字。",
                    f"The thousands of “{match[0]}” are not in threes: a digit may be missing "
                    f"or have been put in.",
                ),
                span,
            )
