"""A question and its conversation → what it asks, of which reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rag.departments import DepartmentsAsked, departments_asked
from rag.followup import leans, standalone
from rag.glossary import chinese_terms
from rag.intents import intent_of, kinds_asked
from rag.records import Scope, Turn, Understood
from rag.years import YearsAsked, evened, year_spans, years_asked
from vectorstore.records import Report

_HAN = re.compile(r"[\u4e00-\u9fff]")
_ALL = re.compile(
    r"各部门|所有部门|各单位|所有报告|全部报告|各局|哪个部门|哪个单位"
    r"|\ball departments|\bwhich department",
    re.I,
)


def understand(
    question: str,
    turns: Sequence[Turn],
    shelf: Sequence[Report],
    translate: Callable[[str], str] | None = None,
) -> Understood:
    """A question, the conversation before it and the reports on the shelf → what is asked.

    Years and departments that are not named are those spoken of before; `translate` turns an
    English question into Chinese, to search with besides the glossary's terms.
    """
    last = turns[-1] if turns else None
    text = evened(question.strip())
    years = years_asked(text, _newest(shelf), _spoken_of(last))
    departments = departments_asked(text, [r.identity for r in shelf])
    scope, absent_years = _scope(text, last, years, departments, shelf)
    whole = _whole(question.strip(), last, text, departments)
    chinese = _HAN.search(whole) is not None
    return Understood(
        question=question,
        standalone=whole,
        language="zh" if _HAN.search(question) or not question.isascii() else "en",
        intent=intent_of(whole, scope.years + absent_years, scope.departments),
        scope=scope,
        indicators=(),
        search_terms=() if chinese else _search_terms(whole, translate),
        absent_years=absent_years,
        absent_departments=departments.absent,
    )


def _scope(
    text: str,
    last: Turn | None,
    years: YearsAsked,
    departments: DepartmentsAsked,
    shelf: Sequence[Report],
) -> tuple[Scope, tuple[int, ...]]:
    before = last.scope if last else Scope()
    everywhere = _ALL.search(text) is not None
    named_departments = departments.departments
    if not named_departments and not departments.absent and not everywhere:
        named_departments = before.departments
    about = [
        r for r in shelf if not named_departments or r.identity.department in named_departments
    ]
    there = {r.identity.year for r in about}
    named = years.named
    if not named and not years.every:
        named = before.years
    elif last and _adds_to_before(text):
        named = tuple(sorted({*before.years, *named}))
    wanted = sorted({*named, *(y for y in years.implied if y in there)})
    on_shelf = tuple(y for y in wanted if y in there)
    kinds = kinds_asked(text, {r.identity.kind for r in about})
    scope = Scope(on_shelf, named_departments, kinds or (before.kinds if leans(text) else ()))
    return scope, tuple(y for y in wanted if y not in there)


def _whole(question: str, last: Turn | None, text: str, departments: DepartmentsAsked) -> str:
    if last is None or not leans(question):
        return question
    named = (*departments.absent, *(d for d in departments.departments))
    spans = year_spans(text)
    return standalone(question, last.standalone, (*(text[a:b] for a, b in spans), *named))


def _adds_to_before(text: str) -> bool:
    """和2021年比呢？ asks about the year spoken of as well."""
    return (
        re.match(r"^(?:那|再)?(?:和|与|跟|同|比|较)|^compared (?:to|with)", text, re.I) is not None
    )


def _newest(shelf: Sequence[Report]) -> int | None:
    return max((r.identity.year for r in shelf if r.identity.year is not None), default=None)


def _spoken_of(last: Turn | None) -> int | None:
    return max(last.scope.years) if last and last.scope.years else None


def _search_terms(question: str, translate: Callable[[str], str] | None) -> tuple[str, ...]:
    translated = (translate(question).strip(),) if translate else ()
    return tuple(t for t in (*chinese_terms(question), *translated) if t)
