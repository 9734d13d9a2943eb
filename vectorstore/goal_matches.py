"""What is kept of goals: each report's matrix, made once, and what people made of its matches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, insert, select

from vectorstore import schema
from vectorstore.catalogue import Catalogue
from vectorstore.reviews import Mark


@dataclass(frozen=True, slots=True)
class GoalMark:
    """One person's word on whether `result` says what was done for `goal`, both as written."""

    report_id: str
    goal: str
    result: str
    mark: Mark
    by: str
    at: datetime


class GoalMatches:
    """The matrices of reports, and the marks; both by the report's id."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def document(self, report_id: str, about: str, made_with: str) -> str | None:
        """A report's matrix as JSON; None where there is none, or one made otherwise.

        `about` is '' for its own goals, else the id of the report whose promises they are.
        """
        table = schema.goal_matrices
        query = select(table.c.document).where(
            table.c.report_id == report_id, table.c.about == about, table.c.made_with == made_with
        )
        with self._catalogue.reading() as connection:
            return connection.execute(query).scalar_one_or_none()

    def keep(self, report_id: str, about: str, made_with: str, document: str) -> None:
        """Keep a report's matrix in place of the one before; nothing where the report is gone."""
        table = schema.goal_matrices
        with self._catalogue.writing() as connection:
            there = select(schema.reports.c.id).where(schema.reports.c.id == report_id)
            if connection.execute(there).scalar_one_or_none() is None:
                return
            old = delete(table).where(table.c.report_id == report_id, table.c.about == about)
            connection.execute(old)
            connection.execute(
                insert(table).values(
                    report_id=report_id, about=about, made_with=made_with, document=document
                )
            )

    def mark(self, report_id: str, goal: str, result: str, mark: Mark, by: str) -> None:
        """Keep a person's word; earlier ones stay on record. OPEN takes it back."""
        with self._catalogue.writing() as connection:
            connection.execute(
                insert(schema.goal_marks).values(
                    report_id=report_id,
                    goal=goal,
                    result=result,
                    mark=mark.value,
                    by=by,
                    at=datetime.now(UTC),
                )
            )

    def marks(self, report_id: str) -> list[GoalMark]:
        """The marks of a report's matches that count: of each match the last, oldest first."""
        table = schema.goal_marks
        query = select(table).where(table.c.report_id == report_id).order_by(table.c.id)
        with self._catalogue.reading() as connection:
            rows = connection.execute(query).all()
        every = (GoalMark(r.report_id, r.goal, r.result, Mark(r.mark), r.by, r.at) for r in rows)
        return _that_count(every)


def _that_count(marks: Iterable[GoalMark]) -> list[GoalMark]:
    last = {(m.goal, m.result): m for m in marks}
    return [m for m in last.values() if m.mark is not Mark.OPEN]
