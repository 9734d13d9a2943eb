"""An answer's numbers against its sources: found, derived, told of another thing, or missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from figures.attribution import directions_agree, misattributed, told_otherwise, years_agree
from figures.calculation import Operand, written
from figures.derivation import derive
from figures.named_things import is_of_the_whole, names_what_is_absent
from figures.quantities import Quantity, QuantityKind, quantities
from figures.sameness import same_value
from figures.statements import Statement, statements

__all__ = ["NumberVerdict", "SourceText", "Verdict", "same_value", "verify_numbers"]

_OF_SCORES = re.compile(r"得分|评分|自评|\bscores?\b|\bpoints?\b", re.I)
_PART = re.compile(r"\s*其中")
_FEWEST_DIGITS = 3
"""Below this many digits, the same digits with another unit are chance."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """A cited text and what stands over it.

    `year` and `department` are its report's; `names` other names of that department. `unit` is
    the table's for rows, `context` the headings, the table's title and columns.
    """

    text: str
    year: int | None
    department: str
    names: tuple[str, ...] = ()
    unit: str = ""
    context: str = ""


class Verdict(StrEnum):
    """FOUND and DERIVED are borne out; DOUBTFUL stands in a source, said of another thing."""

    FOUND = "found"
    DERIVED = "derived"
    DOUBTFUL = "doubtful"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class NumberVerdict:
    """What became of one number of an answer.

    `source` and `span` say where it stands (the first operand, when derived; the nearest thing,
    when doubtful or missing, if there is one). The explanation is the calculation or the reason,
    '' when simply found.
    """

    quantity: Quantity
    verdict: Verdict
    source: int | None
    span: tuple[int, int] | None
    explanation_zh: str
    explanation_en: str


def verify_numbers(
    answer_sentence: str, sources: Sequence[SourceText]
) -> tuple[NumberVerdict, ...]:
    """Every number and date of one sentence of an answer → its verdict, in order.

    Equal values in any writing count as found, where unit, year, department and the words of
    the claim do not say otherwise.
    """
    claims = statements(answer_sentence)
    beside = [(i, s) for i, source in enumerate(sources) for s in _statements_of(source)]
    department = _departments_named(answer_sentence, sources)
    if _OF_SCORES.search(answer_sentence):
        claims = tuple(_as_score(c, beside) for c in claims)
    verdicts = [_found(c, answer_sentence, sources, beside, department) for c in claims]
    stated = [_operand(v, beside) for v in verdicts if v.verdict is Verdict.FOUND]
    operands = [o for o in stated if o is not None]
    settled = [
        v if v.verdict is Verdict.FOUND else _derived(c, v, operands, beside)
        for c, v in zip(claims, verdicts, strict=True)
    ]
    dates = (q for q in quantities(answer_sentence) if q.kind is QuantityKind.DATE)
    settled += [_date_verdict(q, sources) for q in dates]
    return tuple(sorted(settled, key=lambda v: v.quantity.start))


def _as_score(claim: Statement, beside: Sequence[Operand]) -> Statement:
    """A score told without its unit: 98.58 points, 49.58 of them for performance of duties."""
    q = claim.quantity
    if q.kind is not QuantityKind.NUMBER:
        return claim
    score = replace(q, kind=QuantityKind.SCORE, unit="分")
    known = any(same_value(score, s.quantity) for _, s in beside)
    return replace(claim, quantity=score) if known else claim


@lru_cache(maxsize=512)
def _statements_of(source: SourceText) -> tuple[Statement, ...]:
    return statements(source.text, source.year, source.unit, source.context)


@lru_cache(maxsize=512)
def _dates_of(text: str) -> tuple[Quantity, ...]:
    return tuple(q for q in quantities(text) if q.kind is QuantityKind.DATE)


def _departments_named(sentence: str, sources: Sequence[SourceText]) -> frozenset[int]:
    """The sources whose department the sentence names; all where it names none of them."""
    named = [max((len(n) for n in _names(s) if n in sentence), default=0) for s in sources]
    longest = max(named, default=0)
    return frozenset(i for i, length in enumerate(named) if length == longest)


def _names(source: SourceText) -> Iterable[str]:
    return (n for n in (source.department, *source.names) if len(n) > 1)


def _found(
    claim: Statement,
    sentence: str,
    sources: Sequence[SourceText],
    beside: Sequence[Operand],
    department: frozenset[int],
) -> NumberVerdict:
    reasons: list[NumberVerdict] = []
    for i, s in beside:
        if not same_value(claim.quantity, s.quantity):
            continue
        reason = _objection(claim, sentence, (i, s), sources, beside, i in department)
        if reason is None:
            return _verdict(claim, Verdict.FOUND, (i, s), ("", ""))
        reasons.append(_verdict(claim, Verdict.DOUBTFUL, (i, s), reason))
    return reasons[0] if reasons else _missing(claim, beside)


def _objection(
    claim: Statement,
    sentence: str,
    at: Operand,
    sources: Sequence[SourceText],
    beside: Sequence[Operand],
    of_department: bool,
) -> tuple[str, str] | None:
    i, source = at
    if not years_agree(claim, source):
        years = "、".join(str(y) for y in sorted(source.years | source.compared))
        return f"原文说的是{years}年", f"The source says this of {years.replace('、', ', ')}"
    if not directions_agree(claim, source):
        return "增减方向与原文相反", "The source has the change the other way round"
    if not of_department:
        return "这是另一部门的数字", "This is another department's figure"
    names = tuple(_names(sources[i]))
    others = [(j, t) for j, t in beside if t is not source]
    same_source = [t for j, t in others if j == i]
    same_department = [t for j, t in others if sources[j].department == sources[i].department]
    if (
        misattributed(claim, source, same_source)
        or told_otherwise(claim, source, same_department, names)
        or is_of_the_whole(claim, source, sentence)
        or names_what_is_absent(claim, source, *_words_around(source, sources[i]), names)
    ):
        words = source.quantity.subject or source.own.strip()
        return f"原文中这是“{words}”", f"In the source this is “{words}”"
    return None


def _words_around(statement: Statement, source: SourceText) -> tuple[str, str]:
    """What stands over a source's number, and its sentence; 其中 goes on from the one before."""
    start, end = statement.sentence
    goes_on = _PART.match(statement.inherited + statement.own)
    over = source.text[:start] if goes_on else ""
    return f"{source.context}\n{over}", source.text[start:end]


