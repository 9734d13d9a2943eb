"""What happens while a question is answered, in order, for whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rag.records import Answer, EvidenceSentence, FigureTable, Found, Understood


@dataclass(frozen=True, slots=True)
class QuestionUnderstood:
    """First: how the question was read, and how many seconds that took."""

    understood: Understood
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Quoted:
    """With it, well under a second after the question: the evidence, verbatim."""

    passages: tuple[Found, ...]
    quotation: tuple[EvidenceSentence, ...]
    table: FigureTable | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """The chat model is busy with others, or still loading: `place` in the queue, 0 for loading."""

    place: int


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the model's wording, not verified yet; '' when it begins to read."""

    text: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """The chat model could not be used; what happened and what to do, in the asker's language."""

    message: str


class Fate(StrEnum):
    """What became of the model's wording: it stands, or why it is folded away or missing."""

    STOOD = "stood"
    STOPPED = "stopped"
    TROUBLE = "trouble"
    EMPTY = "empty"
    LANGUAGE = "language"
    MISSING = "missing"
    UNSUPPORTED = "unsupported"
    DISCLAIMS = "disclaims"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Finished:
    """Last: the answer, checked and stored; `fate` is what became of the model's wording."""

    answer: Answer
    fate: Fate | None = None


Event = QuestionUnderstood | Quoted | Waiting | Token | Trouble | Finished
