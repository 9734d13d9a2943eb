"""A question in English, or in everyday words → the same in those of reports, by the model."""

from __future__ import annotations

import logging
from collections.abc import Generator, Sequence
from dataclasses import replace

from operations.logs import error_fields, event
from rag.chat import ChatSource, Stop
from rag.errors import ChatModelError
from rag.events import Event, Trouble, Waiting
from rag.language import language_of
from rag.queue import Queue
from rag.records import Understood
from rag.understand import figures_asked
from rag.wanted import strange_words
from vectorstore.records import Report

_LOG = logging.getLogger("jiwen.rag")

_LONGEST = 120
"""Characters: a longer reply explains instead of translating."""


def translation(
    source: ChatSource, queue: Queue, understood: Understood, user: str, stop: Stop
) -> Generator[Event, None, tuple[str, str]]:
    """A question as understood → the model's Chinese for it, '' where it did not translate.

    The second is the trouble the model is in: it had better not be asked again then.
    """
    reply = ""
    try:
        with queue.enter(user) as turn:
            yield from (Waiting(place) for place in turn.wait(stop))
            if not stop.is_set():
                if not source.is_ready():
                    yield Waiting(0)
                reply = source.model().translate(understood.standalone, understood.language, stop)
    except ChatModelError as error:
        event(_LOG, "chat_model.failed", **error_fields(error))
        trouble = error.said(understood.language)
        yield Trouble(trouble)
        return "", trouble
    chinese = next((line.strip() for line in reply.splitlines() if line.strip()), "")
    if language_of(chinese) != "zh" or len(chinese) > _LONGEST or stop.is_set():
        return "", ""
    return chinese, ""


def translated(understood: Understood, chinese: str, reports: Sequence[Report]) -> Understood:
    """A question as understood → the same with the model's Chinese, to be looked for by it.

    What it asks about stays as the question itself names it. A figure of the whole is asked for
    by a translation only where the glossary knows every word of the question: what a wording
    leaves out may have made it one of a part.
    """
    indicators = understood.indicators
    identities = [r.identity for r in reports]
    if understood.language == "en" and not strange_words(understood, identities):
        indicators = indicators or figures_asked(chinese, identities)
    return replace(understood, translation=chinese, indicators=indicators)
