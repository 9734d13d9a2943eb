"""Answers and their evidence → the plain data that the browser draws.

Pure but for the visitor's language. Nothing here is markup: every string is shown as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rag.records import (
    Answer,
    AnswerSentence,
    Citation,
    EvidenceSentence,
    FigureTable,
    Found,
    Phrasing,
    Standing,
    Verdict,
)
from ui.language import _, n_
from vectorstore.records import Passage, Report, Table

View = dict[str, Any]


def report_line(report: Report) -> str:
    """A report → its year, department and kind on one line."""
    identity = report.identity
    parts = [str(identity.year or ""), identity.department, kind_name(identity.kind)]
    return " · ".join(part for part in parts if part)


def kind_name(kind: str) -> str:
    """A kind of report → its name in the visitor's language."""
    names = {
        "绩效自评": _("performance self-evaluation"),
        "预算": _("budget"),
        "决算": _("final accounts"),
        "其他": _("other"),
    }
    return names[kind]


def pages(first: int, last: int) -> str:
    """Page numbers → "page 3" or "pages 3–4", in the visitor's language."""
    if first == last:
        return _("page {page}", page=first)
    return _("pages {first}–{last}", first=first, last=last)


def answer_view(
    answer_id: str,
    question: str,
    *,
    quotation: Sequence[EvidenceSentence],
    passages: Sequence[Found],
    table: FigureTable | None,
    answer: Answer | None,
    streaming: str | None,
    notice: str,
) -> View:
    """An answer, whether still being written (`answer` None) or done → what `answer.js` draws."""
    found = {item.n: item for item in passages}
    phrased = answer is not None and answer.phrased_by is not Phrasing.QUOTATION
    verdicts = [v for s in answer.sentences for v in s.verdicts] if answer else []
    refusal = answer.refusal if answer else ""
    return {
        "id": answer_id,
        "refusal": refusal,
        "nearest": _("The nearest passages there are") if refusal and quotation else "",
        "question": question,
        "notes": list(answer.notes) if answer else [],
        "quotation": [_quote(item, found, [] if phrased else verdicts) for item in quotation],
        "table": _table(table),
        "sentences": [_sentence(s) for s in answer.sentences] if answer and phrased else [],
        "folded": _folded(answer) if answer else None,
        "streaming": streaming,
        "verdict": verdict_line(verdicts) if answer and not refusal else None,
        "notice": notice,
        "busy": answer is None and bool(notice),
        "copy": answer_text(answer, passages) if answer else "",
        "labels": _labels(answer),
    }


def _folded(answer: Answer) -> View | None:
    if not answer.wording_problem or not answer.wording:
        return None
    return {"text": answer.wording, "problem": answer.wording_problem}


def answer_text(answer: Answer, passages: Sequence[Found]) -> str:
    """An answer → plain text with its sources, to paste elsewhere."""
    lines = [answer.question, ""]
    if answer.refusal:
        lines.append(answer.refusal)
    for sentence in answer.sentences:
        marks = "".join(f"[{n}]" for n in sorted({c.n for c in sentence.citations}))
        lines.append(f"{sentence.text}{marks}")
    if answer.table:
        lines.append("\t".join(answer.table.columns))
        lines += ["\t".join(cell.text for cell in row) for row in answer.table.rows]
    cited = cited_spans(answer.quotation, answer.table, answer)
    lines.append("")
    for item in passages:
        if item.n in cited:
            passage = item.passage
            where = " › ".join(passage.headings)
            page = pages(passage.first_page, passage.last_page)
            lines.append(f"[{item.n}] {item.report.identity.title} · {where} · {page}")
    return "\n".join(lines).strip()


def _labels(answer: Answer | None) -> View:
    by_code = answer is not None and answer.phrased_by is Phrasing.CODE
    return {
        "open": _("Open source {n}", n="{n}"),
        "corrected": _("the model had pointed elsewhere"),
        "unsupported": _("not supported by the sources"),
        "wording": _("Worked out from the figures") if by_code else _("In the model's words"),
        "copy": _("Copy"),
        "copied": _("Copied"),
        "link": _("Permanent link"),
        "folded": _("The model's wording is folded away: it did not pass the check"),
        "more": _("More from the sources"),
    }


def _quote(item: EvidenceSentence, found: dict[int, Found], verdicts: Sequence[Verdict]) -> View:
    source = found.get(item.n)
    where = ""
    if source:
        passage = source.passage
        where = f"{report_line(source.report)} · {pages(passage.first_page, passage.last_page)}"
    return {
        "parts": parts(" ".join(item.text.split()), verdicts),
        "source": where,
        "mark": _mark(Citation(item.n, item.start, item.end)),
    }


def _mark(citation: Citation) -> View:
    return {
        "n": citation.n,
        "start": citation.start,
        "end": citation.end,
        "corrected": citation.corrected,
    }


def _sentence(sentence: AnswerSentence) -> View:
    return {
        "parts": parts(sentence.text, sentence.verdicts),
        "marks": [_mark(c) for c in sentence.citations],
        "supported": sentence.supported,
        "calculations": [
            f"{v.written} = {v.calculation}"
            for v in sentence.verdicts
            if v.standing is Standing.DERIVED and v.calculation
        ],
    }


