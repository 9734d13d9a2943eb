"""The model's part: evidence → whether it answers, and a wording of the answer, checked."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from operations.logs import error_fields, event
from rag.asked import is_beside
from rag.attribute import Meaning, attribute
from rag.basis import Basis
from rag.chat import ChatModel, ChatSource, Stop
from rag.errors import ChatModelError
from rag.events import Event, Fate, Token, Trouble, Waiting
from rag.judge import Sight, disclaims, without_preamble
from rag.prompt import Prompt
from rag.queue import Queue
from rag.records import AnswerSentence, Intent, ModelSettings, Standing, Understood
from rag.saying import listed, say
from rag.trouble import STOPPED
from rag.verify import verified

_LOG = logging.getLogger("jiwen.rag")

_NAMED_IN_CHINESE = re.compile("[\u4e00-\u9fff]{2,}")
ANSWERED_IN_CHINESE = 0.3
"""The share of Chinese characters among letters from which a text counts as Chinese."""


_MOST_RETOLD = 3
"""Pieces of a list up to which a model can be trusted to tell them all."""


class Problem(NamedTuple):
    """Why a wording cannot stand: in a word for the log, and in words for the asker."""

    fate: Fate
    words: str


@dataclass(frozen=True, slots=True)
class Phrased:
    """What came of asking the model.

    `refuses` says that in its view no piece of evidence answers, `sure` that it has no doubt that
    one does. `problem` is why its wording cannot stand, '' where it can, and `fate` the same in a
    word. `first_token` is when it began to speak, on the clock of `time.perf_counter`.
    """

    refuses: bool
    sure: bool
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


def unasked(problem: str) -> Phrased:
    """Why the model could not be asked → nothing phrased, for that reason."""
    return Phrased(False, False, (), "", problem, Fate.TROUBLE, "", None, None)


def phrase(
    source: ChatSource,
    queue: Queue,
    prompt: Prompt,
    understood: Understood,
    sight: Sight,
    quoted: Sequence[Basis],
    meaning: Meaning,
    user: str,
    stop: Stop,
) -> Generator[Event, None, Phrased]:
    """A prompt → what the model makes of it; its wording is told as it comes.

    `sight` is what code sees of an answer: the model's doubt counts for less or more by it.
    `quoted` is the quotation that its wording would take the place of; a long list is not to be
    retold, only judged. A model in trouble costs the wording, never the answer.
    """
    language = understood.language
    heard = _Heard()
    retold = understood.intent is not Intent.LIST or len(quoted) <= _MOST_RETOLD
    trouble: Problem | None = None
    try:
        with queue.enter(user) as turn:
            yield from (Waiting(place) for place in turn.wait(stop))
            if not stop.is_set():
                yield from _listen(source, prompt, understood, sight, heard, stop, wording=retold)
    except ChatModelError as error:
        event(_LOG, "chat_model.failed", **error_fields(error))
        trouble = Problem(Fate.TROUBLE, error.said(language))
        yield Trouble(trouble.words)
    if stop.is_set():
        trouble = Problem(Fate.STOPPED, STOPPED[language == "en"])
    answer = without_preamble(heard.wording, understood.standalone)
    sentences = _checked(answer, prompt, understood, meaning)
    listed_whole = quoted if understood.intent is Intent.LIST else ()
    found = None if heard.refuses or not retold else problem(answer, sentences, understood)
    unsure = heard.hesitates and sight is not Sight.TOLD
    invented = unsure and bool(sentences) and not _something_holds(sentences, prompt, understood)
    refuses = heard.refuses or (invented and not trouble)
    wrong = trouble or found or _left_out(sentences, listed_whole, language)
    return Phrased(
        refuses=refuses,
        sure=heard.sure,
        sentences=sentences,
        wording=heard.wording.strip(),
        problem=wrong.words if wrong else "",
        fate=_fate(wrong, bool(sentences), refuses),
        model=heard.chat.name if heard.chat else "",
        settings=heard.chat.settings if heard.chat else None,
        first_token=heard.first_token,
    )


def _fate(wrong: Problem | None, worded: bool, refuses: bool) -> Fate:
    if refuses:
        return Fate.REFUSED
    if wrong:
        return wrong.fate
    return Fate.STOOD if worded else Fate.JUDGED


@dataclass(slots=True)
class _Heard:
    """What a model has said so far."""

    chat: ChatModel | None = None
    sure: bool = False
    refuses: bool = False
    hesitates: bool = False
    wording: str = ""
    first_token: float | None = None


def _listen(
    source: ChatSource,
    prompt: Prompt,
    understood: Understood,
    sight: Sight,
    heard: _Heard,
    stop: Stop,
    wording: bool,
) -> Iterator[Event]:
    """Hear the judgement, then the wording, piece by piece; none where nothing answers."""
    if not source.is_ready():
        yield Waiting(0)
    heard.chat = source.model()
    yield Token("")
    judgement = heard.chat.judge(prompt, stop)
    asked = understood.standalone
    heard.sure = judgement is not None and judgement.is_sure(asked, sight)
    heard.refuses = judgement is not None and judgement.refuses(asked, sight)
    heard.hesitates = judgement is not None and judgement.hesitates(asked)
    if heard.refuses or stop.is_set() or not wording:
        return
    for piece in heard.chat.stream(prompt, stop):
        heard.first_token = heard.first_token or time.perf_counter()
        heard.wording += piece
        yield Token(piece)
    heard.refuses = disclaims(without_preamble(heard.wording, asked))


def _checked(
    wording: str, prompt: Prompt, understood: Understood, meaning: Meaning
) -> tuple[AnswerSentence, ...]:
    return tuple(
        verified(sentence, prompt.sentences, understood.language)
        for sentence in attribute(wording, prompt.sentences, understood.standalone, meaning)
    )


def _something_holds(
    sentences: Sequence[AnswerSentence], prompt: Prompt, understood: Understood
) -> bool:
    """Whether anything of a wording that the question does not have stands in the evidence."""
    if any(s.supported for s in sentences):
        return True
    if any(
        v.kind == "number" and v.standing is not Standing.MISSING
        for s in sentences
        for v in s.verdicts
        if v.written not in understood.standalone
    ):
        return True
    evidence = "".join(b.text for b in prompt.sentences)
    asked = f"{understood.standalone}{understood.translation}"
    named = (n for s in sentences for n in _NAMED_IN_CHINESE.findall(s.text))
    return understood.language == "en" and any(n in evidence and n not in asked for n in named)


def problem(
    wording: str, sentences: tuple[AnswerSentence, ...], understood: Understood
) -> Problem | None:
    """A checked wording → why it cannot stand as the answer, None where it can."""
    language = understood.language
    if not sentences:
        return Problem(Fate.EMPTY, say(language, "problem_empty"))
    if _is_chinese(wording) == (language == "en"):
        return Problem(Fate.LANGUAGE, say(language, "problem_language"))
    missing = [
        f"{v.written}（{v.calculation}）" if v.citation and v.calculation else v.written
        for s in sentences
        for v in s.verdicts
        if v.standing is Standing.MISSING
    ]
    if missing:
        written = listed(language, list(dict.fromkeys(missing)))
        return Problem(Fate.MISSING, say(language, "missing_other", written=written))
    unsupported = sum(not s.supported for s in sentences)
    if unsupported:
        words = say(language, "problem_unsupported", n=unsupported)
        return Problem(Fate.UNSUPPORTED, words)
    beside = language == "zh" and is_beside(understood.standalone, wording)
    return Problem(Fate.BESIDE, say(language, "problem_beside")) if beside else None


def _left_out(
    sentences: Sequence[AnswerSentence], quoted: Sequence[Basis], language: str
) -> Problem | None:
    """A list that leaves out something quoted is no answer, however true the rest of it is."""
    cited = {(c.n, c.start) for s in sentences for c in s.citations}
    missing = sum((b.evidence.n, b.evidence.start) not in cited for b in quoted)
    if not (missing and sentences):
        return None
    return Problem(Fate.LEFT_OUT, say(language, "problem_left_out", n=missing))


def _is_chinese(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return sum(c >= "\u4e00" for c in letters) > ANSWERED_IN_CHINESE * len(letters)
