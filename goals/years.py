"""Two reports of one body, a year apart → what became of what was promised, and what came again.

The promises are what the earlier one will mend or do next (改进措施, 下一年度计划), and the goals
of a budget; they are matched to what the later one tells as a report's own goals are to its
results.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goals.direction import directed
from goals.matching import FITTED, probabilities
from goals.matrix import candidates, line_of, results_of
from goals.missed import missed
from goals.money import money_lines
from goals.parts import NUMBER, statements
from goals.records import Goal, GoalKind, MatrixLine, Money, Part, Result, Statement
from goals.setting import IndicatorRow, goals_in_prose, indicator_rows, measured
from models.embedder import Embedder
from records import Identity, Kind, Report, ReportText

_FEWEST = 8
"""Characters from which a sentence can be a promise or a problem."""


@dataclass(frozen=True, slots=True)
class Again:
    """A problem that an earlier report told, and the later one tells again."""

    before: Statement
    now: Statement
    probability: float
    sure: bool


@dataclass(frozen=True, slots=True)
class Followed:
    """What became in one report of what an earlier one promised.

    `promises` are its measures and plans, `goals` those of a budget for the later one's year;
    each line's results are in the later report. `problems` came again.
    """

    promises: tuple[MatrixLine, ...]
    goals: tuple[MatrixLine, ...]
    problems: tuple[Again, ...]


def followed(
    earlier: ReportText, later: ReportText, embedder: Embedder, *, same_year: bool
) -> Followed:
    """Two reports' texts, the earlier one first → what became of its promises and goals.

    Its goals are followed where both are of the `same_year`, a budget and what came of it: those
    of the year before were for that year.
    """
    before, now = statements(earlier), statements(later)
    rows = indicator_rows(later)
    told = candidates(now, goals_in_prose(later, now), rows)
    money = money_lines(later, now)
    late = missed(told, embedder)
    promises = [_as_goal(s) for s in before if s.part in (Part.PLANS, Part.AHEAD) and _says(s)]
    set_then = [g for g in goals_in_prose(earlier, before) if g.kind is not GoalKind.AHEAD]
    planned = [*set_then, *(r.goal for r in indicator_rows(earlier))] if same_year else []
    goals = [directed(goal) for goal in planned]

    def lines(asked: Sequence[Goal]) -> tuple[MatrixLine, ...]:
        likely = probabilities(asked, told, embedder)
        return tuple(
            _in_its_row(goal, rows, money, now, embedder)
            or line_of(goal, results_of(goal, told, likely[i]), money, now, late, embedder)
            for i, goal in enumerate(asked)
        )

    return Followed(lines(promises), lines(goals), _again(before, now, embedder))


def _as_goal(promise: Statement) -> Goal:
    text = promise.place.text
    figures = measured(text)
    target = figures[-1] if len(figures) == 1 else None
    name = NUMBER.sub("", text).strip(" 。；;")
    return Goal(promise.place, GoalKind.TASK, name, promise.path, "", target)


def _says(statement: Statement) -> bool:
    text = statement.place.text
    return "\t" not in text and len(text) >= _FEWEST


def _in_its_row(
    goal: Goal,
    rows: Sequence[IndicatorRow],
    money: Sequence[Money],
    now: Sequence[Statement],
    embedder: Embedder,
) -> MatrixLine | None:
    """An indicator of a budget → its line, where the later report has an indicator of its name."""
    if goal.kind is not GoalKind.INDICATOR:
        return None
    name = goal.name.rpartition(" ")[0]
    row = next((r for r in rows if r.done and r.goal.name.rpartition(" ")[0] == name), None)
    if row is None or row.done is None:
        return None

    done = Result(row.done, row.goal.path, 1.0, True, row.actual)
    return line_of(goal, [done], money, now, (), embedder)


def _again(
    before: Sequence[Statement], now: Sequence[Statement], embedder: Embedder
) -> tuple[Again, ...]:
    old = [s for s in before if s.part is Part.PROBLEMS and _says(s)]
    new = [s for s in now if s.part is Part.PROBLEMS and _says(s)]
    likely = probabilities([_as_goal(s) for s in old], new, embedder)
    found = []
    for i, problem in enumerate(old):
        if not new:
            break
        best = int(likely[i].argmax())
        p = float(likely[i][best])
        if p >= FITTED.near:
            found.append(Again(problem, new[best], round(p, 3), p >= FITTED.sure))
    return tuple(found)


def chain(reports: Iterable[Report]) -> list[list[Report]]:
    """The shelf's reports → for each body and scope those of its years, the oldest first.

    Of one year, the budget comes before the report on what was done. A report that names its
    district and not the city (云岚区行政审批局) is of the body of that name in a city, where the
    shelf has one such.
    """
    bodies: dict[_Body, list[Report]] = {}
    dated = [report for report in reports if report.identity.year is not None]
    for report in sorted(dated, key=lambda r: -len(r.identity.place)):
        mine = _Body.of(report.identity)
        fuller = [body for body in bodies if body != mine and mine.may_be(body)]
        key = fuller[0] if mine not in bodies and len(fuller) == 1 else mine
        bodies.setdefault(key, []).append(report)
    return [
        sorted(of, key=lambda r: (r.identity.year or 0, r.identity.kind is not Kind.BUDGET))
        for of in bodies.values()
    ]


@dataclass(frozen=True, slots=True)
class _Body:
    place: tuple[str, ...]
    department: str
    scope: tuple[object, ...]

    @classmethod
    def of(cls, identity: Identity) -> _Body:
        scope = (identity.coverage, identity.project)
        return cls(identity.place, identity.department, scope)

    def may_be(self, fuller: _Body) -> bool:
        """Whether this is `fuller`, with the first parts of its place left out."""
        return (
            self.scope == fuller.scope
            and 0 < len(self.place) < len(fuller.place)
            and fuller.place[-len(self.place) :] == self.place
            and fuller.department.endswith(self.department)
        )


def earlier_of(report: Report, reports: Iterable[Report]) -> list[Report]:
    """A report and the shelf's → those whose promises it can keep: the year before's reports, and
    its own year's budget."""
    mine = next((of for of in chain(reports) if any(r.id == report.id for r in of)), [])
    year = report.identity.year or 0
    is_budget = report.identity.kind is Kind.BUDGET
    return [
        r
        for r in mine
        if r.identity.year == year - 1
        or (r.identity.year == year and r.identity.kind is Kind.BUDGET and not is_budget)
    ]


def projects_over_years(
    money: Sequence[tuple[int, Sequence[Money]]],
) -> dict[str, dict[int, Money]]:
    """Each year's lines → by name those that are in more years than one: name → year → line."""
    found: dict[str, dict[int, Money]] = {}
    for year, lines in money:
        for line in lines:
            found.setdefault(line.name, {})[year] = line
    return {name: years for name, years in found.items() if len(years) > 1}
