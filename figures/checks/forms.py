"""The standard tables of budgets and final accounts, known by their titles."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from figures.checks.figure import Figure
from figures.checks.grid import Line, Panel
from records import Table

Sort = Callable[[str], bool]

_SIDES = re.compile(r"收支|收入支出")
_SPECIAL = ("财政拨款", "一般公共", "基金", "国有", "基本支出", "项目支出", "三公", "经费", "采购")


@dataclass(frozen=True, slots=True)
class Form:
    """One table with its panels."""

    table: Table
    panels: tuple[Panel, ...]

    @property
    def title(self) -> str:
        """The table's title without white space."""
        return re.sub(r"\s", "", self.table.title)

    @property
    def total(self) -> Line | None:
        """The 合计 or 总计 of a table with one side."""
        totals = [ln for p in self.panels for ln in p.lines if ln.is_total and any(ln.cells)]
        return totals[-1] if totals else None

    def cells(self) -> list[tuple[Line, Figure]]:
        """Every figure of the table with its line."""
        lines = [ln for p in self.panels for ln in p.lines]
        return [(ln, f) for ln in lines for f in ln.cells if f is not None and f.unit != "%"]


def forms(tables: Sequence[Table], panels: Sequence[Panel]) -> list[Form]:
    """A report's tables and all their panels → its forms."""
    return [Form(t, tuple(p for p in panels if p.table is t)) for t in tables]


def has_sides(title: str) -> bool:
    """收支预算总表, 收入支出决算总表, 财政拨款收支总表."""
    return bool(_SIDES.search(title))


def is_overall(title: str) -> bool:
    """The table of all income and all expenditure."""
    return has_sides(title) and "总表" in title and "财政拨款" not in title


def is_fiscal(title: str) -> bool:
    """财政拨款收支总表, 财政拨款收入支出决算总表."""
    return has_sides(title) and "总表" in title and "财政拨款" in title


def is_income(title: str) -> bool:
    """收入预算总表, 收入决算表."""
    return bool(re.search(r"收入(?:预算|决算)(?:总|明细)?表", title)) and not has_sides(title)


def is_spending(title: str) -> bool:
    """支出预算总表, 支出决算表."""
    plain = re.search(r"支出(?:预算|决算)(?:总|明细)?表", title) and "收入" not in title
    return bool(plain) and not any(w in title for w in _SPECIAL)


def is_general(title: str) -> bool:
    """一般公共预算支出功能分类预算表, 一般公共预算财政拨款支出决算表."""
    plain = all(w in title for w in ("一般公共预算", "支出")) and not has_sides(title)
    return plain and not any(w in title for w in ("基本支出", "三公", "项目支出", "经费"))


def is_basic(title: str) -> bool:
    """一般公共预算基本支出表."""
    return "基本支出" in title and "一般公共预算" in title
