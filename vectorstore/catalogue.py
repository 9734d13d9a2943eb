"""The catalogue's database: opened, its version checked, read and written in transactions."""

from __future__ import annotations

import logging
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, insert, inspect, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.event import listen
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from languages import N_
from operations.logs import event
from vectorstore import postgres, schema
from vectorstore.backup import back_up
from vectorstore.database_trouble import telling
from vectorstore.embedding import OnProgress
from vectorstore.errors import StoreError, StoreMismatchError
from vectorstore.lock import FolderLock, WriterLock
from vectorstore.settings import StoreSettings

_LOG = logging.getLogger("jiwen.vectorstore")


class Catalogue:
    """A database of `vectorstore.schema`: made where there is none, brought up to date where it is
    of an earlier form.

    That is done under the writer's lock, for which it waits up to `wait_seconds`, or as the
    settings say, `on_wait` being told who holds it; `on_progress` is told of each step ("migrate").
    A copy is made beside it first: of an SQLite file a file, in PostgreSQL a schema.
    Raises StoreError where it cannot be opened, StoreMismatchError where a newer version of Jiwen
    made it: then nothing is changed. LibraryBusyError where the lock does not fall free.
    """

    def __init__(
        self,
        settings: StoreSettings,
        *,
        wait_seconds: float | None = None,
        on_wait: Callable[[str], None] | None = None,
        on_progress: OnProgress = lambda stage, done, total: None,
    ) -> None:
        with _address_told():
            self._url = make_url(settings.database_url)
            self._place = self._url.render_as_string(hide_password=True)
            self._engine = self._connections(settings.busy_seconds)
        # SQLite always reads as of one moment; other databases have to be told to.
        self._one_view: dict[str, str] = {"isolation_level": "REPEATABLE READ"}
        self.lock: WriterLock
        if self._url.get_backend_name() == "postgresql":
            self.lock = postgres.DatabaseLock(self._engine, self._place)
        else:
            self._one_view = {}
            self.lock = FolderLock(settings.home)
        try:
            self.shelf = self._opened(
                settings.wait_seconds if wait_seconds is None else wait_seconds,
                on_wait,
                on_progress,
            )
        except BaseException:
            self.close()
            raise

    def _opened(
        self,
        patience: float,
        on_wait: Callable[[str], None] | None,
        on_progress: OnProgress,
    ) -> str:
        """Make it or bring it up to date, where it is not → the shelf's mark."""
        if self.revision() is None:
            self._make()
        if self.revision() != schema.HEAD:
            with self.lock.held(patience, on_wait):
                self._bring_up_to_date(on_progress)
        with self.reading() as connection:
            return str(connection.execute(select(schema.store.c.shelf)).scalar_one())

    def revision(self) -> str | None:
        """Which form the catalogue has (a number in `vectorstore.migrations`); None: none yet."""
        with self.reading() as connection:
            there = inspect(connection)
            if not there.has_table(schema.store.name):
                return None
            if not there.has_table(schema.alembic_version.name):
                return schema.FIRST
            query = select(schema.alembic_version.c.version_num)
            return str(connection.execute(query).scalar_one())

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the catalogue."""
        with telling(self._place), self._engine.connect() as plain:
            connection = plain.execution_options(**self._one_view)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is kept, or none."""
        with telling(self._place), self._engine.connect() as plain:
            connection = plain.execution_options(jiwen_writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def aside(self) -> Iterator[Connection]:
        """One transaction on what is no part of the shelf, such as the queue.

        It waits for no other where the database locks rows, and keeps none waiting.
        """
        with telling(self._place), self._engine.connect() as plain:
            connection = plain.execution_options(jiwen_writes="aside")
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()

    def _make(self) -> None:
        with self.writing() as connection:
            if inspect(connection).has_table(schema.store.name):
                return  # another process was quicker
            schema.metadata.create_all(connection)
            connection.execute(
                insert(schema.store).values(
                    schema_version=schema.SEEN_BY_0_1_0, shelf=secrets.token_hex(8), generation=0
                )
            )
            connection.execute(insert(schema.alembic_version).values(version_num=schema.HEAD))

    def _bring_up_to_date(self, on_progress: OnProgress) -> None:
        """Run the revisions that are missing, each in one transaction: wholly or not at all."""
        # Alembic is needed for this alone, and takes a third of a second to import.
        from vectorstore import migrations

        revision = self.revision() or schema.FIRST
        if not migrations.is_known(revision):
            raise StoreMismatchError(
                N_(
                    "The shelf was made by a newer Jiwen ({revision} > {known}); nothing was "
                    "changed. Upgrade Jiwen."
                ),
                revision=revision,
                known=schema.HEAD,
            )
        missing = migrations.missing_after(revision)
        copy = self._copied_before(missing[0]) if missing else None
        for done, each in enumerate(missing):
            on_progress("migrate", done, len(missing))
            began = time.perf_counter()
            with self.writing() as connection:
                migrations.run(connection, each)
            seconds = round(time.perf_counter() - began, 3)
            event(_LOG, "shelf.upgraded", form=each, copy=copy, seconds=seconds)
        on_progress("migrate", len(missing), len(missing))

    def _connections(self, busy_seconds: float) -> Engine:
        match self._url.get_backend_name():
            case "sqlite":
                engine = create_engine(self._url)
                _settle_sqlite(engine, busy_seconds)
                return engine
            case "postgresql":
                return postgres.engine_for(self._url, busy_seconds)
            case other:
                raise StoreError(
                    N_(
                        "DATABASE_URL cannot be used: there is no {other} here. Use PostgreSQL "
                        "(postgresql+psycopg://…), or leave it out and use SQLite."
                    ),
                    other=other,
                )

    def _copied_before(self, revision: str) -> str | None:
        """Copy the catalogue as it is → the copy's name; None where it is in memory only."""
        if self._url.get_backend_name() == "postgresql":
            with self.writing() as connection:
                return postgres.copy_before(connection, revision)
        return str(back_up(Path(self._url.database), revision)) if self._url.database else None


def generation(connection: Connection) -> int:
    """A number that grows with every change of the shelf."""
    return int(connection.execute(select(schema.store.c.generation)).scalar_one())


def next_generation(connection: Connection) -> int:
    """Count one change of the shelf, in the transaction that makes it → the new generation."""
    connection.execute(update(schema.store).values(generation=schema.store.c.generation + 1))
    return generation(connection)


def _settle_sqlite(engine: Engine, busy_seconds: float) -> None:
    # Readers and one writer at once (WAL), commits that outlive a power cut, and BEGIN under
    # our control: a transaction that means to write says so at once, so that it waits for its
    # turn instead of failing halfway when another process wrote first.
    # https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#pysqlite-threading-pooling
    def connected(dbapi: DBAPIConnection, _: object) -> None:
        dbapi.isolation_level = None
        cursor = dbapi.cursor()
        cursor.execute(f"PRAGMA busy_timeout={int(busy_seconds * 1000)}")
        _go_over_to_wal(cursor, busy_seconds)
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("jiwen_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    listen(engine, "connect", connected)
    listen(engine, "begin", begin)


def _go_over_to_wal(cursor: DBAPICursor, busy_seconds: float) -> None:
    # This alone does not wait for its turn: where two programs open a new file at once, one of
    # them is refused at once, whatever busy_timeout says. https://sqlite.org/wal.html#busy
    until = time.monotonic() + busy_seconds
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


@contextmanager
def _address_told() -> Iterator[None]:
    try:
        yield
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(
            N_(
                "DATABASE_URL cannot be used: {error}. Check the address and install the "
                "database's driver."
            ),
            error=error,
        ) from error
