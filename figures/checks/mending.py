"""Figures that do not fit → the one slip of the pen that would explain it, if there is one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from figures.checks.figure import Figure, show

_DIGITS = re.compile(r"\d[\d,，]*(?:\.\d+)?")


def mended(figures: Sequence[Figure], fits: Callable[..., bool]) -> tuple[str, str]:
    """Figures and the relation they should satisfy → a hint in Chinese and English, or ("", "").

    Tries, one figure at a time: a digit too many, two digits swapped, the point misplaced, 元 and
    万元 confused; then one digit written for another or left out. A hint is given only when one
    figure alone can be mended, and in one way.
    """
    ways = mendings(figures, fits)
    if len(ways) != 1:
        return "", ""
    wrong, right = ways[0]
    better = show(right.value, right)
    return (
        f"若{wrong.as_written}应为{better}，则相符。",
        f" It would fit if {wrong.as_written} should read {better}.",
    )


def mendings(figures: Sequence[Figure], fits: Callable[..., bool]) -> list[tuple[Figure, Figure]]:
    """The pairs (figure, what it should read) that make the relation hold; the likeliest sort."""
    found: dict[tuple[Decimal, int], tuple[Figure, Figure]] = {}
    for slips in (_slips, _wrong_digits):
        for i, figure in enumerate(figures):
            for other in slips(figure):
                if fits(*figures[:i], other, *figures[i + 1 :]):
                    found[other.value, i] = (figure, other)
        if found:
            break
    return list(found.values())


def _slips(figure: Figure) -> Iterator[Figure]:
    """The figures that a single slip could have turned into this one."""
    match = _DIGITS.search(figure.as_written)
    if match is None or figure.value <= 0:
        return
    digits = re.sub(r"[,，]", "", match[0])
    for i, c in enumerate(digits):
        if c.isdigit() and len(digits) > 2:
            yield from _rewritten(figure, digits[:i] + digits[i + 1 :])
        if i and c.isdigit() and digits[i - 1].isdigit() and c != digits[i - 1]:
            yield from _rewritten(figure, digits[: i - 1] + c + digits[i - 1] + digits[i + 1 :])
    for shift in (Decimal("0.1"), Decimal(10), Decimal("0.01"), Decimal(100)):
        yield replace(figure, value=figure.value * shift, half_step=figure.half_step * shift)
    if figure.unit in ("元", "万元"):
        unit, factor = ("万元", 10**4) if figure.unit == "元" else ("元", 1)
        ratio = Decimal(factor) / figure.factor
        yield replace(
            figure,
            value=figure.value * ratio,
            half_step=figure.half_step * ratio,
            unit=unit,
            factor=Decimal(factor),
        )


def _wrong_digits(figure: Figure) -> Iterator[Figure]:
    """The figures with one other digit, or one digit more."""
    match = _DIGITS.search(figure.as_written)
    digits = re.sub(r"[,，]", "", match[0]) if match else ""
    for i, c in enumerate(digits):
        for other in "0123456789" if c.isdigit() else "":
            if other != c:
                yield from _rewritten(figure, digits[:i] + other + digits[i + 1 :])
            yield from _rewritten(figure, digits[:i] + other + digits[i:])


def _rewritten(figure: Figure, digits: str) -> Iterator[Figure]:
    if digits.startswith((".", "0")) and not digits.startswith("0."):
        return
    if digits.endswith("."):
        return
    yield replace(figure, value=Decimal(digits) * figure.factor)
