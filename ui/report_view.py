"""A place in a report, opened: its section, its whole table, or the page as it was printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from records import Report, ReportText, Section
from ui import components, page_view
from ui.access import User
from ui.cards import Span, hit, segments
from ui.language import _
from ui.places import pages, report_line
from ui.services import Services


def open_place(
    services: Services,
    user: User,
    view: str,
    report: Report,
    spans: Sequence[Span],
    table: int | None = None,
) -> None:
    """Open the place of `spans` over the page: `view` is "page", "section" or "table".

    `spans` and `table` must be of the report's text as it is on the shelf now.
    """
    page_view.forget_page(report)
    titles = {
        "page": _("Original page"),
        "section": _("In its section"),
        "table": _("Whole table"),
    }

    def body() -> None:
        text = services.library.text(report.id)
        if view == "page":
            page_view.pages(services, report, text, spans)
        elif view == "table" and table is not None:
            _table(text, report, table, spans)
        else:
            _section(text, report, spans[0][0], spans)
        page_view.download(services, user, report)

    st.dialog(titles[view], width="large")(body)()


def open_report(services: Services, user: User, report: Report) -> None:
    """Open a whole report over the page, section by section."""

    def body() -> None:
        text = services.library.text(report.id)
        sections = [s for s in text.sections if s.end > s.start]
        i = st.selectbox(
            _("Section"),
            range(len(sections)),
            format_func=lambda i: " › ".join(sections[i].headings) or _("Beginning"),
            key=f"section-of-{report.id[:12]}",
        )
        _section(text, report, sections[i or 0].start, ())
        page_view.download(services, user, report)

    st.dialog(_("Report"), width="large")(body)()


def section_at(text: ReportText, offset: int) -> Section:
    """The section that holds the character at `offset`."""
    return next(s for s in reversed(text.sections) if s.start <= offset)


def paragraph_at(text: ReportText, start: int, end: int) -> Section:
    """The paragraph, or table row, around a span, under its headings."""
    first = text.text.rfind("\n", 0, start) + 1
    last = text.text.find("\n", max(start, end - 1))
    return Section(text.headings_at(start), first, len(text.text) if last < 0 else last)


def place_card(
    report: Report,
    text: ReportText,
    section: Section,
    spans: Sequence[Span],
    n: int = 0,
    actions: Sequence[dict[str, str]] = (),
) -> dict[str, Any]:
    """A stretch of a report, `spans` in it highlighted → a card that `evidence.js` draws."""
    where = pages(text.page_at(section.start), text.page_at(max(section.start, section.end - 1)))
    return {
        "n": n,
        "title": report.identity.title,
        "where": f"{report_line(report)} · {where}",
        "path": " › ".join(part for part in section.headings if part),
        "segments": segments(text.text[section.start : section.end], section.start, spans),
        "columns": [],
        "rows": None,
        "actions": list(actions),
    }


def draw_cards(cards: Sequence[dict[str, Any]], key: str) -> tuple[str, int] | None:
    """Draw cards that belong to no answer → the action just asked for and its card's n."""
    view = {"answer": "", "cards": list(cards), "focus": None, "ask": None}
    return components.evidence({**view, "labels": {"source": _("Source")}}, key=key)


def _section(text: ReportText, report: Report, offset: int, spans: Sequence[Span]) -> None:
    draw_cards([place_card(report, text, section_at(text, offset), spans)], "opened")


def _table(text: ReportText, report: Report, index: int, spans: Sequence[Span]) -> None:
    table = text.tables[index]
    place = Section((table.title, table.unit), table.start, table.end)
    card = place_card(report, text, place, spans)
    card["columns"] = list(table.columns)
    card["rows"] = [
        {"cells": list(row.cells), "start": row.start, "end": row.end, "hit": hit(row, spans)}
        for row in table.rows
    ]
    draw_cards([card], "opened")
