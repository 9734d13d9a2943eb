"""Fields in which a person says which report it is, and what speaks for each side of it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ingest.said import text_of, value_of
from ui import notices
from ui.language import _
from ui.places import coverage_name, kind_name, side_name, source_name
from ui.plain import plain
from vectorstore.records import SIDES, Candidate, Coverage, Kind, Report, Trait, undecided
from vectorstore.sides import Said, Side

_FIRST, _LAST = 1949, 2100
_MOST_OFFERED = 5
_LONGEST = {"title": 200, "department": 100, "higher": 100, "place": 100, "project": 200}


def identity_form(report: Report, key: str) -> Said:
    """Draw what is to be decided, and fields for every side → the sides that a person decided.

    One that was clicked is decided, also where it is what was read.
    """
    clicked: set[str] = st.session_state.setdefault(f"{key}-clicked", set())
    for name in SIDES:
        if f"{key}-{name}" not in st.session_state:  # drawn for the first time, or again
            _put(name, getattr(report.identity, name), key)
            clicked.discard(name)
    for trait in undecided(report.traits, report.confirmed):
        if (text := offered(trait, key)) is not None:
            clicked.add(trait.name)
            _put(trait.name, value_of(trait.name, text), key)
    _text("title", key)
    left, right = st.columns(2)
    with left:
        st.number_input(_("Year"), _FIRST, _LAST, None, step=1, format="%d", key=f"{key}-year")
    with right:
        _text("figure_years", key)
    with left:
        st.selectbox(_("Kind"), list(Kind), format_func=kind_name, key=f"{key}-kind")
    with right:
        st.selectbox(_("Covers"), list(Coverage), format_func=coverage_name, key=f"{key}-coverage")
    with left:
        _text("place", key)
    with right:
        _text("higher", key)
    _text("department", key)
    _text("project", key)
    return _said(report, key, clicked)


def offered(trait: Trait, key: str) -> str | None:
    """Draw what a side may be, each value with what speaks for it → the one clicked, if any."""
    taken = None
    question = _("{side}: which is right?", side=side_name(trait.name))
    st.markdown(f"**{plain(question)}**")
    by_value: dict[str, list[Candidate]] = {}
    for candidate in trait.candidates:
        by_value.setdefault(candidate.value, []).append(candidate)
    if not by_value:
        st.caption(_("Nothing in the file says so. Please fill it in."))
    for n, (value, candidates) in enumerate(list(by_value.items())[:_MOST_OFFERED]):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            label = plain(_shown(trait.name, value), 60)
            if st.button(label, key=f"{key}-take-{trait.name}-{n}", icon=":material/check:"):
                taken = value
            st.caption(plain(_evidence(candidates)))
    return taken


def _shown(name: str, value: str) -> str:
    """A candidate's value → what it is called."""
    match name:
        case "kind":
            return kind_name(value)
        case "coverage":
            return coverage_name(value)
        case "place" | "figure_years":
            return text_of(value_of(name, value))
    return value or _("none")


def _evidence(candidates: Sequence[Candidate]) -> str:
    said = dict.fromkeys(f"{source_name(c.source)}: {c.words}" for c in candidates)
    return " · ".join(said)


def _put(name: str, value: Side, key: str) -> None:
    """Show a value in the field of its side. Fields take it from the session, so a click can."""
    if name == "year":
        in_reach = isinstance(value, int) and _FIRST <= value <= _LAST
        st.session_state[f"{key}-{name}"] = value if in_reach else None
    elif name in ("kind", "coverage"):
        st.session_state[f"{key}-{name}"] = value
    else:
        st.session_state[f"{key}-{name}"] = text_of(value)


def _text(name: str, key: str) -> None:
    help_text = {
        "figure_years": _("Such as 2022 2023 2024"),
        "place": _("From the outermost: province, city, county"),
        "department": _("In full; empty where the report is of a place"),
        "higher": _("Whom the body is under; empty without"),
        "project": _("Empty where the report is of no project"),
    }.get(name)
    limit = _LONGEST.get(name, 100)
    st.text_input(side_name(name), key=f"{key}-{name}", max_chars=limit, help=help_text)


def _said(report: Report, key: str, clicked: set[str]) -> Said:
    """The sides whose fields say something else than the report does, and those clicked."""
    said: dict[str, Side] = {}
    for name in SIDES:
        field = st.session_state[f"{key}-{name}"]
        try:
            value = value_of(name, text_of(field))
        except ValueError:
            unread = _("{side}: “{text}” cannot be read.", side=side_name(name), text=field)
            notices.warn(unread)
            continue
        before = getattr(report.identity, name)
        if name == "title" and not value:
            continue
        if name in clicked or value != before:
            said[name] = value
    return said
