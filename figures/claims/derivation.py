"""A number that stands in no source but follows from some in one step, with the calculation.

Strict, so that nothing is called derived by chance: the wording must call for the step, the
operands must be figures that the same sentence states (and its sources bear out) or a pair that
belongs together by name, and the result must agree to the last digit written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, permutations

from figures.quantities import Quantity, QuantityKind, same_dimension
from figures.quantities.numbers import unit_named
from figures.statements import Statement

_SUM = re.compile(
    r"合计|总计|总和|之和|加起来|(?<!公)共|total|sum|combined|altogether|together", re.I
)
_DIFFERENCE = re.compile(
    r"差|多|少|高|低|增加|增长|下降|上升|提升|缩减|压减"
    r"|difference|ncreas|ecreas|more|less|fewer|higher|lower|remain|rose|fell|unspent|grew",
    re.I,
)
_LEFT = re.compile(r"未执行|未支出|未使用|结余|剩余|unspent|remain|left", re.I)
_SHARE = re.compile(r"占|比重|比例|份额|share|proportion|accounts? for|account", re.I)
_RATE = re.compile(
    r"执行率|完成率|支出率|支出进度|完成.{0,6}预算|execution rate|completion rate", re.I
)
_GROWTH = re.compile(
    r"增长|增加|减少|下降|上升|增幅|降幅|提高|降低|growth|grew|ncreas|ecreas|rose|fell|higher|lower",
    re.I,
)
_EXECUTED = re.compile(r"执行数|执行金额|实际支出|决算|支出完成")
_BUDGET = re.compile(r"预算数|预算安排|预算金额|年预算(?!执行)")
_MOST_ADDENDS = 6
_GENERAL = ("项", "个", "类", "笔")
_FEWEST_DIGITS = 4
"""Below this many digits an amount rounded to another unit says too little."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HEAD_OF_NAME = 4
"""Characters at a name's end that say what it is: 园林局收入预算 is a 收入预算."""
_YEARS = re.compile(r"(?:比|较)?(?:19|20)\d\d\s*年?度?|[\s，,、：:]|为|是|[“”]")


def derive(
    claim: Statement, stated: Sequence[Operand], beside: Sequence[Operand]
) -> Derivation | None:
    """A claim → the one step that gives it, or None.

    `stated` are the sources' figures that the claim's own sentence also states, `beside` all
    figures of the sources.
    """
    return next(_steps(claim, stated, beside), None)


def _steps(
    claim: Statement, stated: Sequence[Operand], beside: Sequence[Operand]
) -> Iterator[Derivation]:
    words, q = claim.inherited + claim.own, claim.quantity
    pairs = [*_pairs_of(stated), *_same_thing(words, beside)]
    if q.kind is QuantityKind.RATE:
        yield from _shares(claim, words, pairs)
        if _RATE.search(words):
            yield from _execution_rates(q, beside)
        return
    yield from _counts(q, stated)
    if _SUM.search(words):
        yield from _sums(q, stated)
    if _DIFFERENCE.search(words):
        yield from _differences(claim, pairs)
    if _LEFT.search(words):
        yield from _unspent(q, beside)
    yield from _converted(q, beside)


def _pairs_of(stated: Sequence[Operand]) -> Iterator[tuple[Operand, Operand]]:
    for a, b in permutations(stated, 2):
        if same_dimension(a[1].quantity, b[1].quantity):
            yield a, b


def _same_thing(words: str, beside: Sequence[Operand]) -> Iterator[tuple[Operand, Operand]]:
    """Pairs with one name, which the claim's words have, and different years.

    A claim in another language has no such name: then only where there is no choice.
    """
    named: dict[str, list[Operand]] = {}
    for operand in beside:
        if name := _name(operand[1]):
            named.setdefault(name, []).append(operand)
    if _HAN.search(words):
        groups = [group for name, group in named.items() if name[-_HEAD_OF_NAME:] in words]
    else:
        groups = [group for group in named.values() if len(group) > 1]
        groups = groups if len(groups) == 1 else []
    for group in groups:
        for a, b in permutations(group, 2):
            years = a[1].years and b[1].years and not a[1].years & b[1].years
            if years and same_dimension(a[1].quantity, b[1].quantity):
                yield a, b


def _name(statement: Statement) -> str:
    return _YEARS.sub("", statement.quantity.subject)


