"""Answers that are kept: as JSON documents on the shelf, read back, and held against today's."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from languages import N_
from rag.errors import RecordError
from rag.records import EVERYTHING, Answer, AskedWith, Found, MadeWith, turn_of
from rag.terminal import printable
from records import SIDES, Coverage, Report
from vectorstore.answers import KeptAnswer
from vectorstore.library import Library

RULES = (
    *("rag", "goals", "figures", "vectorstore", "reader", "models"),
    *("languages", "places", "records"),
)
"""The rooms out of which answers come: all that `rag` may import, but for those that write files
and keep the log."""

_READ = (".py", ".toml", ".json", ".tsv", ".po")
"""What of a room is read while it answers; the model that was trained is in its own name."""


@cache
def rules_version() -> str:
    """The digest of the code by which questions are read, evidence is found and weighed, and
    answers are worded.

    Nobody has to remember to raise a number: another code has another digest.
    """
    rooms = Path(__file__).parents[1]
    return digest_of([rooms / name for name in RULES])


def digest_of(rooms: Iterable[Path]) -> str:
    """Folders of code → 12 hexadecimal digits; what a model is trained on (`data/`) is no code."""
    digest = hashlib.sha256()
    for room in rooms:
        files = (path.relative_to(room) for path in room.rglob("*") if path.suffix in _READ)
        for file in sorted(file for file in files if file.parts[0] != "data"):
            digest.update(f"{room.name}/{file.as_posix()}\0".encode())
            digest.update((room / file).read_bytes())
    return digest.hexdigest()[:12]


VERSION = 3
"""The form of the documents. Change it with the records, and say in `_NEXT` how a document of the
form before becomes one of the new: what was kept is never written anew, it is read so."""

_ANSWER = TypeAdapter(Answer)


def to_document(answer: Answer) -> dict[str, Any]:
    """An answer → plain JSON, all of it but its id, which is the shelf's to give."""
    document: dict[str, Any] = _ANSWER.dump_python(answer, mode="json")
    del document["id"]
    return document


def from_document(answer_id: str, version: int, document: dict[str, Any]) -> Answer:
    """A kept document of any form there ever was → the answer; of today's form, the equal one.

    Raises RecordError where a newer version of Jiwen wrote it, or where it is not whole.
    """
    if version > VERSION:
        raise RecordError(
            N_(
                "Answer {answer_id} was written by a newer Jiwen (form {version} > "
                "{known}). Upgrade Jiwen."
            ),
            answer_id=answer_id,
            version=version,
            known=VERSION,
        )
    try:
        for form in range(version, VERSION):
            document = _NEXT[form](document)
        answer = _ANSWER.validate_python({**document, "id": answer_id})
    except (ValidationError, LookupError) as error:
        raise RecordError(
            N_(
                "The record of answer {answer_id} is not whole and cannot be read. "
                "Restore the database from a backup."
            ),
            answer_id=answer_id,
        ) from error
    return replace(answer, passages=_of_shared_reports(answer.passages))


def _of_shared_reports(passages: Iterable[Found]) -> tuple[Found, ...]:
    """The same passages, of which those of one report have one record of it and not each its own.

    A document repeats it with each passage, and answers are kept at hand by the hundred.
    """
    reports: dict[Report, Report] = {}
    return tuple(
        replace(found, report=reports.setdefault(found.report, found.report)) for found in passages
    )


def _form_2_of_1(document: dict[str, Any]) -> dict[str, Any]:
    """Form 1 had several shapes: what was added to it later was not there in the first answers."""
    return {
        "elsewhere": [],
        **document,
        "passages": [{**p, "report": _as_read(p["report"])} for p in document["passages"]],
        "asked_with": None,
        "made_with": None,
    }


def _form_3_of_2(document: dict[str, Any]) -> dict[str, Any]:
    """Form 2 knew answers and refusals only, and one question a message; a reranker at most read.

    What a refusal quoted was shown as the nearest there is. It knew a place as one word, and
    nothing of what an identity had been read from.
    """
    understood, made_with = document["understood"], document["made_with"]
    near = "near" if document["quotation"] else "nothing"
    if made_with is not None:
        rest = {name: value for name, value in made_with.items() if name != "reranker"}
        made_with = {**rest, "reader": made_with["reranker"]}
    return {
        **document,
        "state": near if document["refusal"] else "answered",
        "understood": {"parts": [understood["standalone"]], **understood},
        "made_with": made_with,
        "passages": [{**p, "report": _with_sides(p["report"])} for p in document["passages"]],
    }


