"""A question and its conversation → what it asks, of which reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.bodies import Body
from rag.followup import leans, standalone
from rag.glossary import chinese_terms
from rag.indicators import indicators_asked
from rag.intents import intent_of, kinds_asked, plans_asked
from rag.language import language_of
from rag.linking import Linked, link
from rag.other_years import of_whom, says_nobody, years_held
from rag.parts import questions_in
from rag.records import Choice, Scope, Turn, Understood
from rag.spans import Span, cut, longest
from rag.years import YearsAsked, evened, year_words, years_asked
from records import Identity, Report

_ALL = re.compile(
    r"各部门|所有部门|各单位|所有报告|全部报告|各局|哪个部门|哪个单位"
    r"|\ball departments|\bwhich department",
    re.I,
)
_TURNS = re.compile(
    r"(?:换成|换个?|只看|再?加上|还有|就说|看看|那|的|呢|吧|也|要|\W"
    r"|\bsame for\b|\bwhat about\b|\band\b|\bthe one in\b|\bin\b)*",
    re.I,
)
"""What only turns to somebody else or another year."""
_OPEN = Scope()


def understand(
    question: str,
    turns: Sequence[Turn],
    reports: Sequence[Report],
    today: date,
    filters: Scope = _OPEN,
) -> Understood:
    """A question, the conversation before it and the reports on the shelf → what is asked.

    Years and bodies that are not named are those spoken of before; 去年 is the year before the one
    spoken of, else before `today`. The sides that `filters` names are as it says.
    """
    last = turns[-1] if turns else None
    identities = [report.identity for report in reports]
    newest = max((i.year for i in identities if i.year is not None), default=None)
    spoken_of = max(last.scope.years) if last and last.scope.years else None
    whole = question.strip()

    def linked(text: str) -> Linked:
        return link(text, identities, last.scope if last else None)

    def years_of(text: str) -> YearsAsked:
        return years_asked(text, today.year, newest, spoken_of)

    place_for = False
    if last is not None and (leans(whole) or _is_scope_only(evened(whole), linked)):
        short = evened(whole)
        named = years_of(short).named
        place_for = linked(short).only_places
        if _is_scope_only(short, linked):
            said = longest([*year_words(short), *linked(short).spans])
            whole = "".join(short[a:b] for a, b in said) + (
                "？" if language_of(short) == "zh" else "?"
            )
        whole = standalone(whole, last.standalone, named, lambda q: _whose(q, linked))
    text = evened(whole)
    years = (
        years_of(text) if last is None else _said_first(years_of(evened(question)), years_of(text))
    )
    plans = plans_asked(whole)
    named_here = linked(text)
    if place_for and last is not None:
        # 那黔西南的呢 after 中卫市财政局: the finance bureau there.
        named_here = named_here.like(linked(evened(last.standalone)), last.scope, identities)
    if last is not None and not linked(evened(question)).mentions:
        # Who was spoken of is who it was, however the whole question words it.
        named_here = Linked(text, ()) if last.scope.whose or last.absent else named_here
    asked = _held_to(text, last, named_here, filters, reports)
    scope, absent_years = _scope(text, last, years, asked, filters, reports, plans)
    return Understood(
        question=question,
        standalone=whole,
        language=language_of(question if re.search(r"[^\W\d_]", question) else whole),
        intent=intent_of(whole, scope.years + absent_years, scope.whose),
        scope=scope,
        indicators=figures_asked(whole, identities),
        search_terms=chinese_terms(whole) if language_of(whole) == "en" else (),
        absent_years=absent_years,
        absent_departments=asked.absent,
        parts=questions_in(whole),
        names_whose=asked.surely,
        choices=asked.choices,
        read_as=years.read_as,
        plans=plans,
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
            intent=intent_of(part, scope.years + understood.absent_years, scope.whose),
            indicators=figures_asked(part, identities),
        )
        for part in understood.parts
    )


def figures_asked(question: str, identities: Sequence[Identity]) -> tuple[str, ...]:
    """A question → the indicators it asks for; whose and of which year is left out."""
    text = evened(question)
    return indicators_asked(cut(text, [*year_words(text), *link(text, identities).spans]))


@dataclass(frozen=True, slots=True)
class _Whose:
    """Whose reports a question is held to; see `Understood`."""

    departments: tuple[str, ...]
    places: tuple[str, ...]
    absent: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    surely: bool = False
    unsaid: bool = False


def _held_to(
    text: str, last: Turn | None, linked: Linked, filters: Scope, reports: Sequence[Report]
) -> _Whose:
    """What is chosen; else what is named; else who was spoken of before."""
    if filters.whose:
        return _Whose(filters.departments, filters.places, surely=True)
    if linked.choices:
        return _Whose((), (), choices=_choices(linked.choices))
    if linked.mentions:
        nobody = linked.absent and not linked.departments and not linked.places
        if nobody and any(says_nobody(r.identity) for r in reports):
            return _Whose((), (), linked.absent, unsaid=True)
        inside = _choices(linked.inside) if nobody else ()
        return _Whose(linked.departments, linked.places, linked.absent, inside, linked.surely)
    if last is None or _ALL.search(text):
        return _Whose((), ())
    before = last.scope
    return _Whose(before.departments, before.places, last.absent, unsaid=before.unsaid)


def _choices(bodies: Sequence[Body]) -> tuple[Choice, ...]:
    return tuple(dict.fromkeys(Choice(body.label, body.scope) for body in bodies))


def _said_first(asked: YearsAsked, whole: YearsAsked) -> YearsAsked:
    """What the question itself calls its years; its whole wording has them written out."""
    return YearsAsked(
        whole.named, whole.implied, whole.every, whole.period, asked.read_as or whole.read_as
    )


def _is_scope_only(text: str, linked: Callable[[str], Linked]) -> bool:
    """万里街道？, 换成2023年: only a year or a body, and nothing asked about it."""
    said = [*year_words(text), *linked(text).spans]
    return _TURNS.fullmatch(cut(text, said, gap=" ")) is not None


def _whose(text: str, linked: Callable[[str], Linked]) -> list[Span]:
    """Where a text says whose reports it is about."""
    everybody = [match.span() for match in _ALL.finditer(text)]
    return longest([*linked(text).spans, *everybody])


def _scope(
    text: str,
    last: Turn | None,
    years: YearsAsked,
    whose: _Whose,
    filters: Scope,
    reports: Sequence[Report],
    plans: bool,
) -> tuple[Scope, tuple[int, ...]]:
    """What is named, else what was spoken of; and the years asked about that are not there.

    A year is there where a report is of it or holds figures of it. A year that is only counted
    from today (去年) and is not there leaves the newest that is.
    """
    before = last.scope.years if last else ()
    about = of_whom(reports, Scope((), whose.departments, (), whose.places, whose.unsaid))
    there = {y for r in about for y in years_held(r.identity, plans)}
    named = years.named or (() if years.every or years.period else before)
    period = [y for y in years.period if y in there] or ([] if named else years.period)
    wanted = sorted({*named, *period, *(y for y in years.implied if y in there)})
    if wanted and {*wanted} <= years.counted and not there & {*wanted} and there:
        # Nobody knows the day from which 去年 is counted for sure: what there is of late may be
        # meant, and a note says that it is another year.
        own = sorted({r.identity.year for r in about if r.identity.year is not None})
        wanted = own[-1:] if len(own) > 1 else []
    scope = Scope(
        years=filters.years or tuple(y for y in wanted if y in there),
        departments=whose.departments,
        kinds=filters.kinds or kinds_asked(text, {r.identity.kind for r in about}),
        places=whose.places,
        unsaid=whose.unsaid,
    )
    return scope, () if filters.years else tuple(y for y in wanted if y not in there)
