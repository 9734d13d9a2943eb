"""Indicators and findings in columns that can be asked in SQL; when a report last changed."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_AT_ONCE = 1000


def upgrade() -> None:
    """Take the JSON of indicators and findings apart; tell version 0.1.0 to keep off."""
    connection = op.get_bind()
    _indicators(connection)
    _findings(connection)
    changed = sa.Column("changed", sa.BigInteger, nullable=False, server_default="0")
    op.add_column("reports", changed)
    op.execute("UPDATE reports SET changed = serial")
    # Version 0.1.0 looks at this number only, and refuses any other.
    op.execute("UPDATE store SET schema_version = 2")


def _indicators(connection: sa.Connection) -> None:
    now = op.create_table(
        "indicators_in_columns",
        _report_id(),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("year", sa.Integer),
        sa.Column("value", _exact(), nullable=False),
        sa.Column("unit", sa.String(16), nullable=False),
        sa.Column("as_written", sa.Text, nullable=False),
        *_place(),
    )
    for rows in _documents(connection, "indicators", "position"):
        connection.execute(sa.insert(now), [_indicator(*row) for row in rows])
    op.drop_table("indicators")
    op.rename_table("indicators_in_columns", "indicators")
    op.create_index("ix_indicators_name_year", "indicators", ["name", "year", "report_id"])


def _indicator(report_id: str, position: int, document: dict[str, Any]) -> dict[str, Any]:
    return {
        "report_id": report_id,
        "position": position,
        **{k: document[k] for k in ("name", "year", "unit", "as_written")},
        "value": str(document["value"]),
        **document["evidence"],
    }


def _findings(connection: sa.Connection) -> None:
    now = op.create_table(
        "findings_in_columns",
        _report_id(),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("check", sa.String(64), nullable=False),
        sa.Column("severity", sa.String(16), nullable=False),
        sa.Column("stated", sa.Text, nullable=False),
        sa.Column("recomputed", sa.Text, nullable=False),
        sa.Column("calculation_zh", sa.Text, nullable=False),
        sa.Column("calculation_en", sa.Text, nullable=False),
    )
    places = op.create_table(
        "finding_places",
        _report_id(),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        *_place(),
    )
    for rows in _documents(connection, "findings", "position, id"):
        connection.execute(sa.insert(now), [_finding(*row) for row in rows])
        if stands := [place for row in rows for place in _places(*row)]:
            connection.execute(sa.insert(places), stands)
    op.drop_table("findings")
    op.rename_table("findings_in_columns", "findings")
    op.create_index("ix_findings_id", "findings", ["id"], unique=True)
    op.create_index("ix_findings_check", "findings", ["check", "severity"])


def _finding(
    report_id: str, position: int, finding_id: str, document: dict[str, Any]
) -> dict[str, Any]:
    names = ("check", "severity", "stated", "recomputed", "calculation_zh", "calculation_en")
    said = {name: document[name] for name in names}
    return {"report_id": report_id, "position": position, "id": finding_id, **said}


def _places(
    report_id: str, position: int, _finding_id: str, document: dict[str, Any]
) -> list[dict[str, Any]]:
    return [
        {"report_id": report_id, "position": position, "place": i, **evidence}
        for i, evidence in enumerate(document["evidence"])
    ]


def _report_id() -> sa.Column[str]:
    of = sa.ForeignKey("reports.id", ondelete="CASCADE")
    return sa.Column("report_id", sa.String(64), of, primary_key=True)


def _place() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("page", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )


def _exact() -> sa.types.TypeEngine[Any]:
    """A decimal number with all its digits: SQLite has no such type but text."""
    return sa.Text().with_variant(sa.Numeric(), "postgresql")


def _documents(connection: sa.Connection, table: str, columns: str) -> Iterator[list[Any]]:
    """The rows of a table of JSON, so many at once: report, the columns named, the JSON read."""
    query = f"SELECT report_id, {columns}, document FROM {table} ORDER BY report_id, position"
    for some in connection.execute(sa.text(query)).partitions(_AT_ONCE):
        yield [(*row[:-1], json.loads(row[-1])) for row in some]
