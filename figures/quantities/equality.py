"""Whether two quantities state one value: 8,318.83万元 and 83,188,300元 do."""

from __future__ import annotations

from decimal import Decimal

from figures.quantities.numbers import QuantityKind, unit_named
from figures.quantities.scan import Quantity
from figures.quantities.words import Qualifier

_UP = {Qualifier.MORE, Qualifier.AT_LEAST}
_DOWN = {Qualifier.LESS, Qualifier.AT_MOST}
_STRICT = {Qualifier.MORE, Qualifier.LESS}
_GENERAL_COUNTERS = frozenset(["", "个", "项", "种", "类", "件", "大"])
_PEOPLE = frozenset("人名位")
_COUNTED = {QuantityKind.COUNT, QuantityKind.NUMBER}
_NEAR = Decimal("0.05")
"""How far a figure given as about may lie from the exact one, as a share of it."""


def same_value(claim: Quantity, source: Quantity) -> bool:
    """Whether `source` bears out `claim`, in whatever writing.

    A rounding counts only where the claim says about, and no bound may be put on what the
    source states exactly, nor be turned round (超过 into 不足).
    """
    if not same_dimension(claim, source) or _contradicts(claim.qualifier, source.qualifier):
        return False
    return claim.base == source.base or _rounds_to(claim, source)


def same_dimension(a: Quantity, b: Quantity) -> bool:
    """Whether the two can be compared at all: money with money, 人次 with 人次."""
    if _is_short_money(a, b) or _is_short_money(b, a):
        return True
    if a.kind in _COUNTED and b.kind in _COUNTED:
        return _same_counter(a.unit, b.unit)
    return a.kind is b.kind and _base_unit(a.unit) == _base_unit(b.unit)


def _is_short_money(a: Quantity, b: Quantity) -> bool:
    """投资4.56亿 beside 4.56亿元: 元 may go unsaid behind 万 and 亿."""
    unsaid = a.kind is QuantityKind.NUMBER and a.as_written[-1:] in ("万", "亿")
    return unsaid and b.kind is QuantityKind.MONEY and _base_unit(b.unit) == "元"


def _same_counter(a: str, b: str) -> bool:
    """个, 项, 种 … and no counter at all stand for each other; 人次 and 人 do not."""
    a, b = _base_unit(a), _base_unit(b)
    if a == b or {a, b} <= _PEOPLE:
        return True
    return a == "" or b == "" or {a, b} <= _GENERAL_COUNTERS


def _base_unit(name: str) -> str:
    unit, slash, per = name.partition("/")
    return unit_named(unit).base + slash + per


def _contradicts(claim: Qualifier, source: Qualifier) -> bool:
    if source is Qualifier.EXACT:
        return claim in _STRICT
    return (claim in _UP and source in _DOWN) or (claim in _DOWN and source in _UP)


def _rounds_to(claim: Quantity, source: Quantity) -> bool:
    if claim.qualifier is not Qualifier.ABOUT or not source.base:
        return False
    difference = abs(claim.base - source.base)
    return difference <= _round_half_step(claim) and difference <= _NEAR * abs(source.base)


def _round_half_step(claim: Quantity) -> Decimal:
    """Half of the last place that is not a trailing zero: about 8,300 may be 8,250 to 8,350."""
    if not claim.base or not claim.half_step:
        return claim.half_step
    steps = claim.base / (claim.half_step * 2)
    exponent = steps.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return claim.half_step * Decimal(10) ** max(0, exponent)
