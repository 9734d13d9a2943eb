"""Questions being answered, each in a thread of its own, so that no page ever waits.

A page draws `Asking.progress` and looks again a moment later; a reload, or another page, finds
the question still being answered.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from operations.errors import Foreseen
from operations.incidents import note
from rag.records import (
    Answer,
    Event,
    Finished,
    QuestionUnderstood,
    Quoted,
    Token,
    Trouble,
    Understood,
    Waiting,
)
from ui.settings import UiSettings

_LOG = logging.getLogger("jiwen.ui")

Ask = Callable[[threading.Event], Iterator[Event]]


class StillAnswering(Foreseen):
    """Another question of the conversation is being answered; the message says which was left."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an answer has come. `wording` is None until the model speaks.

    `waiting` is a place in the queue, 0 while the model loads, None when nothing is waited for.
    `failure` is what went wrong where there will be no answer.
    """

    understood: Understood | None = None
    quoted: Quoted | None = None
    waiting: int | None = None
    wording: str | None = None
    trouble: str = ""
    answer: Answer | None = None
    failure: Exception | None = None
    over: bool = False


def advanced(progress: Progress, event: Event) -> Progress:
    """How far the answer has come, and what happened next → how far it has come now."""
    match event:
        case QuestionUnderstood(understood):
            return replace(progress, understood=understood)
        case Quoted():
            return replace(progress, quoted=event)
        case Waiting(place):
            return replace(progress, waiting=place)
        case Token(text):
            return replace(progress, waiting=None, wording=(progress.wording or "") + text)
        case Trouble(message):
            return replace(progress, waiting=None, trouble=message)
        case Finished(answer):
            return replace(progress, waiting=None, answer=answer, over=True)


class Asking:
    """One question being answered; `progress` may be read at any time from any thread.

    `ask` is given an event that, once set, asks it to stop. `finished` is called in the
    answering thread with the answer, after `answer_id` is known and before `progress` says that
    it is over; `given_up` instead of it where there will be no answer. `instead_of` is the answer
    whose turn this one takes.
    """

    def __init__(
        self,
        question: str,
        ask: Ask,
        finished: Callable[[Answer], None],
        given_up: Callable[[], None] = lambda: None,
        instead_of: str | None = None,
    ) -> None:
        self.question = question
        self.instead_of = instead_of
        self.progress = Progress()
        self.answer_id: str | None = None
        self.ended: float | None = None  # on the monotonic clock
        self._stop = threading.Event()
        self._worth_a_look = threading.Event()
        self._ask, self._finished, self._given_up = ask, finished, given_up
        self._thread = threading.Thread(target=self._run, name="asking", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ask the answering to end; what was found so far stays on `progress`."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether someone asked it to stop."""
        return self._stop.is_set()

    def wait(self, seconds: float | None = None) -> None:
        """Wait until the answering ends, at most `seconds`."""
        self._thread.join(seconds)

    def wait_for_first_look(self, seconds: float) -> None:
        """Wait until it is answered, or the quotation is there and the model at work, at most
        `seconds`: code that answers alone is soon done, and a page then is drawn only once."""
        self._worth_a_look.wait(seconds)

    def _run(self) -> None:
        try:
            for event in self._ask(self._stop):
                if isinstance(event, Finished):
                    self.answer_id = event.answer.id
                    self._finished(event.answer)
                self.progress = advanced(self.progress, event)
                if isinstance(event, Waiting | Token):
                    self._worth_a_look.set()
        except Exception as error:  # the page shows it, where one is still open; the log has it now
            note(_LOG, error)
            self.progress = replace(self.progress, failure=error)
        try:
            if self.progress.answer is None:
                self._given_up()
        except Exception as error:  # as above: it is taken for cut off, which is so
            note(_LOG, error)
        finally:
            self.ended = time.monotonic()
            self.progress = replace(self.progress, waiting=None, over=True)
            self._worth_a_look.set()


class Desk:
    """The questions being answered in this process, at most one a conversation.

    One that no page came back for is forgotten `keep` seconds after it ended.
    """

    def __init__(self, keep: float = UiSettings().forgotten_after_seconds) -> None:
        self._askings: dict[str, Asking] = {}
        self._keep = keep
        self._lock = threading.Lock()

    def begin(self, conversation: str, make: Callable[[], Asking]) -> Asking | None:
        """Begin what `make` begins; None while the conversation has a question being answered."""
        with self._lock:
            self._forget()
            current = self._askings.get(conversation)
            if current is not None and not current.progress.over:
                return None
            begun = self._askings[conversation] = make()
            return begun

    def busy(self) -> int:
        """How many questions are being answered."""
        return sum(not asking.progress.over for asking in list(self._askings.values()))

    def of(self, conversation: str) -> Asking | None:
        """The question of this conversation that is being answered, or just was."""
        return self._askings.get(conversation)

    def clear(self, conversation: str) -> None:
        """Forget what was answered: its answer is kept elsewhere."""
        with self._lock:
            self._askings.pop(conversation, None)

    def _forget(self) -> None:
        before = time.monotonic() - self._keep
        self._askings = {
            conversation: asking
            for conversation, asking in self._askings.items()
            if asking.ended is None or asking.ended > before
        }
