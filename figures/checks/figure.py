"""One number of a report as the checks see it: its value, how exactly it is written, where."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from figures.checks.interval import Interval, written


@dataclass(frozen=True, slots=True)
class Figure:
    """A written number.

    `value` and `half_step` (half a unit of the last written digit, 0 for a count) are in the
    base unit (元, %, 分, 平方米, 个); `unit` is as written and worth `factor` base units.
    `start`/`end` span it in the report's text.
    """

    value: Decimal
    half_step: Decimal
    unit: str
    factor: Decimal
    as_written: str
    start: int
    end: int

    @property
    def range(self) -> Interval:
        """Every true value that this number can stand for."""
        return written(self.value, self.half_step)

    @property
    def decimals(self) -> int:
        """How many digits stand after the point."""
        digits = self.as_written.rpartition(".")[2] if "." in self.as_written else ""
        return sum(c.isdigit() for c in digits)


def show(value: Decimal, like: Figure) -> str:
    """A value in base units → written as `like` is: its unit, its decimals, its commas."""
    scaled = value / like.factor
    places = max(like.decimals, 2 if like.unit in ("%", "万元", "亿元") else 0)
    rounded = scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    comma = "," if "," in like.as_written or "，" in like.as_written else ""
    return f"{rounded:{comma}f}{like.unit}"
