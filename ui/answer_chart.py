"""The table of an answer that compares → the same as a chart, each point to its evidence."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from rag.records import Answer, Citation
from ui import charts, figures
from ui.names import indicator_name
from ui.series import Point, points
from ui.services import Services


def chart(services: Services, answer: Answer) -> None:
    """Draw the chart of an answer's table and the way to the page of figures, if it compares."""
    cited = _points(services, answer)
    found = [point for point, _citation in cited]
    years = sorted({p.indicator.year for p in found if p.indicator.year is not None})
    departments = list(dict.fromkeys(point.department for point in found))
    if len(years) < 2 and len(departments) < 2:
        return
    for n, (unit, chosen) in enumerate(_by_unit(found).items()):
        named = [(point.indicator.name, point) for point in chosen]
        labels = {name: indicator_name(name) for name, _point in named}
        drawn = (
            charts.lines(named, labels, unit)
            if len(years) > 1
            else charts.across(named, labels, unit)
        )
        key = f"answer-chart-{answer.id}-{n}"
        title = " · ".join(labels.values())
        st.altair_chart(
            drawn,
            key=key,
            on_select=lambda key=key: _ask(answer, cited, key),
            selection_mode=charts.PICKED,
            alt=title,
        )
    figures.link(departments, years)


def _ask(answer: Answer, cited: Sequence[tuple[Point, Citation]], key: str) -> None:
    """Ask for the evidence of the point that was chosen."""
    for mark in st.session_state[key].selection.get(charts.PICKED, []):
        for point, citation in cited:
            if point.id == mark["id"]:
                place = {"n": citation.n, "start": citation.start, "end": citation.end}
                st.session_state["asked"] = {"answer": answer.id, **place}


def _points(services: Services, answer: Answer) -> list[tuple[Point, Citation]]:
    """The figures that an answer's table cites, each with its citation, in the table's order."""
    rows = answer.table.rows if answer.table else ()
    citations = [cell.citation for row in rows for cell in row if cell.citation]
    reports = {found.n: found.report for found in answer.passages}
    wanted = {reports[c.n].id: reports[c.n] for c in citations if c.n in reports}
    indicators = services.library.indicators(list(wanted))
    every = [i.year for of_report in indicators.values() for i in of_report]
    found = points(
        list(wanted.values()), indicators, sorted({year for year in every if year is not None})
    )
    asked = set(answer.understood.indicators)
    cited: dict[str, tuple[Point, Citation]] = {}
    for citation in citations:
        for point in found:
            place = point.indicator.evidence
            of_it = citation.n in reports and point.report.id == reports[citation.n].id
            here = place.start < citation.end and citation.start < place.end
            if of_it and here and (not asked or point.indicator.name in asked):
                cited.setdefault(point.id, (point, citation))
    return list(cited.values())


def _by_unit(found: Sequence[Point]) -> dict[str, list[Point]]:
    by_unit: dict[str, list[Point]] = {}
    for point in found:
        by_unit.setdefault(point.indicator.unit, []).append(point)
    return by_unit
