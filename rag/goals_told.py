"""A question about all goals of a report together → the answer from its matrix, place by place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from goals.answering import AnswerLine, Asked, answer, asked_about_goals
from models.embedder import Embedder
from rag.check.verification import verdicts_on
from rag.evidence.basis import Basis
from rag.look import Looked
from rag.question.linking import link
from rag.records import (
    AnswerSentence,
    Citation,
    EvidenceSentence,
    Found,
    Standing,
    State,
    Understood,
    Verdict,
    in_scope,
)
from rag.text import cut, half_width
from records import Evidence, Passage, Report
from vectorstore.library import Library

_MOST_REPORTS = 3
"""Reports whose goals one answer goes through; of more, the question says too little."""


@dataclass(frozen=True, slots=True)
class GoalsAsked:
    """What a question wants to know of all goals together, and whose they are."""

    asked: Asked
    reports: tuple[Report, ...]


def goals_asked(
    understood: Understood, reports: Sequence[Report], embedder: Embedder
) -> GoalsAsked | None:
    """A question and the reports on the shelf → what it asks of all goals; None where of others."""
    about = tuple(in_scope(reports, understood.scope))
    if understood.nobody or len(understood.parts) != 1 or not 0 < len(about) <= _MOST_REPORTS:
        return None
    asked = asked_about_goals(_without_names(understood.parts[0], reports), embedder)
    return GoalsAsked(asked, about) if asked else None


def with_goals(library: Library, goals: GoalsAsked, language: str, looked: Looked) -> Looked:
    """What was found, with the matrix's answer in its place.

    Makes a report's matrix where there is none yet, which takes seconds: no snapshot is held.
    """
    told = answer(goals.asked, library, goals.reports, language)
    places = _Places(library)
    sentences = tuple(_sentence(said, places, language) for said in told)
    return replace(
        looked,
        state=State.ANSWERED,
        found=tuple(places.found),
        evidence=tuple(places.bases),
        quoted=tuple(places.bases),
        table=None,
        composed=sentences,
        notes=(),
        refusal="",
    )


def _without_names(question: str, reports: Sequence[Report]) -> str:
    """A question without the bodies that it names: whose goals they are is settled."""
    asked = half_width(question)
    return cut(asked, link(asked, [report.identity for report in reports]).spans)


class _Places:
    """The passages that an answer quotes, numbered as they come, and the quotations in them."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._passages: dict[str, list[Passage]] = {}
        self.found: list[Found] = []
        self.bases: list[Basis] = []

    def basis(self, report: Report, place: Evidence) -> Basis:
        """A place of a report → its evidence; the same for the same place."""
        if report.id not in self._passages:
            self._passages[report.id] = self._library.passages_of(report.id)
        passage = next(p for p in reversed(self._passages[report.id]) if p.start <= place.start)
        found = self._numbered(passage, report)
        end = min(place.end, passage.end)
        text = passage.text[place.start - passage.start : end - passage.start]
        evidence = EvidenceSentence(found.n, place.start, end, text, 1.0)
        basis = Basis(evidence, found, None, None)
        if basis not in self.bases:
            self.bases.append(basis)
        return basis

    def _numbered(self, passage: Passage, report: Report) -> Found:
        known = next((f for f in self.found if f.passage.id == passage.id), None)
        if known is None:
            known = Found(len(self.found) + 1, passage, report, 1.0)
            self.found.append(known)
        return known


def _sentence(said: AnswerLine, places: _Places, language: str) -> AnswerSentence:
    """A line about a goal → a sentence with its citations; what code computed is told as that."""
    if not said.places:
        return AnswerSentence(said.text, (), True, ())
    bases = [places.basis(report, place) for report, place in said.places]
    citations = tuple(Citation(b.found.n, b.evidence.start, b.evidence.end) for b in bases)
    verdicts = tuple(
        Verdict("number", v.written, Standing.DERIVED, citations[0], said.calculation)
        if v.standing is Standing.MISSING and said.calculation
        else v
        for v in verdicts_on(said.text, bases, language)
    )
    supported = all(v.standing is not Standing.MISSING for v in verdicts)
    return AnswerSentence(said.text, tuple(dict.fromkeys(citations)), supported, verdicts)
