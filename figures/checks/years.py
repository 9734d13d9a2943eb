"""Years that cannot be: compared with the future, with itself, or left over from last year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from figures.checks.findings import Span, finding
from figures.checks.reading import Reading
from records import Finding, Kind, Severity

_COMPARED = re.compile(
    r"(?:比|较|与|同)\s*(?P<year>(?:19|20)\d\d)\s*年(?:度)?(?:（[^（）]*）)?"
    r"(?P<what>[^，。；\d]{0,14}?)(?=增|减|上升|下降|提高|降低|持平|相比|一致|略|基本|有所|[，。])"
)
_TITLE = re.compile(r"^\s*(?P<year>20\d\d)\s*年(?:度)?(?=[^\n]{0,40}表$)")
_DATED = re.compile(r"截[至止]\s*(?P<year>20\d\d)\s*年")
_ODD = re.compile(
    r"(?<!\d)(?:20\d|20\d{3}|2[1-9]\d\d|1[0-8]\d\d)\s*年度?(?:预算|决算|执行|部门|“三公”)"
)
_DATE = re.compile(
    r"(?<!\d)(?P<year>20\d\d)\s*年\s*(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*日)?"
)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_BEFORE_OUTCOME = re.compile(r"预算|计划|目标|年初|调整")


def years_are_possible(reading: Reading) -> Iterator[Finding]:
    """比2026年预算 in the budget of 2026, a table titled with another year, 2月30日."""
    for span in (*reading.sentences, *_titles(reading)):
        yield from _odd(reading, span)
    year = reading.identity.year
    if year is None:
        return
    for span in reading.sentences:
        for match in _COMPARED.finditer(reading.text, *span):
            yield from _compared(reading, match, year, span)
        for match in _DATED.finditer(reading.text, *span):
            limit = year if reading.identity.kind is Kind.BUDGET else year + 1
            if int(match["year"]) > limit:
                yield _wrong(
                    reading,
                    match,
                    str(year),
                    span,
                    Severity.DOUBTFUL,
                    f"这是{year}年的报告，不会有{match['year']}年的数据",
                    f"a report of {year} cannot have data of {match['year']}",
                )
    yield from _titled(reading, year)


def _titles(reading: Reading) -> list[Span]:
    tables = reading.report.tables
    return [(t.start, t.rows[0].start if t.rows else t.end) for t in tables]


def _compared(reading: Reading, match: re.Match[str], year: int, span: Span) -> Iterator[Finding]:
    other = int(match["year"])
    kind = reading.identity.kind
    own_plan = kind is not Kind.BUDGET and _BEFORE_OUTCOME.search(match["what"])
    later = any(int(y) > year for y in re.findall(r"20\d\d", reading.text[slice(*span)]))
    if other == year and later:
        return
    if other > year or (
        other == year and not own_plan and kind in (Kind.BUDGET, Kind.FINAL_ACCOUNTS)
    ):
        words = re.sub(r"\s", "", match[0])
        yield _wrong(
            reading,
            match,
            str(year - 1),
            span,
            Severity.ERROR,
            f"这是{year}年的报告，“{words}”是与本年自己或将来相比",
            f"the report is of {year}: “{words}” compares it with itself or with the future",
        )
    elif other < year - 1 and _usual(reading) == year - 1:
        yield _wrong(
            reading,
            match,
            str(year - 1),
            span,
            Severity.DOUBTFUL,
            f"其他各处都与{year - 1}年相比，只有这里是{other}年",
            f"everywhere else the comparison is with {year - 1}, here with {other}",
        )


def _usual(reading: Reading) -> int | None:
    """The year that nearly all comparisons are with."""
    years = [int(m["year"]) for m in _COMPARED.finditer(reading.text)]
    best = max(set(years), key=years.count, default=None)
    return best if best and len(years) > 3 and years.count(best) >= len(years) - 2 else None


def _titled(reading: Reading, year: int) -> Iterator[Finding]:
    word = "预算" if reading.identity.kind is Kind.BUDGET else "决算"
    titles = [
        (t, m)
        for t in reading.report.tables
        if (m := _TITLE.search(t.title)) and word in t.title and "执行" not in t.title
    ]
    if not any(int(m["year"]) == year for _, m in titles):
        return
    for table, match in titles:
        if int(match["year"]) != year:
            span = (table.start, table.rows[0].start if table.rows else table.end)
            yield _wrong(
                reading,
                match,
                str(year),
                span,
                Severity.DOUBTFUL,
                f"表题写的是{match['year']}年，这是{year}年的报告，其他表题也是{year}年",
                f"the table's title says {match['year']}; the report and its other "
                f"titles say {year}",
            )


def _odd(reading: Reading, span: Span) -> Iterator[Finding]:
    for match in _ODD.finditer(reading.text, *span):
        yield _wrong(
            reading,
            match,
            "",
            span,
            Severity.DOUBTFUL,
            f"“{match[0]}”不像一个年份",
            f"“{match[0]}” does not look like a year",
        )
    for match in _DATE.finditer(reading.text, *span):
        month, day = int(match["month"]), int(match["day"] or 1)
        if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1]:
            yield _wrong(
                reading,
                match,
                "",
                span,
                Severity.ERROR,
                f"没有“{match[0]}”这一天",
                f"there is no such day as {match[0]}",
            )


def _wrong(
    reading: Reading,
    match: re.Match[str],
    better: str,
    span: Span,
    severity: Severity,
    zh: str,
    en: str,
) -> Finding:
    return finding(
        reading.report,
        "impossible-year",
        severity,
        re.sub(r"\s", "", match[0]),
        better,
        (f"{zh}。", f"{en[0].upper()}{en[1:]}."),
        span,
    )
