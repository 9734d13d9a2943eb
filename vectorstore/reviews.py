"""What people made of findings: every judgement is kept, the last one counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, insert, select

from vectorstore import schema
from vectorstore.catalogue import Catalogue


class Mark(StrEnum):
    """What a person made of a finding; OPEN takes an earlier judgement back."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    EXPLAINED = "explained"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Review:
    """One person's judgement of a finding."""

    finding_id: str
    mark: Mark
    note: str
    by: str
    at: datetime


class Reviews:
    """The judgements of findings, by the ids of `KeptFinding`."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def mark(self, finding_id: str, mark: Mark, note: str, by: str) -> Review:
        """Keep a judgement; earlier ones stay on record."""
        review = Review(finding_id, mark, note, by, datetime.now(UTC))
        with self._catalogue.writing() as connection:
            connection.execute(
                insert(schema.reviews).values(
                    finding_id=finding_id, mark=mark.value, note=note, by=by, at=review.at
                )
            )
        return review

    def current(self, finding_ids: Collection[str] | None = None) -> dict[str, Review]:
        """The judgement that counts of each of these findings, or of all, that has one."""
        table = schema.reviews
        last = select(func.max(table.c.id)).group_by(table.c.finding_id)
        if finding_ids is not None:
            last = last.where(table.c.finding_id.in_(finding_ids))
        query = select(table).where(table.c.id.in_(last), table.c.mark != Mark.OPEN.value)
        return {review.finding_id: review for review in self._read(query)}

    def history(self, finding_id: str) -> list[Review]:
        """Every judgement of a finding, oldest first."""
        table = schema.reviews
        query = select(table).where(table.c.finding_id == finding_id).order_by(table.c.id)
        return self._read(query)

    def _read(self, query: Select[Any]) -> list[Review]:
        with self._catalogue.reading() as connection:
            rows = connection.execute(query).all()
        return [Review(r.finding_id, Mark(r.mark), r.note, r.by, r.at) for r in rows]
