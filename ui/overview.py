"""What a report says of itself at a glance: its key figures, and questions to ask about it."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from records import Indicator, Report
from ui.language import _
from ui.names import indicator_name
from ui.plain import plain
from ui.series import written
from ui.services import Services

_MOST = 6


def key_figures(services: Services, report: Report) -> None:
    """Draw the figures that the report states of its own year, the first of each name."""
    with services.library.snapshot() as now:
        indicators = now.indicators([report.id]).get(report.id, ())
    figures = of_its_year(report, indicators)
    if not figures:
        return
    st.caption(_("Key figures of {year}", year=report.identity.year))
    with st.container(horizontal=True, gap="medium", key="key-figures"):
        for figure in figures[:_MOST]:
            value = f"{written(figure.value)} {figure.unit}"
            st.metric(plain(indicator_name(figure.name)), value, width="content")


def of_its_year(report: Report, indicators: Iterable[Indicator]) -> list[Indicator]:
    """A report's indicators → those of its own year that are not nothing, the first of each."""
    found: dict[str, Indicator] = {}
    for indicator in indicators:
        if indicator.year == report.identity.year and indicator.value:
            found.setdefault(indicator.name, indicator)
    return list(found.values())
