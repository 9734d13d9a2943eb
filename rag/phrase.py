"""The model's part: evidence → which sentences answer, and a wording of them, checked."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass

from rag.attribute import Meaning, attribute
from rag.basis import Basis
from rag.chat_model import ChatModel, ChatSource, Stop
from rag.choose import Choice
from rag.errors import ChatModelError
from rag.events import Event, Token, Trouble, Waiting
from rag.prompt import Prompt
from rag.queue import Queue
from rag.records import AnswerSentence, ModelSettings, Standing, Understood
from rag.saying import listed, say
from rag.trouble import STOPPED
from rag.verify import verified

ANSWERED_IN_CHINESE = 0.3
"""The share of Chinese characters among letters from which a text counts as Chinese."""


@dataclass(frozen=True, slots=True)
class Phrased:
    """What came of asking the model.

    `chosen` are the pieces of evidence that it says answer the question, `refuses` that it says
    that none does. `problem` is why its wording cannot stand, '' where it can.
    `first_token` is when it began to speak, on the clock of `time.perf_counter`.
    """

    chosen: tuple[Basis, ...]
    refuses: bool
    sentences: tuple[AnswerSentence, ...]
    wording: str
    problem: str
    model: str
    settings: ModelSettings | None
    first_token: float | None


def phrase(
    source: ChatSource,
    queue: Queue,
    prompt: Prompt,
    understood: Understood,
    meaning: Meaning,
    user: str,
    stop: Stop,
) -> Generator[Event, None, Phrased]:
    """A prompt → what the model makes of it; its wording is told as it comes.

    A model in trouble costs the wording, never the answer.
    """
    language = understood.language
    choice: Choice | None = None
    chat: ChatModel | None = None
    wording, trouble, first = "", "", None
    try:
        with queue.enter(user) as turn:
            yield from (Waiting(place) for place in turn.wait(stop))
            if not stop.is_set():
                if not source.is_ready():
                    yield Waiting(0)
                chat = source.model()
                yield Token("")
                choice = chat.choose(prompt, stop)
                for piece in _wording(chat, prompt, choice, stop):
                    first = first or time.perf_counter()
                    wording += piece
                    yield Token(piece)
    except ChatModelError as error:
        trouble = error.said(language)
        yield Trouble(trouble)
    if stop.is_set():
        trouble = STOPPED[language == "en"]
    sentences = _checked(wording, prompt, understood, meaning)
    refuses = choice is not None and choice.refuses
    return Phrased(
        chosen=tuple(prompt.sentences[n - 1] for n in choice.numbers) if choice else (),
        refuses=refuses,
        sentences=sentences,
        wording=wording.strip(),
        problem=trouble or ("" if refuses else problem(wording, sentences, language)),
        model=chat.name if chat else "",
        settings=chat.settings if chat else None,
        first_token=first,
    )


def _wording(chat: ChatModel, prompt: Prompt, choice: Choice | None, stop: Stop) -> Iterator[str]:
    """The answer's pieces; nothing is written where no sentence was said to answer."""
    if stop.is_set() or (choice and choice.refuses):
        return
    numbers = choice.numbers if choice else ()
    yield from chat.stream(prompt, numbers or (1,), stop)


def _checked(
    wording: str, prompt: Prompt, understood: Understood, meaning: Meaning
) -> tuple[AnswerSentence, ...]:
    return tuple(
        verified(sentence, prompt.sentences, understood.language)
        for sentence in attribute(wording, prompt.sentences, meaning)
    )


def problem(wording: str, sentences: tuple[AnswerSentence, ...], language: str) -> str:
    """A checked wording → why it cannot stand as the answer, '' where it can."""
    if not sentences:
        return say(language, "problem_empty")
    if _is_chinese(wording) == (language == "en"):
        return say(language, "problem_language")
    missing = [
        f"{v.written}（{v.calculation}）" if v.citation and v.calculation else v.written
        for s in sentences
        for v in s.verdicts
        if v.standing is Standing.MISSING
    ]
    if missing:
        return say(
            language, "missing_other", written=listed(language, list(dict.fromkeys(missing)))
        )
    unsupported = sum(not s.supported for s in sentences)
    return say(language, "problem_unsupported", n=unsupported) if unsupported else ""


def _is_chinese(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return sum(c >= "\u4e00" for c in letters) > ANSWERED_IN_CHINESE * len(letters)
