"""Lines of a plain text → the same, with the tables that were pasted into it as raw tables.

A text has no rules and no cells, only marks and blanks; and prose has blanks too. So a table is
taken for one only where a header, the rows under it and the figures in them all say so. What is
left in doubt stays the lines that it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.load.aligned import Aligned, Word, aligned_tables
from ingest.load.text_columns import (
    Cells,
    Kind,
    Kinds,
    column_kinds,
    is_total,
    is_value,
    kind_of,
    placed,
    with_remark,
)
from ingest.load.text_fields import (
    Style,
    drawn_plainly,
    is_border,
    is_rule,
    is_stroke,
    styles,
    words,
)
from ingest.loaded import Cell, RawTable
from ingest.markers import numbered
from ingest.width import width

_MOST_COLUMNS = 30
_LONGEST_LABEL = 30
_LONGEST_LINE = 400
_SENTENCE = re.compile(r"[。；！？]|[.．·…‥]{3,}")
_NO_LABEL = re.compile(r"[。；！？：:，]")
_CONTENTS = re.compile(r"目\s*[录次]|页码|页次")
_TITLE = re.compile(r"附?[表图件]\s*[\d一二三四五六七八九十]+.{0,3}")
_COUNTED = re.compile(
    r"(?:[数额率分值重比量价元款费计]|预算|决算|执行|支出|收入|完成|20\d\d年度?|[）)%％])$"
)
"""What the label over a single column of figures ends in; a name over a telephone does not."""
_PAGE = re.compile(r"\d{1,3}")


@dataclass(frozen=True, slots=True)
class _Written:
    """A line that is not blank, and where it stands among all lines."""

    at: int
    text: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A table's rows, () where there is none; the line after it; and the line to go on from.

    Lines in between look like rows and could not be made out: none of them begins a table.
    """

    rows: tuple[Cells, ...]
    end: int
    onward: int


def pasted_tables(lines: Sequence[str]) -> Iterator[int | RawTable]:
    """A text's lines → its tables, and the positions of the other lines that are not blank.

    Nothing but the strokes that draw a table is left out. Where columns stand one under the other
    for longer than their fields can be told apart, they are told by where they stand.
    """
    written = [_Written(at, drawn_plainly(line)) for at, line in enumerate(lines) if line.strip()]
    standing = dict(_standing(written))
    n = 0
    while n < len(written):
        found = _found(written, n)
        if n in standing and standing[n].end > found.end:
            yield standing[n].table
            n = standing[n].end
            continue
        if found.rows:
            yield _raw(found.rows)
        yield from (line.at for line in written[found.end : found.onward])
        n = found.onward


def _standing(written: Sequence[_Written]) -> Iterator[tuple[int, Aligned]]:
    """The tables whose columns stand one under the other, each by its first line: those with rules
    drawn in strokes, or with blank cells. Others are told by their fields.

    As far as every character is as broad as it is in a typewriter's letters, or twice that.
    """
    kept = [
        n
        for n, line in enumerate(written)
        if not is_stroke(line.text) and "\t" not in line.text and len(line.text) < _LONGEST_LINE
    ]
    rows = [tuple(_words(written[n])) for n in kept]
    breadth = max((word.box[2] for row in rows for word in row), default=0.0)
    for found in aligned_tables(rows, breadth):
        head = written[kept[found.start]].text
        labels = any(_header(style, head) for style in styles(head, ruled=False))
        rows_read = {cell.row for cell in found.table.cells if cell.rows == cell.columns == 1}
        if not labels or len(rows_read) < found.end - found.start:
            continue
        start, end = kept[found.start], kept[found.end - 1] + 1
        if start and is_stroke(written[start - 1].text):
            start -= 1
        while end < len(written) and is_stroke(written[end].text):
            end += 1
        blanks = len(found.table.cells) < len(rows_read) * len(
            {cell.column for cell in found.table.cells}
        )
        if blanks or any(is_stroke(line.text) for line in written[start:end]):
            yield start, replace(found, start=start, end=end, table=replace(found.table, edges=()))


def _words(line: _Written) -> Iterator[Word]:
    """A line's words; a title or a numbered line is one, whatever gap its number leaves."""
    fields = list(words(line.text))
    if _TITLE.fullmatch(fields[0][1]) or numbered(fields[0][1]):
        fields = [(fields[0][0], line.text.strip())]
    for start, text in fields:
        left = width(line.text[:start])
        yield Word(text, (left, line.at, left + width(text), line.at + 1.0))


def _raw(rows: Sequence[Cells]) -> RawTable:
    return RawTable(
        tuple(Cell(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row))
    )


def _found(written: Sequence[_Written], n: int) -> _Found:
    """The table that begins with a line, in the first style that makes it one."""
    bordered = is_border(written[n].text) and n + 1 < len(written)
    top = n + 1 if bordered else n
    under = written[top + 1].text if top + 1 < len(written) else ""
    onward = n + 1
    for style in styles(written[top].text, is_rule(under)):
        header = _header(style, written[top].text)
        if not header or (bordered and not style.drawn):
            continue
        run = list(_run(style, header, written, top))
        onward = max(onward, run[-1][0] + 1 if run else n)
        if rows := _rows(style, header, run):
            end = run[len(rows) - 1][0] + 1
            while style.drawn and end < len(written) and is_border(written[end].text):
                end += 1
            return _Found((header, *rows), end, max(end, onward))
    return _Found((), n, onward)