def _sums(q: Quantity, stated: Sequence[Operand]) -> Iterator[Derivation]:
    same = [o for o in stated if same_dimension(o[1].quantity, q)]
    for k in range(2, min(_MOST_ADDENDS, len(same)) + 1):
        for addends in combinations(same, k):
            if _agrees(sum((o[1].quantity.base for o in addends), Decimal(0)), q):
                yield worked_out("合计", "Sum", " + ", addends, q)


def _counts(q: Quantity, stated: Sequence[Operand]) -> Iterator[Derivation]:
    """两年合计, 两项: the years or figures that the sentence itself has named, counted."""
    years = sorted({y for _, s in stated for y in s.years if len(s.years) == 1})
    if q.kind is QuantityKind.DURATION and q.unit == "年" and q.value == len(years) > 1:
        zh = "、".join(str(y) for y in years)
        en = ", ".join(str(y) for y in years)
        yield Derivation(tuple(stated), f"计数：{zh}年", f"Counted: {en}")
    if q.kind is QuantityKind.COUNT and q.unit in _GENERAL:
        for parts in (stated, _without_whole(stated)):
            if q.value == len(parts) > 1:
                terms = written_out(parts)
                yield Derivation(tuple(parts), f"计数：{terms}", f"Counted: {terms}")


def _without_whole(stated: Sequence[Operand]) -> Sequence[Operand]:
    """自评98.58分，由49.58分和49分组成: the parts of a whole that is stated beside them."""
    total = sum((s.quantity.base for _, s in stated), Decimal(0))
    return [o for o in stated if o[1].quantity.base * 2 != total]


def _differences(
    claim: Statement, pairs: Sequence[tuple[Operand, Operand]]
) -> Iterator[Derivation]:
    """Amounts in their unit; of two rates, percentage points."""
    q = claim.quantity
    for a, b in pairs:
        x, y = a[1].quantity, b[1].quantity
        points = q.kind is QuantityKind.POINTS and x.kind is QuantityKind.RATE
        comparable = points or same_dimension(x, q)
        fits = x.base > y.base and _agrees(x.base - y.base, q)
        if comparable and fits and _direction_fits(claim, a[1], b[1]):
            yield worked_out("相差", "Difference", " − ", (a, b), q)


def _converted(q: Quantity, beside: Sequence[Operand]) -> Iterator[Derivation]:
    """164,978,640元 told as 16,497.86万元: a change of unit, rounded."""
    if q.kind is not QuantityKind.MONEY or _significant(q) < _FEWEST_DIGITS:
        return
    for o in beside:
        source = o[1].quantity
        if same_dimension(source, q) and _is_finer(source, q) and _agrees(source.base, q):
            yield worked_out("换算", "Converted", "", (o,), q)


def _shares(
    claim: Statement, words: str, pairs: Sequence[tuple[Operand, Operand]]
) -> Iterator[Derivation]:
    q = claim.quantity
    of_whole = _SHARE.search(words) or _RATE.search(words)
    for a, b in pairs:
        if not b[1].quantity.base or a[1].quantity.kind is QuantityKind.RATE:
            continue
        ratio = a[1].quantity.base / b[1].quantity.base * 100
        if of_whole and _agrees(ratio, q):
            yield worked_out("占比", "Ratio", " ÷ ", (a, b), q)
        fits = claim.rises is None or claim.rises is (ratio > 100)
        fits = fits and _years_fit(claim, a[1], b[1])
        if _GROWTH.search(words) and fits and _agrees(abs(ratio - 100), q):
            yield growth_worked_out(a, b, q)


def _execution_rates(q: Quantity, beside: Sequence[Operand]) -> Iterator[Derivation]:
    """执行数 ÷ 预算数, where the source does not state the rate itself."""
    rated = {o[0] for o in beside if o[1].quantity.kind is QuantityKind.RATE and _is_rate(o[1])}
    for a, b in _executed_and_budget(beside):
        whole = b[1].quantity.base
        if a[0] not in rated and whole and _agrees(a[1].quantity.base / whole * 100, q):
            yield worked_out("执行率", "Execution rate", " ÷ ", (a, b), q)


def _is_rate(statement: Statement) -> bool:
    return bool(_RATE.search(statement.own) or _EXECUTED.search(statement.own))


def _unspent(q: Quantity, beside: Sequence[Operand]) -> Iterator[Derivation]:
    for a, b in _executed_and_budget(beside):
        if same_dimension(q, a[1].quantity) and _agrees(b[1].quantity.base - a[1].quantity.base, q):
            yield worked_out("未执行", "Unspent", " − ", (b, a), q)


