"""The catalogue's database: opened, its version checked, read and written in transactions."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from vectorstore import schema
from vectorstore.errors import StoreError, StoreMismatchError
from vectorstore.settings import USUAL


class Catalogue:
    """A database of `vectorstore.schema`, made where there is none.

    Raises StoreError where it cannot be opened, StoreMismatchError where another version of Jiwen
    made it.
    """

    def __init__(self, database_url: str, busy_seconds: float = USUAL.busy_seconds) -> None:
        with _told(database_url):
            self._url = make_url(database_url)
            self._place = self._url.render_as_string(hide_password=True)
        with _told(self._place):
            self._engine = create_engine(self._url)
            # SQLite always reads as of one moment; other databases have to be told to.
            self._one_view: dict[str, str] = {"isolation_level": "REPEATABLE READ"}
            if self._url.get_backend_name() == "sqlite":
                self._one_view = {}
                _settle_sqlite(self._engine, busy_seconds)
            with self.reading() as connection:
                made = inspect(connection).has_table(schema.store.name)
            if not made:
                self._make()
            with self.reading() as connection:
                row = connection.execute(
                    select(schema.store.c.schema_version, schema.store.c.shelf)
                ).one()
        if row.schema_version != schema.VERSION:
            raise _other_version(row.schema_version)
        self.shelf: str = row.shelf

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the catalogue."""
        with _told(self._place), self._engine.connect() as plain:
            connection = plain.execution_options(**self._one_view)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is kept, or none."""
        with _told(self._place), self._engine.connect() as plain:
            connection = plain.execution_options(jiwen_writes=True)
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
                    schema_version=schema.VERSION, shelf=secrets.token_hex(8), generation=0
                )
            )


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
        busy = f"busy_timeout={int(busy_seconds * 1000)}"
        for pragma in (busy, "journal_mode=WAL", "synchronous=FULL"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("jiwen_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begin)


@contextmanager
def _told(place: str) -> Iterator[None]:
    try:
        yield
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(
            f"DATABASE_URL 不能用：{error}。请检查地址，并装好相应的数据库驱动。",
            f"DATABASE_URL cannot be used: {error}. "
            "Check the address and install the database's driver.",
        ) from error
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        raise StoreError(
            f"目录数据库 {place} 读写失败：{cause}。"
            "已有的内容没有改动；请检查磁盘空间和文件夹权限后再试。",
            f"The catalogue {place} could not be read or written: {cause}. Nothing that was kept "
            "has changed; check the disk space and the folder's permissions, then try again.",
        ) from error


def _other_version(found: int) -> StoreMismatchError:
    if found > schema.VERSION:
        return StoreMismatchError(
            f"报告库由更新版本的绩问建立（{found} > {schema.VERSION}）。请升级绩问。",
            f"The shelf was made by a newer Jiwen ({found} > {schema.VERSION}). Upgrade Jiwen.",
        )
    return StoreMismatchError(
        f"报告库由旧版本的绩问建立（{found} < {schema.VERSION}）。"
        "请移走 JIWEN_HOME 文件夹，再运行 python -m ingest rebuild。",
        f"The shelf was made by an older Jiwen ({found} < {schema.VERSION}). "
        "Move the JIWEN_HOME folder away, then run python -m ingest rebuild.",
    )
