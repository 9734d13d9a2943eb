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
from goals.records import GoalKind, Line, Matrix, Money, counts
from goals.saying import outcome_name, say

_COLUMNS = (
    ("一级指标", "Level 1", 12),
    ("二级指标", "Level 2", 14),
    ("三级指标", "Level 3", 34),
    ("目标值", "Target", 16),
    ("完成值", "Actual", 40),
    ("偏差", "Deviation", 10),
    ("原因", "Reason", 34),
    ("完成情况", "Outcome", 12),
    ("预算数", "Budget", 14),
    ("执行数", "Executed", 14),
    ("出处", "Source", 12),
)
_DEVIATION = "偏差"
_OTHERS = (("标题", "Headings", 30), ("原文", "Text", 90), ("页", "Page", 8))
_MONEY = (
    ("项目", "Line", 40),
    ("预算数（万元）", "Budget (万元)", 18),
    ("执行数（万元）", "Executed (万元)", 18),
    ("执行率", "Execution rate", 14),
    ("页", "Page", 8),
)
_RATE = "执行率"
_NAMES = {
    "form": ("绩效自评表", "Self-evaluation form"),
    "money": ("项目资金", "Money"),
    "others": ("未对应目标的成效", "Results without a goal"),
    "report": ("报告", "Report"),
    "goals": ("目标数", "Goals"),
    "counted": ("目标{n}项：{counted}。", "Goals: {n} ({counted})."),
    "task": ("重点任务", "Tasks"),
    "aim": ("绩效目标", "Performance goals"),
    "to_confirm": ("（待确认）{text}", "(to be confirmed) {text}"),
    "page": ("第{page}页", "p. {page}"),
}
_WAN = Decimal(10_000)


def _name(language: str, key: str, **fields: object) -> str:
    return _NAMES[key][language == "en"].format(**fields)


def columns(language: str) -> tuple[str, ...]:
    """The form's columns in Chinese (zh) or English (en)."""
    return tuple((zh, en)[language == "en"] for zh, en, _ in _COLUMNS)


def form(matrix: Matrix, language: str) -> Table:
    """A matrix → the form, a row for each goal in the report's order."""
    return Table(
        _labelled(_COLUMNS, language), tuple(_row(line, language) for line in matrix.lines)
    )


def _labelled(named: tuple[tuple[str, str, int], ...], language: str) -> tuple[Column, ...]:
    return tuple(
        Column(
            en if language == "en" else zh,
            width,
            suffix="%" if zh in (_DEVIATION, _RATE) else "",
            signed=zh == _DEVIATION,
        )
        for zh, en, width in named
    )


def _row(line: Line, language: str) -> tuple[Cell, ...]:
    goal = line.goal
    first, second = _levels(line, language)
    told = "\n".join(r.place.text for r in line.results)
    actual = line.actual.as_written if line.actual else told or say(language, "not_told")
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
        ("; " if language == "en" else "、").join(_name(language, "page", page=p) for p in pages),
    )


def _levels(line: Line, language: str) -> tuple[str, str]:
    goal = line.goal
    if goal.kind is GoalKind.INDICATOR:
        first, second, *_ = (*goal.path, "", "")
        return first or goal.project, second
    kind = "task" if goal.kind is GoalKind.TASK else "aim"
    return _name(language, kind), (goal.path or ("",))[-1]


def reason_written(line: Line, language: str) -> str:
    """The reason that a line's report gives, or that it gives none where one is asked for."""
    if line.reason is not None:
        text = line.reason.text
        return text if line.reason_sure else _name(language, "to_confirm", text=text)
    asked = asks_for_a_reason(line.outcome, line.deviation)
    return say(language, "no_reason") if asked else ""


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
        (_name(language, "report"), title),
        (_name(language, "goals"), len(matrix.lines)),
        *((outcome_name(outcome, language), n) for outcome, n in counts(matrix).items()),
    ]
    sheets = (
        Sheet(_name(language, "form"), form(matrix, language)),
        Sheet(_name(language, "money"), _money(matrix, language)),
        Sheet(_name(language, "others"), _others(matrix, language)),
    )
    return Book(_titled(title, language), language, made, tuple(facts), sheets)


def as_document(title: str, matrix: Matrix, language: str, made: datetime) -> Document:
    """A report's title and its matrix → the form on pages on their side, to be signed."""
    listed = [f"{outcome_name(o, language)} {n}" for o, n in counts(matrix).items()]
    counted = (", " if language == "en" else "、").join(listed)
    summary = _name(language, "counted", n=len(matrix.lines), counted=counted)
    others = (
        (Heading(_name(language, "others"), level=2), _others(matrix, language))
        if matrix.without_goal
        else ()
    )
    blocks = (Paragraph(summary, small=True), form(matrix, language), *others, Signatures())
    return Document(_titled(title, language), language, made, blocks, landscape=True)


def _titled(title: str, language: str) -> str:
    return f"{_name(language, 'form')}{': ' if language == 'en' else '：'}{title}"
