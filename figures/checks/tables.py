"""Table → panels of labelled lines of numbers: a budget table as arithmetic sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from figures.checks.arithmetic import Figure
from records import Row, Table

FACTORS = {"": 1, "元": 1, "千元": 1000, "万元": 10**4, "亿元": 10**8}

_NUMBER = re.compile(r"[-－−]?\d[\d,，]*(?:\.\d+)?%?")
_DASH = re.compile(r"[-－−—–/]{1,3}")
_CODE_HEADS = re.compile(r"(?:编码|代码|(?:^|›)[类款项])$")
_SERIAL_HEADS = re.compile(r"(?:行次|序号|栏次)$")
_DEPTHS = (
    re.compile(r"[一二三四五六七八九十]+[、.．]"),
    re.compile(r"[（(][一二三四五六七八九十]+[)）]"),
    re.compile(r"\d+\s*[、.．](?!\d)"),
    re.compile(r"[（(]\d+[)）]"),
)
_TOTAL = re.compile(r"(?:合计|总计|共计|总分)$")
_RATE_HEAD = re.compile(r"率|比重|占比|比例|[%％]|增速|增幅|降幅|^(?:同比|比上年)?增长$")
_OWN_UNIT = re.compile(r"[（(](?P<unit>[^（()）]{1,3})[)）]$")
_COUNT_HEAD = re.compile(r"(?:[个户人家件份次台辆套批项]|项目|批次)数$|数量$")


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled line: its code parts, its depth (1 outermost, 0 unknown), its numbers.

    `label` has no white space; `cells[i]` stands under the panel's `columns[i]`, None if blank.
    """

    label: str
    code: tuple[str, ...]
    depth: int
    cells: tuple[Figure | None, ...]
    start: int
    end: int

    @property
    def span(self) -> tuple[int, int]:
        """Where the row stands."""
        return self.start, self.end

    @property
    def is_total(self) -> bool:
        """Whether the line is a 合计 or 总计."""
        return bool(_TOTAL.search(self.name))

    @property
    def is_subtotal(self) -> bool:
        """Whether the line is a 小计."""
        return self.name.endswith("小计")

    @property
    def is_aside(self) -> bool:
        """Whether the line only repeats some of the line above (其中：…)."""
        return self.label.startswith("其中")

    @property
    def name(self) -> str:
        """The label without its list number."""
        number = next((m for p in _DEPTHS if (m := p.match(self.label))), None)
        return self.label[number.end() :] if number else self.label


def last_head(column: str) -> str:
    """The innermost heading of a column."""
    return column.rpartition("›")[2]


def is_rate(column: str) -> bool:
    """Whether a column has rates, which do not add up."""
    return _RATE_HEAD.search(last_head(column)) is not None


def unit_of(column: str, unit: str) -> str:
    """What a column is in: its own unit (（户）, a rate, a count), else the table's."""
    own = _OWN_UNIT.search(column)
    if own and own["unit"] in FACTORS:
        return own["unit"]
    if is_rate(column):
        return "%"
    return "" if own or _COUNT_HEAD.search(column) else unit


@dataclass(frozen=True, slots=True)
class Panel:
    """One label column of a table with the number columns that belong to it."""

    table: Table
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


def panels(table: Table) -> tuple[Panel, ...]:
    """Table → its panels: income and expenditure side by side are two."""
    heads = [re.sub(r"\s", "", c) for c in table.columns]
    width = max([len(heads), *(len(row.cells) for row in table.rows)], default=0)
    heads += [""] * (width - len(heads))
    kinds = [_kind(heads[i], [_cell(row, i) for row in table.rows]) for i in range(width)]
    return tuple(
        Panel(table, tuple(heads[i] for i in values), _lines(table, heads, labels, codes, values))
        for labels, codes, values in _groups(kinds)
    )


def _cell(row: Row, i: int) -> str:
    """A cell's words or number; a dash stands for a blank."""
    cell = row.cells[i].strip() if i < len(row.cells) else ""
    return "" if _DASH.fullmatch(cell) else cell


def _kind(head: str, cells: list[str]) -> str:
    """What a column holds: code, serial, value, label, or nothing at all."""
    filled = [c for c in cells if c]
    numbers = sum(1 for c in filled if _NUMBER.fullmatch(c))
    if _SERIAL_HEADS.search(head):
        return "serial"
    if _CODE_HEADS.search(head) and sum(map(_is_code, filled)) > numbers * 0.8 and numbers:
        return "code"
    if filled and numbers < len(filled) / 2:
        return "label"
    return "value" if filled or not re.search(r"项目|名称|科目|备注|单位$", head) else "nothing"


def _is_code(cell: str) -> bool:
    return re.fullmatch(r"\d{1,7}", cell) is not None


def _groups(kinds: list[str]) -> Iterator[tuple[list[int], list[int], list[int]]]:
    """Column kinds → (labels, codes, values) for each panel, from left to right."""
    labels: list[int] = []
    codes: list[int] = []
    values: list[int] = []
    for i, kind in enumerate(kinds):
        if kind in ("label", "code") and values:
            yield labels, codes, values
            labels, codes, values = [], [], []
        {"label": labels, "code": codes, "value": values}.get(kind, []).append(i)
    if values:
        yield labels, codes, values


def _lines(
    table: Table, heads: list[str], labels: list[int], codes: list[int], values: list[int]
) -> tuple[Line, ...]:
    lines = []
    for row in table.rows:
        written = [_cell(row, i) for i in codes]
        if any(_NUMBER.fullmatch(c) and not _is_code(c) for c in written):
            continue  # the reader has shifted this row's cells: nothing in it is where it seems
        code = tuple(filter(_is_code, written))
        words = [c for c in written if not _is_code(c)] + [_cell(row, i) for i in labels]
        label = re.sub(r"\s", "", "".join(words))
        cells = tuple(cell_figure(row, i, unit_of(heads[i], table.unit)) for i in values)
        if label == "栏次" or not (label or code or any(cells)):
            continue
        depth = _code_depth(written) if code else _number_depth(label)
        lines.append(Line(label, code, depth, cells, row.start, row.end))
    return tuple(lines)


def _code_depth(written: list[str]) -> int:
    """Depth of a classification code: 201, 20105, 2010507, in one cell or in three."""
    if len(written) > 1:
        return max(i for i, c in enumerate(written) if _is_code(c)) + 1
    return max(1, (len(written[0]) - 1) // 2)


def _number_depth(label: str) -> int:
    return next((i for i, p in enumerate(_DEPTHS, start=1) if p.match(label)), 0)


def cell_figure(row: Row, i: int, unit: str) -> Figure | None:
    """The number in one cell of a row, in the table's unit; None for words or a blank."""
    cell = _cell(row, i)
    if not _NUMBER.fullmatch(cell):
        return None
    own = "%" if cell.endswith("%") else unit
    bare = re.sub(r"[,，%]", "", cell).translate(str.maketrans("－−", "--"))
    factor = Decimal(FACTORS.get(own, 1))
    value = Decimal(bare)
    exponent = value.as_tuple().exponent
    half = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2
    if not value and "." not in bare:
        half = Decimal(0)  # nothing is not rounded
    start = row.start + sum(len(c) + 1 for c in row.cells[:i])
    suffix = "" if cell.endswith("%") else own
    return Figure(
        value * factor, half * factor, own, factor, cell + suffix, start, start + len(row.cells[i])
    )
