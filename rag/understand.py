"""A question and its conversation → what it asks, of which reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.departments import DepartmentsAsked, department_spans, departments_asked
from rag.followup import leans, standalone
from rag.glossary import chinese_terms
from rag.indicators import indicators_asked
from rag.intents import intent_of, kinds_asked
from rag.language import language_of
from rag.parts import questions_in
from rag.records import Scope, Turn, Understood
from rag.spans import Span, cut, longest
from rag.years import YearsAsked, evened, year_words, years_asked
from vectorstore.records import Identity, Report

_ALL = re.compile(
    r"各部门|所有部门|各单位|所有报告|全部报告|各局|哪个部门|哪个单位"
    r"|\ball departments|\bwhich department",
    re.I,
)


def understand(question: str, turns: Sequence[Turn], reports: Sequence[Report]) -> Understood:
    """A question, the conversation before it and the reports on the shelf → what is asked.

    Years and departments that are not named are those spoken of before.
    """
    last = turns[-1] if turns else None
    identities = [report.identity for report in reports]
    newest = max((i.year for i in identities if i.year is not None), default=None)
    spoken_of = max(last.scope.years) if last and last.scope.years else None
    whole = question.strip()
    if last is not None and (leans(whole) or _is_scope_only(evened(whole), identities)):
        named = years_asked(evened(whole), newest, spoken_of).named
        whole = standalone(whole, last.standalone, named, lambda q: _whose(q, identities))
    text = evened(whole)
    departments = departments_asked(text, identities)
    years = years_asked(text, newest, spoken_of)
    scope, absent_years = _scope(text, last, years, departments, reports)
    return Understood(
        question=question,
        standalone=whole,
        language=language_of(question if re.search(r"[^\W\d_]", question) else whole),
        intent=intent_of(whole, scope.years + absent_years, scope.departments),
        scope=scope,
        indicators=_indicators(text, identities),
        search_terms=chinese_terms(whole) if language_of(whole) == "en" else (),
        absent_years=absent_years,
        absent_departments=departments.absent,
        parts=questions_in(whole),
    )


def each_asked(understood: Understood, reports: Sequence[Report]) -> tuple[Understood, ...]:
    """A message as understood → the same for each of its questions; whose and when hold for all."""
    if understood.parts == (understood.standalone,):
        return (understood,)
    identities, scope = [report.identity for report in reports], understood.scope
    return tuple(
        replace(
            understood,
            standalone=part,
            parts=(part,),
            intent=intent_of(part, scope.years + understood.absent_years, scope.departments),
            indicators=_indicators(evened(part), identities),
        )
        for part in understood.parts
    )


def _indicators(text: str, shelf: Sequence[Identity]) -> tuple[str, ...]:
    return indicators_asked(cut(text, [*year_words(text), *department_spans(text, shelf)]))


def _is_scope_only(text: str, shelf: Sequence[Identity]) -> bool:
    """万里街道？, 2023年: only a year or a department, and nothing asked about it."""
    rest = cut(text, [*year_words(text), *department_spans(text, shelf)])
    return re.search(r"\w", rest) is None


def _whose(text: str, shelf: Sequence[Identity]) -> list[Span]:
    """Where a text says whose reports it is about."""
    everybody = [match.span() for match in _ALL.finditer(text)]
    return longest([*department_spans(text, shelf), *everybody])


def _scope(
    text: str,
    last: Turn | None,
    years: YearsAsked,
    departments: DepartmentsAsked,
    reports: Sequence[Report],
) -> tuple[Scope, tuple[int, ...]]:
    """What is named, else what was spoken of; and the years asked about that are not there."""
    before = last.scope if last else Scope()
    names = departments.departments
    if not names and not departments.absent and not _ALL.search(text):
        names = before.departments
    about = [r for r in reports if not names or r.identity.department in names]
    there = {r.identity.year for r in about}
    named = years.named or (() if years.every else before.years)
    wanted = sorted({*named, *(y for y in years.implied if y in there)})
    return (
        Scope(
            years=tuple(y for y in wanted if y in there),
            departments=names,
            kinds=kinds_asked(text, {r.identity.kind for r in about}),
        ),
        tuple(y for y in wanted if y not in there),
    )
