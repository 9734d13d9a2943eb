"""What passes between the stages of answering, its events, and the answer that is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from records import Identity, Kind, Passage, Report


class Intent(StrEnum):
    """What kind of answer a question asks for."""

    FIGURE = "figure"
    LIST = "list"
    GOAL = "goal"
    PROBLEM = "problem"
    COMPARISON = "comparison"
    SUMMARY = "summary"
    OTHER = "other"

    @property
    def asks_for_all(self) -> bool:
        """Whether all that there is of something is asked for, as a list has it."""
        return self in (Intent.LIST, Intent.GOAL, Intent.PROBLEM, Intent.SUMMARY)


class State(StrEnum):
    """Whether the reports answer a question, as the reader sees it."""

    ANSWERED = "answered"
    NEAR = "near"
    """In between: the nearest sentences are shown, as that."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Scope:
    """The reports a question is about; an empty tuple leaves that side open.

    A report is of one of the `departments`, or its place is one of the `places` (as
    `Identity.district` has it), where either is said. `unsaid` holds it to the reports that do not
    say whose they are: of somebody whom no other report is of, they may be.
    """

    years: tuple[int, ...] = ()
    departments: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    places: tuple[str, ...] = ()
    unsaid: bool = False

    @property
    def whose(self) -> tuple[str, ...]:
        """The bodies and places together."""
        return (*self.departments, *self.places)


EVERYTHING = Scope()
"""All that is on the shelf: no side is held to anything."""


def of_whom(reports: Iterable[Report], scope: Scope) -> list[Report]:
    """The reports of those, and of the kinds, that a question is about, of whatever year."""
    return [
        r
        for r in reports
        if (
            not (scope.whose or scope.unsaid)
            or r.identity.department in scope.departments
            or (r.identity.district and r.identity.district in scope.places)
            or (scope.unsaid and says_nobody(r.identity))
        )
        and (not scope.kinds or r.identity.kind in scope.kinds)
    ]


def says_nobody(identity: Identity) -> bool:
    """Whether it is not known of which body or place a report is."""
    return not identity.department and not identity.district


def in_scope(reports: Iterable[Report], scope: Scope) -> list[Report]:
    """The reports a question is about; those whose year is not known are not ruled out."""
    return [
        r
        for r in of_whom(reports, scope)
        if not scope.years or r.identity.year in scope.years or r.identity.year is None
    ]


def years_held(identity: Identity, plans: bool = False) -> set[int]:
    """The years that a report can be asked about; with `plans` the year after it, too."""
    own = {*identity.figure_years} | ({identity.year} if identity.year else set())
    return own | ({max(own) + 1} if plans and own else set())


@dataclass(frozen=True, slots=True)
class Choice:
    """One who may be meant: what is shown of them, and the scope to ask again with."""

    label: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question of the conversation, as it was understood, and its answer's text.

    `scope` has the body that the answer was drawn from where nobody was named; `absent` is who was
    asked about and is not on the shelf.
    """

    question: str
    standalone: str
    scope: Scope
    answer: str
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as read by code.

    `standalone` has the conversation folded in ("那2021年呢？" → the whole question);
    `search_terms` are Chinese words to search with besides (glossary of an English question).
    `absent_years` and `absent_departments` (places too) were asked about and are not on the shelf.
    `parts` are the questions in it, without what is only told before them; one, for most.
    `names_whose` says that the question itself says whose reports it is about, and leaves no other
    meaning; `choices` are those who may be meant where these are too many to answer for, or who
    there is of a place that has no report of its own. `read_as` has words for years (去年) with the
    years that they were read as; `plans` says that what is still to be done is asked for.
    `translation` is of answers from when the chat model put questions into Chinese first.
    """

    question: str
    standalone: str
    language: str
    intent: Intent
    scope: Scope
    indicators: tuple[str, ...]
    search_terms: tuple[str, ...]
    absent_years: tuple[int, ...]
    absent_departments: tuple[str, ...]
    parts: tuple[str, ...]
    names_whose: bool = False
    choices: tuple[Choice, ...] = ()
    read_as: tuple[tuple[str, tuple[int, ...]], ...] = ()
    plans: bool = False
    translation: str = ""

    @property
    def nobody(self) -> bool:
        """Whether it cannot be answered: who is asked about is not there, or may be too many."""
        held = self.scope.whose or self.scope.unsaid
        return bool(self.choices or (self.absent_departments and not held))


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found, `n` (from 1) being its number on screen and in citations."""

    n: int
    passage: Passage
    report: Report
    score: float


@dataclass(frozen=True, slots=True)
class EvidenceSentence:
    """A sentence or table row that may answer: a span of passage `n`'s report, and its score.

    `probability` is how probable it is that it answers, as the reader sees it; None where it was
    not read.
    """

    n: int
    start: int
    end: int
    text: str
    score: float
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """What supports an answer's sentence: span `start`–`end` of passage `n`'s report text.

    `corrected` says that the model had pointed elsewhere.
    """

    n: int
    start: int
    end: int
    corrected: bool = False


class Standing(StrEnum):
    """Whether something an answer says stands in its sources."""

    FOUND = "found"
    DERIVED = "derived"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The check of one number, year or name of an answer.

    `kind` is number, year or name; `written` is as the answer has it; `calculation` says how a
    derived number follows, or why one is missing that stands in a source for something else
    (else ''), in the answer's language.
    """

    kind: str
    written: str
    standing: Standing
    citation: Citation | None
    calculation: str = ""


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence (or list item, or table row) of an answer, with what supports it."""

    text: str
    citations: tuple[Citation, ...]
    supported: bool
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a computed table; `citation` is None in headings and for computed growth."""

    text: str
    citation: Citation | None = None
    calculation: str = ""


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A table computed from the indicators: what code answers to a question about figures."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Phrasing(StrEnum):
    """Who put an answer's sentences into words."""

    QUOTATION = "quotation"
    CODE = "code"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """How the chat model was asked; `prompt` names the version of the prompt."""

    base_url: str
    temperature: float
    max_tokens: int
    prompt: str


