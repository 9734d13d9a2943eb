"""The events of answering a question → what came of it, as an event of the log.

What the log is told is read off the events that everybody sees: answering knows nothing of it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from operations.logs import Plain, event
from rag.records import Event, Finished, QuestionUnderstood, Quoted, Token, Waiting

_LOG = logging.getLogger("jiwen.rag")


def logged(events: Iterator[Event], question: str) -> Iterator[Event]:
    """The events of answering a question → the same; what came of it is logged."""
    watch = _Watch()
    try:
        for happened in events:
            watch.see(happened)
            if isinstance(happened, Finished):
                answer = happened.answer
                name = "question.refused" if answer.refusal else "question.answered"
                event(_LOG, name, **_fields(happened), **watch.fields(), question=question)
            yield happened
    except Exception as error:
        kind = type(error).__name__
        event(_LOG, "question.failed", kind=kind, **watch.fields(), question=question)
        raise


@dataclass(slots=True)
class _Watch:
    """When what happened, in seconds since the question came."""

    began: float = field(default_factory=time.perf_counter)
    understood: float | None = None
    quoted: float | None = None
    heard: float | None = None
    first_word: float | None = None
    place: int = 0

    def see(self, happened: Event) -> None:
        """Take note of an event, which happens now."""
        now = time.perf_counter() - self.began
        match happened:
            case QuestionUnderstood(_, seconds):
                self.understood = seconds
            case Quoted():
                self.quoted = self.quoted or now
            case Waiting(place):
                self.place = max(self.place, place)
            case Token(text):
                self.heard = self.heard or now
                if text:
                    self.first_word = self.first_word or now

    def fields(self) -> dict[str, Plain]:
        """The times so far, as fields of the log."""
        total = time.perf_counter() - self.began
        return {
            "place": self.place or None,
            "understand_s": _rounded(self.understood),
            "retrieve_s": _between(self.understood, self.quoted),
            "first_word_s": _rounded(self.first_word),
            "model_s": _between(self.heard, total),
            "total_s": _rounded(total),
        }


def _fields(finished: Finished) -> dict[str, Plain]:
    answer = finished.answer
    return {
        "answer": answer.id,
        "language": answer.understood.language,
        "intent": answer.understood.intent.value,
        "state": answer.state.value,
        "by": None if answer.refusal else answer.phrased_by.value,
        "model": answer.model or None,
        "wording": finished.fate.value if finished.fate else None,
        "reports": len({found.report.id for found in answer.cited}),
    }


def _between(start: float | None, end: float | None) -> float | None:
    return None if start is None or end is None else _rounded(end - start)


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)
