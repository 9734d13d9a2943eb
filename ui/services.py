"""What the pages of all visitors share: one shelf, one pair of models, one desk of questions.

Opening it takes a moment and loading the models longer, so both happen in the background, once
a process, while the pages are already up and say so.
"""

from __future__ import annotations

import itertools
import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import streamlit as st

from ingest.batch import Failure
from ingest.corpus import Corpus
from ingest.pipeline import repair
from ingest.renewal import Renewal, renew
from ingest.settings import IngestSettings
from languages import LANGUAGES
from operations.errors import says_itself
from operations.incidents import note, number_of
from operations.logs import error_fields, event
from rag.answer import ask, rehearse, warm_up
from rag.errors import ChatModelError
from rag.opening import EmbeddedChat, open_answering
from rag.records import Answer, Event, Scope, Turn
from rag.store import kept
from ui.asking import Desk
from ui.numbering import numbered, numbered_events
from ui.settings import UiSettings
from vectorstore.embedding import OnProgress
from vectorstore.errors import StoreError, StoreMismatchError
from vectorstore.library import Library

_LOG = logging.getLogger("jiwen.ui")

_ANSWERS_AT_HAND = 256
_BEAT = 2.0
"""Seconds between two looks at what other servers have done."""
_AWAY = 20.0
"""Seconds after which a shelf that did not open is tried again: its database may be there now."""
_BEATS_TO_MEND = 15
"""Every so many looks, whether Chroma has lost anything."""


Told = Callable[[int, int], None]
"""Told how many of how many are done."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a visitor asks: the words, the turns before, and the reports they chose.

    `scope` is the whole scope, where they took parts of what was understood away; else it is what
    the question says, but for those sides that `filters` names.
    """

    words: str
    earlier: tuple[Turn, ...]
    scope: Scope | None
    filters: Scope
    user: str


@dataclass(frozen=True, slots=True, eq=False)
class Services:
    """What the pages work with.

    `model` says whether a chat model phrases the answers, `model_ready` whether it is loaded now,
    and `waiting` how many questions wait for it.
    `reading` and `settings` are the limits of reading files and of the pages.
    `warm` loads the models, so that the first question need not; `searching` is set once the
    search model is loaded, or could not be. `name` tells this server from every other one, which
    it keeps up with if `follows`. `people` are the names of those who were here since it started,
    by their ids.
    """

    library: Library
    corpus: Corpus
    ask: Callable[[Question, threading.Event], Iterator[Event]]
    answer: Callable[[str], Answer]
    model: bool
    warm: Callable[[], None]
    searching: threading.Event = field(default_factory=threading.Event)
    model_ready: Callable[[], bool] = lambda: False
    waiting: Callable[[], int] = lambda: 0
    renew: Callable[[Told], Renewal] = lambda told: Renewal(0, ())
    desk: Desk = field(default_factory=Desk)
    reading: IngestSettings = field(default_factory=IngestSettings)
    settings: UiSettings = field(default_factory=UiSettings)
    name: str = field(default_factory=lambda: secrets.token_hex(8))
    follows: bool = False
    people: dict[str, str] = field(default_factory=dict)


def open_services(
    environ: Mapping[str, str], on_progress: OnProgress = lambda stage, done, total: None
) -> Services:
    """The environment → the shelf, opened, and the models, not loaded yet.

    `on_progress` is told where the shelf has to be brought up to date first.
    Raises StoreError, ModelError, RagError, Misconfigured, which say what to do.
    """
    answering = open_answering(environ, on_progress)
    library = answering.library

    def ask_for(question: Question, stop: threading.Event) -> Iterator[Event]:
        events = ask(
            question.words,
            answering,
            turns=question.earlier,
            scope=question.scope,
            filters=question.filters,
            user=question.user,
            stop=stop,
        )
        return numbered_events(events)

    reading, settings = IngestSettings.from_environ(environ), UiSettings.from_environ(environ)
    corpus = Corpus(reading.folder)
    repair(library, corpus)
    searching = threading.Event()

    def warm() -> None:
        answering.embedder.question("预算执行率")
        searching.set()
        for asked_in in LANGUAGES:
            warm_up(answering, asked_in)
        if answering.chat is not None:
            # Where the model will not start, the first question says so beside its quotation.
            try:
                answering.chat.model()
            except ChatModelError as error:
                event(_LOG, "chat_model.failed", **error_fields(error))
            if isinstance(answering.chat, EmbeddedChat):
                answering.chat.server.supervise()
        try:
            rehearse(answering)
        except StoreError as error:  # whoever asks is told; what there is works
            event(_LOG, "rehearsal.failed", **error_fields(error))

    return Services(
        library=library,
        corpus=corpus,
        ask=ask_for,
        # No answer ever changes, and each rerun of a page draws all of its conversation.
        answer=lru_cache(_ANSWERS_AT_HAND)(lambda answer_id: numbered(kept(library, answer_id))),
        model=answering.chat is not None,
        warm=warm,
        searching=searching,
        model_ready=lambda: answering.chat is not None and answering.chat.is_ready(),
        waiting=lambda: answering.queue.waiting,
        renew=lambda told: renew(library, corpus, told, reading),
        desk=Desk(settings.forgotten_after_seconds),
        reading=reading,
        settings=settings,
        follows=True,
    )


