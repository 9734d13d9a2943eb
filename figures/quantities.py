"""Text → every number in it with its unit, how exactly it is meant, and what it is about.

The scan is one regular expression over the text with full-width digits narrowed: what looks
like a number and is none (list numbers, 文号, hotlines, codes) is matched first and passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from figures import not_quantities
from figures.dates import DATE_PATTERN, read_date
from figures.measures import MEASURE_PATTERN, Measure, read_measure
from figures.numerals import narrow
from figures.qualifiers import Qualifier, qualifier_around
from figures.subjects import row_subject, subject_of
from figures.units import QuantityKind, Unit, unit_named

__all__ = ["Qualifier", "Quantity", "QuantityKind", "cell_quantity", "quantities"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a text, `text[start:end] == as_written`.

    `value` is in `unit` (8318.83 in 万元; 17200 in 宗 for 1.72万宗), `base` in the base unit of
    its kind (元, %, 平方米, 分钟 …), `half_step` is half a unit of its last written digit, also in
    that base: the true value lies within it. A date's value is 2023, 202308 or 20230831.
    `subject` has the words it belongs to, '' for dates and where none stand near.
    """

    value: Decimal
    unit: str
    kind: QuantityKind
    qualifier: Qualifier
    start: int
    end: int
    as_written: str
    subject: str
    base: Decimal
    half_step: Decimal

    @property
    def year(self) -> int | None:
        """The calendar year of a date that has one."""
        if self.kind is not QuantityKind.DATE or not self.unit.startswith("年"):
            return None
        return int(str(self.value)[:4])


_SCAN = re.compile(
    rf"(?P<skip>{not_quantities.PATTERN})|(?P<date>{DATE_PATTERN})|{MEASURE_PATTERN}", re.M | re.I
)
_CELL = re.compile(
    rf"(?:[=＝≥≤<>＜＞]=?|不低于|不少于|不超过)?\s*(?P<number>{MEASURE_PATTERN})(?:以上|以下|以内)?",
    re.I,
)
_CODE = re.compile(r"0\d+")
_BRACKETED = re.compile(r"[（(]\s*(?=[^.,]*[.,])(?P<number>[\d,]*\.?\d+%?)\s*[)）]")
"""(1,234.50): how accounts write what is below zero. (1) only counts."""
_TO = re.compile(r"\s*(?:[-－—–~～]{1,2}|至|到|to)\s*", re.I)
_AND = re.compile(r"\s*(?:[、/]|和|及|与)\s*")
_RESPECTIVELY = re.compile(r"分别|各为|依次")


def quantities(text: str) -> tuple[Quantity, ...]:
    """Report text → its quantities, in order, without overlap; spans are offsets into `text`."""
    plain = narrow(text)
    found: list[tuple[Measure, int, int]] = []
    for m in _SCAN.finditer(plain):
        measure = None if m["skip"] else _date(m) if m["date"] else read_measure(m)
        if measure is not None:
            found.append((measure, m.start(), m.end()))
    result: list[Quantity] = []
    floor = line_end = 0
    row: str | None = None
    for measure, start, end in _with_shared_units(found, plain):
        if start >= line_end:
            line_start, line_end = _line_around(plain, start)
            line = plain[line_start:line_end]
            floor, row = line_start, row_subject(line) if "\t" in line else None
        result.append(_quantity(measure, text, plain, (start, end), floor, row))
        floor = floor if measure.unit.kind is QuantityKind.DATE else end
    return tuple(result)


def _line_around(text: str, at: int) -> tuple[int, int]:
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, end if end >= 0 else len(text)


def cell_quantity(cell: str, unit: str) -> Quantity | None:
    """A whole table cell → its quantity, in the table's `unit` where the cell names none.

    None for an empty cell, a dash, a code with leading zeros, or words beside the number.
    """
    lead = len(cell) - len(cell.lstrip())
    plain = narrow(cell.strip())
    if bracketed := _BRACKETED.fullmatch(plain):
        inner = cell_quantity(" " * (lead + bracketed.start("number")) + bracketed["number"], unit)
        return inner and replace(inner, value=-inner.value, base=-inner.base)
    m = _CELL.fullmatch(plain)
    measure = read_measure(m) if m and not _CODE.fullmatch(plain) else None
    if m is None or measure is None:
        return None
    if not measure.own_unit or (measure.unit.kind is QuantityKind.DATE and unit):
        measure = replace(measure, unit=unit_named(unit), step=_step(measure.value))
    whole = " " * lead + plain
    start, end = lead + m.start("number"), lead + m.end("number")
    return _quantity(measure, cell, whole, (start, end), start, "")


def _date(match: re.Match[str]) -> Measure | None:
    date = read_date(match)
    return date and Measure(
        date[0], Unit(date[1], QuantityKind.DATE, Decimal(1), date[1]), Decimal(0)
    )


def _step(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent)


def _quantity(
    measure: Measure, text: str, plain: str, span: tuple[int, int], floor: int, row: str | None
) -> Quantity:
    """`row` has the words of the table row that the number is in, None in prose."""
    unit, (start, end) = measure.unit, span
    qualifier = qualifier_around(plain, start, end, unit.kind is QuantityKind.DURATION)
    if measure.more and qualifier in (Qualifier.EXACT, Qualifier.ABOUT):
        qualifier = Qualifier.MORE
    subject = "" if unit.kind is QuantityKind.DATE else row
    if subject is None:
        subject = subject_of(plain, start, end, floor, unit.kind is QuantityKind.COUNT)
    return Quantity(
        value=measure.value,
        unit=unit.name,
        kind=unit.kind,
        qualifier=qualifier,
        start=start,
        end=end,
        as_written=text[start:end],
        subject=subject,
        base=measure.value * unit.factor,
        half_step=measure.step * unit.factor / 2,
    )


def _with_shared_units(
    found: list[tuple[Measure, int, int]], text: str
) -> list[tuple[Measure, int, int]]:
    """3-5天, 分别为95、96分: a number without unit takes the unit of the one it is tied to."""
    shared = list(found)
    for i in range(len(found) - 2, -1, -1):
        (measure, start, end), (behind, next_start, _) = shared[i], shared[i + 1]
        month = behind.unit.name == "月" and measure.value <= 12
        if measure.own_unit or not behind.own_unit:
            continue
        if behind.unit.kind is QuantityKind.DATE and not month:
            continue
        between = text[end:next_start]
        listed = _AND.fullmatch(between) and _RESPECTIVELY.search(text, max(0, start - 40), start)
        if _TO.fullmatch(between) or listed:
            shared[i] = (replace(measure, unit=behind.unit), start, end)
    return shared
