"""The identities of the standard forms: income = expenditure, and one table's total in the next."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from figures.checks.figure import Figure
from figures.checks.findings import finding
from figures.checks.grid import Line, Panel
from figures.checks.reading import Reading
from vectorstore.records import Finding, Severity, Table

_SIDES = re.compile(r"收支|收入支出")


@dataclass(frozen=True, slots=True)
class Form:
    """One of the standard tables, known by its title, with its panels."""

    table: Table
    panels: tuple[Panel, ...]

    @property
    def title(self) -> str:
        return re.sub(r"\s", "", self.table.title)

    @property
    def total(self) -> Line | None:
        """The 合计 or 总计 of a table with one side."""
        totals = [ln for p in self.panels for ln in p.lines if ln.is_total and any(ln.cells)]
        return totals[-1] if totals else None

    def figures(self) -> list[Figure]:
        return [f for p in self.panels for ln in p.lines for f in ln.cells if f is not None]


def _has(*words: str) -> Callable[[str], bool]:
    return lambda title: all(w in title for w in words)


def _is_overall(title: str) -> bool:
    return bool(_SIDES.search(title)) and "总表" in title and "财政拨款" not in title


def _is_income(title: str) -> bool:
    return bool(re.search(r"收入(?:预算|决算)(?:总|明细)?表", title)) and not _SIDES.search(title)


def _is_spending(title: str) -> bool:
    special = ("财政拨款", "一般公共", "基金", "国有", "基本支出", "项目支出", "三公", "经费", "采购")
    plain = re.search(r"支出(?:预算|决算)(?:总|明细)?表", title) and "收入" not in title
    return bool(plain) and not any(w in title for w in special)


def _is_general(title: str) -> bool:
    plain = all(w in title for w in ("一般公共预算", "支出")) and not _SIDES.search(title)
    return plain and not any(w in title for w in ("基本支出", "三公", "项目支出", "经费"))


LINKS: tuple[tuple[Callable[[str], bool], Callable[[str], bool]], ...] = (
    (_is_income, _is_overall),
    (_is_spending, _is_overall),
    (_is_general, lambda t: _has("财政拨款", "总表")(t) and bool(_SIDES.search(t))),
)
"""(a table, the table that must have its total among its figures)."""


def sides_balance(reading: Reading) -> Iterator[Finding]:
    """收入总计 = 支出总计 in every table that has both sides."""
    for form in _forms(reading):
        if len(form.panels) != 2 or not _SIDES.search(form.title):
            continue
        left, right = (_last_total(p) for p in form.panels)
        if left is None or right is None:
            continue
        (one, income), (other, spending) = left, right
        if "总计" not in one.label + other.label or income.range.meets(spending.range):
            continue
        yield finding(
            reading.report, "income-and-expenditure", Severity.ERROR,
            income.as_written, spending.as_written,
            (
                f"《{form.table.title}》的{one.name}{income.as_written}"
                f"与{other.name}{spending.as_written}不相等。",
                f"In “{form.table.title}”, {one.name} {income.as_written} and {other.name} "
                f"{spending.as_written} are not equal.",
            ),
            one.span, other.span,
        )


def _forms(reading: Reading) -> list[Form]:
    return [
        Form(t, tuple(p for p in reading.panels if p.table is t)) for t in reading.report.tables
    ]


def _last_total(panel: Panel) -> tuple[Line, Figure] | None:
    totals = [ln for ln in panel.lines if ln.is_total and any(ln.cells)]
    if not totals:
        return None
    figure = next((f for f in totals[-1].cells if f is not None), None)
    return (totals[-1], figure) if figure else None


def tables_agree(reading: Reading) -> Iterator[Finding]:
    """The total of 收入预算总表 or 支出预算总表 stands in the table of both sides."""
    forms = _forms(reading)
    for is_part, is_whole in LINKS:
        parts = [f for f in forms if is_part(f.title)]
        wholes = [f for f in forms if is_whole(f.title)]
        if len(parts) == 1 and len(wholes) == 1 and parts[0] is not wholes[0]:
            yield from _linked(reading, parts[0], wholes[0])
    yield from _basic(reading, forms)


def _linked(reading: Reading, part: Form, whole: Form) -> Iterator[Finding]:
    total = part.total
    stated = next((f for f in total.cells if f is not None), None) if total else None
    others = [f for p in whole.panels for ln in p.lines if ln.is_total for f in ln.cells if f]
    if total is None or stated is None or not others:
        return
    if any(f.range.meets(stated.range) for f in whole.figures()):
        return
    yield _apart(reading, part, total, stated, whole, others[-1])


def _basic(reading: Reading, forms: Sequence[Form]) -> Iterator[Finding]:
    """The total of the 基本支出 table is the 基本支出 of the 一般公共预算支出 table."""
    tables = [f for f in forms if "基本支出" in f.title and "一般公共预算" in f.title]
    wholes = [f for f in forms if _is_general(f.title) and f.total]
    if len(tables) != 1 or len(wholes) != 1 or not tables[0].total:
        return
    total, whole = tables[0].total, wholes[0].total
    assert whole is not None  # chosen so above
    stated = next((f for f in total.cells if f is not None), None)
    panel = next(p for p in wholes[0].panels if whole in p.lines)
    basic = [
        f for c, f in zip(panel.columns, whole.cells, strict=True) if f and c.endswith("基本支出")
    ]
    if stated and basic and not any(f.range.meets(stated.range) for f in basic):
        yield _apart(reading, tables[0], total, stated, wholes[0], basic[0], whole)


def _apart(
    reading: Reading, part: Form, line: Line, stated: Figure, whole: Form, other: Figure,
    other_line: Line | None = None,
) -> Finding:
    lines = [ln for p in whole.panels for ln in p.lines if ln.start <= other.start < ln.end]
    where = other_line or lines[0]
    return finding(
        reading.report, "table-and-table", Severity.ERROR, stated.as_written, other.as_written,
        (
            f"《{part.table.title}》的合计{stated.as_written}"
            f"与《{whole.table.title}》的{other.as_written}不一致。",
            f"The total of “{part.table.title}”, {stated.as_written}, does not agree with "
            f"{other.as_written} in “{whole.table.title}”.",
        ),
        line.span, where.span,
    )