class Opening:
    """Services being opened in the background: there, failed, or not yet.

    `model_failure` is why the search model could not be loaded. `progress` is how far the shelf
    is brought up to date, before it opens or, for reports that are read again, while it is used;
    `unrenewed` are the reports that could not be read again. Where the shelf cannot be reached, it
    is tried again by itself every `away` seconds; what people have to mend waits for their click.
    """

    def __init__(self, open_them: Callable[[OnProgress], Services], away: float = _AWAY) -> None:
        self.services: Services | None = None
        self.failure: Exception | None = None
        self.model_failure: Exception | None = None
        self.progress: tuple[str, int, int] | None = None
        self.unrenewed: tuple[Failure, ...] = ()
        self._open, self._away = open_them, away
        self._later: threading.Timer | None = None
        self._decided = threading.Event()
        self._lock = threading.Lock()
        self._begin()

    def again(self) -> None:
        """Try once more where it failed, whoever of those who see that asks first."""
        with self._lock:
            if self.failure is not None:
                if self._later is not None:
                    self._later.cancel()
                self.failure = None
                self._decided.clear()
                self._begin()

    def _begin(self) -> None:
        threading.Thread(target=self._run, name="opening", daemon=True).start()

    def wait(self, seconds: float) -> None:
        """Wait until it is opened or failed, at most `seconds`."""
        self._decided.wait(seconds)

    def _run(self) -> None:
        began = time.monotonic()
        try:
            self.services = self._open(self._tell)
            _tell_opened(self.services, time.monotonic() - began)
        except Exception as error:  # every page shows it, and the log has it from the beginning
            event(_LOG, "shelf.failed", **error_fields(error))
            if not says_itself(error):
                number_of(_LOG, error)
            self.failure = error
        self.progress = None
        self._decided.set()
        if isinstance(self.failure, StoreError) and not isinstance(
            self.failure, StoreMismatchError
        ):
            self._try_later()
        if self.services is not None:
            self._warm(self.services)
            self._renew(self.services)
            if self.services.follows:
                self._keep_up(self.services)

    def _try_later(self) -> None:
        with self._lock:
            self._later = threading.Timer(self._away, self.again)
            self._later.daemon = True
            self._later.start()

    def _tell(self, stage: str, done: int, total: int) -> None:
        self.progress = (stage, done, total)

    def _renew(self, services: Services) -> None:
        """Read again what an earlier version read, while everything is used as it was read."""
        try:
            told = services.renew(lambda done, total: self._tell("renew", done, total))
            self.unrenewed = told.failures
        except Exception as error:  # the rest is done at the next start
            number_of(_LOG, error)
        finally:
            self.progress = None

    def _keep_up(self, services: Services) -> None:
        """Follow what other servers do, as long as this process lives.

        Their reports are put into this server's keywords, Chroma is made whole where it lost
        something, and the questions being answered here are said to be.
        """
        failure = ""
        for beat in itertools.count():
            try:
                services.library.generation()
                if services.desk.busy():
                    services.library.conversations.still_answering(services.name)
                if beat % _BEATS_TO_MEND == 0 and services.library.needs_tending:
                    services.library.mend(self._tell)
            except Exception as error:  # said once, by the log; pages and /healthz say it as well
                if str(error) != failure:
                    note(_LOG, error)
                failure = str(error)
            else:
                failure = ""
            self.progress = None
            time.sleep(_BEAT)

    def _warm(self, services: Services) -> None:
        try:
            services.warm()
        except Exception as error:  # the first question loads the model again, and says why not
            event(_LOG, "search_model.failed", **error_fields(error))
            if not says_itself(error):
                number_of(_LOG, error)
            self.model_failure = error
        finally:
            services.searching.set()


def _tell_opened(services: Services, seconds: float) -> None:
    library = services.library
    event(
        _LOG,
        "shelf.opened",
        reports=len(library.reports()),
        generation=library.generation(),
        seconds=round(seconds, 3),
    )


@st.cache_resource(show_spinner=False)
def opening(_environ: Mapping[str, str]) -> Opening:
    """The one opening of this process, begun by whoever asks first."""
    return Opening(lambda on_progress: open_services(_environ, on_progress))
