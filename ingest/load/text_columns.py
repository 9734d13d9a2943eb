"""Cells of a row → the columns they belong to: what kind each is, and where it can only stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

Cells = tuple[str, ...]

_AMOUNT = re.compile(
    r"[（(]?[≥≤><＞＜＝=≈±+\-－−]?\s*[¥￥]?(\d[\d,，]*(?:[.．]\d+)?)\s*"
    r"([%％‰]?[\u4e00-\u9fff㎡/]{0,4})[)）]?"
)
"""What indicators are set and met with, too: ≥85%, 5,000个, 6,000人次."""
_TIME = re.compile(
    r"(?:19|20)\d\d\s*(?:年.*|(?:预算|决算|计划|安排|收入|支出|执行|实际|完成)数?额?)|\d{1,2}\s*月.*|\d\s*季度.*"
)
_NOTHING = re.compile(r"[-—–－/\s]*")
_REMARKS = re.compile(r"备\s*注|说\s*明")
_TOTAL = re.compile(r"[\u4e00-\u9fff]{0,6}(?:合|总|小|共)\s*计[:：]?")


class Kind(Enum):
    """What a cell holds; NOTHING is a blank or the stroke that stands for one."""

    NOTHING = "nothing"
    TEXT = "text"
    NUMBER = "number"
    RATE = "rate"


Kinds = tuple[frozenset[Kind], ...]


def kind_of(cell: str) -> Kind:
    """A cell's text → its kind; a year or a month is text, for it names more than it counts."""
    if _NOTHING.fullmatch(cell):
        return Kind.NOTHING
    amount = _AMOUNT.fullmatch(cell)
    if amount is None or _TIME.fullmatch(cell):
        return Kind.TEXT
    return Kind.RATE if amount[2].startswith(("%", "％", "‰")) else Kind.NUMBER


def is_value(cell: str) -> bool:
    """Whether a cell holds an amount or a rate."""
    return kind_of(cell) in (Kind.NUMBER, Kind.RATE)


def is_total(cells: Cells) -> bool:
    """Whether a row adds up others: 合计 at its head."""
    return _TOTAL.fullmatch(cells[0]) is not None


def with_remark(cells: Cells, header: Cells) -> Cells:
    """A row that ends in a figure just before 备注 → the same with the blank that stands there.

    Most rows have nothing to remark, and a remark is no figure.
    """
    missing = len(cells) == len(header) - 1 and _REMARKS.fullmatch(header[-1]) is not None
    return (*cells, "") if missing and is_value(cells[-1]) and not is_total(cells) else cells


def column_kinds(rows: Sequence[Cells]) -> Kinds:
    """Whole rows → for each column the kinds of cell that stand in it."""
    return tuple(
        frozenset(map(kind_of, column)) - {Kind.NOTHING} for column in zip(*rows, strict=True)
    )


def placed(cells: Cells, kinds: Kinds) -> Cells | None:
    """A row with fewer cells than there are columns → the same with blanks where cells are missing.

    None where it could be read in more than one way, or in none: a figure in a wrong column is
    worse than one in no column. 合计 stands in the first column, whatever that holds elsewhere:
    it was merged over the number and the name.
    """
    if is_total(cells):
        rest = _only_places(cells[1:], kinds[1:])
        places = None if rest is None else (0, *(place + 1 for place in rest))
    else:
        places = _only_places(cells, kinds)
    if places is None:
        return None
    row = [""] * len(kinds)
    for place, cell in zip(places, cells, strict=True):
        row[place] = cell
    return tuple(row)


def _only_places(cells: Cells, kinds: Kinds) -> tuple[int, ...] | None:
    """The one way to lay cells in columns of their kind, in order: as far left as may be and as
    far right as may be are then the same.
    """
    left = _leftmost(cells, kinds)
    right = _leftmost(cells[::-1], kinds[::-1])
    if left is None or right is None:
        return None
    mirrored = tuple(len(kinds) - 1 - place for place in reversed(right))
    return left if left == mirrored else None


def _leftmost(cells: Cells, kinds: Kinds) -> tuple[int, ...] | None:
    places: list[int] = []
    at = 0
    for cell in cells:
        kind = kind_of(cell)
        while at < len(kinds) and kind is not Kind.NOTHING and kind not in kinds[at]:
            at += 1
        if at == len(kinds):
            return None
        places.append(at)
        at += 1
    return tuple(places)
