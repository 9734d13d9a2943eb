"""Lists that stand beside the details of the row that is chosen in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from ui import components
from ui.language import _


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of a list: `tag` stands before the title, `tone` (error, doubtful) colours it."""

    id: str
    title: str
    lines: tuple[str, ...]
    tag: str = ""
    tone: str = ""
    notes: tuple[str, ...] = ()


def chosen_of(
    name: str, rows: Sequence[Listed], count: str, *, ticking: bool = False
) -> tuple[str | None, tuple[str, ...]]:
    """Draw a list → the id of the row chosen, the first at first, and the ids ticked.

    `name` keeps apart the lists of a visitor, `count` says how many rows there are.
    """
    ids = [row.id for row in rows]
    chosen = st.session_state.get(f"{name}-chosen")
    if chosen not in ids:
        chosen = ids[0] if ids else None
    ticked = [i for i in st.session_state.get(f"{name}-ticked", ()) if i in ids]
    told = components.rows(_view(rows, chosen, ticked, count, ticking=ticking), name)
    if "id" in told and told["id"] in ids:
        chosen = told["id"]
    if "ids" in told:
        ticked = [i for i in told["ids"] if i in ids]
    st.session_state[f"{name}-chosen"] = chosen
    st.session_state[f"{name}-ticked"] = ticked
    return chosen, tuple(ticked)


def untick(name: str) -> None:
    """Take all the ticks of a list away."""
    st.session_state[f"{name}-ticked"] = []


def _view(
    rows: Sequence[Listed], chosen: str | None, ticked: Sequence[str], count: str, *, ticking: bool
) -> dict[str, object]:
    return {
        "rows": [
            {
                "id": row.id,
                "title": row.title,
                "lines": list(row.lines),
                "tag": row.tag,
                "tone": row.tone,
                "notes": list(row.notes),
            }
            for row in rows
        ],
        "chosen": chosen,
        "ticked": list(ticked),
        "ticking": ticking,
        "labels": {
            "list": count,
            "count": count,
            "all": _("Choose all"),
            "tick": _("Choose"),
            "before": _("Previous (↑)"),
            "after": _("Next (↓)"),
        },
    }
