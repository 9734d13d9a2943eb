"""A message and its conversation → the questions in it, each whole, and the reports it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.question.entities import Entity
from rag.question.intents import indicators_asked, intent_of, kinds_asked, plans_asked
from rag.question.lexicon import chinese_terms, word_lists
from rag.question.linking import LinkedEntities, link
from rag.question.years import YearsAsked, year_spans, year_words, years_asked
from rag.records import (
    EVERYTHING,
    Choice,
    Scope,
    Turn,
    Understood,
    of_whom,
    says_nobody,
    years_held,
)
from rag.text import Span, cut, half_width, has_han, language_of, longest
from records import Identity, Report

_QUESTION = re.compile(r"[^？?]*[？?]+")
_SENTENCE = re.compile(r"(?<=[。！!；;\n])|(?<=\. )")
_LEAST = 5
"""Letters and digits: a shorter question (为什么？) is one with the question before it."""
_MOST = 5


def questions_in(message: str) -> tuple[str, ...]:
    """A message → its questions in order, at most five; the message where it marks none.

    A question ends with a question mark, and begins behind the sentence before it: what is told
    before a question is no part of it.
    """
    found: list[str] = []
    for match in _QUESTION.finditer(message):
        whole = match[0].strip()
        last = [s for s in _SENTENCE.split(whole) if s.strip()][-1].strip()
        if sum(c.isalnum() for c in last) >= _LEAST:
            found.append(last)
        elif found and last != whole:
            found.append(whole)
        elif found:
            found[-1] = f"{found[-1]}{last}"
        else:
            found.append(whole)
    return tuple(found[:_MOST]) or (message.strip(),)


_REASON = "为什么|为何|怎么回事"
_ELLIPTIC = re.compile(
    r"呢[？?。！!]?$|^(?:那么?|那|再|还有|另外|其中|和|与|跟|比|较|同)"
    rf"|^(?:{_REASON}|原因|具体呢|然后呢)"
    r"|^(?:哪一?年|哪个(?:部门|单位)|谁)(?!的)[^，。]{0,8}[？?]?$"
    r"|^哪个[更最]?[多少高低大小好差]|^(?:and|what about|how about|compared|why|then|so)\b",
    re.I,
)
_WHY = re.compile(
    rf"^(?:那|这)?(?:是)?(?:{_REASON}|什么原因|原因(?:是什么)?|why)[？?。呢啊]*\s*$", re.I
)
_WHICH = re.compile(
    r"^(?:那么?)?(?:哪一?年|哪个(?:部门|单位|(?=[更最]?[多少高低大小好差]))|谁)(?!的)[^，。]{0,8}[？?]?$"
)
_FRAME = re.compile(
    r"^(?:那么|那|再|还有|另外|其中|请问)?(?:看看?)?|(?:呢|如何|怎么样|怎样|是多少)?[？?。！!]*$"
)
_ENGLISH_FRAME = re.compile(
    r"^(?:and |then |so )?(?:what about |how about )?(?:for |in )?|[?.!]+$", re.I
)
_COMPARES = re.compile(
    r"^(?:那|再)?(?:和|与|跟|同|比|较)(.+?)(?:相?比|对比|比较)?(?:起来)?"
    r"(?:如何|怎么样|怎样|多少|有什么变化)?呢?[？?]?$"
)
_ENGLISH_COMPARES = re.compile(r"^(?:and )?compared? (?:it )?(?:to|with) (.+?)[?.]?$", re.I)
_ASKS = re.compile(
    r"(?:分别)?(?:是|为|有|达到?|占)?(?:了)?(?:多少|几)[^，。？?]{0,4}[？?]?$|[？?。]$"
)

_ASKS_PLAINLY = re.compile(
    r"(?:分别)?(?:是|为|有|达到?|占)?(?:多少|几)(?:万元|亿元|元|钱|分|个|项)?[？?]?"
)


def is_elliptical(question: str) -> bool:
    """Whether a question cannot be understood without the one before: 那2021年呢？, 为什么？"""
    return _ELLIPTIC.search(question.strip()) is not None


def standalone(
    question: str,
    before: str,
    years: Sequence[int],
    departments_in: Callable[[str], list[Span]],
) -> str:
    """A question that leans on `before` (a whole question) → the whole question.

    `years` are those it names; `departments_in` gives the spans where departments are named.
    """
    question, before = half_width(question.strip()), half_width(before.strip())
    if _WHY.match(question):
        return (
            f"{_stem(before)}，原因是什么？"
            if has_han(before)
            else f"{before.rstrip('?.! ')}: why?"
        )
    if _WHICH.match(question):
        return f"{cut(_stem(before), year_spans(_stem(before)))}{question}"
    years_said = _years_said(years, has_han(before))
    compared = _COMPARES.match(question)
    names = [question[a:b] for a, b in departments_in(question)]
    if compared and (years or names):
        with_what = "".join(names) + years_said
        return f"{_stem(before)}，与{with_what}相比有什么变化？"
    if (english := _ENGLISH_COMPARES.match(question)) and (years or names):
        return f"{before.rstrip('?. ')}, compared with {english[1]}?"
    rest = _subject(
        cut(_core(question), [*year_words(_core(question)), *departments_in(_core(question))])
    )
    whole = (_with_sibling(before, rest) or _about(before, rest)) if rest else before
    if names:
        whole = _put(whole, departments_in(whole), "和".join(names))
    return _put(whole, year_spans(whole) or year_words(whole), years_said) if years else whole


def _core(question: str) -> str:
    frame = _FRAME if has_han(question) else _ENGLISH_FRAME
    return frame.sub("", question)


def _stem(question: str) -> str:
    return _ASKS.sub("", question).rstrip("？?。")


def _asked(question: str) -> str:
    """How a question asks, without what it counts: that is another subject's."""
    match = _ASKS.search(question)
    if match is None or match[0] in "？?。":
        return "是什么？"
    return match[0] if _ASKS_PLAINLY.fullmatch(match[0]) else "是多少？"


