"""What holds on PostgreSQL, as `catalogue` has it hold on SQLite.

One transaction writes at a time, as SQLite has it by itself, so that what it read still stands when
it writes; other servers' locks fall free when their machines do. Both locks are advisory and of the
schema that the tables are in: nothing needs a folder that is shared.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import URL, Connection, Engine, create_engine, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.event import listen
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from languages import N_
from vectorstore.database_trouble import telling
from vectorstore.errors import StoreError
from vectorstore.lock import busy

_WRITES = "18519, hashtext(current_schema())"
"""The lock of a transaction that writes; the first number is Jiwen's own, "HW" in ASCII."""
_WRITER = "18520, hashtext(current_schema())"
"""The lock of whoever changes reports, over many transactions."""

_SETTLED = (
    # A machine that was switched off says nothing: after a minute its locks are given to others.
    "SET tcp_keepalives_idle = 30",
    "SET tcp_keepalives_interval = 10",
    "SET tcp_keepalives_count = 3",
)


def engine_for(url: URL, busy_seconds: float) -> Engine:
    """The address of a PostgreSQL database → its connections.

    One that the server closed meanwhile is made again when it is next wanted.
    """
    arguments: dict[str, object] = {
        "connect_timeout": 10,
        "application_name": f"jiwen {os.getpid()}@{socket.gethostname()}"[:63],
    }
    engine = create_engine(url, pool_pre_ping=True, connect_args=arguments)

    def connected(dbapi: DBAPIConnection, _: object) -> None:
        cursor = dbapi.cursor()
        for statement in _SETTLED:
            cursor.execute(statement)
        cursor.close()
        dbapi.commit()

    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("jiwen_writes") is True:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(busy_seconds * 1000)}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITES})")

    listen(engine, "connect", connected)
    listen(engine, "begin", begin)
    return engine


class DatabaseLock:
    """The right to write to the shelf of a database; it falls free when its holder dies."""

    def __init__(self, engine: Engine, place: str) -> None:
        self._engine = engine
        self._place = place
        self._holding: Connection | None = None

    @contextmanager
    def held(self, seconds: float, on_wait: Callable[[str], None] | None = None) -> Iterator[None]:
        """See `lock.WriterLock`."""
        with telling(self._place), self._engine.connect() as plain:
            connection = plain.execution_options(isolation_level="AUTOCOMMIT")
            self._acquire(connection, seconds, on_wait)
            self._holding = connection
            try:
                yield
            finally:
                self._holding = None
                # Where the connection is gone, so is the lock.
                with suppress(SQLAlchemyError):
                    connection.execute(text(f"SELECT pg_advisory_unlock({_WRITER})"))

    def check(self) -> None:
        """See `lock.WriterLock`."""
        try:
            if self._holding is not None:
                self._holding.execute(text("SELECT 1"))
        except DBAPIError as error:
            raise StoreError(
                N_(
                    "The connection to the database broke while writing ({cause}); this "
                    "change was not made, and nothing that was kept has changed. Check the "
                    "database server, then try again."
                ),
                cause=error.orig,
            ) from error

    def _acquire(
        self, connection: Connection, seconds: float, on_wait: Callable[[str], None] | None
    ) -> None:
        until, told = time.monotonic() + seconds, False
        while not connection.execute(text(f"SELECT pg_try_advisory_lock({_WRITER})")).scalar_one():
            if on_wait is not None and seconds > 0 and not told:
                on_wait(_who(connection))
                told = True
            if time.monotonic() >= until:
                raise busy(_who(connection))
            time.sleep(0.1)


def _who(connection: Connection) -> str:
    """Who holds the writer's lock: process and machine, as the server shows them to us."""
    names = connection.execute(
        text(
            "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid) "
            "WHERE locktype = 'advisory' AND granted AND classid = 18520 "
            "AND objid = (hashtext(current_schema())::bigint & 4294967295)::oid "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
    ).scalars()
    return next((name.removeprefix("jiwen ") for name in names if name), "?")


def copy_before(connection: Connection, revision: str) -> str:
    """A catalogue about to be brought to `revision` → the schema beside its own that has its copy.

    In the caller's transaction. The copy has the tables with their rows, keys and indexes, so that
    an earlier version can work with it; not the trigger that keeps answers from being changed.
    Raises StoreError where there may be no such schema.
    """
    here = connection.execute(text("SELECT current_schema()")).scalar_one()
    copy = f"{here}_before_{revision}"
    quote = connection.dialect.identifier_preparer.quote
    into = quote(copy)
    try:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {into} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {into}"))
    except DBAPIError as error:
        raise StoreError(
            N_(
                "The schema {copy} for a copy of the catalogue before its upgrade could "
                "not be made: {cause}. It was not upgraded and nothing has changed; grant "
                "the right to make schemas (GRANT CREATE ON DATABASE …), check the disk "
                "space, then try again."
            ),
            copy=copy,
            cause=error.orig,
        ) from error
    tables = connection.execute(
        text("SELECT tablename FROM pg_tables WHERE schemaname = :here ORDER BY 1"), {"here": here}
    ).scalars()
    for table in [quote(name) for name in tables]:
        connection.execute(text(f"CREATE TABLE {into}.{table} (LIKE {table} INCLUDING ALL)"))
        connection.execute(text(f"INSERT INTO {into}.{table} SELECT * FROM {table}"))
    # Read before the search path changes, so that the names in them are of no schema.
    between = connection.execute(
        text(
            "SELECT relname, conname, pg_get_constraintdef(c.oid) FROM pg_constraint c "
            "JOIN pg_class ON pg_class.oid = conrelid "
            "WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
        )
    ).all()
    connection.execute(text(f"SET LOCAL search_path TO {into}"))
    for table, name, definition in between:
        add = f"ALTER TABLE {quote(table)} ADD CONSTRAINT {quote(name)} {definition}"
        connection.execute(text(add))
    connection.execute(text(f"SET LOCAL search_path TO {quote(here)}"))
    return copy
