"""A formula whose value the file does not keep → its value, where that is plain arithmetic.

Sums, differences, products and ratios over cells that were read, nested, with the functions below.
Anything else (another file, a look-up, a name) is not guessed at: `NotPlainError`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Context, Decimal, DecimalException

from ingest.load.workbook import KeptCell, Mistake, Place, Sheet, Value, Workbook, column_number

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)(?![:\d])|(?P<text>"(?:[^"]|"")*")"""
    r"""|(?P<name>[A-Za-z][A-Za-z0-9.]*)\("""
    r"""|(?P<cells>(?:(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"""
    r"""(?:\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?"""
    r"""|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?\d{1,7}:\$?\d{1,7}))(?![\w(])"""
    r"""|(?P<sign><>|<=|>=|[-+*/^&=<>%(),]))"""
)
_ENDS = re.compile(r"\$?([A-Z]{1,3})?\$?(\d{1,7})?")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_LONGEST = 4096
_DEEPEST = 40
"""Brackets within brackets, and formulas over formulas, before a formula is not plain any more."""
_EXACT = Context(prec=15)
"""The digits that Excel computes with."""


class NotPlainError(Exception):
    """A formula that is not computed here."""


@dataclass(frozen=True, slots=True)
class _Range:
    """A rectangle of a sheet, its corners included."""

    sheet: Sheet
    top: int
    left: int
    bottom: int
    right: int

    def places(self) -> Iterator[Place]:
        """Its cells that are there, by row; of a whole column only those."""
        area = (self.bottom - self.top + 1) * (self.right - self.left + 1)
        if area > len(self.sheet.cells):
            yield from sorted(at for at in self.sheet.cells if self._holds(at))
        else:
            for row in range(self.top, self.bottom + 1):
                for column in range(self.left, self.right + 1):
                    if (row, column) in self.sheet.cells:
                        yield row, column

    def _holds(self, at: Place) -> bool:
        return self.top <= at[0] <= self.bottom and self.left <= at[1] <= self.right


_Operand = Value | _Range


@dataclass
class Calculation:
    """A workbook, and the values of its formulas that were computed so far (None: not plain)."""

    book: Workbook
    known: dict[tuple[str, Place], Value] = field(default_factory=dict)
    open: list[tuple[str, Place]] = field(default_factory=list)

    def value(self, sheet: Sheet, at: Place) -> Value:
        """A cell's value: as the file keeps it, or computed where it does not.

        A kept 0 is a filler where the formula gives something else: programs that write formulas
        without computing them put it. Raises NotPlainError.
        """
        cell = sheet.cells.get(at)
        if cell is None or not cell.formula:
            return None if cell is None else cell.value
        if cell.value is not None and cell.value != 0 and not self.book.fresh:
            return cell.value
        key = (sheet.name, at)
        if key not in self.known:
            self.known[key] = self._computed(key, sheet, cell)
        if self.known[key] is None:
            raise NotPlainError
        return self.known[key]

    def _computed(self, key: tuple[str, Place], sheet: Sheet, cell: KeptCell) -> Value:
        filler = cell.value == 0 and self.book.fresh
        kept = None if filler else cell.value
        if key in self.open or len(self.open) >= _DEEPEST or len(cell.formula) > _LONGEST:
            return kept
        self.open.append(key)
        try:
            return _Formula(self, sheet, cell.formula).result()
        except (NotPlainError, DecimalException, OverflowError):
            return kept
        finally:
            self.open.pop()


