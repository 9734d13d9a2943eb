"""Raw table → rows and columns: nested headers flattened, merged cells filled in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from ingest.loaded import Cell, RawTable
from ingest.width import join

Row = tuple[str, ...]
Matrix = list[list[Cell]]

_NUMBER = re.compile(
    r"[-+−－]?[¥￥]?[\d,，]*\.?\d+\s*(?:[%％‰分个次人户件项名辆家]|[万亿]?元)?|[-—–－/]+|20\d\d-\d\d?-\d\d?"
    r"|[（(]\s*(?=[^.,]*[.,])[\d,]*\.?\d+\s*%?\s*[)）]"
)
_META = re.compile(
    r"单位\s*[:：]|编制(?:部门|单位)|^(?:公开|附)?\s*表?\s*\d+\s*表?$|日期\s*[:：]|^[（(].{0,12}年度?.{0,4}[)）]$|公开\d+表|^部门\s*[:：]"
)
_A_UNIT = r"(?:万元|亿元|千元|百元|元|%|％|人|个|户|次)"
_UNIT = re.compile(rf"(?:金额)?单位[:：](?:人民币)?({_A_UNIT})")
_UNITS = re.compile(
    r"(?:金额)?单位[:：][一-鿿%％]{1,4}?(?:[、，,/](?:个|户|人|%|％|[一-鿿]{2})){0,3}?"
    r"[、，,/](?P<money>[万亿千百]?元)"
)
"""单位：个、万元、%: the unit of money among others."""
_NOTE = re.compile(r"[（(]?\s*(?:注|备注|说明|填表说明)\s*\d*\s*[:：.、]")
_FORM_KEY = re.compile(
    r"(?:项目|部门|单位|预算单位|主管部门|实施单位|填报单位|评价对象|政策)(?:[（(].{1,6}[)）])?(?:名称|编码)?[:：]?"
    r"|主管部门.*|负责人.*|联系人.*|填报人.*"
)
_SECOND_KEY = re.compile(
    r"(?:项目|资金)?(?:性质|类别|类型|属性|编码|代码|级次|起止时间|金额)[:：]?"
    r"|.{0,4}(?:单位|部门|处室|科室|负责人|联系人|电话|日期|时间|年度)(?:[（(].{1,6}[)）])?[:：]?"
)
_COLUMN_NUMBERS = "栏次"
"""The row of a final-accounts table that numbers its columns: no figures of the report."""
_LISTING = re.compile(r"一级指标|二级指标|三级指标")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's own title lines, its columns, its body rows and the notes at its foot.

    `columns` are blank where the table is a form that has no header; then rows are filled up with
    blanks to one length.
    """

    captions: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def is_meta(text: str) -> bool:
    """Whether a line says who drew a table up, in which unit, under which number."""
    return _META.search(text) is not None and len(text) <= 90


def unit(texts: Sequence[str]) -> str:
    """The unit that the lines above a table, or its header, state: of several (单位：个、万元、%)
    that of money; '' if none does."""
    for text in texts:
        bare = re.sub(r"\s+", "", text)
        found, several = _UNIT.search(bare), _UNITS.search(bare)
        if several and not (found and found[1].endswith("元")):
            return several["money"]
        if found:
            return found[1].replace("％", "%")
    return ""


def is_number(text: str) -> bool:
    """Whether a cell holds a value and not a label."""
    return _NUMBER.fullmatch(text.strip()) is not None


def clean(text: str) -> str:
    """A cell's text over several lines → one line."""
    whole = ""
    for line in text.split("\n"):
        whole = join(whole, " ".join(line.split()))
    return whole


def raw_to_grid(raw: RawTable, header: Sequence[str] | None = None, last: Row = ()) -> Grid:
    """A raw table → a grid.

    `header` and `last` are the header and last row of the table on the page before that it may
    go on with: a label merged over rows stands only where the merged cell began.
    """
    matrix = _matrix(raw, len(header or ()))
    captions, matrix = _captions(matrix)
    matrix, notes = _notes(matrix)
    if not matrix:
        return Grid(captions, (), (), notes)
    if _is_form(matrix):
        return Grid(captions, *_form(matrix), notes)
    height = _header_height(matrix)
    columns = tuple(_label([row[c] for row in matrix[:height]]) for c in range(len(matrix[0])))
    if header is not None and list(columns) != list(header) and not _repeats(columns, header):
        height, columns = 0, tuple(header) if len(header) == len(matrix[0]) else columns
    if height and height < len(matrix) and _filled(matrix[height])[0].text == _COLUMN_NUMBERS:
        captions += (" ".join(cell.text for cell in _filled(matrix[height])),)
        del matrix[height]
    if len(last) == len(matrix[0]):
        matrix = matrix[:height] + _with_labels(matrix[height:], last)
    rows = tuple(_row(matrix, r) for r in range(height, len(matrix)))
    return Grid(captions, columns, rows, notes)


def _repeats(columns: Sequence[str], header: Sequence[str]) -> bool:
    return [c.split("›")[-1] for c in columns] == [h.split("›")[-1] for h in header]


def _matrix(raw: RawTable, wanted: int) -> Matrix:
    """Cells → for every place of the grid the cell that covers it; empty rows are left out, and
    empty columns unless with them there are as many as wanted.
    """
    height = max((c.row + c.rows for c in raw.cells), default=0)
    breadth = max((c.column + c.columns for c in raw.cells), default=0)
    matrix = [[Cell("", r, c) for c in range(breadth)] for r in range(height)]
    for cell in raw.cells:
        tidy = Cell(clean(cell.text), cell.row, cell.column, cell.rows, cell.columns)
        for r in range(cell.row, cell.row + cell.rows):
            for c in range(cell.column, cell.column + cell.columns):
                matrix[r][c] = tidy
    full = [row for r, row in enumerate(matrix) if any(c.text and c.row == r for c in row)]
    if breadth == wanted:
        return full
    used = [c for c in range(breadth) if any(row[c].text and row[c].column == c for row in full)]
    return [[row[c] for c in used] for row in full]


