"""Conversations: each user's own, with the answers given in them, and the question at work.

A question is on record from the moment it is asked. The server that answers it says so from time to
time; where it stops saying so, it was stopped, and the question is not lost with it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from languages import N_
from vectorstore import schema
from vectorstore.catalogue import Catalogue
from vectorstore.errors import StoreError

_SILENT = timedelta(seconds=20)
"""A server that has not said for so long that it still answers is gone. The clocks of all servers
have to agree to a few seconds."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation of one user."""

    id: str
    user: str
    title: str
    began_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """A question asked in a conversation, and the id of its answer on record."""

    question: str
    answer_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Pending:
    """A question that has no answer yet: one is being made (`alive`), or never will be.

    It takes the place of the turn with the answer `instead_of`, where there is one.
    """

    question: str
    alive: bool
    instead_of: str | None = None


class Conversations:
    """The conversations of all users; each only ever sees their own. Raises StoreError."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def begin(self, user: str, title: str) -> Conversation:
        """Begin a conversation."""
        now = datetime.now(UTC)
        begun = Conversation(secrets.token_urlsafe(12), user, title, now, now)
        with self._catalogue.writing() as connection:
            connection.execute(
                insert(schema.conversations).values(
                    id=begun.id, user=user, title=title, began_at=now, last_at=now
                )
            )
        return begun

    def find(self, user: str, words: str = "", most: int | None = None) -> list[Conversation]:
        """A user's conversations, the last used first; with `words` in a title or a question.

        At most `most` of them, all without.
        """
        table, turns = schema.conversations, schema.turns
        query = select(table).where(table.c.user == user).order_by(table.c.last_at.desc())
        if words.strip():
            asked = select(turns.c.conversation_id).where(
                turns.c.question.icontains(words.strip(), autoescape=True)
            )
            query = query.where(
                or_(
                    table.c.title.icontains(words.strip(), autoescape=True),
                    table.c.id.in_(asked),
                )
            )
        with self._catalogue.reading() as connection:
            rows = connection.execute(query.limit(most)).all()
        return [Conversation(r.id, r.user, r.title, r.began_at, r.last_at) for r in rows]

    def turns(self, user: str, conversation_id: str) -> list[Turn]:
        """The turns of one of the user's conversations, in order."""
        table = schema.turns
        with self._catalogue.reading() as connection:
            _check_owner(connection, user, conversation_id)
            rows = connection.execute(
                select(table)
                .where(table.c.conversation_id == conversation_id)
                .order_by(table.c.position)
            ).all()
        return [Turn(row.question, row.answer_id, row.at) for row in rows]

    def before(self, user: str, answer_id: str) -> list[Turn]:
        """The turns before an answer of the user's in its conversation, in order; none outside."""
        table, its = schema.turns, schema.turns.alias()
        query = (
            select(table)
            .join(its, its.c.conversation_id == table.c.conversation_id)
            .join(schema.conversations, schema.conversations.c.id == table.c.conversation_id)
            .where(schema.conversations.c.user == user, its.c.answer_id == answer_id)
            .where(table.c.position < its.c.position)
            .order_by(table.c.position)
        )
        with self._catalogue.reading() as connection:
            rows = connection.execute(query).all()
        return [Turn(row.question, row.answer_id, row.at) for row in rows]

    def ask(
        self,
        user: str,
        conversation_id: str,
        question: str,
        server: str,
        instead_of: str | None = None,
    ) -> bool:
        """Put on record that `server` is answering → False where another question is at work.

        One whose server is gone gives way. `instead_of` as in `add_turn`.
        """
        table, now = schema.askings, datetime.now(UTC)
        its = table.c.conversation_id == conversation_id
        with self._catalogue.writing() as connection:
            _check_owner(connection, user, conversation_id)
            alive = table.c.seen_at > now - _SILENT
            if connection.execute(select(table.c.server).where(its, alive)).first():
                return False
            connection.execute(delete(table).where(its))
            connection.execute(
                insert(table).values(
                    conversation_id=conversation_id,
                    question=question,
                    server=server,
                    seen_at=now,
                    instead_of=instead_of,
                )
            )
        return True

    def pending(self, user: str, conversation_id: str) -> Pending | None:
        """The question of one of the user's conversations that has no answer yet."""
        table = schema.askings
        query = select(table).where(table.c.conversation_id == conversation_id)
        with self._catalogue.reading() as connection:
            _check_owner(connection, user, conversation_id)
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        return Pending(row.question, row.seen_at > datetime.now(UTC) - _SILENT, row.instead_of)

    def still_answering(self, server: str) -> None:
        """Say that a server still answers what it was answering."""
        table = schema.askings
        with self._catalogue.writing() as connection:
            connection.execute(
                update(table).where(table.c.server == server).values(seen_at=datetime.now(UTC))
            )

    def given_up(self, conversation_id: str, server: str) -> None:
        """Say that there will be no answer from this server: whoever asked was told why."""
        table = schema.askings
        with self._catalogue.writing() as connection:
            connection.execute(
                delete(table).where(
                    table.c.conversation_id == conversation_id, table.c.server == server
                )
            )

    def add_turn(
        self,
        user: str,
        conversation_id: str,
        question: str,
        answer_id: str,
        instead_of: str | None = None,
    ) -> None:
        """Put a question and its answer at the end of one of the user's conversations.

        It takes the place of the turn that has the answer `instead_of`, and of all after that; the
        answers given in them stay on record.
        """
        table, now = schema.turns, datetime.now(UTC)
        its = table.c.conversation_id == conversation_id
        with self._catalogue.writing() as connection:
            _check_owner(connection, user, conversation_id)
            if instead_of is not None:
                first = select(func.min(table.c.position)).where(
                    its, table.c.answer_id == instead_of
                )
                place = connection.execute(first).scalar_one()
                if place is not None:
                    connection.execute(delete(table).where(its, table.c.position >= place))
            position = connection.execute(select(func.count()).where(its)).scalar_one()
            connection.execute(
                insert(table).values(
                    conversation_id=conversation_id,
                    position=position,
                    question=question,
                    answer_id=answer_id,
                    at=now,
                )
            )
            askings = schema.askings
            connection.execute(
                delete(askings).where(
                    askings.c.conversation_id == conversation_id, askings.c.question == question
                )
            )
            _change(connection, conversation_id, last_at=now)

    def rename(self, user: str, conversation_id: str, title: str) -> None:
        """Give one of the user's conversations another title."""
        with self._catalogue.writing() as connection:
            _check_owner(connection, user, conversation_id)
            _change(connection, conversation_id, title=title)

    def delete(self, user: str, conversation_id: str) -> None:
        """Delete one of the user's conversations; the answers given in it stay on record."""
        table = schema.conversations
        with self._catalogue.writing() as connection:
            _check_owner(connection, user, conversation_id)
            connection.execute(delete(table).where(table.c.id == conversation_id))


def _change(connection: Connection, conversation_id: str, **values: object) -> None:
    table = schema.conversations
    connection.execute(update(table).where(table.c.id == conversation_id).values(**values))


def _check_owner(connection: Connection, user: str, conversation_id: str) -> None:
    table = schema.conversations
    query = select(table.c.id).where(table.c.id == conversation_id, table.c.user == user)
    if connection.execute(query).one_or_none() is None:
        raise StoreError(
            N_("There is no such conversation; it may have been deleted. Choose another one."),
        )
