"""The evidence panel: what an answer rests on, and the ways from there into the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from rag.records import Answer, Found, Quoted, State
from records import Report, ReportText, Table
from ui import components, report_view, viewer
from ui.cards import cited_spans, evidence_view
from ui.language import _
from ui.services import Services

Spans = dict[int, list[tuple[int, int]]]


def panel(
    services: Services, place: str, answer: Answer, asked: dict[str, Any] | None, key: str
) -> None:
    """Draw what a finished answer rests on; `asked` is the citation to bring into view.

    What is asked for of it is opened at `place` (see `ui.viewer`).

    Under the same `key` as before, the browser goes on with the panel that it has: a click on it
    just as the answer is finished is not lost.
    """
    spans = cited_spans(answer.quotation, answer.table, answer)
    heading = _("Nearest passages") if answer.state is State.NEAR else _("Evidence")
    _panel(services, place, answer.id, heading, answer.passages, spans, asked, key)


def pending_panel(services: Services, place: str, answer_id: str, quoted: Quoted, key: str) -> None:
    """Draw what an answer still being written rests on so far."""
    spans = cited_spans(quoted.quotation, quoted.table, None)
    _panel(services, place, answer_id, _("Evidence"), quoted.passages, spans, None, key)


def _panel(
    services: Services,
    place: str,
    answer_id: str,
    heading: str,
    passages: Sequence[Found],
    spans: Spans,
    asked: dict[str, Any] | None,
    key: str,
) -> None:
    cited = [item for item in passages if item.n in spans]
    with st.container(key="evidence"):
        if not cited:
            return
        st.subheader(heading, anchor=False)
        texts = as_cited(services, cited)
        tables = _tables(cited, texts)
        openings = {
            item.passage.id: _openings(services, item, tables)
            for item in cited
            if item.passage.id in texts
        }
        view = evidence_view(answer_id, cited, spans, tables, openings, asked)
        action = components.evidence(view, key=key)
    if action:
        name, n = action
        item = next((i for i in cited if i.n == n), None)
        if item is not None and name in openings.get(item.passage.id, ()):
            report_view.open_at(services, place, name, _now(services, item), spans[n])
            st.rerun()


def show_cited(services: Services, place: str, answer: Answer, asked: dict[str, Any]) -> None:
    """Turn what is open at `place` to a citation of the answer."""
    item = next((found for found in answer.passages if found.n == asked["n"]), None)
    if item is not None and item.passage.id in as_cited(services, [item]):
        span = (int(asked["start"]), int(asked["end"]))
        report_view.open_at(services, place, "page", _now(services, item), [span])


def as_cited(services: Services, cited: Sequence[Found]) -> dict[str, ReportText]:
    """Cited passages → by passage id, its report's text, where that still has it in its place.

    An answer outlives what it cites: the report may have left the shelf since, or have been read
    again, by a better parser, to another text of which the places kept here say nothing.
    """
    with services.library.snapshot() as now:
        texts = {
            report_id: now.text(report_id)
            for report_id in {item.report.id for item in cited}
            if now.report(report_id)
        }
    found = {}
    for item in cited:
        text, passage = texts.get(item.report.id), item.passage
        if text and text.text[passage.start : passage.end] == passage.text:
            found[passage.id] = text
    return found


def _tables(cited: Sequence[Found], texts: Mapping[str, ReportText]) -> dict[str, Table]:
    found = {}
    for passage in (item.passage for item in cited):
        tables = texts[passage.id].tables if passage.id in texts else ()
        if passage.table is not None and passage.table < len(tables):
            table = tables[passage.table]
            if table.start <= passage.start < table.end:
                found[passage.id] = table
    return found


def _openings(services: Services, item: Found, tables: Mapping[str, Table]) -> list[str]:
    page = ["page"] if viewer.has_pages(services, _now(services, item)) else []
    return [*page, "section", *(["table"] if item.passage.id in tables else [])]


def _now(services: Services, item: Found) -> Report:
    """The report as it stands on the shelf now: its file may have another name since."""
    return services.library.report(item.report.id) or item.report
