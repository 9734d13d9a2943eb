"""The pages of a report as they were printed, what was cited boxed on them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui import notices, shelf
from ui.access import User
from ui.cards import Span
from ui.language import _
from ui.services import Services
from vectorstore.records import Report, ReportText


def has_pages(services: Services, report: Report) -> bool:
    """Whether the report's original is on hand and has pages that can be shown."""
    source = report.source
    return source.lower().endswith(".pdf") and services.corpus.path(source).is_file()


def pages(services: Services, report: Report, text: ReportText, spans: Sequence[Span]) -> None:
    """Draw the page of the first of `spans`, with ways to the others and to a closer look."""


def download(services: Services, user: User, report: Report) -> None:
    """Draw the button that brings the original."""
    with notices.shown():
        original = shelf.original(services, user, report)
        if original.is_file():
            st.download_button(
                _("Download the original"),
                original.read_bytes,
                file_name=original.name,
                icon=":material/download:",
                on_click="ignore",
                key=f"original-{report.id[:12]}",
            )
