"""A report opened beside what one reads: its pages as they were printed, or its text laid out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit import runtime

from ingest.page_image import is_pdf, page_png, page_ratio, span_boxes
from records import Report, ReportText
from ui import components, notices, shelf
from ui.access import User
from ui.cards import Span, hit, segments
from ui.language import _
from ui.places import View, pages, report_line
from ui.services import Services

Mode = Literal["page", "text"]
_SCALE = 2.5  # sharp at three times the width of the column it stands in
_LONGEST_HEADING = 40


@dataclass(frozen=True, slots=True)
class Opened:
    """What is open: a report at one of its pages, `spans` of its text as it is now marked."""

    report_id: str
    spans: tuple[Span, ...]
    mode: Mode
    page: int


def has_pages(services: Services, report: Report) -> bool:
    """Whether the report's original is on hand and has pages that can be shown."""
    original = services.corpus.path(report.source)
    return original.is_file() and is_pdf(original)


def open_at(
    services: Services, place: str, report: Report, spans: Sequence[Span], mode: Mode
) -> None:
    """Have `beside(…, place)` show the report at the first of `spans`, at its beginning without.

    `spans` must be of the report's text as it is on the shelf now.
    """
    page = services.library.text(report.id).page_at(spans[0][0]) if spans else 1
    st.session_state[_key(place)] = Opened(report.id, tuple(dict.fromkeys(spans)), mode, page)


def shut(place: str) -> None:
    """Have nothing open there."""
    st.session_state.pop(_key(place), None)


def opened(place: str) -> str | None:
    """The id of the report that is open there."""
    found: Opened | None = st.session_state.get(_key(place))
    return found.report_id if found else None


def _key(place: str) -> str:
    return f"viewer-of-{place}"


@st.fragment
def beside(services: Services, user: User, place: str) -> None:
    """Draw what is open at this place of a page."""
    now: Opened | None = st.session_state.get(_key(place))
    report = services.library.report(now.report_id) if now else None
    if now is None or report is None:
        shut(place)
        st.rerun()
        return
    if now.mode == "page" and not has_pages(services, report):
        now = replace(now, mode="text")
    with st.container(key="viewer"), notices.shown():
        view = _view(services, report, now)
        components.viewer(
            view,
            f"viewer-{place}",
            turn=lambda asked: _change(place, page=int(asked["page"])),
            mode=lambda asked: _change(place, mode=asked["mode"]),
            close=lambda asked: shut(place),
        )
        download(services, user, report)


def _change(place: str, **changes: object) -> None:
    now: Opened = st.session_state[_key(place)]
    st.session_state[_key(place)] = replace(now, **changes)  # type: ignore[arg-type] # by name


def _view(services: Services, report: Report, now: Opened) -> View:
    text = services.library.text(report.id)
    page = min(max(1, now.page), report.page_count)
    printed = has_pages(services, report)
    view: View = {
        "title": report.identity.title,
        "where": f"{report_line(report)} · {pages(page, page)}",
        "page": page,
        "count": report.page_count,
        "printed": printed,
        "cited": sorted({n for span in now.spans for n in _pages_of(text, span)}),
        "outline": list(outline(text)),
        "labels": _labels(),
        "text": None,
    }
    if now.mode == "text":
        return {**view, "text": list(blocks(text, now.spans))}
    original = services.corpus.path(report.source)
    boxes = [
        (box.left, box.top, box.right, box.bottom)
        for start, end in now.spans
        for box in span_boxes(original, page, text, start, end, services.reading)
    ]
    picture = _picture(report.id, original, page)
    url = runtime.get_instance().media_file_mgr.add(picture, "image/png", f"page-{report.id}")
    return {**view, "picture": url, "ratio": page_ratio(original, page), "boxes": boxes}


def _pages_of(text: ReportText, span: Span) -> range:
    start, end = span
    return range(text.page_at(start), text.page_at(max(start, end - 1)) + 1)


def _labels() -> View:
    return {
        "page": _("Page"),
        "back": _("Previous page"),
        "on": _("Next page"),
        "smaller": _("Smaller"),
        "larger": _("Larger"),
        "fit": _("As wide as the view"),
        "outline": _("Headings"),
        "as_page": _("As printed"),
        "as_text": _("As text"),
        "close": _("Close"),
        "cited": _("Cited pages:"),
    }


@lru_cache(maxsize=64)
def _picture(_report_id: str, original: Path, page: int) -> bytes:
    # The report's id is there to tell two versions under one file name apart.
    return page_png(original, page, _SCALE)


def outline(text: ReportText) -> Iterator[View]:
    """A report's text → its headings, each with how deep it is, where it begins and its page."""
    before: tuple[str, ...] = ()
    for section in text.sections:
        if section.headings and section.headings != before:
            heading = section.headings[-1]
            yield {
                "level": len(section.headings),
                "text": heading[:_LONGEST_HEADING],
                "start": section.start,
                "page": text.page_at(section.start),
            }
        before = section.headings


def blocks(text: ReportText, spans: Sequence[Span]) -> Iterator[View]:
    """A report's text → its headings, paragraphs and tables in order, `spans` in them marked."""
    tables = sorted(text.tables, key=lambda table: table.start)
    headings = {section.start: section.headings for section in text.sections}
    at = 0
    while at < len(text.text):
        end = text.text.find("\n", at) + 1 or len(text.text)
        block: View = {"start": at, "page": text.page_at(at), "segments": [], "rows": None}
        while tables and tables[0].end <= at:
            tables.pop(0)
        if tables and tables[0].start <= at:
            table = tables.pop(0)
            end = table.end
            block["title"] = " · ".join(filter(None, [table.title, table.unit]))
            block["columns"] = list(table.columns)
            block["rows"] = [
                {"cells": list(row.cells), "hit": hit(row, spans)} for row in table.rows
            ]
        else:
            line = text.text[at:end].strip()
            path = headings.get(at, ())
            begins = bool(path) and line.startswith(path[-1])
            block["level"] = len(path) if begins else 0
            block["segments"] = segments(text.text[at:end].rstrip("\n"), at, spans)
        if block["segments"] or block["rows"] is not None:
            yield block
        at = end


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