def _as_read(report: dict[str, Any]) -> dict[str, Any]:
    """A report of the first shape did not say what it had been read as."""
    return report if "as_read" in report else {**report, "as_read": report["identity"]}


def _with_sides(report: dict[str, Any]) -> dict[str, Any]:
    identity, as_read = _with_place(report["identity"]), _with_place(report["as_read"])
    confirmed = [name for name in SIDES if identity[name] != as_read[name]]
    now = {"identity": identity, "as_read": as_read, "traits": [], "confirmed": confirmed}
    return {**report, **now}


def _with_place(identity: dict[str, Any]) -> dict[str, Any]:
    year, district = identity["year"], identity["district"]
    return {
        "figure_years": [] if year is None else [year],
        "place": [district] if district else [],
        "place_code": "",
        "higher": "",
        "coverage": Coverage.UNKNOWN,
        "project": "",
        **identity,
    }


_NEXT: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _form_2_of_1, 2: _form_3_of_2}
"""By a form's number, what makes a document of it one of the next."""


def save(library: Library, answer: Answer) -> Answer:
    """Keep an answer for good → the same with the id it got."""
    answer_id = library.answers.save(
        answer.user, answer.asked_at, answer.question, VERSION, to_document(answer)
    )
    return replace(answer, id=answer_id)


def kept(library: Library, answer_id: str) -> Answer:
    """The id of an answer → the answer as it was given. Raises RecordError, StoreError."""
    return read(library.answers.get(answer_id))


def read(kept_answer: KeptAnswer) -> Answer:
    """A kept answer → the answer as it was given. Raises RecordError."""
    return from_document(kept_answer.id, kept_answer.version, kept_answer.document)


_REASON = {
    "program": "rules",
    "rules": "rules",
    "embedding_model": "models",
    "reader": "models",
    "chat_model": "models",
    "shelf": "shelf",
    "generation": "shelf",
    "settings": "settings",
}
"""What a difference in `MadeWith` is a difference of."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as it was: `what`, as it was `then`, and as it is `now`."""

    what: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Replay:
    """An answer beside the one that its question gets now.

    `answer` is what differs in what is answered, none where it is the same. `made_with` and
    `passages` are what may be the reason: what it was made with, and the passages that it cites.
    """

    then: Answer
    now: Answer
    answer: tuple[Difference, ...]
    made_with: tuple[Difference, ...]
    passages: tuple[Difference, ...]

    @property
    def drifted(self) -> bool:
        """Whether something else is answered now."""
        return bool(self.answer)

    @property
    def reasons(self) -> tuple[str, ...]:
        """What may be why it differs: shelf, passages, models, rules, settings; "unknown"."""
        found = [_REASON[d.what] for d in self.made_with]
        if self.passages:
            found.append("passages")
        if self.then.made_with is None or not found:
            found.append("unknown")
        return tuple(dict.fromkeys(found))


def compared(then: Answer, now: Answer, library: Library) -> Replay:
    """A kept answer and the one that its question gets now → both, with what differs and why."""
    return Replay(
        then,
        now,
        answer=_answers(then, now),
        made_with=_circumstances(then, now),
        passages=_passages(then, library),
    )


def was_asked_with(library: Library, answer: Answer) -> AskedWith:
    """What a kept answer was asked with; where it does not say so, the turns before it."""
    if answer.asked_with is not None:
        return answer.asked_with
    earlier = library.conversations.before(answer.user, answer.id)
    answers = [kept(library, turn.answer_id) for turn in earlier]
    turns = tuple(turn_of(a) for a in answers)
    return AskedWith(turns, None, EVERYTHING, answer.asked_at.date())


