"""The evidence panel: what an answer rests on, and the ways from there into the report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from rag.events import Quoted
from rag.records import Answer, Found
from ui import components, page_view, report_view
from ui.access import User
from ui.cards import cited_spans, evidence_view
from ui.language import _
from ui.services import Services
from vectorstore.records import Table

Spans = dict[int, list[tuple[int, int]]]


def panel(services: Services, user: User, answer: Answer, ask: dict[str, Any] | None) -> None:
    """Draw what a finished answer rests on; `ask` is the citation to bring into view."""
    spans = cited_spans(answer.quotation, answer.table, answer)
    _panel(services, user, answer.id, answer.passages, spans, ask)


def pending_panel(services: Services, user: User, answer_id: str, quoted: Quoted) -> None:
    """Draw what an answer still being written rests on so far."""
    spans = cited_spans(quoted.quotation, quoted.table, None)
    _panel(services, user, answer_id, quoted.passages, spans, None)


def _panel(
    services: Services,
    user: User,
    answer_id: str,
    passages: Sequence[Found],
    spans: Spans,
    ask: dict[str, Any] | None,
) -> None:
    cited = [item for item in passages if item.n in spans]
    with st.container(key="evidence"):
        if not cited:
            return
        st.subheader(_("Evidence"), anchor=False)
        paged = {
            r.id
            for r in {i.report.id: i.report for i in cited}.values()
            if page_view.has_pages(services, r)
        }
        view = evidence_view(answer_id, cited, spans, _tables(services, cited), paged, ask)
        action = components.evidence(view, key=f"evidence-{answer_id}")
    if action:
        name, n = action
        item = next(i for i in cited if i.n == n)
        table = item.passage.table
        report_view.open_place(services, user, name, item.report, spans[n], table)


def _tables(services: Services, cited: Sequence[Found]) -> dict[str, Table]:
    found = {}
    for item in cited:
        # A report that has left the shelf since is shown as the answer kept it.
        if item.passage.table is not None and services.library.report(item.report.id):
            found[item.passage.id] = services.library.text(item.report.id).tables[
                item.passage.table
            ]
    return found
