"""Indicators of many reports → points, tables over the years and the data of charts. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from figures.indicators import NAMES
from rag.messages import of_what
from records import Indicator, Report

_ORDER = list(NAMES)
_BUDGET = ("budget", "adjusted_budget", "year_start_budget")


@dataclass(frozen=True, slots=True)
class Point:
    """One indicator of one report; `id` tells it from all others on the shelf."""

    id: str
    report: Report
    indicator: Indicator

    @property
    def department(self) -> str:
        """The department, unit, project or place whose figure it is."""
        return of_what(self.report.identity)


Stated = Mapping[str, Mapping[int | None, int]]
"""By report id and year, how many figures a report states."""


def departments(reports: Sequence[Report], stated: Stated) -> list[str]:
    """Reports and what they state → the departments that state figures, of most years first."""
    years: dict[str, set[int | None]] = {}
    for report in reports:
        if of_report := stated.get(report.id):
            years.setdefault(of_what(report.identity), set()).update(of_report)
    return sorted(years, key=lambda department: (-len(years[department]), department))


def points(
    reports: Sequence[Report],
    indicators: Mapping[str, Sequence[Indicator]],
    years: Sequence[int],
) -> list[Point]:
    """Reports and their indicators → the points of these years, in order.

    A report that states the same value again and again gives one point.
    """
    found: list[Point] = []
    for report in reports:
        seen = set()
        for indicator in indicators.get(report.id, ()):
            said = (indicator.name, indicator.year, indicator.value)
            if indicator.year in years and said not in seen:
                seen.add(said)
                place = "-".join(str(part) for part in (report.id[:16], *said))
                found.append(Point(place, report, indicator))
    return sorted(
        found,
        key=lambda p: (
            p.department,
            _ORDER.index(p.indicator.name),
            p.indicator.year or 0,
            -(p.report.identity.year or 0),
        ),
    )


def undated(reports: Sequence[Report], stated: Stated, departments: Sequence[str]) -> int:
    """Reports and what they state → how many figures of these departments have no known year."""
    return sum(
        stated.get(report.id, {}).get(None, 0)
        for report in reports
        if of_what(report.identity) in departments
    )


def over_years(found: Sequence[Point]) -> dict[tuple[str, str], dict[int, list[Point]]]:
    """Points → (department, indicator) → year → its points, those of one value once."""
    table: dict[tuple[str, str], dict[int, list[Point]]] = {}
    for point in found:
        row = table.setdefault((point.department, point.indicator.name), {})
        cell = row.setdefault(point.indicator.year or 0, [])
        if all(point.indicator.value != other.indicator.value for other in cell):
            cell.append(point)
    return table


def budget_and_executed(found: Sequence[Point]) -> list[tuple[str, Point]]:
    """Points → for each department and year its budget and what was executed of it.

    The budget is the year's last known one: the whole year's, else the adjusted, else the first.
    """
    best: dict[tuple[str, int | None], tuple[int, Point]] = {}
    for point in found:
        if point.indicator.name in _BUDGET:
            rank = _BUDGET.index(point.indicator.name)
            place = (point.department, point.indicator.year)
            if place not in best or rank < best[place][0]:
                best[place] = (rank, point)
    chosen = [("budget", point) for _rank, point in best.values()]
    return chosen + [("executed", p) for p in _firsts(found, "executed")]


def composition(found: Sequence[Point]) -> list[tuple[str, Point]]:
    """Points → basic and project expenditure of each year: executed, else budgeted."""
    chosen = []
    for part in ("basic", "project"):
        executed = _firsts(found, f"{part}_executed")
        there = {(p.department, p.indicator.year) for p in executed}
        budgeted = _firsts(found, f"{part}_budget")
        chosen += [(part, p) for p in executed]
        chosen += [(part, p) for p in budgeted if (p.department, p.indicator.year) not in there]
    return chosen


def rates(found: Sequence[Point]) -> list[tuple[str, Point]]:
    """Points → the execution rates: of all, of basic and of project expenditure."""
    names = ("execution_rate", "basic_rate", "project_rate")
    return [(name, point) for name in names for point in _firsts(found, name)]


def scores(found: Sequence[Point]) -> list[tuple[str, Point]]:
    """Points → the self-evaluation scores."""
    return [("score", point) for point in _firsts(found, "score")]


def _firsts(found: Sequence[Point], name: str) -> list[Point]:
    """The first point of this name in each department's year."""
    first: dict[tuple[str, int | None], Point] = {}
    for point in found:
        if point.indicator.name == name:
            first.setdefault((point.department, point.indicator.year), point)
    return list(first.values())


def written(value: Decimal) -> str:
    """A value → it with thousands marked, all its digits kept."""
    return f"{value:,f}"


def chart_rows(chosen: Sequence[tuple[str, Point]]) -> list[dict[str, Any]]:
    """Named points → the rows a chart is drawn from."""
    return [
        {
            "id": point.id,
            "department": point.department,
            "year": str(point.indicator.year),
            "series": name,
            "value": float(point.indicator.value),
            "written": f"{written(point.indicator.value)} {point.indicator.unit}",
        }
        for name, point in chosen
    ]
