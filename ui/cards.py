"""Passages that an answer rests on → the plain data of the evidence panel.

Nothing here is markup: every string is shown as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rag.records import Answer, Citation, EvidenceSentence, FigureTable, Found
from records import Passage, Row, Table
from ui.language import _
from ui.places import View, pages, report_line

Span = tuple[int, int]


def cited_spans(
    quotation: Sequence[EvidenceSentence], table: FigureTable | None, answer: Answer | None
) -> dict[int, list[Span]]:
    """What an answer rests on → by passage number, the spans of the report's text to highlight."""
    spans: dict[int, list[Span]] = {}
    citations = [Citation(q.n, q.start, q.end) for q in quotation]
    if answer:
        citations += [c for s in answer.sentences for c in s.citations]
        citations += [v.citation for s in answer.sentences for v in s.verdicts if v.citation]
    if table:
        citations += [cell.citation for row in table.rows for cell in row if cell.citation]
    for citation in citations:
        spans.setdefault(citation.n, []).append((citation.start, citation.end))
    return spans


def evidence_view(
    answer_id: str,
    passages: Sequence[Found],
    spans: dict[int, list[Span]],
    tables: Mapping[str, Table],
    openings: Mapping[str, Sequence[str]],
    asked: View | None,
) -> View:
    """Cited passages → what `evidence.js` draws.

    `tables` has the table of each passage (by its id) that is part of one; `openings` in what each
    can be opened: "page", "section", "table"; `asked` is the citation to bring into view.
    """
    cards = [
        _card(item, spans[item.n], tables.get(item.passage.id), openings.get(item.passage.id, ()))
        for item in passages
        if item.n in spans
    ]
    return {
        "answer": answer_id,
        "cards": cards,
        "focus": asked["n"] if asked else None,
        "asked": asked,
        "labels": {"source": _("Source"), "close": _("Close")},
    }


def _card(item: Found, spans: list[Span], table: Table | None, openings: Sequence[str]) -> View:
    passage = item.passage
    names = {
        "page": _("Original page"),
        "section": _("In its section"),
        "table": _("Whole table"),
    }
    return {
        "n": item.n,
        "title": item.report.identity.title,
        "where": f"{report_line(item.report)} · {pages(passage.first_page, passage.last_page)}",
        "path": " › ".join(passage.headings),
        "segments": segments(passage.text, passage.start, spans),
        "columns": list(table.columns) if table else [],
        "rows": (table_rows(passage, table, spans) or None) if table else None,
        "actions": [{"name": name, "text": names[name]} for name in openings],
    }


def segments(text: str, offset: int, spans: Iterable[Span]) -> list[View]:
    """A slice of a report that begins at `offset` → its pieces, those inside `spans` as hits.

    `spans` are offsets into the report's text; the pieces joined are the slice.
    """
    inside = sorted(
        (max(s - offset, 0), min(e - offset, len(text)))
        for s, e in spans
        if s - offset < len(text) and e > offset
    )
    pieces: list[View] = []
    at = 0
    for start, end in inside:
        start = max(start, at)
        if start >= end:
            continue
        if at < start:
            pieces.append(_piece(text, at, start, offset, hit=False))
        pieces.append(_piece(text, start, end, offset, hit=True))
        at = end
    if at < len(text):
        pieces.append(_piece(text, at, len(text), offset, hit=False))
    return pieces


def _piece(text: str, start: int, end: int, offset: int, *, hit: bool) -> View:
    return {"text": text[start:end], "hit": hit, "start": start + offset, "end": end + offset}


def table_rows(passage: Passage, table: Table, spans: Sequence[Span]) -> list[View]:
    """A table passage → its rows, those that overlap `spans` as hits."""
    return [
        {"cells": list(row.cells), "start": row.start, "end": row.end, "hit": hit(row, spans)}
        for row in table.rows
        if row.start >= passage.start and row.end <= passage.end
    ]


def hit(row: Row, spans: Sequence[Span]) -> bool:
    """Whether one of `spans` overlaps the row."""
    return any(start < row.end and row.start < end for start, end in spans)
