"""A matrix → the 绩效自评表 that offices file, as a book of sheets and as a document.

The columns are those that the finance bureaus' form has (一级指标 … 偏差, 原因); beside these stand
what became of the goal, its money, and the pages.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from exports.document import (
    Book,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Sheet,
    Signatures,
    Table,
)
from figures.quantities import Quantity
from goals.outcome import asks_for_a_reason
from goals.records import GoalKind, Matrix, MatrixLine, Money, counts
from goals.saying import outcome_name
from languages import N_, translate

_COLUMNS = (
    (N_("Level 1"), 12),
    (N_("Level 2"), 14),
    (N_("Level 3"), 34),
    (N_("Target"), 16),
    (N_("Actual"), 40),
    (N_("Deviation"), 10),
    (N_("Reason"), 34),
    (N_("Outcome"), 12),
    (N_("Budget amount"), 14),
    (N_("Executed amount"), 14),
    (N_("Where it stands"), 12),
)
_DEVIATION = "Deviation"
_OTHERS = ((N_("Under the headings"), 30), (N_("Text"), 90), (N_("Page"), 8))
_MONEY = (
    (N_("Line"), 40),
    (N_("Budget (万元)"), 18),
    (N_("Executed (万元)"), 18),
    (N_("Execution rate"), 14),
    (N_("Page"), 8),
)
_RATE = "Execution rate"
_WAN = Decimal(10_000)


def columns(language: str) -> tuple[str, ...]:
    """The form's columns in Chinese (zh) or English (en)."""
    return tuple(translate(language, name) for name, _ in _COLUMNS)


def form(matrix: Matrix, language: str) -> Table:
    """A matrix → the form, a row for each goal in the report's order."""
    return Table(
        _labelled(_COLUMNS, language), tuple(_row(line, language) for line in matrix.lines)
    )


def _labelled(named: tuple[tuple[str, int], ...], language: str) -> tuple[Column, ...]:
    return tuple(
        Column(
            translate(language, name),
            width,
            suffix="%" if name in (_DEVIATION, _RATE) else "",
            signed=name == _DEVIATION,
        )
        for name, width in named
    )


def _row(line: MatrixLine, language: str) -> tuple[Cell, ...]:
    goal = line.goal
    first, second = _levels(line, language)
    told = "\n".join(r.place.text for r in line.results)
    actual = (
        line.actual.as_written
        if line.actual
        else told or translate(language, "The report does not say.")
    )
    pages = dict.fromkeys(e.page for e in (goal.place, *(r.place for r in line.results)))
    return (
        first,
        second,
        goal.name,
        goal.target.as_written if goal.target else "",
        actual,
        line.deviation,
        reason_written(line, language),
        outcome_name(line.outcome, language),
        "\n".join(_amount(m, m.budget) for m in line.money if m.budget),
        "\n".join(_amount(m, m.executed) for m in line.money if m.executed),
        translate(language, ", ").join(translate(language, "p. {page}", page=p) for p in pages),
    )


def _levels(line: MatrixLine, language: str) -> tuple[str, str]:
    goal = line.goal
    if goal.kind is GoalKind.INDICATOR:
        first, second, *_ = (*goal.path, "", "")
        return first or goal.project, second
    kind = N_("Tasks") if goal.kind is GoalKind.TASK else N_("Performance goals")
    return translate(language, kind), (goal.path or ("",))[-1]


def reason_written(line: MatrixLine, language: str) -> str:
    """The reason that a line's report gives, or that it gives none where one is asked for."""
    if line.reason is not None:
        text = line.reason.text
        return (
            text if line.reason_sure else translate(language, "(to be confirmed) {text}", text=text)
        )
    asked = asks_for_a_reason(line.outcome, line.deviation)
    return translate(language, "The report gives no reason.") if asked else ""


def _amount(money: Money, amount: Quantity) -> str:
    return f"{money.name}：{amount.as_written}"


def _money(matrix: Matrix, language: str) -> Table:
    rows = tuple(
        (m.name, _in_wan(m.budget), _in_wan(m.executed), m.rate, m.place.page) for m in matrix.money
    )
    return Table(_labelled(_MONEY, language), rows)


def _in_wan(amount: Quantity | None) -> Decimal | None:
    return None if amount is None else amount.base / _WAN


def _others(matrix: Matrix, language: str) -> Table:
    rows = tuple((" › ".join(s.path), s.place.text, s.place.page) for s in matrix.without_goal)
    return Table(_labelled(_OTHERS, language), rows)


def as_book(title: str, matrix: Matrix, language: str, made: datetime) -> Book:
    """A report's title and its matrix → the form, the money, the results without a goal."""
    facts: list[tuple[str, Cell]] = [
        (translate(language, "Report"), title),
        (translate(language, "Goals"), len(matrix.lines)),
        *((outcome_name(outcome, language), n) for outcome, n in counts(matrix).items()),
    ]
    sheets = (
        Sheet(translate(language, "Self-evaluation form"), form(matrix, language)),
        Sheet(translate(language, "Money of the projects"), _money(matrix, language)),
        Sheet(translate(language, "Results without a goal"), _others(matrix, language)),
    )
    return Book(_titled(title, language), language, made, tuple(facts), sheets)


def as_document(title: str, matrix: Matrix, language: str, made: datetime) -> Document:
    """A report's title and its matrix → the form on pages on their side, to be signed."""
    listed = [f"{outcome_name(o, language)} {n}" for o, n in counts(matrix).items()]
    counted = translate(language, ", ").join(listed)
    summary = translate(language, "Goals: {n} ({counted}).", n=len(matrix.lines), counted=counted)
    others = (
        (Heading(translate(language, "Results without a goal"), level=2), _others(matrix, language))
        if matrix.without_goal
        else ()
    )
    blocks = (Paragraph(summary, small=True), form(matrix, language), *others, Signatures())
    return Document(_titled(title, language), language, made, blocks, landscape=True)


def _titled(title: str, language: str) -> str:
    return translate(language, "Self-evaluation form: {report}", report=title)
