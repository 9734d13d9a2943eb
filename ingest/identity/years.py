"""Which year a report was issued for, and which years its figures are of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.identity.sources import Sources
from ingest.identity.weigh import ENOUGH, weigh
from records import Candidate, Kind, Trait, Witness

_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*(?:年|(?!\d))")
_CHINESE = re.compile(r"二[〇零○O0]([一二三四五六七八九〇零○])([一二三四五六七八九〇零○])年?")
_RANGE = re.compile(r"(20\d\d)\s*年?度?\s*(?:[—–－~～至到-]|——)\s*(20\d\d)\s*年?")
_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_PLANNED = re.compile(
    r"(20\d\d)\s*年(?:[市县区州省]级|[\u4e00-\u9fff]{0,8}?)(?:财政)?(?:总)?预算(?:（?草案|安排)"
)
_FOR_YEAR = re.compile(
    r"(20\d\d)\s*年度?(?:[\u4e00-\u9fff]{0,12}?)(?:决算|预算执行|绩效|审计|工作总结)"
)
_FIGURE = re.compile(
    r"(?<!\d)(20\d\d)年(?:度|末|底)?(?!\d{1,2}月)[^。；\n\t]{0,40}?\d[\d,.]*\s*(?:万元|亿元|元|[%％])"
)
_BEFORE = re.compile(
    r"上年(?:度)?(?:预算|决算|执行|完成)数|(?:比|较|与)上年(?:度)?(?:预算|决算|执行)?数?(?:相比)?[，,]?"
    r"(?:增加|减少|增长|下降|持平)[^。；\n]{0,12}?\d[\d,.]*\s*[万亿]?元"
)
_OFTEN = 3
"""Sentences that give a figure of a year, from which on it is not in passing."""


def years(text: str) -> list[int]:
    """The years a text names, in its order: 2022年, 2022, 二〇二二年; 2022—2024年 are three."""
    found = [(m.start(), int(m[1])) for m in _YEAR.finditer(text)]
    for m in _CHINESE.finditer(text):
        found.append((m.start(), 2000 + 10 * _DIGITS[m[1]] + _DIGITS[m[2]]))
    for m in _RANGE.finditer(text):
        first, last = int(m[1]), int(m[2])
        if first < last <= first + 5:
            found += [(m.end(1), year) for year in range(first + 1, last)]
    return [year for _, year in sorted(dict.fromkeys(found))]


def year_of(sources: Sources, kind: Kind) -> tuple[int | None, Trait]:
    """A report's sources and kind → the year it was issued for."""
    value, trait = weigh("year", list(_year_candidates(sources, kind)))
    return int(value) if value else None, trait


def _year_candidates(sources: Sources, kind: Kind) -> Iterator[Candidate]:
    title = sources.title
    for year, weight in () if title.from_name else _issued_for(title.text, kind):
        yield Candidate(str(year), Witness.TITLE, title.text, weight)
    for year, weight in _issued_for(sources.name, kind):
        yield Candidate(str(year), Witness.FILE, sources.name, 0.3 * weight / 0.6)
    for year in years(sources.folder)[:1]:
        yield Candidate(str(year), Witness.FOLDER, sources.folder, 0.2)
    for label in sources.labels:
        if label.name == "年度" and (named := years(label.value)):
            yield Candidate(str(named[0]), Witness.LABEL, label.words, 0.4)
    if kind is Kind.WORK_REPORT:
        for year, _, words in sources.sessions[:1]:
            yield Candidate(str(year), Witness.BYLINE, words, 0.5)
    headed = Counter(y for head in sources.heads for y in set(years(head)))
    if headed:
        year, count = headed.most_common(1)[0]
        words = next(head for head in sources.heads if year in years(head))
        yield Candidate(str(year), Witness.HEADINGS, words, 0.25 if count > 1 else 0.15)
    if early := Counter(years(sources.text[:3000])):
        year, count = early.most_common(1)[0]
        yield Candidate(str(year), Witness.TEXT, f"{year}年", 0.25 if count > 2 else 0.15)


def _issued_for(title: str, kind: Kind) -> Iterator[tuple[int, float]]:
    """The years that a title may mean by its own, with how much it says so.

    The one of the draft budget (2025年预算执行情况和2026年预算草案), else the one of what it
    reports on (2023年度决算); of a range (2022—2024年) the last.
    """
    named = list(dict.fromkeys(years(title)))
    if len(named) < 2:
        yield from ((year, 0.6) for year in named)
    elif kind in (Kind.BUDGET_EXECUTION, Kind.BUDGET) and (found := _PLANNED.search(title)):
        yield int(found[1]), 0.6
    elif found := _RANGE.search(title):
        yield int(found[2]), 0.6
    elif kind is not Kind.BUDGET_EXECUTION and (found := _FOR_YEAR.search(title)):
        yield int(found[1]), 0.6
    else:
        yield max(named) if kind is Kind.BUDGET_EXECUTION else named[0], 0.4


def figure_years_of(sources: Sources, year: int | None) -> tuple[tuple[int, ...], Trait]:
    """A report's sources and its year → the years its figures are of, in order.

    Those of its title, of its headings and tables' heads, and those of which its sentences give
    figures often; the year before also where it compares amounts with it. Years after its own
    are plans in passing, but where the title names them.
    """
    candidates = list(_figure_candidates(sources, year))
    weights: Counter[int] = Counter()
    for candidate in candidates:
        weights[int(candidate.value)] += round(100 * candidate.weight)
    taken = sorted(y for y, weight in weights.items() if weight >= round(100 * ENOUGH))
    candidates.sort(key=lambda c: (c.value, -c.weight))
    return tuple(taken), Trait("figure_years", tuple(candidates), agreed=bool(taken))


def _figure_candidates(sources: Sources, year: int | None) -> Iterator[Candidate]:
    title = sources.title.text
    if year is not None:
        yield Candidate(str(year), Witness.TITLE, title, ENOUGH)
    for other in dict.fromkeys(years(title)):
        if other != year:
            yield Candidate(str(other), Witness.TITLE, title, ENOUGH)
    latest = year or max(years(title), default=0)
    headed = {y: head for head in reversed(sources.heads) for y in years(head)}
    for other, head in headed.items():
        if latest - 6 < other <= latest and other != year:
            yield Candidate(str(other), Witness.HEADINGS, head, ENOUGH)
    told = [(int(m[1]), m[0]) for m in _FIGURE.finditer(sources.text)]
    for other, count in Counter(y for y, _ in told).items():
        if latest - 6 < other < latest:
            words = next(w for y, w in told if y == other)
            yield Candidate(str(other), Witness.TEXT, words, ENOUGH if count >= _OFTEN else 0.2)
    compared: Sequence[str] = [m[0] for m in _BEFORE.finditer(sources.text)]
    if year is not None and compared:
        weight = ENOUGH if len(compared) > 1 else 0.3
        yield Candidate(str(year - 1), Witness.DEFINED, compared[0], weight)