def _header(style: Style, line: str) -> Cells:
    """A line → the labels of columns that it holds, () where it holds anything else."""
    labels = style.split(line)
    if not style.drawn:
        labels = _trimmed(labels, 0)
    few = len(labels) < style.fewest or sum(1 for label in labels if label) < 2
    if few or len(labels) > _MOST_COLUMNS or any(is_value(label) for label in labels):
        return ()
    if style.drawn:
        return () if is_rule(line) else labels
    if not all(_is_label(label) for label in labels) or _CONTENTS.search("".join(labels)):
        return ()
    titled = numbered(labels[0]) or _TITLE.fullmatch(labels[0])
    uncounted = len(labels) == 2 and not _COUNTED.search(labels[1])
    return () if titled or uncounted else labels


def _is_label(text: str) -> bool:
    return (
        len(text) <= _LONGEST_LABEL
        and any(c.isalpha() for c in text)
        and _NO_LABEL.search(re.sub("^其中[：:]", "", text)) is None
    )


def _trimmed(cells: Cells, breadth: int) -> Cells:
    """Cells → the same without the blank ones at the end that are more than `breadth`."""
    end = len(cells)
    while end > breadth and not cells[end - 1]:
        end -= 1
    return cells[:end]


def _run(
    style: Style, header: Cells, written: Sequence[_Written], top: int
) -> Iterator[tuple[int, Cells]]:
    """The lines under a header that go on like its rows, each with its position.

    A line further away than the first row from the header is not in the table.
    """
    above = _Above(style, header)
    gap: int | None = None
    for n in range(top + 1, len(written)):
        away = written[n].at - written[n - 1].at
        gap = away if gap is None else gap
        if away > gap:
            return
        text = written[n].text
        if style.drawn and (is_border(text) or (n == top + 1 and is_rule(text))):
            continue
        cells = with_remark(_trimmed(style.split(text), len(header)), header)
        if not above.goes_on(cells, text):
            return
        yield n, cells


@dataclass
class _Above:
    """What the rows of a table so far have shown: where their figures stand, which texts."""

    style: Style
    header: Cells
    valued: tuple[int, ...] = ()
    seen: set[tuple[int, str]] = field(default_factory=set)

    def goes_on(self, cells: Cells, text: str) -> bool:
        """Whether a line is one more row, if perhaps not a whole one."""
        if self.style.drawn:
            return len(cells) > 0
        if not 2 <= len(cells) <= len(self.header):
            return False
        if _SENTENCE.search(text) and not re.search(r"[\t|｜]", text):
            return False
        values = tuple(c for c, cell in enumerate(cells) if is_value(cell))
        if self.style.share and len(values) <= self.style.share * len(cells):
            return False
        if len(cells) < len(self.header):
            return bool(values) and (bool(self.valued) or is_total(cells))
        return self._speaks_alike(cells, values)

    def _speaks_alike(self, cells: Cells, values: Sequence[int]) -> bool:
        """Figures stand where they stood in the first row, or a text comes again in its column.

        The first column has no say: it numbers rows, and lists are numbered too.
        """
        if not self.valued:
            self.valued = tuple(c for c in values if c > 0)
            if any(a == b for a, b in zip(cells, self.header, strict=True)):
                return False
        texts = {(c, cell) for c, cell in enumerate(cells) if c > 0 and cell}
        valued = any(kind_of(cells[c]) is not Kind.TEXT for c in self.valued)
        again = bool(self.seen & texts)
        self.seen |= texts
        return valued or again


def _rows(style: Style, header: Cells, run: Sequence[tuple[int, Cells]]) -> list[Cells]:
    """A run of lines → whole rows, down to the first that cannot be put right; [] for no table."""
    whole = [cells for _, cells in run if len(cells) == len(header)]
    if not whole:
        return []
    kinds = column_kinds(whole)
    rows: list[Cells] = []
    for _, cells in run:
        row = cells if len(cells) == len(header) else _put_right(style, cells, kinds)
        if row is None:
            break
        rows.append(row)
    return rows if _is_enough(style, rows) else []


def _put_right(style: Style, cells: Cells, kinds: Kinds) -> Cells | None:
    if len(cells) > len(kinds):
        return None
    if style.drawn and not any(is_value(cell) for cell in cells):
        # A heading over rows has no figure that could come into a wrong column.
        return cells + ("",) * (len(kinds) - len(cells))
    return placed(cells, kinds)


def _is_enough(style: Style, rows: Sequence[Cells]) -> bool:
    """Whether rows are enough to believe in a table: two, or one that is full of figures."""
    if style.drawn or not rows:
        return len(rows) > 0
    if len(rows) == 1:
        values = sum(1 for cell in rows[0][1:] if is_value(cell))
        return style.share == 0 and len(rows[0]) > 2 and values > 1
    return not _is_contents(rows)


def _is_contents(rows: Sequence[Cells]) -> bool:
    """Whether rows are a table of contents: page numbers, behind two columns or numbered titles."""
    if len(rows[0]) > 2 and not all(numbered(row[0]) for row in rows):
        return False
    pages = [row[-1] for row in rows]
    return all(_PAGE.fullmatch(page) for page in pages) and all(
        a <= b for a, b in pairwise(map(int, pages))
    )
