"""The identities of the standard forms: income = expenditure, and one table's total in the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from figures.checks.figure import Figure
from figures.checks.findings import finding
from figures.checks.forms import (
    Form,
    Sort,
    forms,
    has_sides,
    is_basic,
    is_fiscal,
    is_general,
    is_income,
    is_overall,
    is_spending,
)
from figures.checks.grid import Line, Panel
from figures.checks.reading import Reading
from records import Finding, Severity

LINKS: tuple[tuple[Sort, Sort], ...] = (
    (is_income, is_overall),
    (is_spending, is_overall),
    (is_general, is_fiscal),
)
"""(a table, the table that must have its total among its figures)."""


def sides_balance(reading: Reading) -> Iterator[Finding]:
    """收入总计 = 支出总计 in every table that has both sides."""
    for form in forms(reading.report.tables, reading.panels):
        if len(form.panels) != 2 or not has_sides(form.title):
            continue
        left, right = (_last_total(p) for p in form.panels)
        if left is None or right is None:
            continue
        (one, income), (other, spending) = left, right
        if "总计" not in one.label + other.label or income.range.meets(spending.range):
            continue
        yield finding(
            reading.report,
            "income-and-expenditure",
            Severity.ERROR,
            income.as_written,
            spending.as_written,
            (
                f"《{form.table.title}》的{one.name}{income.as_written}"
                f"与{other.name}{spending.as_written}不相等。",
                f"In “{form.table.title}”, {one.name} {income.as_written} and {other.name} "
                f"{spending.as_written} are not equal.",
            ),
            one.span,
            other.span,
        )


def _last_total(panel: Panel) -> tuple[Line, Figure] | None:
    totals = [ln for ln in panel.lines if ln.is_total and any(ln.cells)]
    if not totals:
        return None
    figure = next((f for f in totals[-1].cells if f is not None), None)
    return (totals[-1], figure) if figure else None


def tables_agree(reading: Reading) -> Iterator[Finding]:
    """The total of 收入预算总表 or 支出预算总表 stands in the table of both sides."""
    found = forms(reading.report.tables, reading.panels)
    for is_part, is_whole in LINKS:
        parts = [f for f in found if is_part(f.title)]
        wholes = [f for f in found if is_whole(f.title)]
        if len(parts) == 1 and len(wholes) == 1 and parts[0] is not wholes[0]:
            yield from _linked(reading, parts[0], wholes[0])
    yield from _basic(reading, found)


def _linked(reading: Reading, part: Form, whole: Form) -> Iterator[Finding]:
    total = part.total
    stated = next((f for f in total.cells if f is not None), None) if total else None
    others = [f for ln, f in whole.cells() if ln.is_total]
    if total is None or stated is None or not others:
        return
    if any(f.range.meets(stated.range) for _, f in whole.cells()):
        return
    yield _apart(reading, part, total, stated, whole, others[-1])


def _basic(reading: Reading, found: Sequence[Form]) -> Iterator[Finding]:
    """The total of the 基本支出 table is the 基本支出 of the 一般公共预算支出 table."""
    tables = [f for f in found if is_basic(f.title)]
    wholes = [f for f in found if is_general(f.title) and f.total]
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
    reading: Reading,
    part: Form,
    line: Line,
    stated: Figure,
    whole: Form,
    other: Figure,
    other_line: Line | None = None,
) -> Finding:
    lines = [ln for p in whole.panels for ln in p.lines if ln.start <= other.start < ln.end]
    where = other_line or lines[0]
    return finding(
        reading.report,
        "table-and-table",
        Severity.ERROR,
        stated.as_written,
        other.as_written,
        (
            f"《{part.table.title}》的合计{stated.as_written}"
            f"与《{whole.table.title}》的{other.as_written}不一致。",
            f"The total of “{part.table.title}”, {stated.as_written}, does not agree with "
            f"{other.as_written} in “{whole.table.title}”.",
        ),
        line.span,
        where.span,
    )
