"""The reports a question is about: chosen beforehand, or taken away from what was understood."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import streamlit as st

from rag.records import Scope
from records import Kind
from ui.language import _
from ui.places import kind_name
from vectorstore.library import Library

Chip = tuple[str, str]


def bar(library: Library) -> Scope:
    """Draw the filters → the scope chosen, each side that nothing was chosen for left open."""
    reports = library.reports()
    years = sorted({r.identity.year for r in reports if r.identity.year}, reverse=True)
    bodies = {r.identity.department for r in reports} - {""}
    places = {r.identity.district for r in reports if not r.identity.department} - {""}
    kinds = [kind for kind in Kind if any(r.identity.kind is kind for r in reports)]
    chosen = [st.session_state.get(f"filter-{side}", []) for side in ("year", "department", "kind")]
    count = sum(map(len, chosen))
    label = _("Filters ({n})", n=count) if count else _("Filters")
    with st.popover(label, icon=":material/tune:", type="tertiary"):
        of_years = st.multiselect(_("Years"), years, placeholder=_("all"), key="filter-year")
        of_whom = st.multiselect(
            _("Departments"), sorted(bodies | places), placeholder=_("all"), key="filter-department"
        )
        of_kinds = st.multiselect(
            _("Kinds"), kinds, placeholder=_("all"), key="filter-kind", format_func=kind_name
        )
    return Scope(
        years=tuple(of_years),
        departments=tuple(name for name in of_whom if name in bodies),
        kinds=tuple(of_kinds),
        places=tuple(name for name in of_whom if name not in bodies),
    )


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