def _executed_and_budget(beside: Sequence[Operand]) -> Iterator[tuple[Operand, Operand]]:
    """Pairs of one source and one thing (both 全年, both 项目支出)."""
    money = [o for o in beside if o[1].quantity.kind is QuantityKind.MONEY]
    executed = [o for o in money if _EXECUTED.search(o[1].quantity.subject)]
    budgets = [o for o in money if o not in executed and _BUDGET.search(o[1].quantity.subject)]
    for a in executed:
        for b in budgets:
            if a[0] == b[0] and _part(a[1]) == _part(b[1]) and a[1].years & b[1].years:
                yield a, b


def _part(statement: Statement) -> tuple[bool, bool]:
    return "基本支出" in statement.quantity.subject, "项目支出" in statement.quantity.subject


def _direction_fits(claim: Statement, more: Statement, less: Statement) -> bool:
    """增加 needs the later year to have more; without years, either way is fine."""
    if not _years_fit(claim, more, less):
        return False
    if claim.rises is None or not more.years or not less.years or more.years & less.years:
        return True
    return claim.rises is (max(more.years) > max(less.years))


def _years_fit(claim: Statement, a: Statement, b: Statement) -> bool:
    """The operands are of the years that the claim compares, where it compares two."""
    if not claim.compared or not claim.years:
        return True
    return any(x.years & claim.years and y.years & claim.compared for x, y in ((a, b), (b, a)))


def _agrees(result: Decimal, claim: Quantity) -> bool:
    return abs(result - claim.base) <= claim.half_step and claim.half_step > 0


def _significant(q: Quantity) -> int:
    return len("".join(c for c in q.as_written if c.isdigit()).lstrip("0"))


def _is_finer(source: Quantity, claim: Quantity) -> bool:
    return unit_named(source.unit).factor < unit_named(claim.unit).factor


# A calculation in words, worked out in Decimal: its operands as written and its result


Operand = tuple[int, Statement]
"""A source's index and a statement in it."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a claim follows: the operands and the calculation in words."""

    operands: tuple[Operand, ...]
    calculation_zh: str
    calculation_en: str


def written_out(operands: Sequence[Operand]) -> str:
    """Operands → 1,254.30万元、7,017.17万元."""
    return "、".join(written(o[1].quantity) for o in operands)


def worked_out(
    zh: str, en: str, sign: str, operands: Sequence[Operand], claim: Quantity
) -> Derivation:
    """Operands joined by `sign` → the calculation, its result in the claim's unit."""
    terms = sign.join(written(o[1].quantity) for o in operands)
    result = _result(sign, [o[1].quantity.base for o in operands], claim)
    sums = f"{terms} = {result}"
    return Derivation(tuple(operands), f"{zh}：{sums}", f"{en}: {sums}")


def growth_worked_out(a: Operand, b: Operand, claim: Quantity) -> Derivation:
    """How much more `a` is than `b`, in per cent of `b`."""
    x, y = a[1].quantity, b[1].quantity
    value = _shown((x.base - y.base) / y.base * 100, claim)
    terms = f"({written(x)} − {written(y)}) ÷ {written(y)} = {value}%"
    return Derivation((a, b), f"增长率：{terms}", f"Growth: {terms}")


def _result(sign: str, bases: Sequence[Decimal], claim: Quantity) -> str:
    if sign == " ÷ ":
        return f"{_shown(bases[0] / bases[1] * 100, claim)}%"
    total = bases[0] - bases[1] if sign == " − " else sum(bases, Decimal(0))
    factor = unit_named(claim.unit.partition("/")[0]).factor
    return f"{_shown(total / factor, claim)}{claim.unit}"


def written(q: Quantity) -> str:
    """As written, with its unit where a table has that in its head."""
    bare = q.as_written[-1:].isdigit()
    return f"{q.as_written}{q.unit}" if bare and not q.as_written[:1].isalpha() else q.as_written


def _shown(value: Decimal, claim: Quantity) -> str:
    """To the claim's places, and two more where the value has them, so that rounding shows."""
    exponent = claim.value.as_tuple().exponent
    assert isinstance(exponent, int)
    rounded = round(value, max(0, -exponent) + 2)
    return f"{rounded.normalize():,f}" if rounded else "0"
