"""Everything code and the reader do about a question before a chat model is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from figures.sentences import speaks_to_a_machine
from languages import translate
from models.embedder import Embedder
from rag.evidence.basis import Basis, bases
from rag.evidence.evidence import evidence, in_its_words
from rag.evidence.notes import (
    absence_notes,
    audit_notes,
    mentions_of_absent,
    names_absent,
    reading_doubts,
    refusal,
)
from rag.evidence.retrieval import Query, query_of, retrieve
from rag.evidence.years import about_absent_years, of_the_years
from rag.figures_stated import Figures, figures_for, states_only_the_other_side
from rag.figures_told import conflict_notes, figure_sentences, figure_table, total_notes
from rag.question.lexicon import is_greeting
from rag.question.understanding import each_asked, figures_asked
from rag.quotation import is_heading, quotation_sentences, quoted, with_both_groups
from rag.records import AnswerSentence, EvidenceSentence, FigureTable, Found, State, Understood
from rag.settings import USUAL, RagSettings
from reader.reading import Reader, any_answers
from vectorstore.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found: `evidence` best first, `quoted` as much of it as is shown as the answer.

    `composed` is the answer where the reports' figures give it, `refusal` says why there is none.
    `mentioned` is what others' reports say of who is not on the shelf. `ranked` has the sentences
    in the order in which they may answer, `sure` is how probable it is that any does. All of it is
    of the shelf at one `generation`, with `on_shelf` reports.
    """

    generation: int
    on_shelf: int
    state: State
    sure: float = 0.0
    ranked: tuple[EvidenceSentence, ...] = ()
    found: tuple[Found, ...] = ()
    evidence: tuple[Basis, ...] = ()
    quoted: tuple[Basis, ...] = ()
    table: FigureTable | None = None
    composed: tuple[AnswerSentence, ...] = ()
    notes: tuple[str, ...] = ()
    refusal: str = ""
    mentioned: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether there is nothing for a chat model to put into words."""
        return bool(self.refusal or self.composed or not self.evidence)

    @property
    def quotation(self) -> tuple[EvidenceSentence, ...]:
        """What is quoted."""
        return tuple(basis.evidence for basis in self.quoted)


def look(
    shelf: Snapshot,
    embedder: Embedder,
    reader: Reader,
    understood: Understood,
    settings: RagSettings = USUAL,
) -> Looked:
    """A message as understood → what the reports have on each of its questions."""
    reports = shelf.reports()
    if is_greeting(understood.standalone):
        return _greeted(shelf, understood)
    asked = each_asked(understood, reports)
    looks: list[Looked] = []
    for number, one in enumerate(asked):
        before = [f for earlier in looks for f in earlier.found]
        looked = _look(shelf, query_of(one, embedder, reports), reader, settings, before)
        if number and looked.state is not State.ANSWERED:
            # It may lean on the question before it.
            both = asked[number - 1].standalone + one.standalone
            figures = figures_asked(both, [report.identity for report in reports])
            joined = replace(one, parts=(both,), indicators=figures)
            again = _look(shelf, query_of(joined, embedder, reports), reader, settings, before)
            if _says_more(again, looks[-1]):
                looked = again
                # Figures asked for together are told together, the earlier ones among them.
                looks[-1] = again if again.composed else looks[-1]
        looks.append(looked)
    if len(looks) > 1:
        return _together(asked, looks)
    if asked[0].standalone == understood.standalone:
        return looks[0]
    # What is told before a question may be beside the matter, or be what it is about.
    whole = replace(understood, parts=(understood.standalone,))
    with_it = _look(shelf, query_of(whole, embedder, reports), reader, settings, ())
    return max(looks[0], with_it, key=lambda one: one.sure)


def _greeted(shelf: Snapshot, understood: Understood) -> Looked:
    return Looked(
        generation=shelf.generation,
        on_shelf=len(shelf.reports()),
        state=State.NOTHING,
        refusal=translate(
            understood.language,
            "Hello. Ask about goals, spending and achievements in the reports, such "
            "as “What was the budget execution rate in 2022?” or “Which awards were "
            "won?”",
        ),
    )


def _look(
    shelf: Snapshot,
    query: Query,
    reader: Reader,
    settings: RagSettings,
    before: Sequence[Found],
) -> Looked:
    """One question → what the reports have on it; passages found `before` keep their numbers."""
    understood = query.understood
    if understood.nobody:
        return _nobody(shelf, query, reader, settings)
    found = _numbered(retrieve(shelf, query, settings.passages, settings), before)
    sentences = _sentences(shelf, query, found, reader, settings)
    read = tuple(b for b in bases(shelf, sentences, found) if not speaks_to_a_machine(b.text))
    figures = figures_for(shelf, understood, (*before, *found))
    if figures is not None:
        return replace(_with_figures(shelf, understood, figures, read), ranked=sentences)
    sure = any_answers([s.probability for s in sentences if s.probability is not None])
    state = _state(shelf, understood, sure, reader) if read else State.NOTHING
    best = quoted(understood, read) if state is not State.NOTHING else ()
    if state is State.NOTHING and not states_only_the_other_side(shelf, understood):
        named = {(s.n, s.start) for s in in_its_words(query, found, sentences)}
        best = quoted(understood, [b for b in read if (b.evidence.n, b.evidence.start) in named])
        state = State.NEAR if best else State.NOTHING
    shown, two_groups = with_both_groups(understood, best, read)
    said = " ".join(basis.text for basis in shown)
    notes = (
        *absence_notes(shelf, understood),
        *two_groups,
        *audit_notes(shelf, said, shown, understood.language),
        *reading_doubts(shown, understood.language),
    )
    return Looked(
        generation=shelf.generation,
        on_shelf=len(shelf.reports()),
        state=state,
        sure=sure,
        ranked=sentences,
        found=found,
        evidence=(*shown, *(b for b in read if b not in shown and not is_heading(b))),
        quoted=shown,
        notes=notes if state is State.ANSWERED else (),
        refusal=refusal(shelf, understood, state),
    )


def _numbered(found: Sequence[Found], before: Sequence[Found]) -> tuple[Found, ...]:
    """Passages with numbers of their own beside those of an earlier question of the message."""
    known = {f.passage.id: f.n for f in before}
    first = max(known.values(), default=0) + 1
    fresh = {f.passage.id for f in found} - known.keys()
    numbers = iter(range(first, first + len(fresh)))
    return tuple(
        replace(f, n=known[f.passage.id] if f.passage.id in known else next(numbers)) for f in found
    )


def _state(shelf: Snapshot, asked: Understood, sure: float, reader: Reader) -> State:
    """How probable it is that any sentence answers → what is said to the question."""
    if states_only_the_other_side(shelf, asked):
        return State.NOTHING
    if sure >= reader.bounds.answered:
        return State.ANSWERED
    return State.NEAR if sure >= reader.bounds.near else State.NOTHING


def _nobody(shelf: Snapshot, query: Query, reader: Reader, settings: RagSettings) -> Looked:
    """Who is asked about is not there, or has to be chosen: nothing of others is an answer.

    Others' reports may speak of who is not there: of the sentences that name them, what answers
    is *near*, and the rest is mentioned.
    """
    understood = query.understood
    found: tuple[Found, ...] = ()
    ranked: tuple[EvidenceSentence, ...] = ()
    if understood.absent_departments:
        found = _numbered(retrieve(shelf, query, settings.passages, settings), ())
        through = settings.looked_through
        every = evidence(shelf, query, found, reader, through, through)
        reports = {f.n: f.report for f in found}
        ranked = tuple(s for s in every if names_absent(understood, s.text, reports[s.n]))
    sure = any_answers([s.probability for s in ranked if s.probability is not None])
    state = State.NEAR if sure >= reader.bounds.answered else State.NOTHING
    read = tuple(b for b in bases(shelf, ranked, found) if not speaks_to_a_machine(b.text))
    shown = quoted(understood, read) if state is State.NEAR else ()
    return Looked(
        generation=shelf.generation,
        on_shelf=len(shelf.reports()),
        state=state if shown else State.NOTHING,
        sure=sure,
        ranked=ranked if shown else (),
        found=found if shown else (),
        evidence=shown,
        quoted=shown,
        refusal=refusal(shelf, understood, state if shown else State.NOTHING),
        mentioned=() if shown else mentions_of_absent(understood, found, ranked),
    )


def _sentences(
    shelf: Snapshot,
    query: Query,
    found: Sequence[Found],
    reader: Reader,
    settings: RagSettings,
) -> tuple[EvidenceSentence, ...]:
    """The best sentences; of a year without a report, those that speak of it."""
    asked = query.understood
    years = {f.report.identity.year for f in found} - {None}
    through = settings.looked_through
    if asked.scope.years and not years <= {*asked.scope.years}:
        every = evidence(shelf, query, found, reader, through, through)
        return tuple(of_the_years(asked, found, every)[: settings.sentences])
    if not asked.absent_years or asked.scope.years:
        best = evidence(shelf, query, found, reader, settings.sentences, settings.read)
        return tuple(of_the_years(asked, found, best))
    every = evidence(shelf, query, found, reader, through, through)
    return about_absent_years(asked, found, every)[: settings.sentences]


def _with_figures(
    shelf: Snapshot, understood: Understood, figures: Figures, read: tuple[Basis, ...]
) -> Looked:
    stated, language = figures.stated, understood.language
    composed = figure_sentences(figures, understood)
    said = " ".join(s.text for s in composed) or " ".join(b.text for b in stated)
    places = {b.place for b in stated}
    others = (b for b in read if b.place not in places)
    return Looked(
        generation=shelf.generation,
        on_shelf=len(shelf.reports()),
        state=State.ANSWERED,
        sure=1.0,
        found=figures.found,
        evidence=(*stated, *others),
        quoted=stated,
        table=figure_table(figures, understood),
        composed=composed,
        notes=(
            *absence_notes(shelf, understood),
            *conflict_notes(figures, language),
            *total_notes(figures, understood),
            *audit_notes(shelf, said, stated, language),
            *reading_doubts(stated, language),
        ),
    )


def _together(asked: Sequence[Understood], looks: Sequence[Looked]) -> Looked:
    """What came of each question of one message → what came of the message.

    It is answered where one of them is; of those that are not, that is said.
    """
    answered = [one for one in looks if one.state is State.ANSWERED]
    if not answered:
        return next((one for one in looks if one.state is State.NEAR), looks[0])
    composed = any(one.composed for one in answered)
    sentences = (s for one in answered for s in one.composed or quotation_sentences(one.quoted))
    not_answered = tuple(
        translate(
            part.language,
            "“{question}”: {said}",
            question=part.standalone,
            said=_not_answered(one),
        )
        for part, one in zip(asked, looks, strict=True)
        if one.state is not State.ANSWERED
    )
    return replace(
        answered[0],
        ranked=tuple(s for row in zip_longest(*(one.ranked for one in looks)) for s in row if s),
        found=tuple({f.n: f for one in looks for f in one.found}.values()),
        evidence=_once(b for one in answered for b in one.evidence),
        quoted=_once(b for one in answered for b in one.quoted),
        table=next((one.table for one in answered if one.table), None),
        composed=tuple(dict.fromkeys(sentences)) if composed else (),
        notes=(*not_answered, *dict.fromkeys(note for one in answered for note in one.notes)),
    )


def _says_more(looked: Looked, before: Looked) -> bool:
    """Whether it is answered, and by something else than the question before it."""
    if looked.state is not State.ANSWERED:
        return False
    if looked.composed:
        return not {*looked.composed} <= {*before.composed}
    shown = {(e.n, e.start) for e in before.quotation}
    best = next(((e.n, e.start) for e in looked.quotation), None)
    return best not in shown


def _not_answered(looked: Looked) -> str:
    """Why one question of several is not answered, with the nearest sentence there is."""
    if looked.state is not State.NEAR or not looked.quoted:
        return looked.refusal
    return f"{looked.refusal}“{looked.quoted[0].text}”"


def _once(pieces: Iterable[Basis]) -> tuple[Basis, ...]:
    return tuple({b.place: b for b in pieces}.values())
