"""One report → its matrix: every goal with what was done and the money. The file to read first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from goals.beside import lines_beside
from goals.direction import directed
from goals.matching import FITTED, probabilities
from goals.missed import goal_missed, missed, short_in_words
from goals.money import money_for, money_lines
from goals.outcome import actual_value, asks_for_a_reason, outcome_of
from goals.parts import statements
from goals.reasons import reason_for
from goals.records import Goal, GoalKind, Matrix, MatrixLine, Money, Part, Result, Statement
from goals.setting import IndicatorRow, goals_in_prose, indicator_rows
from models.embedder import Embedder
from records import Evidence, ReportText

_MOST = 6
"""Suggestions beside the results of one goal."""


def matrix(report: ReportText, embedder: Embedder) -> Matrix:
    """A report's text → its goals, each with its results and its money."""
    said = statements(report)
    goals = [directed(goal) for goal in goals_in_prose(report, said)]
    rows = [replace(row, goal=directed(row.goal, row.before)) for row in indicator_rows(report)]
    told = candidates(said, goals, rows)
    money = money_lines(report, said)
    unsettled = [row.goal for row in rows if row.done is None]
    asked = [goal for goal in (*goals, *unsettled) if goal.kind is not GoalKind.AHEAD]
    likely = probabilities(asked, told, embedder)
    late = missed(told, embedder)

    def made(goal: Goal, results: Sequence[Result]) -> MatrixLine:
        return line_of(goal, results, money, said, late, embedder)

    lines = [made(goal, results_of(goal, told, likely[i])) for i, goal in enumerate(asked)]
    lines += [settled(goal, (), money) for goal in goals if goal.kind is GoalKind.AHEAD]
    lines += [_row_line(row, money) for row in rows if row.done is not None]
    beside = lines_beside(told, lines)
    lines += [made(directed(line.goal), line.results) for line in beside]
    taken = {r.place.start for line in lines for r in line.results}
    for goal, result in map(goal_missed, late):
        if result.place.start not in taken:
            lines.append(made(goal, [result]))
    budgets = tuple(_budgeted(line, rows) for line in lines)
    ordered = tuple(sorted(budgets, key=lambda line: line.goal.place.start))
    return Matrix(ordered, unclaimed(ordered, told), money)


def candidates(
    said: Sequence[Statement], goals: Sequence[Goal], rows: Sequence[IndicatorRow]
) -> tuple[Statement, ...]:
    """The statements that may say what was done: no goals, no plans, no indicator's own row."""
    taken = {(row.row.start, row.row.end) for row in rows}
    starts = [goal.place.start for goal in goals]

    def may(s: Statement) -> bool:
        sets_a_goal = any(s.place.start <= at < s.place.end for at in starts)
        row_of_money = s.part is Part.MONEY and "\t" in s.place.text
        settled = (s.place.start, s.place.end) in taken
        return not (sets_a_goal or row_of_money or settled)

    ahead = (Part.GOALS, Part.PLANS, Part.AHEAD)
    return tuple(s for s in said if s.part not in ahead and may(s))


def results_of(goal: Goal, told: Sequence[Statement], likely: Sequence[float]) -> list[Result]:
    """A goal and how probable each statement is its result → its results, the likeliest first."""
    order = np.argsort(-np.asarray(likely), kind="stable")
    return [
        Result(
            place=told[i].place,
            path=told[i].path,
            probability=round(float(likely[i]), 3),
            sure=FITTED.counts(float(likely[i]), is_best=rank == 0),
            actual=actual_value(goal, told[i].place.text),
        )
        for rank, i in enumerate(order)
        if likely[i] >= FITTED.near
    ]


def line_of(
    goal: Goal,
    results: Sequence[Result],
    money: Sequence[Money],
    said: Sequence[Statement],
    late: Sequence[Statement],
    embedder: Embedder,
) -> MatrixLine:
    """A goal and its results → its line: what counts, what is suggested, what became of it, and the
    report's reason where that asks for one. `late` are the statements of what was missed."""
    line = short_in_words(settled(goal, results, money), late)
    if not asks_for_a_reason(line.outcome, line.deviation):
        return line
    about = next((r for r in line.results if r.actual is line.actual), line.results[0])
    reason, sure = reason_for(goal, about, line.outcome, said, embedder)
    return replace(line, reason=reason, reason_sure=sure)


def settled(goal: Goal, results: Sequence[Result], money: Sequence[Money]) -> MatrixLine:
    """A goal and its results → its line, all of it that is computed and needs no model."""
    sure = tuple(r for r in results if r.sure)
    actual = next((r.actual for r in sure if r.actual is not None), None)
    words = [r.place.text for r in sure]
    outcome, deviation = outcome_of(goal, actual, words)
    return MatrixLine(
        goal=goal,
        results=sure,
        suggested=tuple(r for r in results if not r.sure)[:_MOST],
        money=money_for(money, [goal.name, goal.project, *words]),
        outcome=outcome,
        actual=actual,
        deviation=None if deviation is None else round(deviation, 2),
    )


def _row_line(row: IndicatorRow, money: Sequence[Money]) -> MatrixLine:
    """An indicator whose own row says what was done."""
    assert row.done is not None
    done = Result(row.done, row.goal.path, 1.0, True, row.actual)
    line = settled(row.goal, [done], money)
    return replace(line, reason=row.reason, reason_sure=row.reason is not None)


def _budgeted(line: MatrixLine, rows: Sequence[IndicatorRow]) -> MatrixLine:
    """An indicator whose row gives its project's amount has that for its budget."""
    row = next((r for r in rows if r.goal is line.goal and r.budget is not None), None)
    if row is None or line.money:
        return line
    own = Money(row.goal.project or row.goal.name, row.row, row.budget, None, None)
    return replace(line, money=(own,))


def unclaimed(lines: Sequence[MatrixLine], told: Sequence[Statement]) -> tuple[Statement, ...]:
    """The results that no goal speaks of: statements of what was done that no line has."""
    taken: list[Evidence] = [r.place for line in lines for r in (*line.results, *line.suggested)]
    spans = {(place.start, place.end) for place in taken}
    return tuple(
        s for s in told if s.part is Part.DONE and (s.place.start, s.place.end) not in spans
    )
