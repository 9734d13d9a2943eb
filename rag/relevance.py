"""Evidence → whether it can hold the answer, or why the question is refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from rag.query import Query
from rag.records import EvidenceSentence


class Unanswerable(StrEnum):
    """Why no answer is tried."""

    YEAR = "year"
    DEPARTMENT = "department"
    NOTHING = "nothing"


def unanswerable(query: Query, evidence: Sequence[EvidenceSentence]) -> Unanswerable | None:
    """A query and its evidence → why it is refused here; None where an answer is worth trying."""
    asked = query.understood
    text = " ".join(s.text for s in evidence)
    if (
        asked.absent_departments
        and not asked.scope.departments
        and not _any_in(asked.absent_departments, text)
    ):
        return Unanswerable.DEPARTMENT
    if asked.absent_years and not asked.scope.years and not _any_in(asked.absent_years, text):
        return Unanswerable.YEAR
    return None if evidence else Unanswerable.NOTHING


def _any_in(names: Iterable[str | int], text: str) -> bool:
    return any(str(name) in text for name in names)
