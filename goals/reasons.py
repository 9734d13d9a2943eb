"""A goal that was missed or far exceeded → the reason that the report gives, or none.

Whether a statement answers "why" is for the trained reader; where to look is the report's order:
beside the result, and among the problems.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from goals.likeness import clause_of, embedded, pairs_of
from goals.records import Attainment, Goal, Part, Result, Statement
from models.embedder import Embedder
from reader.reading import Bounds, ByMeaning, CandidateSentence
from records import Evidence

_BEHIND = 2
"""Statements behind the result that may say why."""
BOUNDS = Bounds(near=0.1, answered=0.5)
"""Read off the reports of `bench/golden/goals`: of eight reasons above the second, seven are right;
between the two every other is."""


def reason_for(
    goal: Goal,
    result: Result,
    outcome: Attainment,
    statements: Sequence[Statement],
    embedder: Embedder,
) -> tuple[Evidence | None, bool]:
    """A goal's result and the report's statements → the one that says why, and whether that is
    sure; None where none does."""
    candidates = near_reasons(goal, result, statements)
    if not candidates:
        return None, False
    why = "没有完成" if outcome is Attainment.SHORT else "超额完成这么多"
    question = f"{goal.name}{why}，原因是什么？"
    asked = embedder.question(question)
    told = embedder.passages([embedded(s) for s in candidates])
    reader = ByMeaning(embedder, BOUNDS)
    said = [
        CandidateSentence(s.place.text, float(v @ asked))
        for s, v in zip(candidates, told, strict=True)
    ]
    probable = reader.probabilities(question, "zh", said)
    best = int(probable.argmax())
    if probable[best] < BOUNDS.near:
        return None, False
    return candidates[best].place, bool(probable[best] >= BOUNDS.answered)


_GIVES_ONE = re.compile(r"因|由于|受.{1,12}影响")
"""What a sentence says is its own reason only where it says that it is one."""


def near_reasons(goal: Goal, result: Result, statements: Sequence[Statement]) -> list[Statement]:
    """The rest of the result's own sentence, what follows it, and the problems that name it."""
    found: list[Statement] = []
    for i, s in enumerate(statements):
        if s.place.start <= result.place.start < s.place.end:
            found += _rest(s, result)
            found += [t for t in statements[i + 1 : i + 1 + _BEHIND] if t.path == s.path]
    mine = pairs_of(goal.name)
    found += [
        s
        for s in statements
        if s.part is Part.PROBLEMS
        and len(mine & pairs_of(s.place.text)) * 3 >= len(mine)
        and (s.place.start != result.place.start or _GIVES_ONE.search(s.place.text))
    ]
    return found


def _rest(statement: Statement, result: Result) -> list[Statement]:
    """What a sentence says behind the figure that was set against the target."""
    text, actual = statement.place.text, result.actual
    if actual is None:
        return []
    at = text.find(clause_of(text, actual)) + len(clause_of(text, actual))
    rest = text[at:].lstrip("，,；; ")
    if len(rest) < 8:
        return []
    start = statement.place.start + len(text) - len(rest)
    here = Evidence(start, statement.place.end, statement.place.page, rest)
    return [Statement(here, statement.path, statement.part, statement.paragraph)]
