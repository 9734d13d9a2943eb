"""Ask a question, get its answer: the stages in order. Read this first.

The reader finds what answers, code checks it, the chat model phrases. The quotation is on its way
before the chat model is asked, stays whatever that does, and is the answer unless every number,
year and name of the model's wording is verified. Where code has composed the answer out of the
reports' figures, or where the reports do not answer, the chat model is not asked at all.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from goals.answering import asked_about_goals
from models.embedder import Embedder
from models.version import VERSION
from rag.evidence.notes import alternatives, quotation_note, reading_notes, whose_note
from rag.goals_told import goals_asked, with_goals
from rag.log import logged
from rag.look import Looked, look
from rag.model.chat import ChatSource, Queue, Stop, prompt
from rag.model.phrasing import Phrased, phrase
from rag.question.understanding import understand
from rag.quotation import quotation_sentences
from rag.records import (
    EVERYTHING,
    Answer,
    AnswerSentence,
    AskedWith,
    Event,
    Finished,
    MadeWith,
    Phrasing,
    QuestionUnderstood,
    Quoted,
    Scope,
    Seconds,
    State,
    Turn,
    Understood,
)
from rag.settings import USUAL, RagSettings
from rag.store import Replay, compared, kept, rules_version, save, was_asked_with
from rag.text import language_of
from reader.reading import CandidateSentence, Reader
from records import Report
from vectorstore.library import Library

NEVER = threading.Event()
"""A stop that is never asked for."""


@dataclass(frozen=True, slots=True)
class Answering:
    """What answering works with; shared by everybody who asks.

    `reader` tells which sentences answer a question. `chat` is None where the model is switched
    off; `queue` lets so many at a time speak to it. `limits` say how widely is searched;
    `settings` are those of all rooms that are not as Jiwen sets them, by name: answers say so.
    """

    library: Library
    embedder: Embedder
    reader: Reader
    chat: ChatSource | None
    queue: Queue
    limits: RagSettings = USUAL
    settings: tuple[tuple[str, str], ...] = ()


def ask(
    question: str,
    answering: Answering,
    *,
    turns: Sequence[Turn] = (),
    scope: Scope | None = None,
    filters: Scope = EVERYTHING,
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
    return logged(_kept(events, answering.library), question)


def warm_up(answering: Answering, language: str) -> None:
    """Let the models that find answers be loaded, which takes seconds the first time."""
    answering.embedder.question("预算执行率")
    answering.reader.probabilities(
        "预算执行率", language, [CandidateSentence("预算执行率为99%。", 1.0)]
    )


def rehearse(answering: Answering) -> None:
    """Look something up on the shelf, so that who asks first finds in memory what that takes."""
    question = "预算执行率是多少？"
    _looked_up(answering, question, AskedWith((), None, EVERYTHING, date.today()))
    asked_about_goals(question, answering.embedder)


def _kept(events: Iterator[Event], library: Library) -> Iterator[Event]:
    """The same events, but the answer at the end is put on record first."""
    for happened in events:
        if isinstance(happened, Finished):
            happened = Finished(save(library, happened.answer), happened.fate)
        yield happened


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
    shown = looked.found if looked.state is not State.NOTHING else ()
    yield Quoted(shown, looked.quotation, looked.table)
    phrased = yield from _phrased(answering, understood, looked, user, stop)
    answer = replace(
        _answer(understood, looked, phrased),
        user=user,
        asked_at=asked_at,
        seconds=_seconds(began, retrieved, phrased.first_token if phrased else None),
        asked_with=asked_with,
        made_with=_made_with(answering, looked, phrased),
    )
    reports = [found.report for found in answer.cited]
    as_quoted = answer.phrased_by is Phrasing.QUOTATION
    in_chinese = quotation_note(understood, reports) if as_quoted else ()
    whose = in_chinese or whose_note(understood, reports, looked.on_shelf)
    yield Finished(
        replace(
            answer,
            notes=(*reading_notes(understood), *whose, *answer.notes),
            elsewhere=looked.mentioned or alternatives(understood, looked.evidence, reports),
        ),
        phrased.fate if phrased else None,
    )


def replay(answering: Answering, answer_id: str) -> Replay:
    """A kept answer's id → its question asked again as it was asked then, and both compared.

    Nothing is kept of the new answer. Raises RecordError, StoreError.
    """
    then = kept(answering.library, answer_id)
    asked_then = was_asked_with(answering.library, then)
    events = answered(then.question, answering, asked_then, user=then.user)
    now = next(happened.answer for happened in events if isinstance(happened, Finished))
    return compared(then, now, answering.library)


def _made_with(answering: Answering, looked: Looked, phrased: Phrased | None) -> MadeWith:
    return MadeWith(
        program=VERSION,
        rules=rules_version(),
        embedding_model=answering.embedder.name,
        reader=answering.reader.name,
        chat_model=phrased.model if phrased else "",
        shelf=answering.library.mark,
        generation=looked.generation,
        settings=answering.settings,
    )


def _looked_up(
    answering: Answering, question: str, asked_with: AskedWith
) -> tuple[Understood, Looked, float]:
    """A question → what it asks, what was found, and how many seconds reading the question took.

    All that it reads is of one shelf, which is held no longer than that: a chat model is not waited
    for meanwhile, nor whoever takes the events.
    """
    warm_up(answering, language_of(question))
    with answering.library.snapshot() as shelf:
        began = time.perf_counter()
        understood = _understood(question, asked_with, shelf.reports())
        reading = time.perf_counter() - began
        looked = look(shelf, answering.embedder, answering.reader, understood, answering.limits)
        goals = goals_asked(understood, shelf.reports(), answering.embedder)
    if goals is not None:
        looked = with_goals(answering.library, goals, understood.language, looked)
    return understood, looked, reading


def _phrased(
    answering: Answering, understood: Understood, looked: Looked, user: str, stop: Stop
) -> Generator[Event, None, Phrased | None]:
    """What was found → what the chat model makes of it, where one is to be asked."""
    chat = answering.chat
    if chat is None or looked.settled or stop.is_set():
        return None
    given = prompt(understood, looked.evidence, answering.limits.evidence_characters)
    meaning = _meaning(answering.embedder)
    return (
        yield from phrase(
            chat, answering.queue, given, understood, looked.quoted, meaning, user, stop
        )
    )


def _seconds(began: float, retrieved: float, first_token: float | None) -> Seconds:
    """Times on one clock → how long after `began` they were; the total up to now."""
    return Seconds(
        retrieve=round(retrieved - began, 3),
        first_token=None if first_token is None else round(first_token - began, 3),
        total=round(time.perf_counter() - began, 3),
    )


def _understood(question: str, asked_with: AskedWith, reports: Sequence[Report]) -> Understood:
    today = asked_with.today or date.today()
    read = understand(question, asked_with.turns, reports, today, asked_with.filters)
    if asked_with.scope is None:
        return read
    chosen = asked_with.scope
    return replace(read, scope=chosen, absent_years=(), absent_departments=(), choices=())


def _answer(understood: Understood, looked: Looked, phrased: Phrased | None) -> Answer:
    """What was found and what the model said of it → the answer, not dated or kept yet."""
    by, sentences = _sentences(looked, phrased)
    return Answer(
        id="",
        question=understood.question,
        understood=understood,
        state=looked.state,
        refusal=looked.refusal,
        notes=looked.notes,
        sentences=() if looked.refusal else sentences,
        phrased_by=by,
        table=looked.table,
        quotation=looked.quotation,
        wording=phrased.wording if phrased else "",
        wording_problem=phrased.problem if phrased else "",
        passages=looked.found if looked.state is not State.NOTHING else (),
        model=phrased.model if phrased else "",
        model_settings=phrased.settings if phrased else None,
        seconds=Seconds(0, None, 0),
        user="",
        asked_at=datetime.now(UTC),
        elsewhere=(),
        asked_with=None,
        made_with=None,
    )


def _sentences(
    looked: Looked, phrased: Phrased | None
) -> tuple[Phrasing, tuple[AnswerSentence, ...]]:
    """In whose words the answer stands, and its sentences."""
    if looked.composed:
        return Phrasing.CODE, looked.composed
    if phrased and phrased.stands:
        return Phrasing.MODEL, phrased.sentences
    return Phrasing.QUOTATION, quotation_sentences(looked.quoted)


def _meaning(embedder: Embedder) -> Callable[[str, Sequence[str]], Sequence[float]]:
    def cosines(text: str, others: Sequence[str]) -> list[float]:
        vectors = embedder.passages([text, *others])
        return [float(v) for v in vectors[1:] @ vectors[0]]

    return cosines