def _subject(rest: str) -> str:
    """What is left of a short question without its frame, years and departments."""
    plain = re.sub(r"[的在和与、，,\s]+", "", rest) if has_han(rest) else rest.strip(" ,?")
    return "" if re.fullmatch(r"(?i)(?:in|for|and|the|[年度]|\s)*", plain) else plain


def _about(before: str, subject: str) -> str:
    if has_han(before) and not has_han(subject):
        return f"What was {subject}?"
    if not has_han(before):
        return f"{before.rstrip('?. ')}: {subject}?"
    return f"{subject}{_asked(before)}"


def _years_said(years: Sequence[int], chinese: bool) -> str:
    if not years:
        return ""
    return "、".join(map(str, years)) + "年" if chinese else " and ".join(map(str, years))


def _put(text: str, spans: Sequence[Span], words: str) -> str:
    """Words in the place of the spans, from the first to the last; in front where there is none."""
    if spans:
        return f"{text[: spans[0][0]]}{words}{text[spans[-1][1] :]}"
    return f"{words}{text}" if has_han(text) else f"{text.rstrip('?. ')} ({words})?"


def _with_sibling(before: str, subject: str) -> str:
    for line in word_lists().siblings.families:
        family = line.split()
        if any(subject.endswith(s) or s.startswith(subject) for s in family):
            for sibling in sorted(family, key=len, reverse=True):
                if sibling in before and sibling != subject:
                    return before.replace(sibling, subject, 1)
    return ""


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


def understand(
    question: str,
    turns: Sequence[Turn],
    reports: Sequence[Report],
    today: date,
    filters: Scope = EVERYTHING,
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

    def linked(text: str) -> LinkedEntities:
        return link(text, identities, last.scope if last else None)

    def years_of(text: str) -> YearsAsked:
        return years_asked(text, today.year, newest, spoken_of)

    place_for = False
    if last is not None and (is_elliptical(whole) or _is_scope_only(half_width(whole), linked)):
        short = half_width(whole)
        named = years_of(short).named
        place_for = linked(short).only_places
        if _is_scope_only(short, linked):
            said = longest([*year_words(short), *linked(short).spans])
            whole = "".join(short[a:b] for a, b in said) + (
                "？" if language_of(short) == "zh" else "?"
            )
        whole = standalone(whole, last.standalone, named, lambda q: _whose(q, linked))
    text = half_width(whole)
    years = (
        years_of(text)
        if last is None
        else _said_first(years_of(half_width(question)), years_of(text))
    )
    plans = plans_asked(whole)
    named_here = linked(text)
    if place_for and last is not None:
        # 那黔西南的呢 after 中卫市财政局: the finance bureau there.
        named_here = named_here.like(linked(half_width(last.standalone)), last.scope, identities)
    if last is not None and not linked(half_width(question)).mentions:
        # Who was spoken of is who it was, however the whole question words it.
        named_here = LinkedEntities(text, ()) if last.scope.whose or last.absent else named_here
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
    text = half_width(question)
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
    text: str, last: Turn | None, linked: LinkedEntities, filters: Scope, reports: Sequence[Report]
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


def _choices(bodies: Sequence[Entity]) -> tuple[Choice, ...]:
    return tuple(dict.fromkeys(Choice(body.label, body.scope) for body in bodies))


def _said_first(asked: YearsAsked, whole: YearsAsked) -> YearsAsked:
    """What the question itself calls its years; its whole wording has them written out."""
    return YearsAsked(
        whole.named, whole.implied, whole.every, whole.period, asked.read_as or whole.read_as
    )


def _is_scope_only(text: str, linked: Callable[[str], LinkedEntities]) -> bool:
    """万里街道？, 换成2023年: only a year or a body, and nothing asked about it."""
    said = [*year_words(text), *linked(text).spans]
    return _TURNS.fullmatch(cut(text, said, gap=" ")) is not None


def _whose(text: str, linked: Callable[[str], LinkedEntities]) -> list[Span]:
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