@dataclass(frozen=True, slots=True)
class AskedWith:
    """What a question was asked with besides its words: see `rag.answer.ask`.

    `today` is the day that 去年 was counted from; None in answers from before it was noted.
    """

    turns: tuple[Turn, ...]
    scope: Scope | None
    filters: Scope
    today: date | None = None


@dataclass(frozen=True, slots=True)
class MadeWith:
    """What an answer was made with: whoever asks again with the same gets the same.

    `program` is Jiwen's version and `rules` a digest of the code that answers; `reader` has its
    bounds in its name, `chat_model` is '' where there was none. `shelf` is the shelf's own mark,
    and `generation` how many changes it had seen. `settings` are those that were not as Jiwen sets
    them, by name.
    """

    program: str
    rules: str
    embedding_model: str
    reader: str
    chat_model: str
    shelf: str
    generation: int
    settings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Seconds:
    """How long the stages took; `first_token` is None where no model spoke."""

    retrieve: float
    first_token: float | None
    total: float


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and all that was answered to it: stored once, never changed.

    `sentences` is the answer itself, and `phrased_by` says in whose words: the reports' own (then
    they are the quotation's), composed by code out of verified figures, or the model's, every
    number, year and name of which is verified. `wording` is what the model said, whether it stands
    as the answer or is folded away, and `wording_problem` why it was folded away, or why there is
    none ('' where it stands, and where no model was needed).
    `state` says how sure it is that the reports answer. `refusal` is '' where it is answered, else
    says why there is no answer; of what is near, the quotation has the nearest sentences.
    `notes` are what code has to say about the shelf (a year asked about that is not there, whose
    figures these are where the question named nobody), and `elsewhere` what other reports say that
    may as well be meant. All of it in the question's language.
    `model` is '' and `model_settings` None where no model was asked. `asked_with` and `made_with`
    are None in answers that were kept before it was noted.
    """

    id: str
    question: str
    understood: Understood
    state: State
    refusal: str
    notes: tuple[str, ...]
    sentences: tuple[AnswerSentence, ...]
    phrased_by: Phrasing
    table: FigureTable | None
    quotation: tuple[EvidenceSentence, ...]
    wording: str
    wording_problem: str
    passages: tuple[Found, ...]
    model: str
    model_settings: ModelSettings | None
    seconds: Seconds
    user: str
    asked_at: datetime
    elsewhere: tuple[str, ...]
    asked_with: AskedWith | None
    made_with: MadeWith | None

    @property
    def cited(self) -> tuple[Found, ...]:
        """The passages that its sentences cite."""
        numbers = {c.n for sentence in self.sentences for c in sentence.citations}
        return tuple(found for found in self.passages if found.n in numbers)


def turn_of(answer: Answer) -> Turn:
    """An answer → the turn that it is for the questions that follow on it."""
    text = " ".join(s.text for s in answer.sentences) or answer.refusal
    understood = answer.understood
    scope, absent = understood.scope, understood.absent_departments
    if not scope.whose and not absent and len(drawn := drawn_from(answer)) == 1:
        scope = replace(scope, departments=drawn)
    return Turn(answer.question, understood.standalone, scope, text, absent)


def drawn_from(answer: Answer) -> tuple[str, ...]:
    """An answer → the departments whose reports it cites, each once."""
    return tuple(dict.fromkeys(f.report.identity.department for f in answer.cited))


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
