"""A place in a report → a card with its paragraph, what matters in it highlighted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from records import Report, ReportText, Section
from ui import components, viewer
from ui.cards import Span, segments
from ui.language import _
from ui.places import pages, report_line
from ui.services import Services


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


def openings(services: Services, report: Report) -> list[dict[str, str]]:
    """In what a report can be opened → the actions of its cards."""
    section = {"name": "section", "text": _("In its section")}
    if viewer.has_pages(services, report):
        return [{"name": "page", "text": _("Original page")}, section]
    return [section]


def open_at(
    services: Services, place: str, action: str, report: Report, spans: Sequence[Span]
) -> None:
    """Open the report beside what is read at `place`, as an action of one of its cards says."""
    viewer.open_at(services, place, report, spans, "page" if action == "page" else "text")


def draw_cards(cards: Sequence[dict[str, Any]], key: str) -> tuple[str, int] | None:
    """Draw cards that belong to no answer → the action just asked for and its card's n."""
    view = {"answer": "", "cards": list(cards), "focus": None, "asked": None}
    return components.evidence(
        {**view, "labels": {"source": _("Source"), "close": _("Close")}}, key=key
    )
