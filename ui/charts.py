"""Points over the years → charts, every mark of which can be chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from goals.records import Money
from ui.language import _
from ui.series import Point, chart_rows

Named = Sequence[tuple[str, Point]]
Drawn = alt.Chart | alt.LayerChart | alt.FacetChart
PICKED = "picked"
"""The name under which the mark that was chosen comes back; it has the point's `id`."""

_HEIGHT = 250


def framed(title: str, chart: Drawn, **how: Any) -> None:  # noqa: ANN401 - Streamlit's
    """Draw a chart under its title, in a frame; `how` as `st.altair_chart` takes it."""
    with st.container(border=True):
        st.text(title)
        st.altair_chart(chart, alt=title, **how)


def bars(chosen: Named, labels: Mapping[str, str], unit: str, *, stacked: bool) -> alt.Chart:
    """One department's named points → bars, side by side or stacked, one group a year."""
    names = list(labels.values())
    encoded: dict[str, Any] = {
        "x": _years(),
        "y": alt.Y(
            "value:Q",
            title=unit,
            stack="zero" if stacked else None,
            axis=alt.Axis(format=",.4~f", tickCount=4),
        ),
        "color": _colour("series:N", names),
        "opacity": _faded(),
        "tooltip": _tooltip(),
    }
    if not stacked:
        encoded["xOffset"] = alt.XOffset("series:N", sort=names)
    chart: alt.Chart = (
        alt.Chart(_data(chosen, labels), height=_HEIGHT)
        .mark_bar(cornerRadiusTopLeft=2, cornerRadiusTopRight=2)
        .encode(**encoded)
        .add_params(_picked())
    )
    return chart


def lines(chosen: Named, labels: Mapping[str, str], unit: str) -> alt.LayerChart | alt.FacetChart:
    """Named points → lines over the years: one a name, or one a department if there are several."""
    rows = _data(chosen, labels)
    departments = list(dict.fromkeys(rows["department"]))
    several = len(departments) > 1
    encoded = {
        "x": _years(),
        "y": alt.Y(
            "value:Q",
            title=unit,
            scale=alt.Scale(zero=False, padding=12, nice=True),
            axis=alt.Axis(format=",.4~f", tickCount=4),
        ),
        "color": _colour("department:N", departments)
        if several
        else _colour("series:N", list(labels.values())),
        "tooltip": _tooltip(),
    }
    thread = alt.Chart(rows, height=_HEIGHT).mark_line(strokeWidth=2).encode(**encoded)
    dots = (
        alt.Chart(rows, height=_HEIGHT)
        .mark_point(size=110, filled=True)
        .encode(**encoded, opacity=_faded())
        .add_params(_picked())
    )
    return alt.layer(thread, dots)


def counted(numbers: Mapping[str, int]) -> alt.Chart:
    """Names and how many there are of each → bars, in the order given."""
    rows = pd.DataFrame({"name": list(numbers), "count": list(numbers.values())})
    chart: alt.Chart = (
        alt.Chart(rows, height=_HEIGHT)
        .mark_bar()
        .encode(
            x=alt.X("count:Q", title=None, axis=alt.Axis(tickMinStep=1, format="d")),
            y=alt.Y("name:N", title=None, sort=list(numbers)),
            tooltip=[alt.Tooltip("name:N", title=_("Outcome")), alt.Tooltip("count:Q", title="n")],
        )
    )
    return chart


def planned_and_spent(lines: Sequence[Money]) -> alt.Chart:
    """Lines of money with both amounts → two bars each, in 万元."""
    sides = {"budget": _("Budget"), "executed": _("Executed")}
    rows = pd.DataFrame(
        {"name": line.name, "side": sides[side], "value": float(amount.base / 10_000)}
        for line in lines
        for side, amount in (("budget", line.budget), ("executed", line.executed))
        if amount is not None
    )
    chart: alt.Chart = (
        alt.Chart(rows, height=_HEIGHT)
        .mark_bar()
        .encode(
            x=alt.X(
                "value:Q", title="万元", stack=None, axis=alt.Axis(format=",.4~f", tickCount=4)
            ),
            y=alt.Y("name:N", title=None, sort=[line.name for line in lines]),
            yOffset=alt.YOffset("side:N", sort=list(sides.values())),
            color=_colour("side:N", list(sides.values())),
            tooltip=[
                alt.Tooltip("name:N", title=_("Project")),
                alt.Tooltip("side:N", title=_("Indicator")),
                alt.Tooltip("value:Q", title=_("Value")),
            ],
        )
    )
    return chart


def across(chosen: Named, labels: Mapping[str, str], unit: str) -> alt.Chart:
    """Several departments' named points of one year → bars, the highest first."""
    chart: alt.Chart = (
        alt.Chart(_data(chosen, labels), height=alt.Step(26))
        .mark_bar(cornerRadius=2)
        .encode(
            y=alt.Y("department:N", title=None, sort="-x", axis=alt.Axis(labelLimit=260)),
            x=alt.X("value:Q", title=unit, axis=alt.Axis(format=",.4~f", tickCount=4)),
            yOffset=alt.YOffset("series:N", sort=list(labels.values())),
            color=_colour("series:N", list(labels.values())),
            opacity=_faded(),
            tooltip=_tooltip(),
        )
        .add_params(_picked())
    )
    return chart


def stacked(counts: Mapping[tuple[str, str], int], parts: Sequence[str], unit: str) -> alt.Chart:
    """How many of each part each of several has, by (name, part) → a stacked bar a name."""
    rows = pd.DataFrame([{"name": n, "part": p, "count": c} for (n, p), c in counts.items()])
    chart: alt.Chart = (
        alt.Chart(rows, height=alt.Step(24))
        .mark_bar(cornerRadius=2)
        .encode(
            y=alt.Y("name:N", title=None, sort="-x", axis=alt.Axis(labelLimit=320)),
            x=alt.X("count:Q", title=unit, axis=alt.Axis(format="d", tickMinStep=1)),
            color=alt.Color(
                "part:N",
                sort=list(parts),
                scale=alt.Scale(domain=list(parts), range=["#a32a20", "#e09f3e", "#7a8794"]),
                legend=alt.Legend(orient="top", title=None),
            ),
            tooltip=[
                alt.Tooltip("name:N", title=_("Report")),
                alt.Tooltip("part:N", title=_("Severity")),
                alt.Tooltip("count:Q", title=unit),
            ],
        )
    )
    return chart


def _data(chosen: Named, labels: Mapping[str, str]) -> pd.DataFrame:
    rows = pd.DataFrame(chart_rows(chosen))
    rows["series"] = rows["series"].map(labels)
    return rows


def _years() -> alt.X:
    return alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0))


def _picked() -> alt.Parameter:
    return alt.selection_point(name=PICKED, fields=["id"])


def _faded() -> Any:  # noqa: ANN401 - Altair has no name for a condition
    return alt.condition(_picked(), alt.value(1.0), alt.value(0.45))


def _colour(field: str, names: Sequence[str]) -> alt.Color:
    legend = (
        alt.Legend(orient="top", title=None, columns=2, offset=8, padding=0)
        if len(names) > 1
        else None
    )
    return alt.Color(field, sort=list(names), legend=legend)


def _tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("department:N", title=_("Department")),
        alt.Tooltip("year:O", title=_("Year")),
        alt.Tooltip("series:N", title=_("Indicator")),
        alt.Tooltip("written:N", title=_("Value")),
    ]
