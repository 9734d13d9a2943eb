"""A sentence of an answer against its sources: each number and each name, found or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from figures.claims.agreement import (
    directions_agree,
    is_of_the_whole,
    misattributed,
    names_what_is_absent,
    told_otherwise,
    years_agree,
)
from figures.claims.derivation import Operand, derive, written
from figures.quantities import Quantity, QuantityKind, quantities, same_value
from figures.statements import Statement, statements

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


class Grounding(StrEnum):
    """How far sources bear a number out: FOUND and DERIVED do, DOUBTFUL stands in one for another
    thing."""

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
    grounding: Grounding
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
    stated = [_operand(v, beside) for v in verdicts if v.grounding is Grounding.FOUND]
    operands = [o for o in stated if o is not None]
    settled = [
        v if v.grounding is Grounding.FOUND else _derived(c, v, operands, beside)
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
            return _verdict(claim, Grounding.FOUND, (i, s), ("", ""))
        reasons.append(_verdict(claim, Grounding.DOUBTFUL, (i, s), reason))
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
            return _verdict(claim, Grounding.MISSING, (i, s), reason)
    return _verdict(claim, Grounding.MISSING, None, ("未见于原文", "Not in the sources"))


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
    derivation = derive(claim, stated, beside) if verdict.grounding is Grounding.MISSING else None
    if derivation is None:
        return verdict
    words = derivation.calculation_zh, derivation.calculation_en
    return _verdict(claim, Grounding.DERIVED, derivation.operands[0], words)


def _verdict(
    claim: Statement, grounding: Grounding, at: Operand | None, words: tuple[str, str]
) -> NumberVerdict:
    span = (at[1].quantity.start, at[1].quantity.end) if at else None
    return NumberVerdict(claim.quantity, grounding, at[0] if at else None, span, *words)


def _date_verdict(date: Quantity, sources: Sequence[SourceText]) -> NumberVerdict:
    """A date is found where a source's date has all its parts, or its year is a report's year."""
    for i, source in enumerate(sources):
        for stated in _dates_of(source.text):
            if _part_of(date, stated, source.year):
                return NumberVerdict(date, Grounding.FOUND, i, (stated.start, stated.end), "", "")
        over = any(_part_of(date, d, source.year) for d in _dates_of(source.context))
        if over or (date.unit == "年" and date.year == source.year):
            return NumberVerdict(date, Grounding.FOUND, i, None, "", "")
    words = "日期未见于原文", "This date is not in the sources"
    return NumberVerdict(date, Grounding.MISSING, None, None, *words)


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


# The names in an answer (quoted ones, departments) against its sources


_QUOTED = re.compile(r"“([^“”]{2,80})”|「([^「」]{2,80})」|《([^《》]{2,80})》|\"([^\"]{2,80})\"")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HAN_BEFORE = re.compile(r"[\u4e00-\u9fff]{0,30}$")
_DEPARTMENT = re.compile(
    r"(?<![布格结全当大开僵])局(?![面部限势])|委员会|办公室|办事处|街道|人民政府|管委会|福利院|法院|检察院|医院"
    r"|中学|小学|大学|学院|公司|协会|联合会|支队|大队|(?<!大)厅(?!堂)"
    r"|(?:服务|事务|管理|指挥|运行|受理|发展|保障)中心"
)
_NO_PART_OF_A_NAME = re.compile(
    r"(?:[由和与及在为是的向将被至该本年已对经给请从到等比而则即]|(?<!数)据|根据|按照|显示|截至|以及|关于|归|属于|来自|查询"
    r"|其中|包括|全年|年度|目前|报告|当年|此外|同时|另外|各|全区|全市|有关|相关|多个|家)$"
)
_ADMINISTRATIVE = re.compile(r"[省市区县镇乡]|街道")
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class NameVerdict:
    """One name of an answer at `start:end`; `source` is the first that has it, None if none."""

    name: str
    start: int
    end: int
    source: int | None

    @property
    def found(self) -> bool:
        """Whether the name stands in a source."""
        return self.source is not None


def verify_names(answer_sentence: str, sources: Sequence[SourceText]) -> tuple[NameVerdict, ...]:
    """The Chinese names in quotation marks and the departments of a sentence → their verdicts."""
    texts = [_plain("\n".join((s.text, s.context, s.department, *s.names))) for s in sources]
    verdicts = [*_quoted(answer_sentence, texts), *_departments(answer_sentence, texts)]
    return tuple(sorted(verdicts, key=lambda v: v.start))


def _quoted(sentence: str, texts: Sequence[str]) -> Iterator[NameVerdict]:
    for m in _QUOTED.finditer(sentence):
        name, (start, end) = m[m.lastindex or 0], m.span(m.lastindex or 0)
        if _HAN.search(name):
            yield NameVerdict(name, start, end, _source_of(_plain(name), texts))


def _departments(sentence: str, texts: Sequence[str]) -> Iterator[NameVerdict]:
    floor = 0
    for m in _DEPARTMENT.finditer(sentence):
        before = _HAN_BEFORE.search(sentence, floor, m.start())
        start, floor = before.start() if before else m.start(), m.end()
        verdict = _department(sentence[start : m.end()], m[0], start, texts)
        if verdict is not None:
            yield verdict


def _department(run: str, suffix: str, start: int, texts: Sequence[str]) -> NameVerdict | None:
    """The characters up to a department's last word → a verdict; None where it names none.

    Where the name begins is not marked: it is the longest tail that a source has, unless what
    stands before that tail is part of the name too.
    """
    end = start + len(run)
    for k in range(len(run) - len(suffix)):
        source = _source_of(run[k:], texts)
        if source is None or len(run) - k < _SHORTEST:
            continue
        if _begins_here(run[:k], run[k:], texts):
            return NameVerdict(run[k:], start + k, end, source)
        break
    begin = max((k for k in range(len(run)) if _NO_PART_OF_A_NAME.search(run[:k])), default=0)
    if len(run) - begin < len(suffix) + 2:
        return None
    return NameVerdict(run[begin:], start + begin, end, None)


def _begins_here(before: str, name: str, texts: Sequence[str]) -> bool:
    if not before or _NO_PART_OF_A_NAME.search(before):
        return True
    if _ADMINISTRATIVE.search(before[-2:]):
        return _source_of(before, texts) is not None
    place = _ADMINISTRATIVE.match(name)
    if place:  # 广州市增城 + 区政数局
        return _source_of(before + place[0], texts) is not None
    return any(_stands_alone(name, text) for text in texts)


def _stands_alone(name: str, text: str) -> bool:
    """Whether the text has the name with nothing before it that could belong to it."""
    at = text.find(name)
    while at >= 0:
        before = text[max(0, at - 4) : at]
        if not _HAN.match(before[-1:]) or _NO_PART_OF_A_NAME.search(before):
            return True
        at = text.find(name, at + 1)
    return False


def _source_of(name: str, texts: Sequence[str]) -> int | None:
    return next((i for i, text in enumerate(texts) if name in text), None)


def _plain(text: str) -> str:
    """Without white space and quotation marks, brackets half-width: layout makes no name."""
    return re.sub(r"[ \t\u3000\xa0“”\"'「」《》]", "", text).replace("（", "(").replace("）", ")")
