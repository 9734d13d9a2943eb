"""Questions being answered are on record; in PostgreSQL too, answers cannot be changed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table of questions being answered; make PostgreSQL's what a new catalogue has."""
    op.create_table(
        "askings",
        sa.Column(
            "conversation_id",
            sa.String(32),
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("server", sa.String(64), nullable=False),
        sa.Column("seen_at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_askings_server", "askings", ["server"])
    if op.get_bind().dialect.name == "postgresql":
        _forbid_changing_answers()
        _rename_keys()


def _forbid_changing_answers() -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION answers_never_change() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN "
        "RAISE integrity_constraint_violation USING MESSAGE = 'answers are never changed'; END $$"
    )
    op.execute(
        "CREATE TRIGGER answers_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON answers "
        "FOR EACH STATEMENT EXECUTE FUNCTION answers_never_change()"
    )


def _rename_keys() -> None:
    """The keys of the tables that 0002 made under other names are still called by those."""
    there = sa.inspect(op.get_bind())
    for table in ("indicators", "findings"):
        of_then = f"{table}_in_columns"
        keys = [there.get_pk_constraint(table), *there.get_foreign_keys(table)]
        for name in [str(key["name"]) for key in keys]:
            if name.startswith(of_then):
                now = name.replace(of_then, table)
                op.execute(f"ALTER TABLE {table} RENAME CONSTRAINT {name} TO {now}")