def parts(text: str, verdicts: Iterable[Verdict]) -> list[View]:
    """A sentence and the verdicts on it → its pieces, each with the standing of what it says.

    The pieces joined are the sentence.
    """
    spans: list[tuple[int, int, Verdict]] = []
    for verdict in sorted(verdicts, key=lambda v: -len(v.written)):
        start = text.find(verdict.written) if verdict.written else -1
        while start >= 0:
            end = start + len(verdict.written)
            if all(end <= s or e <= start for s, e, _v in spans):
                spans.append((start, end, verdict))
            start = text.find(verdict.written, end)
    pieces: list[View] = []
    at = 0
    for start, end, verdict in sorted(spans, key=lambda span: span[0]):
        if at < start:
            pieces.append({"text": text[at:start], "standing": "", "note": ""})
        piece = {"text": text[start:end], "standing": verdict.standing.value}
        pieces.append({**piece, "note": verdict.calculation})
        at = end
    if at < len(text) or not pieces:
        pieces.append({"text": text[at:], "standing": "", "note": ""})
    return pieces


def verdict_line(verdicts: Sequence[Verdict]) -> View | None:
    """The verdicts on an answer → one line that says how many numbers stand in the sources."""
    numbers = list({v.written: v for v in verdicts if v.kind == "number"}.values())
    lines = []
    missing = [v.written for v in numbers if v.standing is Standing.MISSING]
    derived = sum(v.standing is Standing.DERIVED for v in numbers)
    if missing:
        lines.append(
            n_(
                "{n} number is not in the sources: {written}",
                "{n} numbers are not in the sources: {written}",
                len(missing),
                written=_listed(missing),
            )
        )
    elif numbers:
        found = len(numbers) - derived
        if found:
            lines.append(
                n_(
                    "{n} number stands in the sources ✓",
                    "{n} numbers all stand in the sources ✓",
                    found,
                )
            )
        if derived:
            lines.append(
                n_("{n} number follows from them ✓", "{n} numbers follow from them ✓", derived)
            )
    others = {v.written for v in verdicts if v.kind != "number" and v.standing is Standing.MISSING}
    if others:
        lines.append(_("not in the sources: {written}", written=_listed(sorted(others))))
    if not lines:
        return None
    bad = bool(missing or others)
    return {"tone": "bad" if bad else "good", "text": _("; ").join(lines)}


def _listed(items: Sequence[str]) -> str:
    return _(", ").join(items)


def _table(table: FigureTable | None) -> View | None:
    if table is None:
        return None
    return {
        "columns": list(table.columns),
        "rows": [
            [
                {
                    "text": cell.text,
                    "number": any(c.isdigit() for c in cell.text) and i > 0,
                    "calculation": cell.calculation,
                    "mark": _mark(cell.citation) if cell.citation else None,
                }
                for i, cell in enumerate(row)
            ]
            for row in table.rows
        ],
    }


def cited_spans(
    quotation: Sequence[EvidenceSentence], table: FigureTable | None, answer: Answer | None
) -> dict[int, list[tuple[int, int]]]:
    """What an answer rests on → by passage number, the spans of the report's text to highlight."""
    spans: dict[int, list[tuple[int, int]]] = {}
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
    spans: dict[int, list[tuple[int, int]]],
    tables: dict[str, Table],
    paged: set[str],
    ask: View | None,
) -> View:
    """Cited passages → what `evidence.js` draws.

    `tables` has the table of each passage (by its id) that is part of one; `paged` the ids of the
    reports whose original pages can be shown; `ask` the citation to bring into view.
    """
    cards = [
        _card(item, spans.get(item.n, []), tables.get(item.passage.id), item.report.id in paged)
        for item in passages
        if item.n in spans
    ]
    return {
        "answer": answer_id,
        "cards": cards,
        "focus": ask["n"] if ask else None,
        "ask": ask,
        "labels": {"source": _("Source")},
    }


def _card(item: Found, spans: list[tuple[int, int]], table: Table | None, paged: bool) -> View:
    passage = item.passage
    actions = []
    if paged:
        actions.append({"name": "page", "text": _("Original page")})
    actions.append({"name": "section", "text": _("In its section")})
    if table:
        actions.append({"name": "table", "text": _("Whole table")})
    return {
        "n": item.n,
        "title": item.report.identity.title,
        "where": f"{report_line(item.report)} · {pages(passage.first_page, passage.last_page)}",
        "path": " › ".join(passage.headings),
        "segments": segments(passage.text, passage.start, spans),
        "columns": list(table.columns) if table else [],
        "rows": table_rows(passage, table, spans) if table else None,
        "actions": actions,
    }


def segments(text: str, offset: int, spans: Iterable[tuple[int, int]]) -> list[View]:
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


def table_rows(passage: Passage, table: Table, spans: Sequence[tuple[int, int]]) -> list[View]:
    """A table passage → its rows, those that overlap `spans` as hits."""
    return [
        {
            "cells": list(row.cells),
            "start": row.start,
            "end": row.end,
            "hit": any(s < row.end and row.start < e for s, e in spans),
        }
        for row in table.rows
        if row.start >= passage.start and row.end <= passage.end
    ]
