"""What the pages of all visitors share: one shelf, one pair of models, one desk of questions.

Opening it takes a moment and loading the models longer, so both happen in the background, once
a process, while the pages are already up and say so.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import streamlit as st

from ingest.corpus import Corpus
from ingest.pipeline import repair
from ingest.settings import IngestSettings
from rag.answer import ask
from rag.errors import RagError
from rag.events import Event
from rag.nearness import scale_of
from rag.opening import EmbeddedChat, open_answering
from rag.record import kept
from rag.records import Answer, Scope, Turn
from ui.asking import Desk
from ui.messages import LANGUAGES
from ui.settings import UiSettings
from vectorstore.library import Library

_LOG = logging.getLogger("jiwen.ui")


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

    `model` says whether a chat model phrases the answers.
    `reading` and `settings` are the limits of reading files and of the pages.
    `warm` loads the models, so that the first question need not; `searching` is set once the
    search model is loaded, or could not be.
    """

    library: Library
    corpus: Corpus
    ask: Callable[[Question, threading.Event], Iterator[Event]]
    answer: Callable[[str], Answer]
    model: bool
    warm: Callable[[], None]
    searching: threading.Event = field(default_factory=threading.Event)
    desk: Desk = field(default_factory=Desk)
    reading: IngestSettings = field(default_factory=IngestSettings)
    settings: UiSettings = field(default_factory=UiSettings)


def open_services(environ: Mapping[str, str]) -> Services:
    """The environment → the shelf, opened, and the models, not loaded yet.

    Raises StoreError, ModelError, RagError, Misconfigured, which say what to do.
    """
    answering = open_answering(environ)
    library = answering.library

    def ask_for(question: Question, stop: threading.Event) -> Iterator[Event]:
        return ask(
            question.words,
            answering,
            turns=question.earlier,
            scope=question.scope,
            filters=question.filters,
            user=question.user,
            stop=stop,
        )

    reading, settings = IngestSettings.from_environ(environ), UiSettings.from_environ(environ)
    corpus = Corpus(reading.folder)
    repair(library, corpus)
    searching = threading.Event()

    def warm() -> None:
        answering.embedder.question("预算执行率")
        searching.set()
        for asked_in in LANGUAGES:
            scale_of(answering.embedder, asked_in)
        if answering.chat is not None:
            # Where the model will not start, the first question says so beside its quotation.
            with suppress(RagError):
                answering.chat.model()
            if isinstance(answering.chat, EmbeddedChat):
                answering.chat.server.supervise()
        answering.embedder.load()

    return Services(
        library=library,
        corpus=corpus,
        ask=ask_for,
        answer=lambda answer_id: kept(library, answer_id),
        model=answering.chat is not None,
        warm=warm,
        searching=searching,
        desk=Desk(settings.forgotten_after_seconds),
        reading=reading,
        settings=settings,
    )


class Opening:
    """Services being opened in the background: there, failed, or not yet."""

    def __init__(self, open_them: Callable[[], Services]) -> None:
        self.services: Services | None = None
        self.failure: Exception | None = None
        self._open = open_them
        self._decided = threading.Event()
        self._lock = threading.Lock()
        self._begin()

    def again(self) -> None:
        """Try once more where it failed, whoever of those who see that asks first."""
        with self._lock:
            if self.failure is not None:
                self.failure = None
                self._decided.clear()
                self._begin()

    def _begin(self) -> None:
        threading.Thread(target=self._run, name="opening", daemon=True).start()

    def wait(self, seconds: float) -> None:
        """Wait until it is opened or failed, at most `seconds`."""
        self._decided.wait(seconds)

    def _run(self) -> None:
        try:
            self.services = self._open()
        except Exception as error:  # every page shows it, and the log has it from the beginning
            _LOG.error("Jiwen could not be opened: %s", error, exc_info=error)
            self.failure = error
        self._decided.set()
        if self.services is not None:
            self._warm(self.services)

    def _warm(self, services: Services) -> None:
        try:
            services.warm()
        except Exception as error:  # the first question loads the model again, and says why not
            _LOG.error("The models could not be loaded: %s", error, exc_info=error)
        finally:
            services.searching.set()


@st.cache_resource(show_spinner=False)
def opening(_environ: Mapping[str, str]) -> Opening:
    """The one opening of this process, begun by whoever asks first."""
    return Opening(lambda: open_services(_environ))