def _answers(then: Answer, now: Answer) -> tuple[Difference, ...]:
    said = (
        ("understood", _understood(then), _understood(now)),
        ("refusal", then.refusal, now.refusal),
        ("answer", _sentences(then), _sentences(now)),
        ("sources", _sources(then), _sources(now)),
        ("quotation", _quotation(then), _quotation(now)),
        ("table", _table(then), _table(now)),
        ("notes", "\n".join(then.notes), "\n".join(now.notes)),
        ("elsewhere", "\n".join(then.elsewhere), "\n".join(now.elsewhere)),
    )
    return tuple(Difference(*each) for each in said if each[1] != each[2])


def _quotation(answer: Answer) -> str:
    return "\n".join(q.text for q in answer.quotation)


def _understood(answer: Answer) -> str:
    scope = answer.understood.scope
    sides = (scope.years, scope.whose, scope.kinds)
    return " · ".join([answer.understood.standalone, *(str(x) for side in sides for x in side)])


def _sentences(answer: Answer) -> str:
    return "\n".join(s.text for s in answer.sentences)


def _sources(answer: Answer) -> str:
    """The places that an answer's sentences cite: report, page and words."""
    found = {f.n: f for f in answer.passages}
    places = dict.fromkeys(c for s in answer.sentences for c in s.citations)
    lines = []
    for place in places:
        passage, report = found[place.n].passage, found[place.n].report
        words = passage.text[max(0, place.start - passage.start) : place.end - passage.start]
        lines.append(f"{report.source} p.{passage.first_page}: {' '.join(words.split())}")
    return "\n".join(lines)


def _table(answer: Answer) -> str:
    rows = answer.table.rows if answer.table else ()
    return "\n".join(" | ".join(cell.text for cell in row) for row in rows)


def _circumstances(then: Answer, now: Answer) -> tuple[Difference, ...]:
    if then.made_with is None or now.made_with is None:
        return ()
    return tuple(
        Difference(each.name, _said(then.made_with, each.name), _said(now.made_with, each.name))
        for each in fields(MadeWith)
        if getattr(then.made_with, each.name) != getattr(now.made_with, each.name)
    )


def _said(made_with: MadeWith, name: str) -> str:
    value = getattr(made_with, name)
    return "; ".join("=".join(pair) for pair in value) if isinstance(value, tuple) else str(value)


def _passages(then: Answer, library: Library) -> tuple[Difference, ...]:
    """The passages that an answer cites → those that are gone or have other words since."""
    now = library.passages([f.passage.id for f in then.cited])
    found = []
    for f in then.cited:
        passage = now.get(f.passage.id)
        if passage is None or passage.text != f.passage.text:
            place = f"{f.report.source} p.{f.passage.first_page}"
            found.append(Difference(place, f.passage.text, passage.text if passage else ""))
    return tuple(found)


def replay_json(result: Replay) -> dict[str, Any]:
    """A replay → plain JSON, for programs."""
    return {
        "id": result.then.id,
        "question": result.then.question,
        "drifted": result.drifted,
        "reasons": list(result.reasons) if result.drifted else [],
        "answer": [asdict(d) for d in result.answer],
        "made_with": [asdict(d) for d in result.made_with],
        "passages": [asdict(d) for d in result.passages],
    }


def replay_text(result: Replay) -> str:
    """A replay → lines for a terminal, each difference with what was (-) and what is now (+)."""
    same = "与当时不同 Not as it was" if result.drifted else "与当时相同 The same as then"
    lines = [f"{result.then.question}", same]
    groups = (("回答 answer", result.answer), ("引用的段落 passages cited", result.passages))
    for title, differences in groups:
        for d in differences:
            lines += ["", f"{title} · {d.what}"]
            lines += [f"  - {line}" for line in d.then.splitlines()]
            lines += [f"  + {line}" for line in d.now.splitlines()]
    if result.made_with:
        lines += ["", "条件 made with"]
        lines += [f"  {d.what}: {d.then or '–'} → {d.now or '–'}" for d in result.made_with]
    if result.then.made_with is None:
        lines += ["", "当时没有记录所用的版本。 What it was made with was not noted then."]
    if result.drifted:
        lines += ["", f"可能的原因 why, perhaps: {', '.join(result.reasons)}"]
    return printable(lines)
