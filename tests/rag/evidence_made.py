"""Pieces of evidence and questions, made by hand."""

from __future__ import annotations

from figures.sentences import sentence_spans
from rag.evidence.basis import Basis
from rag.records import EvidenceSentence, Found, Intent, Scope, Understood
from records import Kind, Passage, Row, Table
from tests.rag.shelf import report

WATER = "江岸市临河区水务局"


def asked(question: str, intent: Intent = Intent.FIGURE) -> Understood:
    language = "en" if question.isascii() else "zh"
    return Understood(question, question, language, intent, Scope(), (), (), (), (), (question,))


def basis(
    text: str,
    year: int = 2022,
    department: str = WATER,
    n: int = 1,
    start: int = 0,
    headings: tuple[str, ...] = ("一、基本情况",),
    table: Table | None = None,
    row: Row | None = None,
    within: str = "",
) -> Basis:
    """`within` is the passage's whole text where the piece is not all of it."""
    whole = within or text
    at = start + whole.index(text)
    made = report(department, year, Kind.SELF_EVALUATION, ("区水务局",))
    passage = Passage(
        id=f"{made.id[:8]}-{n}",
        report_id=made.id,
        ordinal=n,
        headings=headings,
        context="",
        first_page=1,
        last_page=1,
        start=start,
        end=start + len(whole),
        text=whole,
        sentences=tuple((start + a, start + b) for a, b in sentence_spans(whole))
        if within
        else ((start, start + len(text)),),
        table=None if table is None else 0,
    )
    evidence = EvidenceSentence(n, at, at + len(text), text, 1.0)
    return Basis(evidence, Found(n, passage, made, 1.0), table, row)
