"""Fields in which a person says which report it is."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from ui.language import _
from ui.places import kind_name
from vectorstore.records import Identity, Kind

_FIRST, _LAST = 1949, 2100


def identity_form(identity: Identity, key: str) -> Identity:
    """Draw fields for which report it is → what they say now."""
    title = st.text_input(_("Title"), identity.title, key=f"{key}-title", max_chars=200)
    year_read = identity.year if _FIRST <= (identity.year or 0) <= _LAST else None
    left, right = st.columns(2)
    year = left.number_input(
        _("Year"), _FIRST, _LAST, year_read, step=1, format="%d", key=f"{key}-year"
    )
    kind = right.selectbox(
        _("Kind"),
        list(Kind),
        list(Kind).index(identity.kind),
        format_func=kind_name,
        key=f"{key}-kind",
    )
    department = st.text_input(
        _("Department"), identity.department, key=f"{key}-department", max_chars=100
    )
    return replace(
        identity,
        title=title.strip() or identity.title,
        year=None if year is None else int(year),
        kind=kind or identity.kind,
        department=department.strip(),
    )
