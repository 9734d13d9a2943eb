"""A calculation in words, worked out in Decimal: its operands as written and its result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from figures.quantities import Quantity
from figures.statements import Statement
from figures.units import unit_named

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
