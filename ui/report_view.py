"""A place in a report, opened: its section, its whole table, or the page as it was printed."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui import components
from ui.language import _
from ui.services import Services
from ui.views import pages, report_line, segments
from vectorstore.records import Passage, Report, ReportText, Section

Span = tuple[int, int]


def has_pages(services: Services, report: Report) -> bool:
    """Whether the report's original has pages that can be shown."""
    return False


def open_dialog(
    services: Services, name: str, report: Report, passage: Passage, spans: Sequence[Span]
) -> None:
    """Open a passage's place over the page: name is "page", "section" or "table"."""
    titles = {
        "page": _("Original page"),
        "section": _("In its section"),
        "table": _("Whole table"),
    }

    def body() -> None:
        text = services.library.text(report.id)
        if name == "table" and passage.table is not None:
            _table(text, report, passage.table, spans)
        else:
            _section(text, report, passage.start, spans)

    st.dialog(titles[name], width="large")(body)()


def section_at(text: ReportText, offset: int) -> Section:
    """The section that holds the character at `offset`."""
    return next(s for s in reversed(text.sections) if s.start <= offset)


def _section(text: ReportText, report: Report, offset: int, spans: Sequence[Span]) -> None:
    section = section_at(text, offset)
    card = _card(report, section.headings, text, section.start, section.end)
    card["segments"] = segments(text.text[section.start : section.end], section.start, spans)
    _draw(card)


def _table(text: ReportText, report: Report, index: int, spans: Sequence[Span]) -> None:
    table = text.tables[index]
    card = _card(report, (table.title, table.unit), text, table.start, table.end)
    card["columns"] = list(table.columns)
    card["rows"] = [
        {
            "cells": list(row.cells),
            "start": row.start,
            "end": row.end,
            "hit": any(s < row.end and row.start < e for s, e in spans),
        }
        for row in table.rows
    ]
    _draw(card)


def _card(
    report: Report, path: Sequence[str], text: ReportText, start: int, end: int
) -> dict[str, object]:
    where = pages(text.page_at(start), text.page_at(max(start, end - 1)))
    return {
        "n": 0,
        "title": report.identity.title,
        "where": f"{report_line(report)} · {where}",
        "path": " › ".join(part for part in path if part),
        "segments": [],
        "columns": [],
        "rows": None,
        "actions": [],
    }


def _draw(card: dict[str, object]) -> None:
    view = {
        "answer": "",
        "cards": [card],
        "focus": None,
        "ask": None,
        "labels": {"source": _("Source")},
    }
    components.evidence(view, key="opened")
