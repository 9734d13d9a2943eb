"""Written numbers → what they can stand for: arithmetic that rounding cannot fool."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import add


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`; the arithmetic keeps every value that is possible."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def __truediv__(self, other: Interval) -> Interval:
        """Raises ZeroDivisionError when the divisor can be zero."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("the divisor can be zero: ask `can_be` first")
        ends = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        return self.low <= other.high and other.low <= self.high

    def can_be(self, value: Decimal) -> bool:
        """Whether `value` is one of these."""
        return self.low <= value <= self.high


def exactly(value: Decimal) -> Interval:
    """A value that was not rounded, such as a count."""
    return Interval(value, value)


def written(value: Decimal, half_step: Decimal) -> Interval:
    """A number as written → every true value that rounds, or is cut off, to its digits.

    `half_step` is half a unit of the last written digit. Rounding gives value ± half_step,
    cutting off gives value … value + 2·half_step away from zero; reports do both.
    """
    if value < 0:
        return Interval(value - 2 * half_step, value + half_step)
    return Interval(value - half_step, value + 2 * half_step)


def total(parts: list[Interval]) -> Interval:
    """Intervals → the interval of their sum (0 for none)."""
    return reduce(add, parts, exactly(Decimal(0)))
