"""Ask a question, get its answer: the stages in order. Read this first.

Code answers, the model phrases. The quotation is on its way before the model is asked, stays
whatever the model does, and is the answer unless every number, year and name of the model's
wording is verified. Where code has composed the answer out of the reports' figures, or has refused
for good, the model is not asked at all; where it refused for a question's words only, the model
may put them into others and judge.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from models.embedder import Embedder
from models.reranker import Reranker
from models.version import VERSION
from rag.candidates import candidates
from rag.chat import ChatSource, Stop
from rag.compose import quotation_sentences
from rag.english_figures import in_english
from rag.events import Event, Finished, QuestionUnderstood, Quoted
from rag.judge import Sight
from rag.language import language_of
from rag.look import Looked, look
from rag.nearness import scale_of
from rag.phrase import Phrased, phrase, unasked
from rag.prompt import prompt
from rag.queue import Queue
from rag.record import save
from rag.records import (
    Answer,
    AnswerSentence,
    AskedWith,
    MadeWith,
    Phrasing,
    Scope,
    Seconds,
    Turn,
    Understood,
)
from rag.refuse import quotation_note, reading_notes, whose_note
from rag.rules_version import rules_version
from rag.saying import say
from rag.settings import USUAL, RagSettings
from rag.translate import translated, translation
from rag.understand import understand
from rag.watch import watched
from vectorstore.library import Library
from vectorstore.records import Report

NEVER = threading.Event()
"""A stop that is never asked for."""


_OPEN = Scope()


@dataclass(frozen=True, slots=True)
class Answering:
    """What answering works with; shared by everybody who asks.

    `chat` is None where the model is switched off; `queue` lets so many at a time speak to it.
    `reranker` puts the evidence in order where one is set. `limits` say how widely is searched;
    `settings` are those of all rooms that are not as Jiwen sets them, by name: answers say so.
    """

    library: Library
    embedder: Embedder
    chat: ChatSource | None
    queue: Queue
    reranker: Reranker | None = None
    limits: RagSettings = USUAL
    settings: tuple[tuple[str, str], ...] = ()


def ask(
    question: str,
    answering: Answering,
    *,
    turns: Sequence[Turn] = (),
    scope: Scope | None = None,
    filters: Scope = _OPEN,
    user: str = "",
    stop: Stop = NEVER,
) -> Iterator[Event]:
    """A question → what happens until it is answered; the last event is Finished.

    `turns` is the conversation before, oldest first. `scope` replaces what the question says of
    years, bodies and kinds; None leaves it to the question, of which `filters` replaces those
    sides that it names. 去年 is counted from the day of asking. Setting `stop` ends the
    model's part: the quotation is the answer then. Raises StoreError where the shelf cannot be
    read.
    """
    asked_with = AskedWith(tuple(turns), scope, filters, date.today())
    events = answered(question, answering, asked_with, user=user, stop=stop)
    return watched(_kept(events, answering.library), question)


def _kept(events: Iterator[Event], library: Library) -> Iterator[Event]:
    """The same events, but the answer at the end is put on record first."""
    for event in events:
        if isinstance(event, Finished):
            event = Finished(save(library, event.answer), event.fate)
        yield event


def answered(
    question: str,
    answering: Answering,
    asked_with: AskedWith,
    *,
    user: str = "",
    stop: Stop = NEVER,
) -> Iterator[Event]:
    """As `ask`, but the answer is not kept, and has no id."""
    began = time.perf_counter()
    asked_at = datetime.now(UTC)
    understood, looked, reading = _looked_up(answering, question, asked_with)
    retrieved = time.perf_counter()
    yield QuestionUnderstood(understood, reading)
    yield Quoted(looked.found, looked.quotation, looked.table)
    understood, looked, phrased = yield from _asked_of_the_model(
        answering, question, asked_with, understood, looked, user, stop
    )
    answer = replace(
        _answer(understood, looked, phrased),
        user=user,
        asked_at=asked_at,
        seconds=_seconds(began, retrieved, phrased.first_token if phrased else None),
        asked_with=asked_with,
        made_with=_made_with(answering, looked, phrased),
    )
    reports = _reports_cited(answer)
    as_quoted = answer.phrased_by is Phrasing.QUOTATION
    quoted = quotation_note(understood, reports) if as_quoted else ()
    whose = quoted or whose_note(understood, reports, looked.on_shelf)
    yield Finished(
        replace(
            answer,
            notes=(*reading_notes(understood), *whose, *answer.notes),
            elsewhere=looked.mentioned or candidates(understood, looked.evidence, reports),
        ),
        phrased.fate if phrased else None,
    )


def _made_with(answering: Answering, looked: Looked, phrased: Phrased | None) -> MadeWith:
    return MadeWith(
        program=VERSION,
        rules=rules_version(),
        embedding_model=answering.embedder.name,
        reranker=answering.reranker.name if answering.reranker else "",
        chat_model=phrased.model if phrased else "",
        shelf=answering.library.mark,
        generation=looked.generation,
        settings=answering.settings,
    )


def _looked_up(
    answering: Answering, question: str, asked_with: AskedWith, chinese: str = ""
) -> tuple[Understood, Looked, float]:
    """A question, and the model's `chinese` for it if there is one → what code makes of it.

    The last is how many seconds it took to read the question, before anything was looked for.

    All that it reads is of one shelf, which is held no longer than that: a model is not waited
    for meanwhile, nor whoever takes the events.
    """
    # The embedding model takes seconds to load, when it is first asked.
    scale_of(answering.embedder, language_of(question))
    with answering.library.snapshot() as shelf:
        began = time.perf_counter()
        reports = shelf.reports()
        understood = _understood(question, asked_with, reports)
        if chinese:
            understood = translated(understood, chinese, reports)
        reading = time.perf_counter() - began
        looked = look(shelf, answering.embedder, understood, answering.reranker, answering.limits)
        return understood, looked, reading


def _asked_of_the_model(
    answering: Answering,
    question: str,
    asked_with: AskedWith,
    understood: Understood,
    looked: Looked,
    user: str,
    stop: Stop,
) -> Generator[Event, None, tuple[Understood, Looked, Phrased | None]]:
    """What code found → the same, with what the chat model makes of it, where one is to be asked.

    An English question, and one that code refuses by its everyday words, is looked for once more
    by the model's Chinese for it, on the shelf as it is by then. What code had found without is not
    given up for that: a small model mistranslates.
    """
    chat = answering.chat
    if chat is None or _is_final(understood, looked) or stop.is_set():
        return understood, looked, None
    if understood.language == "en" or looked.refusal:
        chinese, trouble = yield from translation(chat, answering.queue, understood, user, stop)
        if trouble:
            return understood, looked, unasked(trouble)
        if chinese:
            again, seen, _ = _looked_up(answering, question, asked_with, chinese)
            if _is_no_worse(seen, looked):
                understood, looked = again, seen
                yield Quoted(looked.found, looked.quotation, looked.table)
            if looked.settled or stop.is_set():
                return understood, looked, None
    evidence = prompt(understood, looked.evidence, answering.limits.evidence_characters)
    meaning = _meaning(answering.embedder)
    phrased = yield from phrase(
        chat,
        answering.queue,
        evidence,
        understood,
        looked.sight,
        looked.quoted,
        meaning,
        user,
        stop,
    )
    return understood, looked, phrased


def _is_final(understood: Understood, looked: Looked) -> bool:
    """Whether no wording of the question can change what code says of it.

    That English words are not in the reports does not say that what they mean is not. A year or a
    department that is not on the shelf is said at once, whatever the language.
    """
    absent = understood.absent_years or understood.absent_departments
    in_other_words = understood.language == "en" and looked.refusal and looked.evidence
    return looked.settled and bool(absent or not in_other_words)


def _is_no_worse(seen: Looked, before: Looked) -> bool:
    """Whether a second look may stand for the first, which is kept where it saw as much."""
    if not before.refusal:
        return not (seen.refusal or seen.composed)
    return not seen.refusal or (seen.faint and seen.relevance > before.relevance)


def _seconds(began: float, retrieved: float, first_token: float | None) -> Seconds:
    """Times on one clock → how long after `began` they were; the total up to now."""
    return Seconds(
        retrieve=round(retrieved - began, 3),
        first_token=None if first_token is None else round(first_token - began, 3),
        total=round(time.perf_counter() - began, 3),
    )


def _reports_cited(answer: Answer) -> list[Report]:
    cited = {c.n for sentence in answer.sentences for c in sentence.citations}
    return [found.report for found in answer.passages if found.n in cited]


def _understood(question: str, asked_with: AskedWith, reports: Sequence[Report]) -> Understood:
    today = asked_with.today or date.today()
    read = understand(question, asked_with.turns, reports, today, asked_with.filters)
    if asked_with.scope is None:
        return read
    chosen = asked_with.scope
    return replace(read, scope=chosen, absent_years=(), absent_departments=(), choices=())


def _answer(understood: Understood, looked: Looked, phrased: Phrased | None) -> Answer:
    """What code found and what the model said of it → the answer, not dated or kept yet."""
    refusal = looked.refusal
    if phrased and phrased.refuses:
        refusal = say(understood.language, "no_evidence")
    elif looked.faint and phrased and _overturns(phrased, looked.sight):
        refusal = ""
    by, sentences = _sentences(understood, looked, phrased)
    return Answer(
        id="",
        question=understood.question,
        understood=understood,
        refusal=refusal,
        notes=() if refusal else looked.notes,
        sentences=() if refusal else sentences,
        phrased_by=by,
        table=looked.table,
        quotation=looked.quotation,
        wording=phrased.wording if phrased else "",
        wording_problem=phrased.problem if phrased else "",
        passages=looked.found,
        model=phrased.model if phrased else "",
        model_settings=phrased.settings if phrased else None,
        seconds=Seconds(0, None, 0),
        user="",
        asked_at=datetime.now(UTC),
        elsewhere=(),
        asked_with=None,
        made_with=None,
    )


def _overturns(phrased: Phrased, sight: Sight) -> bool:
    """Whether the model knows better than code, which refused.

    Where code missed what is asked for beside the thing, a quotation would be of something else.
    """
    return phrased.sure and (phrased.stands or sight is not Sight.BESIDE)


def _sentences(
    understood: Understood, looked: Looked, phrased: Phrased | None
) -> tuple[Phrasing, tuple[AnswerSentence, ...]]:
    """In whose words the answer stands, and its sentences."""
    if looked.composed:
        return Phrasing.CODE, looked.composed
    if phrased and phrased.stands:
        return Phrasing.MODEL, phrased.sentences
    if understood.language == "en" and (composed := in_english(understood, looked.quoted)):
        return Phrasing.CODE, composed
    return Phrasing.QUOTATION, quotation_sentences(looked.quoted)


def _meaning(embedder: Embedder) -> Callable[[str, Sequence[str]], Sequence[float]]:
    def cosines(text: str, others: Sequence[str]) -> list[float]:
        vectors = embedder.passages([text, *others])
        return [float(v) for v in vectors[1:] @ vectors[0]]

    return cosines
