"""Everything code does about a question before a model is asked: well under a second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from figures.addressed import speaks_to_a_machine
from models.embedder import Embedder
from models.reranker import Reranker
from rag.basis import Basis, bases
from rag.candidates import spoken_of
from rag.compose import is_heading, quoted
from rag.doubts import doubts
from rag.evidence import evidence
from rag.figure_answer import conflict_notes, figure_sentences, figure_table
from rag.groups import of_both
from rag.judge import Sight
from rag.other_years import of_the_years
from rag.query import Query, query_of
from rag.records import AnswerSentence, EvidenceSentence, FigureTable, Found, Understood
from rag.refuse import absence_notes, refusal
from rag.relevance import (
    Unanswerable,
    about_absent_years,
    is_told,
    relevance,
    unanswerable,
)
from rag.retrieve import retrieve
from rag.settings import USUAL, RagSettings
from rag.structured import Figures, figures_for, told_only_otherwise
from rag.totals import total_notes
from vectorstore.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Looked:
    """What code found: `evidence` best first, `quoted` as much of it as is shown as the answer.

    `composed` is the answer where the reports' figures give it, `refusal` says why there is none;
    it is `faint` where too little of what is asked about is spoken of, or not what is asked for
    beside it: a model may know better; `relevance` is how much then. `sight` is what its doubt is
    to be measured by. `mentioned` is what others' reports say of who is not on the shelf. All of it
    is of the shelf at one `generation`, with `on_shelf` reports.
    """

    generation: int
    on_shelf: int
    found: tuple[Found, ...]
    evidence: tuple[Basis, ...]
    quoted: tuple[Basis, ...]
    table: FigureTable | None
    composed: tuple[AnswerSentence, ...]
    notes: tuple[str, ...]
    refusal: str
    faint: bool = False
    relevance: float = 1.0
    sight: Sight = Sight.OPEN
    mentioned: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether code has the answer, or has refused for good: no model is needed then."""
        refused = self.refusal and not self.faint
        return bool(refused or self.composed or not self.evidence)

    @property
    def quotation(self) -> tuple[EvidenceSentence, ...]:
        """What is quoted."""
        return tuple(basis.evidence for basis in self.quoted)


def look(
    shelf: Snapshot,
    embedder: Embedder,
    understood: Understood,
    reranker: Reranker | None = None,
    settings: RagSettings = USUAL,
) -> Looked:
    """A question as understood → what the reports have on it."""
    query = query_of(understood, embedder, shelf.reports())
    if understood.nobody:
        return _nobody(shelf, query, settings)
    found = retrieve(shelf, query, settings.passages, settings)
    sentences = _sentences(shelf, query, found, reranker, settings)
    figures = figures_for(shelf, understood, found)
    read = tuple(b for b in bases(shelf, sentences, found) if not speaks_to_a_machine(b.text))
    if figures is not None:
        return _with_figures(shelf, understood, figures, read)
    shown, two_groups = of_both(understood, quoted(understood, read), read)
    reason = unanswerable(query, found, sentences)
    if reason is None and told_only_otherwise(shelf, understood):
        reason = Unanswerable.NOTHING
    refused = refusal(shelf, understood, reason)
    faint = reason in (Unanswerable.FAINT, Unanswerable.BESIDE)
    said = " ".join(basis.text for basis in shown)
    return Looked(
        generation=shelf.generation,
        on_shelf=len(shelf.reports()),
        found=found,
        evidence=(*shown, *(b for b in read if b not in shown and not is_heading(b))),
        quoted=shown,
        table=None,
        composed=(),
        notes=()
        if refused and not faint
        else (
            *absence_notes(shelf, understood),
            *two_groups,
            *doubts(shelf, said, shown, understood.language),
        ),
        refusal=refused,
        faint=faint,
        relevance=relevance(understood, found, sentences) if faint else 1.0,
        sight=_sight(reason, query, found, sentences),
    )


def _nobody(shelf: Snapshot, query: Query, settings: RagSettings) -> Looked:
    """Who is asked about is not there, or has to be chosen: nothing of others is an answer."""
    understood = query.understood
    mentioned: tuple[str, ...] = ()
    if understood.absent_departments:
        found = retrieve(shelf, query, settings.passages, settings)
        mentioned = spoken_of(
            understood, found, evidence(shelf, query, found, settings.looked_through)
        )
    return Looked(
        generation=shelf.generation,
        on_shelf=len(shelf.reports()),
        found=(),
        evidence=(),
        quoted=(),
        table=None,
        composed=(),
        notes=(),
        refusal=refusal(shelf, understood, None),
        mentioned=mentioned,
    )


def _sight(
    reason: Unanswerable | None,
    query: Query,
    found: Sequence[Found],
    sentences: Sequence[EvidenceSentence],
) -> Sight:
    if reason is Unanswerable.BESIDE:
        return Sight.BESIDE
    told = reason is None and is_told(query.understood, found, sentences)
    return Sight.TOLD if told else Sight.OPEN


def _sentences(
    shelf: Snapshot,
    query: Query,
    found: Sequence[Found],
    reranker: Reranker | None,
    settings: RagSettings,
) -> tuple[EvidenceSentence, ...]:
    """The best sentences; of a year without a report, those that speak of it, if any does."""
    asked = query.understood
    years = {f.report.identity.year for f in found} - {None}
    if asked.scope.years and not years <= {*asked.scope.years}:
        every = evidence(shelf, query, found, settings.looked_through)
        return tuple(of_the_years(asked, found, every)[: settings.sentences])
    if not asked.absent_years or asked.scope.years:
        best = evidence(shelf, query, found, settings.sentences, reranker, settings.reranked)
        return tuple(of_the_years(asked, found, best))
    every = evidence(shelf, query, found, settings.looked_through)
    best = about_absent_years(asked, found, every) or every
    return best[: settings.sentences]


def _with_figures(
    shelf: Snapshot, understood: Understood, figures: Figures, read: tuple[Basis, ...]
) -> Looked:
    stated, language = figures.stated, understood.language
    composed = figure_sentences(figures, understood)
    said = " ".join(s.text for s in composed) or " ".join(b.text for b in stated)
    places = {(b.evidence.n, b.evidence.start) for b in stated}
    others = (b for b in read if (b.evidence.n, b.evidence.start) not in places)
    return Looked(
        generation=shelf.generation,
        on_shelf=len(shelf.reports()),
        found=figures.found,
        evidence=(*stated, *others),
        quoted=stated,
        table=figure_table(figures, understood),
        composed=composed,
        notes=(
            *absence_notes(shelf, understood),
            *conflict_notes(figures, language),
            *total_notes(figures, understood),
            *doubts(shelf, said, stated, language),
        ),
        refusal="",
    )
