"""The page of figures: departments over the years, every number with the sentence it is from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import streamlit as st

from exports.document import Book, Cell, Column, Sheet, Table
from exports.workbook import to_csv, to_xlsx
from rag.messages import of_what
from records import uncertain_at
from ui import charts, notices, report_view, series, viewer
from ui.access import User
from ui.address import page_at
from ui.language import _, in_current_language, language, n_
from ui.names import indicator_name
from ui.places import pages
from ui.selection import keyed
from ui.series import Point
from ui.services import Services
from ui.unread import uncertain

_CHOSEN = "figure"
_PLACE = "figures"


def page(services: Services, user: User) -> None:
    """Draw the page."""
    st.header(_("Figures"), anchor=False)
    found = _chosen_points(services)
    if not found:
        notices.note(
            _("The reports chosen state no figures.")
            if services.library.reports()
            else _("The shelf is empty. Add reports on the page “Reports” first.")
        )
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        _charts(found)
        _table(found)
        _downloads(found)
    with right:
        if viewer.opened(_PLACE):
            viewer.beside(services, user, _PLACE)
        else:
            _evidence(services, found)


def link(departments: Sequence[str], years: Sequence[int]) -> None:
    """Draw the way to this page with a selection."""
    chosen = {"department": list(departments), "year": [str(year) for year in years]}
    here = page_at("figures", _("Figures"))
    st.page_link(
        here, label=_("Open in “Figures”"), icon=":material/bar_chart:", query_params=chosen
    )


def _take_selection(departments: Sequence[str], years: Sequence[int]) -> None:
    """Choose what the address names, once: from then on the fields say what is chosen."""
    named = st.query_params.get_all("department"), st.query_params.get_all("year")
    if any(named):
        st.session_state["figure-departments"] = [d for d in departments if d in named[0]]
        st.session_state["figure-years"] = [year for year in years if str(year) in named[1]]
        for side in ("department", "year"):
            st.query_params.pop(side, None)


def _chosen_points(services: Services) -> list[Point]:
    with services.library.snapshot() as now:
        reports, stated = now.reports(), now.years_stated()
    departments = series.departments(reports, stated)
    years = sorted({year for of in stated.values() for year in of if year is not None})
    _take_selection(departments, years)
    st.session_state.setdefault("figure-departments", departments[:1])
    with st.container(key="filters-figures"):
        left, right = st.columns(2)
    with left:
        some = st.multiselect(
            _("Departments"),
            departments,
            placeholder=_("all"),
            key="figure-departments",
        )
    with right:
        when = st.multiselect(_("Years"), years, placeholder=_("all"), key="figure-years")
    if left_out := series.undated(reports, stated, some or departments):
        st.caption(
            n_(
                "{n} figure is left out: it is not known of which year it is. Correct the report's "
                "year on the page “Reports”.",
                "{n} figures are left out: it is not known of which year they are. Correct the "
                "report's year on the page “Reports”.",
                left_out,
            )
        )
    chosen = [r for r in reports if of_what(r.identity) in (some or departments)]
    indicators = services.library.indicators([r.id for r in chosen], years=when or years)
    return series.points(chosen, indicators, when or years)


def _charts(found: Sequence[Point]) -> None:
    departments = list(dict.fromkeys(point.department for point in found))
    several = len(departments) > 1
    drawn: list[tuple[str, str, Sequence[tuple[str, Point]]]] = []
    rates = [r for r in series.rates(found) if not several or r[0] == "execution_rate"]
    for department in departments:
        own = [point for point in found if point.department == department]
        after = f" · {department}" if several else ""
        drawn.append(("bars", _("Budget and spending") + after, series.budget_and_executed(own)))
        drawn.append(("stacked", _("What it was spent on") + after, series.composition(own)))
    drawn.append(("lines", _("Execution rate"), rates))
    drawn.append(("lines", _("Self-evaluation score"), series.scores(found)))
    with_points = [chart for chart in drawn if chart[2]]
    columns = st.columns(2, gap="small") if len(with_points) > 1 else [st.container()]
    for n, (kind, title, chosen) in enumerate(with_points):
        with columns[n % len(columns)]:
            _chart(f"chart-{n}", kind, title, chosen)


def _chart(key: str, kind: str, title: str, chosen: Sequence[tuple[str, Point]]) -> None:
    names = {
        "budget": _("Budget"),
        "executed": _("Executed"),
        "basic": _("Basic expenditure"),
        "project": _("Project expenditure"),
        "execution_rate": _("All expenditure"),
        "basic_rate": _("Basic expenditure"),
        "project_rate": _("Project expenditure"),
        "score": _("Score"),
    }
    labels = {name: names[name] for name in dict.fromkeys(name for name, _point in chosen)}
    unit = chosen[0][1].indicator.unit

    def picked() -> None:
        marks = st.session_state[key].selection.get(charts.PICKED, [])
        if marks:
            st.session_state[_CHOSEN] = marks[0]["id"]
            viewer.shut(_PLACE)

    chart = (
        charts.lines(chosen, labels, unit)
        if kind == "lines"
        else charts.bars(chosen, labels, unit, stacked=kind == "stacked")
    )
    charts.framed(title, chart, key=key, on_select=picked, selection_mode=charts.PICKED)


def _table(found: Sequence[Point]) -> None:
    rows = series.over_years(found)
    years = sorted({p.indicator.year for p in found if p.indicator.year is not None})
    several = len({department for department, _name in rows}) > 1
    lines = []
    for (department, name), cells in rows.items():
        line: dict[str, Any] = {"department": department, "indicator": indicator_name(name)}
        line["unit"] = next(iter(cells.values()))[0].indicator.unit
        for year in years:
            values = [series.written(p.indicator.value) for p in cells.get(year, ())]
            line[str(year)] = " | ".join(values)
        lines.append(line)

    key = keyed("figure-table", [*map(str, years), *(f"{d} {name}" for d, name in rows)])

    def picked() -> None:
        chosen = st.session_state[key].selection.cells
        if chosen:
            row, column = chosen[0]
            cell = list(rows.values())[row].get(int(column) if column.isdigit() else 0)
            if cell:
                st.session_state[_CHOSEN] = cell[0].id
                viewer.shut(_PLACE)

    column = st.column_config
    st.dataframe(
        pd.DataFrame(lines),
        key=key,
        hide_index=True,
        on_select=picked,
        selection_mode="single-cell",
        column_order=[*(["department"] if several else []), "indicator", "unit", *map(str, years)],
        column_config={
            "department": column.TextColumn(_("Department"), width="medium"),
            "indicator": column.TextColumn(_("Indicator"), width="medium"),
            "unit": column.TextColumn(_("Unit"), width=50),
            **{str(y): column.TextColumn(str(y), alignment="right") for y in years},
        },
    )


def table_of(found: Sequence[Point]) -> Table:
    """Points → the table of a file to take away, each with its source."""
    columns = (
        Column(_("Department"), 28),
        Column(_("Year"), 8),
        Column(_("Indicator"), 20),
        Column(_("Value"), 14),
        Column(_("Unit"), 8),
        Column(_("As written"), 16),
        Column(_("Source"), 36),
        Column(_("Sentence"), 60),
        Column(_("Not sure because"), 16),
        Column(_("Source file"), 30),
    )
    rows: list[tuple[Cell, ...]] = []
    for point in found:
        indicator, report = point.indicator, point.report
        page = indicator.evidence.page
        rows.append(
            (
                point.department,
                indicator.year,
                indicator_name(indicator.name),
                indicator.value,
                indicator.unit,
                indicator.as_written,
                f"{report.identity.title} · {pages(page, page)}",
                indicator.evidence.text,
                uncertain(uncertain_at(report, indicator.evidence.start, indicator.evidence.end)),
                report.source,
            )
        )
    return Table(columns, tuple(rows))


def book_of(found: Sequence[Point]) -> Book:
    """Points → the file to take away with all of them, and what they are of."""
    years = sorted({p.indicator.year for p in found if p.indicator.year is not None})
    departments = dict.fromkeys(point.department for point in found)
    facts = (
        (_("Departments"), "\n".join(departments)),
        (_("Years"), ", ".join(map(str, years))),
        (_("Figures"), len(found)),
    )
    sheets = (Sheet(_("Figures"), table_of(found)),)
    return Book(_("Figures"), language(), datetime.now(UTC).astimezone(), facts, sheets)


def _downloads(found: Sequence[Point]) -> None:
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            _("Download CSV"),
            in_current_language(lambda: to_csv(table_of(found))),
            file_name="jiwen-figures.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            _("Download XLSX"),
            in_current_language(lambda: to_xlsx(book_of(found))),
            file_name="jiwen-figures.xlsx",
            icon=":material/table:",
            on_click="ignore",
        )


def _evidence(services: Services, found: Sequence[Point]) -> None:
    chosen = next((p for p in found if p.id == st.session_state.get(_CHOSEN)), None)
    with st.container(key="evidence"):
        st.subheader(_("Evidence"), anchor=False)
        if chosen is None:
            st.caption(_("Choose a bar, a point or a number to see the sentence it is from."))
            return
        indicator = chosen.indicator
        value = f"{series.written(indicator.value)} {indicator.unit}"
        st.text(f"{indicator.year} · {indicator_name(indicator.name)} · {value}")
        place = indicator.evidence
        text = services.library.text(chosen.report.id)
        actions = report_view.openings(services, chosen.report)
        if told := uncertain(uncertain_at(chosen.report, place.start, place.end)):
            notices.warn(_("Read, but not surely: {why}", why=told))
        around = report_view.paragraph_at(text, place.start, place.end)
        spans = [(place.start, place.end)]
        card = report_view.place_card(chosen.report, text, around, spans, 1, actions)
        action = report_view.draw_cards([card], f"evidence-{chosen.id}")
    if action:
        report_view.open_at(services, _PLACE, action[0], chosen.report, spans)
        st.rerun()
