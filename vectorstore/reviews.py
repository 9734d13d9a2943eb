"""What people made of findings: every judgement is kept, the last one counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import insert, select

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
        reviews = {review.finding_id: review for review in self._all()}
        return {
            finding_id: review
            for finding_id, review in reviews.items()
            if review.mark is not Mark.OPEN and (finding_ids is None or finding_id in finding_ids)
        }

    def history(self, finding_id: str) -> list[Review]:
        """Every judgement of a finding, oldest first."""
        return [review for review in self._all() if review.finding_id == finding_id]

    def _all(self) -> list[Review]:
        table = schema.reviews
        with self._catalogue.reading() as connection:
            rows = connection.execute(select(table).order_by(table.c.id)).all()
        return [Review(r.finding_id, Mark(r.mark), r.note, r.by, r.at) for r in rows]
