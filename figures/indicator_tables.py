"""A report's tables → the indicators in their total rows and named rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from figures.naming import money_name, part_named, role_of
from figures.quantities import Quantity, QuantityKind, cell_quantity, quantities
from records import Evidence, Indicator, ReportText, Row, Table

_PART_OF_THE_WHOLE = re.compile(
    r"财政拨款|一般公共预算|政府性基金|国有资本|经济分类|项目|专项|资产|采购"
)
_MAIN_PART = re.compile(r"一般公共预算(?:财政拨款)?支出(?!.*经济分类)")
_MAIN_BUDGET = re.compile(r"一般公共预算(?:财政拨款)?(?=支出)")
_THREE_PUBLIC = re.compile(r"三公|机关运行")
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、]|其中[:：]|\s)+"
)
_TOTAL_ROW = re.compile(
    r"^(?:本?年?(?:收入|支出)?[总合]计|年度资金总额|资金总额|部门整体支出|支出总额|预算数|决算数|执行数)?$"
)
_NAMED_ROW = re.compile(
    r"^(?:财政拨款收入|事业收入|事业单位经营收入|经营收入|上级补助收入|附属单位上缴收入|其他收入|基本支出|项目支出"
    r"|.?三公.?经费.*|因公出国.*|公务接待费?|公务用?车.*|机关运行经费.*)$"
)
_VALUE_COLUMN = re.compile(r"预算|决算|执行|金额|合计|总计|小计|^$")
_SAYS_LITTLE = re.compile(r"^(?:[合总小]计|预算数?|决算数?|执行数?|.{2}预算数?|金额|全年.*|.*率)?$")
_VEHICLES = re.compile(r"公务用?车.*购置.*运行")
_RATE = re.compile(r"(?:执行|支出|完成)率$|支出进度$")
_WITH_CARRY_OVER = re.compile(r"^(?:收入|支出)?总计$")
"""In final accounts these hold what was carried over, and 本年…合计 the year's own."""
_PROJECTS = re.compile(r"(?:具体)?项目(?:名称)?")
_OF_A_BUDGET = re.compile(r"基本支出|项目支出|人员经费|公用经费|收入|拨款|支出$|结转|三公")
_UNIT = re.compile(r"[（(](?:单位[:：])?\s*(亿元|万元|千元|元|%)\s*[)）]")
_TEN_THOUSAND = Decimal(10_000)
_WHOLE = ("budget", "adjusted_budget", "year_start_budget", "executed")


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell with what stands over it and to its left."""

    text: str
    row_label: str
    column: str
    unit: str


def table_indicators(
    report: ReportText, year: int | None, parts: Collection[Decimal] = ()
) -> Iterator[Indicator]:
    """Each total and named row of the tables about the whole department → its indicators.

    The table of 一般公共预算支出 counts too where its total is the department's whole. `parts` are
    amounts (万元) known to be of a part of it: a total row that comes to one is about that part.
    """
    whole: set[Decimal] = set()
    for table in report.tables:
        part = _PART_OF_THE_WHOLE.search(table.title) and not _THREE_PUBLIC.search(table.title)
        if part and not _MAIN_PART.search(table.title):
            continue
        if _lists_projects(table):
            continue
        about = _year_of(table, year)
        for row in table.rows:
            found = [*_row_indicators(report, table, row, about)]
            totals = {i.value for i in found if i.name in _WHOLE and i.value}
            if totals & set(parts):
                continue
            if not part:
                whole |= totals
                yield from found
            elif totals and totals <= whole:
                yield from (i for i in found if i.name.startswith(("basic", "project")))


def _lists_projects(table: Table) -> bool:
    """Whether a table's rows are projects by their names: its total is not the department's."""
    labels = [row.cells[0] for row in table.rows if row.cells]
    named = [label for label in labels if not _TOTAL_ROW.match(label.strip())]
    return (
        _PROJECTS.fullmatch("".join(table.columns[:1]).strip()) is not None
        and len(named) > 1
        and not any(_OF_A_BUDGET.search(label) for label in named)
    )


def _year_of(table: Table, year: int | None) -> int | None:
    years = {q.year for q in quantities(" ".join((table.title, *table.columns))) if q.year}
    return next(iter(years)) if len(years) == 1 else year


def _row_indicators(
    report: ReportText, table: Table, row: Row, year: int | None
) -> Iterator[Indicator]:
    for cell in _cells(table, row):
        found = _named(cell, table)
        if found is None:
            continue
        name, quantity = found
        money = quantity.kind is QuantityKind.MONEY
        yield Indicator(
            name=name,
            year=year,
            value=quantity.base / _TEN_THOUSAND if money else quantity.base,
            unit="万元" if money else "%",
            as_written=cell.text.strip(),
            evidence=Evidence(
                row.start, row.end, report.page_at(row.start), report.text[row.start : row.end]
            ),
        )


def _cells(table: Table, row: Row) -> Iterator[_Cell]:
    label = ""
    for text, column in zip(row.cells, table.columns, strict=False):
        if any(c.isalpha() for c in text) and cell_quantity(text, "") is None:
            label = _NUMBERING.sub("", text).strip()
            continue
        unit = _UNIT.search(column) or _UNIT.search(label)
        yield _Cell(
            text, _UNIT.sub("", label), _plain_column(column), unit[1] if unit else table.unit
        )


def _plain_column(column: str) -> str:
    return _UNIT.sub("", _MAIN_BUDGET.sub("", column))


def _named(cell: _Cell, table: Table) -> tuple[str, Quantity] | None:
    if _TOTAL_ROW.match(cell.row_label):
        label = _label_of_column(cell.column, cell.row_label)
    elif _NAMED_ROW.match(cell.row_label) and _VALUE_COLUMN.search(cell.column.split("›")[-1]):
        label = cell.row_label
    else:
        return None
    if _RATE.search(cell.column):
        rate = cell_quantity(cell.text, "%")
        part = part_named(cell.row_label)
        whole = f"{part}_rate" if part else "execution_rate"
        return (whole, rate) if rate and rate.kind is QuantityKind.RATE else None
    quantity = cell_quantity(cell.text, cell.unit)
    if quantity is None or quantity.kind is not QuantityKind.MONEY:
        return None
    role = role_of(cell.column) or role_of(cell.row_label) or role_of(table.title)
    if role == "executed" and _WITH_CARRY_OVER.match(cell.row_label):
        return None
    name = money_name(label, "", role)
    return (name, quantity) if name else None


def _label_of_column(column: str, row_label: str) -> str:
    """A column's path read as words: its last part, and the whole path where that says little.

    支出预算›基本支出 → 基本支出; 收入预算›合计 → 收入预算合计; 公务用车购置及运行费›购置费 →
    公务用车购置费.
    """
    *above, last = re.sub(r"\s|(?:19|20)\d\d年度?", "", column).split("›")
    if _SAYS_LITTLE.match(last):
        return "".join((*above, last, row_label))
    return f"公务用车{last}" if above and _VEHICLES.search(above[-1]) else last
