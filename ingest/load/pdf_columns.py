"""A page or picture in two columns of prose → where they part, and the lines in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from ingest.load.pdf_lines import PdfLine, pdf_line, rows_of
from ingest.load.pdf_print import Sign

_FEWEST_ROWS, _COLUMN = 8, 0.2
"""Lines that show a gutter, at least, and page widths that a column is at least wide."""


def find_gutter(signs: Sequence[Sign], breadth: float, before: float | None = None) -> float | None:
    """Where the blank between two columns of prose stands on a page so broad; None without.

    It is in most lines, about the middle, and what is beside it is long: cells of a table are not.
    The last page of a text in columns may show little of it: there it is where it was `before`.
    """
    if any(sign.turn for sign in signs):
        return None
    rows = list(rows_of(signs))
    if before is not None and sum(_is_across(row, before) for row in rows) <= 0.2 * len(rows):
        return before
    beside = [gap for row in rows if (gap := _middle_gap(row, breadth)) is not None]
    if len(beside) < max(_FEWEST_ROWS, 0.4 * len(rows)):
        return None
    gutter = median((left.box[2] + right.box[0]) / 2 for left, right, _ in beside)
    own = [ends for left, right, ends in beside if left.box[2] < gutter < right.box[0]]
    if len(own) < 0.8 * len(beside):
        return None
    narrowest = min(median(gutter - a for a, _ in own), median(b - gutter for _, b in own))
    return gutter if narrowest > _COLUMN * breadth else None


def _middle_gap(
    row: Sequence[Sign], breadth: float
) -> tuple[Sign, Sign, tuple[float, float]] | None:
    """The signs beside the widest gap in the middle third of a line, and where the line ends."""
    row = [sign for sign in row if not sign.text.isspace()]
    gaps = [
        (right.box[0] - left.box[2], left, right)
        for left, right in pairwise(row)
        if breadth / 3 < (left.box[2] + right.box[0]) / 2 < 2 * breadth / 3
    ]
    if not gaps:
        return None
    gap, left, right = max(gaps, key=lambda found: found[0])
    return (left, right, (row[0].box[0], row[-1].box[2])) if gap > left.size else None


def column_lines(
    signs: Sequence[Sign], gutter: float, across: float, down: float
) -> Iterator[tuple[float, PdfLine]]:
    """Signs of a page in two columns, so many points large → its lines, each with what it is
    sorted by.

    Lines over both columns part the page into bands; in each the left column comes first. The
    lines of a column begin and end as if it were the page.
    """
    rows = list(rows_of(signs))
    within = [row for row in rows if not _is_across(row, gutter)]
    inside = [sign.box for row in within for sign in row if not sign.text.isspace()]
    left = min((x for x, *_ in inside if x < gutter), default=0.0)
    shift = min((x for x, *_ in inside if x > gutter), default=left) - left
    breadth = left + max((x for _, _, x, _ in inside if x < gutter), default=gutter)
    band: list[Sign] = []
    for row in [*rows, None]:
        if row is not None and not _is_across(row, gutter):
            band += row
            continue
        end = max((sign.y for sign in band), default=0.0)
        for own, past in ((True, 0.0), (False, shift)):
            for line in rows_of([sign for sign in band if (sign.box[0] < gutter) is own]):
                placed = pdf_line(line, across, down)
                at = line[0].y if own else end + line[0].y / 1e4
                yield at, replace(placed, left=placed.left - past, page_width=breadth)
        band = []
        if row is not None:
            yield row[0].y, pdf_line(row, across, down)


def _is_across(row: Sequence[Sign], gutter: float) -> bool:
    """Whether a line goes over both columns: signs stand on the gutter, or close to both sides."""
    row = [sign for sign in row if not sign.text.isspace()]
    left = max((s.box[2] for s in row if s.middle[0] < gutter), default=0.0)
    right = min((s.box[0] for s in row if s.middle[0] >= gutter), default=float("inf"))
    return right - left < row[0].size
