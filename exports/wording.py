"""What files say by themselves, in their language, and numbers as they are written."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from exports.document import Column
from languages import N_, translate
from models.version import VERSION

PRODUCT = f"绩问 Jiwen {VERSION}"
"""Whose work a file is, in its properties."""
PAGE = N_("Page {page} of {pages}")
_TO_SIGN = (N_("Prepared by"), N_("Reviewed by"), N_("Date"))


def signature_labels(language: str) -> tuple[str, ...]:
    """What stands before the lines to sign on."""
    after = translate(language, ": ")
    return tuple(translate(language, label) + after for label in _TO_SIGN)


def day(made: datetime, language: str) -> str:
    """A date → as it is written: 2026年3月1日, 2026-03-01."""
    return f"{made.year}年{made.month}月{made.day}日" if language == "zh" else f"{made:%Y-%m-%d}"


def written(number: int | Decimal, column: Column) -> str:
    """A number → as it is written in a column: a Decimal in thousands, a whole number as it is."""
    sign = "+" if column.signed else ""
    grouped = "," if isinstance(number, Decimal) else ""
    return f"{number:{sign}{grouped}{'f' if isinstance(number, Decimal) else 'd'}}{column.suffix}"


def number_format(number: int | Decimal, column: Column) -> str:
    """A number → the format by which a spreadsheet writes it as `written` does.

    The codes are those of ECMA-376 part 1, 18.8.31.
    """
    plain = "0"
    if isinstance(number, Decimal):
        decimals = decimal_places(number)
        plain = "#,##0" + (f".{'0' * decimals}" if decimals else "")
    plain += f'"{column.suffix}"' if column.suffix else ""
    return f"+{plain};-{plain};{plain}" if column.signed else plain


def decimal_places(number: Decimal) -> int:
    """How many decimals a number is given with: 2 for 10.50."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
