"""A whole and its parts → whether they can agree, and how to say that they do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from figures.checks.figure import Figure, show
from figures.checks.interval import total


@dataclass(frozen=True, slots=True)
class Sum:
    """`whole` is said to be the sum of `parts`; each part goes by a label."""

    whole: Figure
    parts: tuple[tuple[str, Figure], ...]
    label: str

    @property
    def labels(self) -> list[str]:
        """What the parts go by."""
        return [label for label, _ in self.parts]

    @property
    def figures(self) -> list[Figure]:
        """The parts without their labels."""
        return [figure for _, figure in self.parts]

    @property
    def value(self) -> Decimal:
        """What the parts add up to, in base units."""
        return sum((f.value for _, f in self.parts), Decimal(0))

    @property
    def off_by(self) -> Decimal:
        """How much the parts add up to more than the whole."""
        return self.value - self.whole.value

    @property
    def is_possible(self) -> bool:
        """Whether some true values that are written so add up."""
        return total([f.range for _, f in self.parts]).meets(self.whole.range)

    @property
    def is_exact(self) -> bool:
        """Whether the written digits add up, but for one or two units of the last."""
        return abs(self.off_by) <= 4 * self.whole.half_step

    @property
    def recomputed(self) -> str:
        """What the parts add up to, as written."""
        return show(self.value, self._finest)

    @property
    def _finest(self) -> Figure:
        """The whole, or the part with more decimals when parts are written more exactly."""
        like = max((self.whole, *(f for _, f in self.parts)), key=lambda f: f.decimals)
        return like if like.unit == self.whole.unit else self.whole

    def in_words(self) -> tuple[str, str]:
        """The calculation, in Chinese and in English."""
        shown = [f for _, f in self.parts if f.value != 0] or [f for _, f in self.parts]
        terms = " + ".join(f.as_written for f in _few(shown))
        if len(shown) > len(_few(shown)):
            terms += " + …"
        off = show(abs(self.off_by), self._finest)
        return (
            f"“{self.label}”各部分相加：{terms} = {self.recomputed}，"
            f"而报告写的是{self.whole.as_written}，相差{off}。",
            f"The parts of “{self.label}” add up to {terms} = {self.recomputed}, "
            f"but the report states {self.whole.as_written}: {off} apart.",
        )


def _few(figures: Sequence[Figure]) -> Sequence[Figure]:
    return figures if len(figures) <= 12 else figures[:12]
