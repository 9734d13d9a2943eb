"""What the pages of all visitors share: one shelf, one pair of models, one desk of questions.

Opening it takes seconds (a model is loaded), so it happens in the background, once a process,
while the pages are already up and say so.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import streamlit as st

from ingest.corpus import Corpus
from rag.events import Event
from rag.records import Answer, Scope, Turn
from ui.asking import Desk
from vectorstore.library import Library


@dataclass(frozen=True, slots=True)
class Question:
    """What a visitor asks: the words, the turns before, and the scope they set.

    `scope` None leaves the scope to what the question says.
    """

    words: str
    earlier: tuple[Turn, ...]
    scope: Scope | None
    user: str


@dataclass(frozen=True, slots=True)
class Services:
    """What the pages work with."""

    library: Library
    corpus: Corpus
    ask: Callable[[Question, threading.Event], Iterator[Event]]
    answer: Callable[[str], Answer]
    desk: Desk = field(default_factory=Desk)


class Opening:
    """Services being opened in the background: there, failed, or not yet."""

    def __init__(self, open_services: Callable[[], Services]) -> None:
        self.services: Services | None = None
        self.failure: Exception | None = None
        self._open = open_services
        self._thread = threading.Thread(target=self._run, name="opening", daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> None:
        """Wait until it is opened or failed, at most `seconds`."""
        self._thread.join(seconds)

    def _run(self) -> None:
        try:
            self.services = self._open()
        except Exception as error:  # every page shows it: nothing else would
            self.failure = error


def open_services() -> Services:
    """The environment → the shelf and the models. Raises StoreError, SettingsInvalid …"""
    raise NotImplementedError


@st.cache_resource(show_spinner=False)
def opening() -> Opening:
    """The one opening of this process, begun by whoever asks first."""
    return Opening(open_services)