def _distinct(row: Sequence[Cell]) -> list[Cell]:
    return [cell for n, cell in enumerate(row) if n == 0 or cell is not row[n - 1]]


def _filled(row: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in _distinct(row) if cell.text]


def _captions(matrix: Matrix) -> tuple[tuple[str, ...], Matrix]:
    """Rows above the header that hold a title or 编制部门/单位 → lines of their own."""

    def is_caption(row: list[Cell]) -> bool:
        filled = _filled(row)
        if len(row) < 2 or not filled:
            return False
        if len(filled) == 1:
            first = row[0] is filled[0] and not is_number(row[0].text) and row[0].rows == 1
            return first or is_meta(filled[0].text)
        return len(filled) <= 3 < len(row) + 1 and any(is_meta(c.text) for c in filled)

    above = list(takewhile(is_caption, matrix))
    if len(above) == len(matrix):
        return (), matrix
    return tuple(" ".join(c.text for c in _filled(row)) for row in above), matrix[len(above) :]


def _notes(matrix: Matrix) -> tuple[Matrix, tuple[str, ...]]:
    below = list(
        takewhile(
            lambda row: len(_filled(row)) == 1 and _NOTE.match(_filled(row)[0].text),
            reversed(matrix),
        )
    )
    kept = matrix[: len(matrix) - len(below)]
    return kept, tuple(_filled(row)[0].text for row in reversed(below))


def _starts(row: Sequence[Cell]) -> frozenset[int]:
    return frozenset(n for n, cell in enumerate(row) if n == 0 or cell is not row[n - 1])


def _is_form(matrix: Matrix) -> bool:
    """A form names and fills in side by side; a table's rows stand under one header."""
    if len(matrix) > 1 and any(_LISTING.search(c.text) for c in matrix[0]):
        return False
    first = [cell.text for cell in _filled(matrix[0])]
    if first and _FORM_KEY.fullmatch(first[0]):
        if len(first) == len(matrix[0]) == 2 and not re.search("[数额率分值]$", first[1]):
            return not _counts(matrix)
        if len(first) >= 4 and _SECOND_KEY.fullmatch(first[2]):
            return True
        if len(first) == 2 and len(matrix) > 1 and matrix[1][0] is not matrix[0][0]:
            return _FORM_KEY.fullmatch(matrix[1][0].text) is not None
    height = _header_height(matrix)
    rows = matrix[height:]
    if height == 0 or not rows:
        return False
    leaf = _starts(matrix[height - 1])
    odd = sum(1 for row in rows if not _starts(row) <= leaf)
    return odd > 0.3 * len(rows)


def _counts(matrix: Matrix) -> bool:
    """Whether two columns are names and what each comes to, and nothing that a form asks for."""
    asked = [_FORM_KEY.fullmatch(n.text) or _SECOND_KEY.fullmatch(n.text) for n, _ in matrix[1:]]
    counted = all(is_number(value.text) for _, value in matrix[1:])
    return len(matrix) > 1 and counted and not any(asked) and not is_number(matrix[0][1].text)


def _header_height(matrix: Matrix) -> int:
    """How many rows at the top are header: labels only, down to where every span has parted."""
    if not _all_labels(matrix[0]) or len(matrix) == 1:
        return 0
    height = 1
    while height < len(matrix):
        above, row = matrix[height - 1], matrix[height]
        reaches_down = any(row[c] is above[c] for c in range(len(row)))
        parts = any(c.columns > 1 for c in above) and not _starts(row) <= _starts(above)
        if not (reaches_down or parts) or not _all_labels(row):
            break
        height += 1
    return height


def _all_labels(row: Sequence[Cell]) -> bool:
    filled = _filled(row)
    return bool(filled) and not any(is_number(c.text) and len(c.text) > 1 for c in filled)


def _label(cells: Sequence[Cell]) -> str:
    parts: list[str] = []
    for n, cell in enumerate(cells):
        if cell.text and (n == 0 or cell is not cells[n - 1]):
            parts.append(cell.text)
    return "›".join(parts)


def _row(matrix: Matrix, r: int) -> Row:
    """One body row: a label merged over rows stands in each of them, a value only in its first."""
    row, above = matrix[r], matrix[r - 1] if r else None
    texts = []
    for c, cell in enumerate(row):
        beside = c > 0 and cell is row[c - 1]
        goes_on = above is not None and cell is above[c]
        texts.append("" if beside or (goes_on and is_number(cell.text)) else cell.text)
    return tuple(texts)


def _with_labels(matrix: Matrix, last: Row) -> Matrix:
    """Body rows at the top of a page → the same with the labels of cells cut by the page's end."""
    labels = {
        id(cell): replace(cell, text=last[c])
        for c, cell in enumerate(matrix[0] if matrix else [])
        if cell.rows > 1 and not cell.text and not is_number(last[c])
    }
    return [[labels.get(id(cell), cell) for cell in row] for row in matrix]


def _form(matrix: Matrix) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    rows = []
    for r in range(len(matrix)):
        cells = _row(matrix, r)
        rows.append([t for c, t in enumerate(cells) if t or not _covered(matrix[r], c)])
    breadth = max(len(row) for row in rows)
    padded = tuple(tuple(row + [""] * (breadth - len(row))) for row in rows)
    return ("",) * breadth, padded


def _covered(row: Sequence[Cell], c: int) -> bool:
    return c > 0 and row[c] is row[c - 1]
