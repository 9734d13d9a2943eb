"""Passages and sentences → of which years they tell: those asked about, or others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from figures.indicators.naming import role_of
from figures.quantities import quantities
from figures.statements import statements
from rag.records import EvidenceSentence, Found, Intent, Understood, of_whom, years_held
from records import Kind, Report

_EXECUTED = re.compile(
    r"执行(?!率|情况)|决算|实际(?:支出|执行|完成|使用|花)|花了|用了|支出了"
    r"|\bexecuted|\bspent\b|\bactual",
    re.I,
)
_PLANNED = (Kind.BUDGET, Kind.BUDGET_EXECUTION, Kind.WORK_REPORT)
"""Kinds whose own year was still to come when they were written."""
_AHEAD = re.compile(r"下一?年|明年|次年|下一步|下一阶段|改进|整改|打算|计划|安排|建议|措施|草案")
_BEFORE = re.compile(r"上一?年|去年|上年度")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=\s*年|\s*[-—–~至到]|[预决执]|$)")


_TAKES_STOCK = re.compile(r"截[至止]到?\s*(20\d\d)\s*年(?P<another>.*(?<!\d)20\d\d\s*年)?", re.S)


def reports_of_other_years(asked: Understood, reports: Iterable[Report]) -> list[Report]:
    """A question → the reports of other years that hold what it asks of its years.

    None where the years' own reports can tell all of it: those written when the year was over.
    """
    years = {*asked.scope.years}
    if not years:
        return []
    every = of_whom(reports, replace(asked.scope, years=(), kinds=()))
    held = {(_whose(r), r.identity.year) for r in every if r.identity.kind not in _PLANNED}
    spent = _EXECUTED.search(asked.standalone) is not None
    return [
        r
        for r in every
        if r.identity.year is not None
        and r.identity.year not in years
        and any(
            (year in years_held(r.identity, asked.plans) or (spent and r.identity.year == year + 1))
            and ((_whose(r), year) not in held or asked.plans)
            for year in years
        )
    ]


def _whose(report: Report) -> str:
    return report.identity.department or report.identity.district


def of_the_years(
    asked: Understood, found: Sequence[Found], evidence: Sequence[EvidenceSentence]
) -> list[EvidenceSentence]:
    """Evidence, best first → what is said of the years asked about.

    Of reports of other years nothing else is left, and what states only other years' figures is
    left out of the years' own, unless nothing else is there. Where what was spent is asked for,
    what states it of these years comes first.
    """
    years = {*asked.scope.years}
    if not years:
        return list(evidence)
    by_number = {f.n: f for f in found}
    kept = [s for s in evidence if _is_of(years, asked.plans, by_number[s.n], s)]
    own = [s for s in kept if not _is_only_of_others(years, by_number[s.n], s)]
    kept = own or kept
    if not _EXECUTED.search(asked.standalone) or all(_is_own(years, by_number[s.n]) for s in kept):
        return kept
    spent = [s for s in kept if _tells_spending(years, by_number[s.n], s)]
    return [*spent, *(s for s in kept if s not in spent)]


def _is_own(years: set[int], found: Found) -> bool:
    return found.report.identity.year is None or found.report.identity.year in years


def _is_of(years: set[int], plans: bool, found: Found, sentence: EvidenceSentence) -> bool:
    if _is_own(years, found) or years & years_said(found, sentence):
        return True
    year = found.report.identity.year
    if not plans or year is None or max(years_held(found.report.identity)) + 1 not in years:
        return False
    return _AHEAD.search(" ".join((*found.passage.headings, sentence.text))) is not None


def _is_only_of_others(years: set[int], found: Found, sentence: EvidenceSentence) -> bool:
    """Whether a sentence states figures, and of other years than those asked about alone."""
    said = _years_in(sentence.text, found.report.identity.year)
    if not said or said & years:
        return False
    stated = statements(sentence.text, found.report.identity.year)
    return bool(stated) and not any(s.year in years for s in stated)


def years_said(found: Found, sentence: EvidenceSentence) -> set[int]:
    """The years that a sentence says it is of, else its table's columns, else what is over it."""
    year = found.report.identity.year
    if said := _years_in(sentence.text, year):
        return said
    over = (found.passage.context, *reversed(found.passage.headings))
    own = set() if year is None else {year}
    return next((said for text in over if (said := _years_in(text, year))), own)


def year_over(headings: Sequence[str], year: int | None) -> int | None:
    """The year that the headings over a place say, the innermost first; else the report's own."""
    said = (_years_in(heading, year) for heading in reversed(headings))
    return next((min(years) for years in said if len(years) == 1), year)


def _years_in(text: str, year: int | None) -> set[int]:
    said = {q.year for q in quantities(text) if q.year} | {int(y) for y in _YEAR.findall(text)}
    if year is not None and _BEFORE.search(text):
        said.add(year - 1)
    return said


def _tells_spending(years: set[int], found: Found, sentence: EvidenceSentence) -> bool:
    return any(
        s.year in years and role_of(s.inherited + s.own) == "executed"
        for s in statements(sentence.text, found.report.identity.year)
    )


def about_absent_years(
    asked: Understood, found: Sequence[Found], evidence: Sequence[EvidenceSentence]
) -> tuple[EvidenceSentence, ...]:
    """Evidence → what of it states something of a year that has no report.

    The year has to stand in the sentence, or over the columns of its table, with a number of that
    year where one is asked for. Another year's figure is no answer.
    """
    by_number = {f.n: f for f in found}
    return tuple(s for s in evidence if _states_of(asked, by_number[s.n], s))


def _states_of(asked: Understood, found: Found, sentence: EvidenceSentence) -> bool:
    years = {*asked.absent_years}
    if _as_of(found, sentence) in years:
        return True
    over = "" if found.passage.table is None else f"{found.passage.context}\n"
    dated = any(q.year in years for q in quantities(over + sentence.text))
    if asked.intent is not Intent.FIGURE or found.passage.table is not None:
        return dated
    return dated and any(
        s.year in years for s in statements(sentence.text, found.report.identity.year)
    )


def _as_of(found: Found, sentence: EvidenceSentence) -> int | None:
    """截止2022年12月31日，流动资产…。固定资产…: the year at whose end a paragraph takes stock."""
    before = found.passage.text[: sentence.start - found.passage.start]
    taken = list(_TAKES_STOCK.finditer(before.rpartition("\n")[2]))
    return int(taken[-1][1]) if taken and not taken[-1]["another"] else None
