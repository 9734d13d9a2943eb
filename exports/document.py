"""What is written, as plain data: a document of parts, one under the other, or a book of sheets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class Look(StrEnum):
    """How a span of text is set apart."""

    PLAIN = "plain"
    STRONG = "strong"
    QUOTED = "quoted"
    """Somebody else's words, on a yellow ground."""
    RAISED = "raised"
    """A number that refers to a source."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words that look alike. A line break in them is one on paper."""

    text: str
    look: Look = Look.PLAIN


Text = str | tuple[Span, ...]
Cell = Text | int | Decimal | None
"""What stands in a table: a number stays one, and is written with the decimals that it has."""


def spans_of(cell: Text) -> tuple[Span, ...]:
    """Words, set apart or not → their spans."""
    return (Span(cell),) if isinstance(cell, str) else cell


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 or 2."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a `small` one is what is said beside the matter."""

    text: Text
    small: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    `width` counts characters, a Chinese one as two, and is 0 where the contents say it; on a page
    the columns share the breadth in that proportion. `suffix` is written behind its numbers (%),
    and `signed` numbers have their + too.
    """

    label: str
    width: int = 0
    suffix: str = ""
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, and rows of as many cells."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on: who made it, who looked at it again, when."""


Block = Heading | Paragraph | Table | Signatures


@dataclass(frozen=True, slots=True)
class Document:
    """A document on A4 pages; `language` is zh or en, `made` has its time zone."""

    title: str
    language: str
    made: datetime
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table under a name of its own."""

    name: str
    table: Table


@dataclass(frozen=True, slots=True)
class Book:
    """Sheets, and what is said of them all on the first: `facts` are labels with values.

    `language` is zh or en, `made` has its time zone.
    """

    title: str
    language: str
    made: datetime
    facts: tuple[tuple[str, Cell], ...]
    sheets: tuple[Sheet, ...]


_NARROWEST, _WIDEST = 6, 60
_BROAD = "WF"  # https://www.unicode.org/reports/tr11/: wide and fullwidth


def widths(table: Table) -> tuple[int, ...]:
    """A table → the width of each column in characters."""
    return tuple(
        column.width or min(max(_breadth(column.label, x, table.rows), _NARROWEST), _WIDEST)
        for x, column in enumerate(table.columns)
    )


def _breadth(label: str, x: int, rows: Sequence[Sequence[Cell]]) -> int:
    lines = [label, *(line for row in rows for line in words(row[x]).splitlines())]
    return 2 + max(
        sum(1 + (unicodedata.east_asian_width(sign) in _BROAD) for sign in line) for line in lines
    )


def words(cell: Cell) -> str:
    """A cell → its characters, without what sets them apart."""
    if isinstance(cell, tuple):
        return "".join(span.text for span in cell)
    return "" if cell is None else str(cell)


# What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets), and the second control characters.
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Any text → the same without characters that no file can hold; its lines end in \\n."""
    return _NO_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
