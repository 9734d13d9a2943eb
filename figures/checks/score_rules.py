"""Marks got against the outcome, where the report states by what rule they are given.

每低1个百分点扣0.5分; 按完成比例得分; 执行率×分值. The two kinds of rule are those of the standard
tables: 财政部《项目支出绩效评价管理办法》(财预〔2020〕10号), Annex 1 (评分标准).

What is deducted for more or less than a whole step differs from office to office (each begun step,
each full one, or in proportion): whatever fits one of them holds. A score that fits none is
doubtful, never an error, since marks are also taken off for other reasons.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import partial

from figures.checks.arithmetic import Figure, Relation, Sort, percentage
from figures.checks.prose import Mention
from figures.checks.registry import Held, Outcome, Paragraph, Reading, Span, check, suspicion
from figures.checks.score_tables import ScoredRow, scored_rows
from figures.checks.scored import headed, scored_in
from figures.quantities import QuantityKind, quantities
from records import Severity

_HUNDRED = Decimal(100)
_FINEST = Decimal("0.05")
"""Half a tenth: a score without decimals is given to a tenth at least."""
_EACH = re.compile(
    r"每(?:个)?(?P<way>低于?|降低|下降|少于?|减少|高于?|超过|超出?|增加|上升)"
    r"(?:目标值|指标值|计划|预算|标准)?\s*(?P<step>\d+(?:\.\d+)?)\s*"
    r"(?P<unit>个?百分点|[%％]|[^\W\d_]{1,2}?)的?[，,]?则?扣(?:减|除)?\s*"
    r"(?P<lost>\d+(?:\.\d+)?)\s*(?:分|(?P<of_full>[%％])\s*的?(?:分值|权重|标准分|满分))"
)
_IN_PROPORTION = re.compile(
    r"按照?(?:实际)?(?:完成|执行)?的?(?:比例|比率|完成率|执行率)(?:计|得|给|赋|扣|折算)分?"
    r"|(?:执行率|完成率|完成比例)\s*[×xX*＊乘]|[×xX*＊乘]\s*(?:预算)?(?:执行率|完成率|完成比例)"
)
_OF_MONEY = re.compile(r"执行率|资金总额")
_IS_TARGET = re.compile(r"目标|指标值|计划|不低于|应|[达到高于过]+(?:到|于)?$|以上|≥")
_IS_BOUND = re.compile(r"(?:[（(]?含?[）)]?及?以[上下内])?[，,]?的?(?:得|计|给)满分")
_IS_SHARE = ("个百分点", "百分点", "%", "％")
_MORE = "高超增上"


@dataclass(frozen=True, slots=True)
class Rule:
    """How marks follow from an outcome: `lost` of them for every `step` of `unit` by which it is
    less than its target, or `more`; in proportion where `step` is 0.

    `of_full` says that `lost` is a percentage of the full marks. `bounds` are the rates that the
    rule names itself (95%及以上得满分), `words` the rule as written.
    """

    step: Decimal
    lost: Decimal
    unit: str
    more: bool
    of_full: bool
    bounds: tuple[Decimal, ...]
    words: str


def rule_in(text: str) -> Rule | None:
    """Words → the rule that they state; None where they state none, or more than one."""
    each, shares = list(_EACH.finditer(text)), list(_IN_PROPORTION.finditer(text))
    if len(each) + len(shares) != 1:
        return None
    match = (each or shares)[0]
    clause = re.split(r"[。；;\t]", text[: match.start()])[-1]
    rates = [q for q in quantities(clause) if q.kind is QuantityKind.RATE]
    bounds = tuple(q.value for q in rates)
    if not each:
        return Rule(Decimal(0), Decimal(0), "%", False, False, bounds, match[0])
    return Rule(
        Decimal(match["step"]),
        Decimal(match["lost"]),
        "%" if match["unit"] in _IS_SHARE else match["unit"],
        match["way"][0] in _MORE,
        match["of_full"] is not None,
        bounds,
        match[0],
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """Marks to be given: `done` against `target`, of `full`; without a target against the rule's
    own bounds, or a hundred per cent."""

    full: Figure
    got: Figure
    done: Figure
    target: Figure | None

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (self.got, self.full, self.done, *([self.target] if self.target else []))


@check("score-rule", zh="得分与评分规则", en="score against the rule for giving it")
def scores_follow_their_rules(reading: Reading) -> Iterator[Outcome]:
    """合格率目标95%，完成92%，每低1个百分点扣1分，10分得9分: 7 by the rule."""
    for table in reading.report.tables:
        for row in scored_rows(table):
            rule = rule_in("\t".join(row.row.cells)) or _of_money(reading, row)
            case = _case_of(row)
            if rule is None or case is None or row.tells_what_is_lost:
                continue
            span = (row.row.start, row.row.end)
            yield from _judged(reading, row.name, rule, case, span)
    for paragraph in reading.paragraphs:
        yield from _in_prose(reading, paragraph)


def _of_money(reading: Reading, row: ScoredRow) -> Rule | None:
    """The rate of execution is scored in proportion wherever the report says so."""
    of_money = row.rate and _OF_MONEY.search("".join(row.row.cells))
    found = _IN_PROPORTION.search(reading.text) if of_money else None
    return rule_in(found[0]) if found else None


def _case_of(row: ScoredRow) -> _Case | None:
    if row.rate is not None and row.rate.unit == "%":
        return _Case(row.full, row.got, row.rate, None)
    return _Case(row.full, row.got, row.done, row.target) if row.done else None


def _in_prose(reading: Reading, paragraph: Paragraph) -> Iterator[Outcome]:
    """One thing scored in a paragraph, with its rule, its outcome, and at most one target."""
    span = (paragraph[0].start, paragraph[-1].end)
    rule = rule_in(reading.text[slice(*span)])
    scored = [i for i in scored_in(reading, paragraph) if i.got or i.full] if rule else []
    under = headed(reading, paragraph) if rule else None
    if under and under.got:
        scored = [under]
    if rule is None or len(scored) != 1 or scored[0].full is None or scored[0].got is None:
        return
    at = span[0] + reading.text[slice(*span)].index(rule.words)
    rates = [m for s in paragraph for m in s.mentions if m.kind is QuantityKind.RATE]
    said = [m for m in rates if not at <= m.start < at + len(rule.words)]
    aims = [m for m in said if _is_target(m) or _IS_BOUND.match(reading.text, m.end)]
    done = [m for m in said if m not in aims and m.is_exact]
    if len(done) != 1 or len(aims) > 1:
        return
    case = _Case(
        scored[0].full.figure,
        scored[0].got.figure,
        done[0].figure,
        aims[0].figure if aims else None,
    )
    yield from _judged(reading, scored[0].name, rule, case, span)


_SAID = re.compile(
    r"(?<!每)(?:低|高|超|少|差)[^\d，。；]{0,8}(?P<gap>\d+(?:\.\d+)?)个百分点[，,](?:应|故|共)?"
    r"扣(?:减|除)?(?P<lost>\d+(?:\.\d+)?)分"
)


@check("score-rule")
def deductions_follow_their_rules(reading: Reading) -> Iterator[Outcome]:
    """每低1个百分点扣1分 … 低2个百分点，扣2分: what is lost for what is said to be missing."""
    for paragraph in reading.paragraphs:
        start, end = paragraph[0].start, paragraph[-1].end
        rule = rule_in(reading.text[start:end])
        said = list(_SAID.finditer(reading.text, start, end))
        if rule is None or not rule.step or rule.unit != "%" or rule.of_full or len(said) != 1:
            continue
        gap, lost = (_written(said[0], name) for name in ("gap", "lost"))
        relation = Relation(Sort.SCORE, (lost, gap), partial(_is_lost_for, rule))
        scores = [m for s in paragraph for m in s.mentions if m.kind is QuantityKind.SCORE]
        all_lost = any(m.figure.value == lost.value for m in scores if m.end <= said[0].start())
        if relation.holds:
            yield Held(relation)
        if relation.holds or all_lost:
            continue
        real = f"{(gap.value / rule.step * rule.lost).normalize():f}"
        yield suspicion(
            reading.report,
            "score-rule",
            Severity.DOUBTFUL,
            f"{lost.as_written}分",
            f"{real}分",
            (
                f"按“{rule.words}”，{said[0]['gap']}个百分点应扣{real}分，而报告扣的是"
                f"{lost.as_written}分。",
                f"By “{rule.words}”, {gap.as_written} percentage points cost {real}, but "
                f"{lost.as_written} are deducted.",
            ),
            reading.sentence_at(said[0].start()),
            relation=relation,
        )


def _is_lost_for(rule: Rule, lost: Figure, gap: Figure) -> bool:
    steps = gap.value / rule.step
    ways = (steps, *(steps.to_integral_value(way) for way in (ROUND_FLOOR, ROUND_CEILING)))
    return any(abs(way * rule.lost - lost.value) <= 2 * lost.half_step for way in ways)


def _written(match: re.Match[str], name: str) -> Figure:
    """A group of digits → its figure, with half a hundredth of rounding where it has decimals."""
    half = Decimal("0.005") if "." in match[name] else Decimal(0)
    return Figure(Decimal(match[name]), half, "", Decimal(1), match[name], *match.span(name))


def _is_target(mention: Mention) -> bool:
    return bool(_IS_TARGET.search(mention.lead[-8:])) or not mention.is_exact


def _judged(reading: Reading, name: str, rule: Rule, case: _Case, span: Span) -> Iterator[Outcome]:
    relation = Relation(Sort.SCORE, case.figures, partial(_fits, rule))
    by_rule = _scores(rule, *case.figures)
    if not by_rule:
        return
    if relation.holds:
        yield Held(relation)
        return
    real = [f"{low.quantize(Decimal('0.01')):f}" for low in sorted({v for v, _, _ in by_rule})]
    full, got, done = case.full.as_written, case.got.as_written, case.done.as_written
    target = case.target.as_written if case.target else ""
    yield suspicion(
        reading.report,
        "score-rule",
        Severity.DOUBTFUL,
        got,
        real[-1],
        (
            f"“{name}”满分{full}，{f'目标{target}，' if target else ''}完成{done}；"
            f"按“{rule.words}”应得{'或'.join(real)}，而得分是{got}。",
            f"“{name}” has full marks of {full}; {f'the target is {target} and ' if target else ''}"
            f"the outcome {done}: by “{rule.words}” the score is {' or '.join(real)}, but the "
            f"report states {got}.",
        ),
        span,
        relation=relation,
    )


def _fits(
    rule: Rule, got: Figure, full: Figure, done: Figure, target: Figure | None = None
) -> bool:
    half = min(got.half_step or _FINEST, _FINEST)
    return any(
        low <= got.value + 2 * half and got.value - half <= high
        for _, low, high in _scores(rule, got, full, done, target)
    )


Scores = tuple[Decimal, Decimal, Decimal]
"""A score by the rule, with the least and the most that it can be as the outcome is rounded."""


def _scores(
    rule: Rule, got: Figure, full: Figure, done: Figure, target: Figure | None = None
) -> list[Scores]:
    """What a rule gives for an outcome that misses its target; nothing for one that does not, or
    that cannot be compared.

    A target that was met is left alone: what is taken off there has other reasons.
    """
    pairs = list(_outcomes(rule, done, target))
    if any(_missed(rule, out[0], base) <= 0 for out, base in pairs):
        return []
    found = [
        (way(out[0], base), *sorted((way(out[1], base), way(out[2], base))))
        for out, base in pairs
        for way in _ways(rule, full.value)
    ]
    return [(score, low, high) for score, low, high in found]


def _outcomes(rule: Rule, done: Figure, target: Figure | None) -> Iterator[tuple[Scores, Decimal]]:
    """(outcome, its least, its most), and what it is held against: the target, or the bounds."""
    if rule.unit == "%" and target is not None and done.unit != "%" and target.value > 0:
        if done.unit == target.unit:
            rate = percentage(done.range, target.range) if target.range.low > 0 else None
            share = done.value / target.value * _HUNDRED
            ends = (rate.low, rate.high) if rate and done.half_step else (share, share)
            yield (share, *ends), _HUNDRED
        return
    if done.unit != ("%" if rule.unit == "%" else rule.unit):
        return
    out = (done.value, done.value - done.half_step, done.value + done.half_step)
    bases = [target.value] if target and target.unit == done.unit else []
    bases += rule.bounds[:1] if done.unit == "%" else ()
    if not bases and done.unit == "%":
        bases = [_HUNDRED]
    for base in dict.fromkeys(bases):
        yield out, base


def _missed(rule: Rule, done: Decimal, base: Decimal) -> Decimal:
    return done - base if rule.more else base - done


def _ways(rule: Rule, full: Decimal) -> Sequence[Callable[[Decimal, Decimal], Decimal]]:
    """The ways to count: in proportion; and for steps, each that is begun, or each full one."""
    if not rule.step:
        return (lambda done, base: full * done / base if base else full,)
    lost = full * rule.lost / _HUNDRED if rule.of_full else rule.lost

    def by(rounded: Callable[[Decimal], Decimal], done: Decimal, base: Decimal) -> Decimal:
        steps = rounded(max(Decimal(0), _missed(rule, done, base)) / rule.step)
        return max(Decimal(0), full - steps * lost)

    return tuple(
        partial(by, rounded)
        for rounded in (
            lambda steps: steps,
            lambda steps: steps.to_integral_value(ROUND_FLOOR),
            lambda steps: steps.to_integral_value(ROUND_CEILING),
        )
    )
