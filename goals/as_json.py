"""A matrix → what JSON can hold, every cell with its place."""

from __future__ import annotations

from typing import Any

from goals.outcome import asks_for_a_reason
from goals.records import Matrix, MatrixLine, Money, Result, Statement
from languages import translate
from records import Evidence, Report


def matrix_json(report: Report, matrix: Matrix) -> dict[str, Any]:
    """A report and its matrix → a JSON object; amounts as text, so that no digit is lost."""
    return {
        "report": report.source,
        "id": report.id,
        "title": report.identity.title,
        "year": report.identity.year,
        "goals": [_line(line) for line in matrix.lines],
        "results_without_goal": [_statement(s) for s in matrix.without_goal],
        "money": [_money(m) for m in matrix.money],
    }


def _line(line: MatrixLine) -> dict[str, Any]:
    goal = line.goal
    asked = asks_for_a_reason(line.outcome, line.deviation)
    return {
        "goal": goal.name,
        "kind": goal.kind.value,
        "headings": list(goal.path),
        "project": goal.project,
        "place": _place(goal.place),
        "target": goal.target.as_written if goal.target else None,
        "outcome": line.outcome.value,
        "actual": line.actual.as_written if line.actual else None,
        "deviation_percent": None if line.deviation is None else str(line.deviation),
        "results": [_result(r) for r in line.results],
        "suggested": [_result(r) for r in line.suggested],
        "not_told": None if line.results else translate("zh", "The report does not say."),
        "money": [_money(m) for m in line.money],
        "reason": _place(line.reason) if line.reason else None,
        "reason_sure": line.reason_sure,
        "no_reason": translate("zh", "The report gives no reason.")
        if asked and line.reason is None
        else None,
    }


def _result(result: Result) -> dict[str, Any]:
    return {
        **_place(result.place),
        "headings": list(result.path),
        "probability": result.probability,
        "sure": result.sure,
        "actual": result.actual.as_written if result.actual else None,
    }


def _money(money: Money) -> dict[str, Any]:
    return {
        "name": money.name,
        "budget": money.budget.as_written if money.budget else None,
        "executed": money.executed.as_written if money.executed else None,
        "rate_percent": None if money.rate is None else str(money.rate),
        "place": _place(money.place),
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {**_place(statement.place), "headings": list(statement.path)}


def _place(place: Evidence) -> dict[str, Any]:
    return {"text": place.text, "page": place.page, "start": place.start, "end": place.end}
