"""The chat model's part: evidence that answers → a wording of the answer, checked."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from languages import translate
from operations.logs import error_fields, event
from rag.check.attribution import Meaning, attribute
from rag.check.verification import verified
from rag.errors import ChatModelError
from rag.evidence.basis import Basis
from rag.messages import listed
from rag.model.chat import ChatModel, ChatSource, Prompt, Queue, Stop
from rag.records import (
    AnswerSentence,
    Event,
    Fate,
    Intent,
    ModelSettings,
    Standing,
    Token,
    Trouble,
    Understood,
    Waiting,
)

_LOG = logging.getLogger("jiwen.rag")

ANSWERED_IN_CHINESE = 0.3
"""The share of Chinese characters among letters from which a text counts as Chinese."""


_DISCLAIMS = re.compile(
    r"(资料|报告|文中|以上|原文|信息)[^。；\n]{0,12}(没有|未|并未|不)[^。；\n]{0,8}"
    r"(提及|提到|写明|说明|提供|包含|涉及|给出|披露|列出|答案|信息)"
    r"|无法(回答|确定|得知|判断)|不能确定|不得而知|没有(相关|具体)(的)?(信息|内容|数据|说明)"
    r"|\b(do(es)? not|don't|doesn't|no source|none of the sources|not)\b.{0,20}"
    r"\b(mention|state|specif|provide|contain|answer|say|given|available)"
    r"|\b(cannot|can't|unable to) (be )?(answer|determin)|no (information|mention|data)\b",
    re.I,
)
"""A wording that says itself, at its beginning, that the answer is not to be found."""

_MOST_RETOLD = 3
"""Pieces of a list up to which a model can be trusted to tell them all."""


class Problem(NamedTuple):
    """Why a wording cannot stand: in a word for the log, and in words for the asker."""

    fate: Fate
    words: str


@dataclass(frozen=True, slots=True)
class Phrased:
    """What came of asking the model.

    `problem` is why its wording cannot stand, '' where it can, and `fate` the same in a
    word. `first_token` is when it began to speak, on the clock of `time.perf_counter`.
    """

    sentences: tuple[AnswerSentence, ...]
    wording: str
    problem: str
    fate: Fate
    model: str
    settings: ModelSettings | None
    first_token: float | None

    @property
    def stands(self) -> bool:
        """Whether its wording can be the answer."""
        return bool(self.sentences) and not self.problem


def phrase(
    source: ChatSource,
    queue: Queue,
    prompt: Prompt,
    understood: Understood,
    quoted: Sequence[Basis],
    meaning: Meaning,
    user: str,
    stop: Stop,
) -> Generator[Event, None, Phrased | None]:
    """A prompt → what the model makes of it; its wording is told as it comes.

    `quoted` is the quotation that its wording would take the place of; a long list is not to be
    retold: None then. A model in trouble costs the wording, never the answer.
    """
    language = understood.language
    if understood.intent is Intent.LIST and len(quoted) > _MOST_RETOLD:
        return None
    heard = _Heard()
    trouble: Problem | None = None
    try:
        with queue.enter(user) as turn:
            yield from (Waiting(place) for place in turn.wait(stop))
            if not stop.is_set():
                yield from _listen(source, prompt, heard, stop)
    except ChatModelError as error:
        event(_LOG, "chat_model.failed", **error_fields(error))
        trouble = Problem(Fate.TROUBLE, error.worded(language))
        yield Trouble(trouble.words)
    if stop.is_set():
        trouble = Problem(
            Fate.STOPPED, translate(language, "Stopped as asked, before the model had finished.")
        )
    sentences = _checked(heard.wording, prompt, understood, meaning)
    listed_whole = quoted if understood.intent is Intent.LIST else ()
    wrong = (
        trouble
        or problem(heard.wording, sentences, understood)
        or _left_out(sentences, listed_whole, language)
    )
    return Phrased(
        sentences=sentences,
        wording=heard.wording.strip(),
        problem=wrong.words if wrong else "",
        fate=wrong.fate if wrong else Fate.STOOD,
        model=heard.chat.name if heard.chat else "",
        settings=heard.chat.settings if heard.chat else None,
        first_token=heard.first_token,
    )


@dataclass(slots=True)
class _Heard:
    """What a model has said so far."""

    chat: ChatModel | None = None
    wording: str = ""
    first_token: float | None = None


def _listen(source: ChatSource, prompt: Prompt, heard: _Heard, stop: Stop) -> Iterator[Event]:
    """Hear the wording, piece by piece."""
    if not source.is_ready():
        yield Waiting(0)
    heard.chat = source.model()
    yield Token("")
    for piece in heard.chat.stream(prompt, stop):
        heard.first_token = heard.first_token or time.perf_counter()
        heard.wording += piece
        yield Token(piece)


def _checked(
    wording: str, prompt: Prompt, understood: Understood, meaning: Meaning
) -> tuple[AnswerSentence, ...]:
    return tuple(
        verified(sentence, prompt.sentences, understood.language)
        for sentence in attribute(wording, prompt.sentences, understood.standalone, meaning)
    )


def problem(
    wording: str, sentences: tuple[AnswerSentence, ...], understood: Understood
) -> Problem | None:
    """A checked wording → why it cannot stand as the answer, None where it can."""
    language = understood.language
    if not sentences:
        return Problem(Fate.EMPTY, translate(language, "the model wrote no answer"))
    if _DISCLAIMS.search(wording.strip()[:60]):
        return Problem(
            Fate.DISCLAIMS, translate(language, "the model says that the sources do not tell")
        )
    if _is_chinese(wording) == (language == "en"):
        return Problem(
            Fate.LANGUAGE,
            translate(language, "the model did not answer in the question's language"),
        )
    missing = [
        f"{v.written}（{v.calculation}）" if v.citation and v.calculation else v.written
        for s in sentences
        for v in s.verdicts
        if v.standing is Standing.MISSING
    ]
    if missing:
        written = listed(language, list(dict.fromkeys(missing)))
        return Problem(
            Fate.MISSING, translate(language, "Not in the sources: {written}", written=written)
        )
    unsupported = sum(not s.supported for s in sentences)
    if unsupported:
        words = translate(
            language, "{n} of its sentences have no support in the reports", n=unsupported
        )
        return Problem(Fate.UNSUPPORTED, words)
    return None


def _left_out(
    sentences: Sequence[AnswerSentence], quoted: Sequence[Basis], language: str
) -> Problem | None:
    """A list that leaves out something quoted is no answer, however true the rest of it is."""
    cited = {(c.n, c.start) for s in sentences for c in s.citations}
    missing = sum(b.place not in cited for b in quoted)
    if not (missing and sentences):
        return None
    return Problem(
        Fate.LEFT_OUT,
        translate(language, "it leaves out {n} things that the reports say", n=missing),
    )


def _is_chinese(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return sum(c >= "\u4e00" for c in letters) > ANSWERED_IN_CHINESE * len(letters)
