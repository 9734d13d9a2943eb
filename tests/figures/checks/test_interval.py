"""Rounding and cutting off never make a true statement look wrong."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.checks.arithmetic import Interval, exactly, rounding_interval, total

amounts = st.decimals("0.01", "999999999", places=6, allow_nan=False)
ways = st.sampled_from([ROUND_HALF_UP, ROUND_DOWN])
places = st.integers(0, 4)


def as_written(value: Decimal, digits: int, way: str) -> Interval:
    step = Decimal(1).scaleb(-digits)
    return rounding_interval(value.quantize(step, way), step / 2)


@given(st.lists(st.tuples(amounts, places, ways), min_size=1, max_size=12), places, ways)
def test_parts_however_rounded_can_still_add_up(parts, digits, way):
    whole = sum((v for v, _, _ in parts), Decimal(0))
    assert total([as_written(*p) for p in parts]).meets(as_written(whole, digits, way))


@given(amounts, amounts, places, places, ways, ways)
def test_a_rate_however_rounded_can_still_hold(spent, budget, digits, rate_digits, way, other):
    rate = spent / budget * 100
    shown = as_written(budget, digits, way)
    if shown.low <= 0:
        return
    computed = as_written(spent, digits, way) / shown * exactly(Decimal(100))
    assert computed.meets(as_written(rate, rate_digits, other))


@given(amounts, amounts, places, ways)
def test_a_difference_however_rounded_can_still_hold(now, then, digits, way):
    change = as_written(now, digits, way) - as_written(then, digits, way)
    assert change.meets(as_written(now - then, digits, way))


def test_a_value_out_of_reach_of_rounding_is_refused():
    assert not rounding_interval(Decimal("99.47"), Decimal("0.005")).can_be(Decimal("99.43"))


def test_dividing_by_what_can_be_zero_is_refused():
    with pytest.raises(ZeroDivisionError, match="can be zero"):
        exactly(Decimal(1)) / rounding_interval(Decimal("0.0"), Decimal("0.05"))
