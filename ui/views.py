"""Answers and their evidence → the plain data that the browser draws.

Pure but for the visitor's language. Nothing here is markup: every string is shown as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.messages import verdict_lines
from rag.records import (
    Answer,
    AnswerSentence,
    Citation,
    EvidenceSentence,
    FigureTable,
    Found,
    Phrasing,
    Standing,
    State,
    Verdict,
)
from ui.cards import cited_spans
from ui.language import _
from ui.places import View, pages, report_line


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
    by_code = answer is not None and answer.phrased_by is Phrasing.CODE
    sentences = [_sentence(s) for s in answer.sentences] if answer and phrased else []
    verdicts = [v for s in answer.sentences for v in s.verdicts] if answer else []
    near = answer is not None and answer.state is State.NEAR
    refusal = answer.refusal if answer else ""
    folded = _folded(answer) if answer else None
    return {
        "id": answer_id,
        "refusal": "" if near else refusal,
        "nearest": refusal if near else "",
        "question": question,
        "notes": list(answer.notes) if answer else [],
        "elsewhere": list(answer.elsewhere) if answer else [],
        "quotation": [_quote(item, found, [] if phrased else verdicts) for item in quotation],
        "table": _table(table) if table and len(table.rows) > 1 else None,
        "direct": _beyond(table, answer.sentences) if answer and by_code else [],
        "sentences": [] if by_code else sentences,
        "folded": folded,
        "streaming": streaming,
        "verdict": verdict(answer) if answer and not refusal and not folded else None,
        "notice": notice,
        "busy": answer is None and bool(notice),
        "copy": answer_text(answer, passages) if answer else "",
        "labels": _labels(),
    }


def _beyond(table: FigureTable | None, sentences: Sequence[AnswerSentence]) -> list[View]:
    """What code composed → what of it a table of several rows does not show already."""
    if table is None or len(table.rows) < 2:
        return [_sentence(sentence) for sentence in sentences]
    shown = [{cell.citation for cell in row if cell.citation} for row in table.rows]
    return [_sentence(s) for s in sentences if set(s.citations) not in shown]


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
    if answer.state is State.NEAR:
        lines += [f"{' '.join(item.text.split())}[{item.n}]" for item in answer.quotation]
    if answer.table:
        lines.append("\t".join(answer.table.columns))
        lines += ["\t".join(cell.text for cell in row) for row in answer.table.rows]
    lines += answer.elsewhere
    cited = cited_spans(answer.quotation, answer.table, answer)
    lines.append("")
    for item in passages:
        if item.n in cited:
            passage = item.passage
            where = " › ".join(passage.headings)
            page = pages(passage.first_page, passage.last_page)
            lines.append(f"[{item.n}] {item.report.identity.title} · {where} · {page}")
    return "\n".join(lines).strip()


def _labels() -> View:
    return {
        "open": _("Open source {n}", n="{n}"),
        "corrected": _("the model had pointed elsewhere"),
        "unsupported": _("not supported by the sources"),
        "wording": _("In the model's words"),
        "derived": _("Worked out from the reports' figures"),
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


def verdict(answer: Answer) -> View | None:
    """An answer → the line under it that says how many of its numbers stand in the sources."""
    lines = list(verdict_lines(answer))
    if not lines:
        return None
    missing = any(v.standing is Standing.MISSING for s in answer.sentences for v in s.verdicts)
    return {"tone": "bad" if missing else "good", "text": " · ".join(lines)}


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