class _Formula:
    """One formula, read from the left by descent through the ranks of its operators."""

    def __init__(self, calculation: Calculation, sheet: Sheet, formula: str) -> None:
        self.calculation = calculation
        self.sheet = sheet
        self.tokens = list(_tokens(formula))
        self.at = 0
        self.depth = 0

    def result(self) -> Value:
        value = self._one(self._comparison())
        if self.at < len(self.tokens):
            raise NotPlainError
        if isinstance(value, Mistake):
            raise NotPlainError
        if isinstance(value, Decimal):
            return _EXACT.create_decimal(value)
        return Decimal(0) if value is None else value

    def _next(self, *signs: str) -> str:
        """The sign that comes next, taken, if it is one of these; '' if not."""
        if self.at < len(self.tokens):
            kind, text = self.tokens[self.at]
            if kind == "sign" and text in signs:
                self.at += 1
                return text
        return ""

    def _comparison(self) -> _Operand:
        left = self._joined()
        while sign := self._next("=", "<>", "<", ">", "<=", ">="):
            left = _compared(self._one(left), sign, self._one(self._joined()))
        return left

    def _joined(self) -> _Operand:
        left = self._sum()
        while self._next("&"):
            left = _text(self._one(left)) + _text(self._one(self._sum()))
        return left

    def _sum(self) -> _Operand:
        left = self._product()
        while sign := self._next("+", "-"):
            one, other = self._number(left), self._number(self._product())
            left = one + other if sign == "+" else one - other
        return left

    def _product(self) -> _Operand:
        left = self._power()
        while sign := self._next("*", "/"):
            one, other = self._number(left), self._number(self._power())
            if sign == "/" and other == 0:
                raise NotPlainError
            left = one * other if sign == "*" else one / other
        return left

    def _power(self) -> _Operand:
        left = self._signed()
        while self._next("^"):
            exponent = self._number(self._signed())
            if abs(exponent) > 100:
                raise NotPlainError
            left = self._number(left) ** exponent
        return left

    def _signed(self) -> _Operand:
        if sign := self._next("-", "+"):
            self._deeper()
            number = self._number(self._signed())
            self.depth -= 1
            return -number if sign == "-" else number
        value = self._atom()
        while self._next("%"):
            value = self._number(value) / 100
        return value

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise NotPlainError

    def _atom(self) -> _Operand:
        if self.at >= len(self.tokens):
            raise NotPlainError
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return Decimal(text)
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "cells":
            return self._cells(text)
        self._deeper()
        try:
            return self._called(text.upper()) if kind == "name" else self._bracketed(text)
        finally:
            self.depth -= 1

    def _bracketed(self, sign: str) -> _Operand:
        if sign != "(":
            raise NotPlainError
        value = self._comparison()
        if not self._next(")"):
            raise NotPlainError
        return value

    def _called(self, name: str) -> Value:
        given: list[_Operand] = []
        while not self._next(")"):
            if given and not self._next(","):
                raise NotPlainError
            given.append(self._comparison())
        return self._call(name, given)

    def _call(self, name: str, given: Sequence[_Operand]) -> Value:
        if name == "IF" and len(given) in (2, 3):
            kept = self._one(given[0])
            if isinstance(kept, str | Mistake):
                raise NotPlainError
            return self._one(given[1] if kept else given[2] if len(given) == 3 else False)
        if name in ("AND", "OR") and given:
            truths = [bool(self._one(part)) for part in given]
            return all(truths) if name == "AND" else any(truths)
        if name in _ROUNDED and len(given) in (1, 2):
            digits = int(self._number(given[1])) if len(given) == 2 else 0
            if not -15 <= digits <= 15:
                raise NotPlainError
            step = Decimal(1).scaleb(-digits)
            return (self._number(given[0]) / step).quantize(Decimal(1), _ROUNDED[name]) * step
        if name == "ABS" and len(given) == 1:
            return abs(self._number(given[0]))
        if name == "SUBTOTAL" and len(given) > 1 and self._number(given[0]) in (9, 109):
            return sum(self._numbers(given[1:]), Decimal(0))
        if name == "SUMPRODUCT" and len(given) == 2:
            return self._sum_of_products(given)
        if name not in _OVER_NUMBERS:
            raise NotPlainError
        numbers = list(self._numbers(given))
        return _OVER_NUMBERS[name](numbers) if numbers else Decimal(0)

    def _sum_of_products(self, given: Sequence[_Operand]) -> Decimal:
        columns = []
        for part in given:
            if not isinstance(part, _Range) or part.left != part.right:
                raise NotPlainError
            if part.bottom - part.top > len(part.sheet.cells):
                raise NotPlainError
            rows = range(part.top, part.bottom + 1)
            values = (self.calculation.value(part.sheet, (row, part.left)) for row in rows)
            columns.append([v if isinstance(v, Decimal) else Decimal(0) for v in values])
        if len(columns[0]) != len(columns[1]):
            raise NotPlainError
        return sum((a * b for a, b in zip(*columns, strict=True)), Decimal(0))

    def _numbers(self, given: Sequence[_Operand]) -> Iterator[Decimal]:
        """All numbers in what a function was given; texts in a range do not count."""
        for part in given:
            if not isinstance(part, _Range):
                yield self._number(part)
                continue
            for at in part.places():
                value = self.calculation.value(part.sheet, at)
                if isinstance(value, Mistake):
                    raise NotPlainError
                if isinstance(value, Decimal):
                    yield value

    def _one(self, operand: _Operand) -> Value:
        if not isinstance(operand, _Range):
            return operand
        if (operand.top, operand.left) != (operand.bottom, operand.right):
            raise NotPlainError
        return self.calculation.value(operand.sheet, (operand.top, operand.left))

    def _number(self, operand: _Operand) -> Decimal:
        value = self._one(operand)
        if isinstance(value, bool) or value is None:
            return Decimal(int(value or 0))
        if not isinstance(value, Decimal):
            raise NotPlainError
        return value

    def _cells(self, written: str) -> _Range:
        name, _, cells = written.rpartition("!")
        bare = name[1:-1].replace("''", "'") if name.startswith("'") else name
        sheet = self._sheet(bare) if bare else self.sheet
        first, _, last = cells.partition(":")
        start, end = _ENDS.fullmatch(first), _ENDS.fullmatch(last or first)
        if start is None or end is None:
            raise NotPlainError
        return _Range(
            sheet,
            int(start[2] or 1),
            column_number(start[1]) if start[1] else 1,
            int(end[2] or _LAST_ROW),
            column_number(end[1]) if end[1] else _LAST_COLUMN,
        )

    def _sheet(self, name: str) -> Sheet:
        for sheet in self.calculation.book.sheets:
            if sheet.name.lower() == name.lower():
                return sheet
        raise NotPlainError


