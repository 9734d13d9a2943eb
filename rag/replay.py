"""A kept answer asked again: what differs, and why. `python -m rag replay ID`."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from rag.answer import Answering, answered
from rag.as_text import printable
from rag.events import Finished
from rag.record import kept
from rag.records import Answer, AskedWith, MadeWith, Scope, turn_of
from vectorstore.library import Library

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


def replay(answering: Answering, answer_id: str) -> Replay:
    """A kept answer's id → its question asked again as it was asked then, and both compared.

    Nothing is kept of the new answer. Raises RecordError, StoreError.
    """
    then = kept(answering.library, answer_id)
    asked_with = then.asked_with or _asked_with(answering.library, then)
    events = answered(then.question, answering, asked_with, user=then.user)
    now = next(event.answer for event in events if isinstance(event, Finished))
    return Replay(
        then,
        now,
        answer=_answers(then, now),
        made_with=_circumstances(then, now),
        passages=_passages(then, answering.library),
    )


def _asked_with(library: Library, answer: Answer) -> AskedWith:
    """What an answer that does not say so was asked with: the turns before it in a conversation."""
    earlier = library.conversations.before(answer.user, answer.id)
    answers = [kept(library, turn.answer_id) for turn in earlier]
    turns = tuple(turn_of(a) for a in answers)
    return AskedWith(turns, None, Scope(), answer.asked_at.date())


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
    cited = {c.n for s in then.sentences for c in s.citations}
    was = [f for f in then.passages if f.n in cited]
    now = library.passages([f.passage.id for f in was])
    found = []
    for f in was:
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
