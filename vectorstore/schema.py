"""The tables of the catalogue.

Records are kept whole, as JSON (`vectorstore.documents`), beside the few columns that are
looked up by. Whatever hangs on a report goes with it; what people did (corrections, reviews,
answers, feedback, conversations) hangs on no report, and stays.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    DDL,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    event,
)
from sqlalchemy.types import TypeDecorator

VERSION = 1


class Utc(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC without a zone in the database (SQLite knows no zones)."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """An aware moment → the same in UTC, without a zone."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What the database holds → an aware moment in UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData()


def _of_report(*, key: bool = False) -> Column[str]:
    report = ForeignKey("reports.id", ondelete="CASCADE")
    return Column("report_id", String(64), report, primary_key=key, nullable=False, index=not key)


store = Table(
    "store",
    metadata,
    Column("schema_version", Integer, primary_key=True),
    Column("shelf", String(32), nullable=False),
    Column("generation", BigInteger, nullable=False),
)

# A report whose indexes are being changed. Left over, it says what to repair.
intents = Table(
    "intents",
    metadata,
    Column("report_id", String(64), primary_key=True),
    Column("since", Utc, nullable=False),
)

# `serial` is the generation that brought the report: two versions of one id never share it.
reports = Table(
    "reports",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("serial", BigInteger, nullable=False, unique=True),
    Column("source", Text, nullable=False, unique=True),
    Column("passage_count", Integer, nullable=False),
    Column("document", Text, nullable=False),
)

report_texts = Table(
    "report_texts",
    metadata,
    _of_report(key=True),
    Column("document", Text, nullable=False),
)

passages = Table(
    "passages",
    metadata,
    Column("id", String(64), primary_key=True),
    _of_report(),
    Column("ordinal", Integer, nullable=False),
    Column("document", Text, nullable=False),
)

# float16, row after row: one row a passage, in order.
report_vectors = Table(
    "report_vectors",
    metadata,
    _of_report(key=True),
    Column("dimension", Integer, nullable=False),
    Column("vectors", LargeBinary, nullable=False),
)

# float16, row after row: one row a sentence of the passage.
sentence_vectors = Table(
    "sentence_vectors",
    metadata,
    Column("passage_id", String(64), primary_key=True),
    _of_report(),
    Column("vectors", LargeBinary, nullable=False),
)

indicators = Table(
    "indicators",
    metadata,
    _of_report(key=True),
    Column("position", Integer, primary_key=True),
    Column("document", Text, nullable=False),
)

findings = Table(
    "findings",
    metadata,
    _of_report(key=True),
    Column("position", Integer, primary_key=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("document", Text, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", String(64), nullable=False, index=True),
    Column("name", Text, nullable=False, index=True),
    Column("as_read", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Utc, nullable=False),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("finding_id", String(64), nullable=False, index=True),
    Column("mark", String(16), nullable=False),
    Column("note", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Utc, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("user", Text, nullable=False, index=True),
    Column("asked_at", Utc, nullable=False),
    Column("question", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("document", Text, nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    Column("answer_id", String(32), ForeignKey("answers.id"), primary_key=True),
    Column("user", String(320), primary_key=True),
    Column("good", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("at", Utc, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("user", Text, nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("began_at", Utc, nullable=False),
    Column("last_at", Utc, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column(
        "conversation_id",
        String(32),
        ForeignKey("conversations.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("position", Integer, primary_key=True),
    Column("question", Text, nullable=False),
    Column("answer_id", String(32), nullable=False),
    Column("at", Utc, nullable=False),
)

# No code changes an answer; these see to it that nothing else does either.
for _action in ("UPDATE", "DELETE"):
    event.listen(
        answers,
        "after_create",
        DDL(  # type: ignore[no-untyped-call]  # SQLAlchemy leaves its constructor untyped
            f"CREATE TRIGGER answers_never_{_action.lower()} BEFORE {_action} ON answers "
            "BEGIN SELECT RAISE(ABORT, 'answers are never changed'); END"
        ).execute_if(dialect="sqlite"),
    )