def _missing(claim: Statement, beside: Sequence[Operand]) -> NumberVerdict:
    q = claim.quantity
    digits = sum(c.isdigit() for c in q.as_written)
    for i, s in beside if digits >= _FEWEST_DIGITS else ():
        if s.quantity.value == q.value and s.quantity.unit != q.unit:
            stated = written(s.quantity)
            reason = f"单位不符：原文是{stated}", f"The unit differs: the source says {stated}"
            return _verdict(claim, Verdict.MISSING, (i, s), reason)
    return _verdict(claim, Verdict.MISSING, None, ("未见于原文", "Not in the sources"))


def _operand(verdict: NumberVerdict, beside: Sequence[Operand]) -> Operand | None:
    return next(
        (
            (i, s)
            for i, s in beside
            if i == verdict.source and (s.quantity.start, s.quantity.end) == verdict.span
        ),
        None,
    )


def _derived(
    claim: Statement, verdict: NumberVerdict, stated: Sequence[Operand], beside: Sequence[Operand]
) -> NumberVerdict:
    derivation = derive(claim, stated, beside) if verdict.verdict is Verdict.MISSING else None
    if derivation is None:
        return verdict
    words = derivation.calculation_zh, derivation.calculation_en
    return _verdict(claim, Verdict.DERIVED, derivation.operands[0], words)


def _verdict(
    claim: Statement, verdict: Verdict, at: Operand | None, words: tuple[str, str]
) -> NumberVerdict:
    span = (at[1].quantity.start, at[1].quantity.end) if at else None
    return NumberVerdict(claim.quantity, verdict, at[0] if at else None, span, *words)


def _date_verdict(date: Quantity, sources: Sequence[SourceText]) -> NumberVerdict:
    """A date is found where a source's date has all its parts, or its year is a report's year."""
    for i, source in enumerate(sources):
        for stated in _dates_of(source.text):
            if _part_of(date, stated, source.year):
                return NumberVerdict(date, Verdict.FOUND, i, (stated.start, stated.end), "", "")
        over = any(_part_of(date, d, source.year) for d in _dates_of(source.context))
        if over or (date.unit == "年" and date.year == source.year):
            return NumberVerdict(date, Verdict.FOUND, i, None, "", "")
    words = "日期未见于原文", "This date is not in the sources"
    return NumberVerdict(date, Verdict.MISSING, None, None, *words)


def _part_of(claim: Quantity, stated: Quantity, year: int | None) -> bool:
    parts = dict(_parts(stated))
    if "年" not in parts and "月" in parts and year:
        parts["年"] = year
    return all(parts.get(name) == number for name, number in _parts(claim))


def _parts(date: Quantity) -> Iterator[tuple[str, int]]:
    if date.unit == "季度":
        yield "季度", int(date.value)
        return
    number = int(date.value)
    for name in reversed(date.unit):
        size = 10_000 if name == "年" else 100
        yield name, number % size
        number //= size
