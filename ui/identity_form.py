"""Fields in which a person says which report it is, and what speaks for each side of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

import streamlit as st

from ingest.said import text_of, value_of
from records import SIDES, Candidate, Coverage, Kind, Report, Trait, undecided
from ui import notices
from ui.language import _
from ui.names import coverage_name, kind_name, side_name, source_name
from ui.plain import plain
from vectorstore.sides import Said, Side

_FIRST, _LAST = 1949, 2100
_MOST_OFFERED = 5
_LONGEST = {"title": 200, "department": 100, "higher": 100, "place": 100, "project": 200}


def identity_form(report: Report, key: str) -> Said:
    """Draw what is to be decided, and fields for every side → the sides that a person decided.

    One that was clicked is decided, also where it is what was read.
    """
    clicks: dict[str, list[str]] = st.session_state.setdefault(f"{key}-clicks", {})
    for trait in undecided(report.traits, report.confirmed):
        if (text := offered(trait, key)) is not None:
            clicks.setdefault(trait.name, []).append(text)
    written = _fields({name: _shown_first(report, name, clicks) for name in SIDES}, clicks, key)
    said: dict[str, Side] = {}
    for name, text in written.items():
        try:
            value = value_of(name, text)
        except ValueError:
            notices.warn(_("{side}: “{text}” cannot be read.", side=side_name(name), text=text))
            continue
        if name in clicks or value != getattr(report.identity, name):
            said[name] = value
    return said


def common_sides(key: str) -> Said:
    """Draw the sides that several reports may share → those that a person filled in."""
    as_it_is = _("as it is with each")
    kind = st.selectbox(
        _("Kind"),
        list(Kind),
        index=None,
        format_func=kind_name,
        placeholder=as_it_is,
        key=f"{key}-kind",
    )
    year = st.number_input(
        _("Year"),
        _FIRST,
        _LAST,
        None,
        step=1,
        format="%d",
        placeholder=as_it_is,
        key=f"{key}-year",
    )
    department = st.text_input(
        side_name("department"),
        max_chars=_LONGEST["department"],
        placeholder=as_it_is,
        key=f"{key}-department",
    ).strip()
    written = {
        "kind": str(kind or ""),
        "year": "" if year is None else text_of(year),
        "department": department,
    }
    return {name: value_of(name, text) for name, text in written.items() if text}


def _shown_first(report: Report, name: str, clicks: Mapping[str, Sequence[str]]) -> str:
    """What a side's field shows: what was clicked last, else what the report is."""
    clicked = clicks.get(name)
    return text_of(value_of(name, clicked[-1]) if clicked else getattr(report.identity, name))


def _fields(
    shown: Mapping[str, str], clicks: Mapping[str, Sequence[str]], key: str
) -> dict[str, str]:
    """Draw the fields → what stands in each; the title stays where it was emptied.

    A click makes a new field, under another key: a value that is put into one that is there
    already would be put over what is being typed.
    """
    keys = {name: f"{key}-{name}" + "-clicked" * len(clicks.get(name, ())) for name in SIDES}

    def text(name: str) -> str:
        label, limit = side_name(name), _LONGEST.get(name, 100)
        field = st.text_input(label, shown[name], limit, key=keys[name], help=_help(name))
        return field.strip()

    written = {"title": text("title") or shown["title"]}
    left, right = st.columns(2)
    with left:
        year = int(shown["year"]) if shown["year"] else 0
        number = st.number_input(
            _("Year"),
            _FIRST,
            _LAST,
            year if _FIRST <= year <= _LAST else None,
            step=1,
            format="%d",
            key=keys["year"],
        )
        written["year"] = text_of(number)
        written["kind"] = _one_of(Kind, shown["kind"], _("Kind"), kind_name, keys["kind"])
        written["place"] = text("place")
    with right:
        written["figure_years"] = text("figure_years")
        written["coverage"] = _one_of(
            Coverage, shown["coverage"], _("Covers"), coverage_name, keys["coverage"]
        )
        written["higher"] = text("higher")
    return {**written, "department": text("department"), "project": text("project")}


def _one_of(
    every: type[StrEnum], now: str, label: str, name_of: Callable[[str], str], key: str
) -> str:
    """Draw a choice among all there are → the one chosen."""
    names = [str(each) for each in every]
    return st.selectbox(label, names, names.index(now), format_func=name_of, key=key)


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
        # On a phone what speaks for a value comes below it: near it, and not to the next.
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
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


def _help(name: str) -> str | None:
    return {
        "figure_years": _("Such as 2022 2023 2024"),
        "place": _("From the outermost: province, city, county"),
        "department": _("In full; empty where the report is of a place"),
        "higher": _("Whom the body is under; empty without"),
        "project": _("Empty where the report is of no project"),
    }.get(name)
