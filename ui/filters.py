"""The reports a question is about: chosen beforehand, or taken away from what was understood."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import streamlit as st

from rag.records import Scope
from records import Kind, Report
from ui.language import _, n_
from ui.names import kind_name
from ui.plain import plain

Chip = tuple[str, str]


def bar(reports: Sequence[Report]) -> None:
    """Draw which of the reports are asked; `chosen` says which."""
    years = sorted({r.identity.year for r in reports if r.identity.year}, reverse=True)
    bodies = {r.identity.department for r in reports} - {""}
    places = {r.identity.district for r in reports if not r.identity.department} - {""}
    kinds = [kind for kind in Kind if any(r.identity.kind is kind for r in reports)]
    newest = sorted(reports, key=lambda r: (-(r.identity.year or 0), r.identity.title))
    by_id = {report.id: report for report in newest}
    with st.popover(_asked(by_id), icon=":material/tune:", type="tertiary"):
        st.selectbox(
            _("One report"),
            list(by_id),
            index=None,
            format_func=lambda i: by_id[i].identity.title,
            placeholder=_("all"),
            key="filter-report",
        )
        alone = st.session_state["filter-report"] in by_id
        st.multiselect(_("Years"), years, placeholder=_("all"), key="filter-year", disabled=alone)
        st.multiselect(
            _("Departments"),
            sorted(bodies | places),
            placeholder=_("all"),
            key="filter-department",
            disabled=alone,
        )
        st.multiselect(
            _("Kinds"),
            kinds,
            placeholder=_("all"),
            key="filter-kind",
            format_func=kind_name,
            disabled=alone,
        )
        st.button(_("All reports"), key="filter-none", on_click=clear, width="stretch")


def chosen(reports: Sequence[Report]) -> Scope:
    """What was chosen in the bar → the scope, each side left open that nothing was chosen for.

    One report that is chosen is asked alone.
    """
    one = st.session_state.get("filter-report")
    for report in reports:
        if report.id == one:
            return only(report)
    bodies = {report.identity.department for report in reports}
    of_whom = st.session_state.get("filter-department", [])
    return Scope(
        years=tuple(st.session_state.get("filter-year", [])),
        departments=tuple(name for name in of_whom if name in bodies),
        kinds=tuple(st.session_state.get("filter-kind", [])),
        places=tuple(name for name in of_whom if name not in bodies),
    )


def clear() -> None:
    """Have all reports asked again."""
    for side in ("report", "year", "department", "kind"):
        st.session_state.pop(f"filter-{side}", None)


def only(report: Report) -> Scope:
    """A report → the scope that has it, and what else is of its body, year and kind."""
    identity = report.identity
    return Scope(
        years=(identity.year,) if identity.year else (),
        departments=(identity.department,) if identity.department else (),
        kinds=(identity.kind,),
        places=() if identity.department or not identity.district else (identity.district,),
    )


def _asked(by_id: Mapping[str, Report]) -> str:
    """What is asked now, in a few words."""
    one: str | None = st.session_state.get("filter-report")
    if one is not None and one in by_id:
        return plain(_("Asking: {what}", what=by_id[one].identity.title), 60)
    years = st.session_state.get("filter-year", [])
    kinds = st.session_state.get("filter-kind", [])
    parts = [
        *(_("year {year}", year=year) for year in years),
        *st.session_state.get("filter-department", []),
        *(kind_name(kind) for kind in kinds),
    ]
    if not parts:
        return n_("Asking: {n} report", "Asking: all {n} reports", len(by_id))
    return plain(_("Asking: {what}", what=" · ".join(parts)), 60)


def chips(scope: Scope) -> dict[Chip, str]:
    """A scope → its parts, each with what it says."""
    found: dict[Chip, str] = {}
    for year in scope.years:
        found["year", str(year)] = _("year {year}", year=year)
    for department in scope.departments:
        found["department", department] = department
    for place in scope.places:
        found["place", place] = place
    for kind in scope.kinds:
        found["kind", kind.value] = kind_name(kind)
    return found


def without(scope: Scope, gone: Collection[Chip]) -> Scope:
    """A scope less some of its parts."""
    return replace(
        scope,
        years=tuple(y for y in scope.years if ("year", str(y)) not in gone),
        departments=tuple(d for d in scope.departments if ("department", d) not in gone),
        places=tuple(p for p in scope.places if ("place", p) not in gone),
        kinds=tuple(k for k in scope.kinds if ("kind", k.value) not in gone),
    )
