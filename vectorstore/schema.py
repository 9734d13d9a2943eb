"""The tables of the catalogue.

What is asked for by its parts (indicators, findings) has columns; other records are kept whole,
as JSON (`vectorstore.documents`), beside the few columns that they are looked up by. Whatever
hangs on a report goes with it; what people did (corrections, reviews, marks of goals, answers,
feedback, conversations) hangs on no report, and stays. What is changed here needs a revision in
`vectorstore.migrations`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    event,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

FIRST = "0001"
"""The form of version 0.1.0, whose catalogues do not say which form they have."""

HEAD = "0007"
"""The newest revision in `vectorstore.migrations`, which makes a catalogue what is said here."""

SEEN_BY_0_1_0 = 2
"""Version 0.1.0 looks at `store.schema_version` only, and keeps off any other than its own, 1."""


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


class Exact(TypeDecorator[Decimal]):
    """A decimal number with all its digits, trailing zeros too; text where SQLite keeps it."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text for SQLite, which has no such numbers; the database's own type elsewhere."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(Numeric())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | str | None:
        """A number → what the database keeps."""
        return value if value is None or dialect.name != "sqlite" else str(value)

    def process_result_value(self, value: str | Decimal | None, dialect: Dialect) -> Decimal | None:
        """What the database keeps → the number."""
        return None if value is None else Decimal(value)


metadata = MetaData()

# Alembic's own table: the revision that this catalogue has.
alembic_version = Table(
    "alembic_version",
    metadata,
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


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
# `changed` is that which last changed its document: what is known of it is parsed once.
reports = Table(
    "reports",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("serial", BigInteger, nullable=False, unique=True),
    Column("changed", BigInteger, nullable=False, server_default="0"),
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


def _place() -> tuple[Column[Any], ...]:
    """Where in a report something stands, as in `records.Evidence`."""
    return (
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        Column("page", Integer, nullable=False),
        Column("text", Text, nullable=False),
    )


indicators = Table(
    "indicators",
    metadata,
    _of_report(key=True),
    Column("position", Integer, primary_key=True),
    Column("name", String(64), nullable=False),
    Column("year", Integer),
    Column("value", Exact, nullable=False),
    Column("unit", String(16), nullable=False),
    Column("as_written", Text, nullable=False),
    *_place(),
    Index("ix_indicators_name_year", "name", "year", "report_id"),
)

findings = Table(
    "findings",
    metadata,
    _of_report(key=True),
    Column("position", Integer, primary_key=True),
    Column("id", String(64), nullable=False),
    Column("check", String(64), nullable=False),
    Column("severity", String(16), nullable=False),
    Column("stated", Text, nullable=False),
    Column("recomputed", Text, nullable=False),
    Column("calculation_zh", Text, nullable=False),
    Column("calculation_en", Text, nullable=False),
    Index("ix_findings_id", "id", unique=True),
    Index("ix_findings_check", "check", "severity"),
)

# The sentences of a finding, first the one at fault.
finding_places = Table(
    "finding_places",
    metadata,
    _of_report(key=True),
    Column("position", Integer, primary_key=True),
    Column("place", Integer, primary_key=True),
    *_place(),
)

# `said` has the sides of an identity that a person set or confirmed, and `as_read` the same sides,
# and the title, as code had read them; both as JSON, by name.
corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", String(64), nullable=False, index=True),
    Column("name", Text, nullable=False, index=True),
    Column("as_read", Text, nullable=False),
    Column("said", Text, nullable=False),
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

# A report's goals and what became of them, as JSON; `about` is '' for its own, or the id of the
# report whose promises are followed in it. `made_with` says by which rules and which model.
goal_matrices = Table(
    "goal_matrices",
    metadata,
    _of_report(key=True),
    Column("about", String(64), primary_key=True),
    Column("made_with", Text, nullable=False),
    Column("document", Text, nullable=False),
)

# What people made of a goal's match with a result: `goal` and `result` are their words.
goal_marks = Table(
    "goal_marks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", String(64), nullable=False, index=True),
    Column("goal", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("mark", String(16), nullable=False),
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

# A question that is being answered, and by which server, which says from time to time that it still
# is (`seen_at`). Left over, it was cut off. `instead_of` is the answer whose turn it is to take.
askings = Table(
    "askings",
    metadata,
    Column(
        "conversation_id",
        String(32),
        ForeignKey("conversations.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("question", Text, nullable=False),
    Column("server", String(64), nullable=False, index=True),
    Column("seen_at", Utc, nullable=False),
    Column("instead_of", String(32)),
)

# A file that waits to be read, is being read, or was: `id` is the SHA-256 of its bytes. `source` is
# its path in the corpus folder, where it lay there already. `worker` is who reads it, and says from
# time to time that it still does (`seen_at`). `zh` and `en` say why it is not on the shelf.
jobs = Table(
    "jobs",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("folder", Text, nullable=False),
    Column("source", Text),
    Column("replacing", Boolean, nullable=False),
    Column("by", Text, nullable=False),
    Column("queued_at", Utc, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("worker", String(64)),
    Column("began_at", Utc),
    Column("seen_at", Utc),
    Column("ended_at", Utc),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
    Index("ix_jobs_state_queued_at", "state", "queued_at"),
)

# The bytes of such a file, piece after piece, until it is read.
job_files = Table(
    "job_files",
    metadata,
    Column("job_id", String(64), ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("piece", Integer, primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
)

# No code changes an answer; these see to it that nothing else does either.
_NEVER_CHANGED = {
    "sqlite": [
        f"CREATE TRIGGER answers_never_{action.lower()} BEFORE {action} ON answers "
        "BEGIN SELECT RAISE(ABORT, 'answers are never changed'); END"
        for action in ("UPDATE", "DELETE")
    ],
    # In PostgreSQL a trigger calls a function; emptying the whole table is no deletion to it.
    "postgresql": [
        "CREATE OR REPLACE FUNCTION answers_never_change() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN "
        "RAISE integrity_constraint_violation USING MESSAGE = 'answers are never changed'; END $$",
        "CREATE TRIGGER answers_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON answers "
        "FOR EACH STATEMENT EXECUTE FUNCTION answers_never_change()",
    ],
}
for _dialect, _statements in _NEVER_CHANGED.items():
    for _statement in _statements:
        event.listen(
            answers,
            "after_create",
            DDL(_statement).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call]  # SQLAlchemy leaves its constructor untyped
        )