_ROUNDED = {"ROUND": ROUND_HALF_UP, "ROUNDUP": ROUND_UP, "ROUNDDOWN": ROUND_DOWN}
_OVER_NUMBERS: Mapping[str, Callable[[Sequence[Decimal]], Decimal]] = {
    "SUM": lambda numbers: sum(numbers, Decimal(0)),
    "AVERAGE": lambda numbers: sum(numbers, Decimal(0)) / len(numbers),
    "MAX": max,
    "MIN": min,
    "COUNT": lambda numbers: Decimal(len(numbers)),
    "PRODUCT": lambda numbers: _multiplied(numbers),
}


def _multiplied(numbers: Sequence[Decimal]) -> Decimal:
    whole = Decimal(1)
    for number in numbers:
        whole *= number
    return whole


def _tokens(formula: str) -> Iterator[tuple[str, str]]:
    text = formula.strip().removeprefix("=").removeprefix("_xlfn.")
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise NotPlainError
        kind = found.lastgroup or ""
        yield kind, found[kind]
        at = found.end()
        while at < len(text) and text[at].isspace():
            at += 1


def _text(value: Value) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        # How a number would be written depends on more than its value.
        raise NotPlainError
    return value


def _compared(left: Value, sign: str, right: Value) -> bool:
    if isinstance(left, str) or isinstance(right, str):
        if sign not in ("=", "<>"):
            raise NotPlainError
        same = (left or "") == (right or "")
        return same if sign == "=" else not same
    if isinstance(left, Mistake) or isinstance(right, Mistake):
        raise NotPlainError
    one, other = Decimal(left or 0), Decimal(right or 0)
    return {
        "=": one == other, "<>": one != other, "<": one < other, ">": one > other,
        "<=": one <= other, ">=": one >= other,
    }[sign]  # fmt: skip
