"""Answers as they were given, never changed afterwards, and what people thought of them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select

from languages import N_
from vectorstore import schema
from vectorstore.catalogue import Catalogue
from vectorstore.errors import StoreError


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer on record; `document` is everything about it, in the form of `version`."""

    id: str
    user: str
    asked_at: datetime
    question: str
    version: int
    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What one user thought of an answer."""

    user: str
    good: bool
    words: str
    at: datetime


class Answers:
    """The record of answers."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def save(
        self,
        user: str,
        asked_at: datetime,
        question: str,
        version: int,
        document: Mapping[str, Any],
    ) -> str:
        """Put an answer on record → its id, which cannot be guessed. `document` is plain JSON."""
        answer_id = new_id()
        with self._catalogue.writing() as connection:
            connection.execute(
                insert(schema.answers).values(
                    id=answer_id,
                    user=user,
                    asked_at=asked_at,
                    question=question,
                    version=version,
                    document=json.dumps(document, ensure_ascii=False, allow_nan=False),
                )
            )
        return answer_id

    def get(self, answer_id: str) -> KeptAnswer:
        """The answer with this id. Raises StoreError where there is none."""
        with self._catalogue.reading() as connection:
            row = connection.execute(
                select(schema.answers).where(schema.answers.c.id == answer_id)
            ).one_or_none()
        if row is None:
            raise _no_answer(answer_id)
        return KeptAnswer(
            row.id, row.user, row.asked_at, row.question, row.version, json.loads(row.document)
        )

    def count(self, words: Sequence[str] = ()) -> int:
        """How many answers have each of `words` in their question or their asker's name."""
        query = select(func.count()).select_from(schema.answers).where(*_having(words))
        with self._catalogue.reading() as connection:
            return connection.execute(query).scalar_one()

    def recent(
        self,
        user: str | None = None,
        limit: int = 200,
        offset: int = 0,
        words: Sequence[str] = (),
    ) -> list[KeptAnswer]:
        """The newest answers first, of one user or of all, that have `words` as in `count`."""
        table = schema.answers
        query = select(table).where(*_having(words))
        query = query.order_by(table.c.asked_at.desc(), table.c.id).limit(limit).offset(offset)
        if user is not None:
            query = query.where(table.c.user == user)
        with self._catalogue.reading() as connection:
            rows = connection.execute(query).all()
        return [
            KeptAnswer(r.id, r.user, r.asked_at, r.question, r.version, json.loads(r.document))
            for r in rows
        ]

    def judge(self, answer_id: str, user: str, good: bool, words: str) -> None:
        """Keep what a user thinks of an answer, in place of what they thought before."""
        self.get(answer_id)
        table = schema.feedback
        with self._catalogue.writing() as connection:
            connection.execute(
                delete(table).where(table.c.answer_id == answer_id, table.c.user == user)
            )
            connection.execute(
                insert(table).values(
                    answer_id=answer_id,
                    user=user,
                    good=int(good),
                    words=words,
                    at=datetime.now(UTC),
                )
            )

    def feedback(self, answer_id: str) -> list[Feedback]:
        """What users thought of an answer, oldest first."""
        table = schema.feedback
        with self._catalogue.reading() as connection:
            rows = connection.execute(
                select(table).where(table.c.answer_id == answer_id).order_by(table.c.at)
            ).all()
        return [Feedback(row.user, bool(row.good), row.words, row.at) for row in rows]

    def feedback_on(self, answer_ids: Collection[str]) -> dict[str, list[Feedback]]:
        """What users thought of these answers, by answer, oldest first; none for those unjudged."""
        table = schema.feedback
        query = select(table).where(table.c.answer_id.in_(answer_ids)).order_by(table.c.at)
        with self._catalogue.reading() as connection:
            rows = connection.execute(query).all()
        found: dict[str, list[Feedback]] = {}
        for row in rows:
            judged = Feedback(row.user, bool(row.good), row.words, row.at)
            found.setdefault(row.answer_id, []).append(judged)
        return found


def _having(words: Sequence[str]) -> list[ColumnElement[bool]]:
    table = schema.answers
    return [
        table.c.question.icontains(word, autoescape=True)
        | table.c.user.icontains(word, autoescape=True)
        for word in words
    ]


def _no_answer(answer_id: str) -> StoreError:
    return StoreError(
        N_("There is no answer {answer_id} on record. Check that the link is whole."),
        answer_id=answer_id,
    )


def new_id() -> str:
    """A random id; none begins with a dash, which a command line takes for an option."""
    while not (made := secrets.token_urlsafe(12))[0].isalnum():
        pass
    return made
