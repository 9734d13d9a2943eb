"""The shelf as one file: every table of the catalogue and the reports' own files, in a ZIP.

    manifest.json        what it is of, and how much of everything is in it (`Manifest`)
    form.sql             the tables themselves, as SQLite would have them
    tables/NAME.jsonl    the rows of a table, one JSON object each, by the names of its columns
    files/SOURCE         the reports' files

Values that JSON lacks are text: a moment in ISO 8601 (UTC, without a zone), a decimal number as it
is written, bytes in base64. So a shelf moves between SQLite and PostgreSQL. The indexes are not in
it: they are made again out of the catalogue.
The last 64 bytes, which are the ZIP's comment, are the SHA-256 of all bytes before them, in hex.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    create_engine,
    func,
    insert,
    select,
    text,
)

from languages import N_
from models.version import VERSION
from vectorstore import schema
from vectorstore.catalogue import Catalogue
from vectorstore.errors import StoreError
from vectorstore.settings import StoreSettings

_SEAL = 64
_AT_ONCE = 500
_OWN = (schema.store.name, schema.alembic_version.name, schema.intents.name)
"""Tables that say how this very catalogue is; they are made anew."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive is of: the version of Jiwen that wrote it, the form of the catalogue, which
    shelf as of which generation, rows by table, reports' ids (SHA-256) by the source of their
    file; `without_file` are the sources of reports whose file was not there."""

    jiwen: str
    form: str
    shelf: str
    generation: int
    made_at: str
    tables: Mapping[str, int]
    files: Mapping[str, str]
    without_file: tuple[str, ...]


_MANIFEST = TypeAdapter(Manifest)


@contextmanager
def writing(into: Path) -> Iterator[zipfile.ZipFile]:
    """A ZIP to be filled, which has its name once it is whole, on the disk and sealed.

    Raises StoreError where a file of that name is there already, OSError.
    """
    if into.exists():
        raise StoreError(
            N_("{into} is there already; nothing was backed up. Name another file, or a folder."),
            into=into,
        )
    into.parent.mkdir(parents=True, exist_ok=True)
    partial = into.with_name(f"{into.name}.partial")
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.comment = b"0" * _SEAL
            yield archive
        with partial.open("r+b") as file:
            seal = _hash(file, partial.stat().st_size - _SEAL)
            file.write(seal.encode())
            file.flush()
            os.fsync(file.fileno())
        partial.replace(into)
    finally:
        partial.unlink(missing_ok=True)


def write_tables(
    archive: zipfile.ZipFile,
    connection: Connection,
    files: Mapping[str, str],
    without_file: tuple[str, ...],
) -> Manifest:
    """Everything in the catalogue, as the caller's transaction sees it, into an archive."""
    archive.writestr("form.sql", _form())
    tables = {
        table.name: _write_table(archive, connection, table)
        for table in schema.metadata.sorted_tables
        if table.name not in _OWN
    }
    here = connection.execute(select(schema.store)).one()
    manifest = Manifest(
        VERSION,
        schema.HEAD,
        here.shelf,
        here.generation,
        datetime.now(UTC).isoformat(timespec="seconds"),
        tables,
        files,
        without_file,
    )
    archive.writestr("manifest.json", json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
    return manifest


@contextmanager
def reading(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """An archive, found whole and unaltered, and what it is of.

    Raises StoreError where it is no archive, was cut or altered, or is of a newer Jiwen; OSError.
    """
    with path.open("rb") as file:
        size = path.stat().st_size - _SEAL
        if size < 0 or _hash(file, size).encode() != file.read():
            raise _damaged(path)
    with zipfile.ZipFile(path) as archive:
        try:
            manifest = _MANIFEST.validate_json(archive.read("manifest.json"))
        except (KeyError, ValidationError) as error:
            raise _damaged(path) from error
        _check_known(manifest)
        yield archive, manifest


def put_back(
    archive: zipfile.ZipFile, manifest: Manifest, catalogue: Catalogue, *, replacing: bool
) -> None:
    """Make a catalogue hold what an archive has, in one transaction: all of it, or nothing.

    Every report that was or is there is left to the indexes to be settled. Where a shelf is
    replaced, generations go on from its own, so that whoever still has it in memory sees a change.
    Raises StoreError where there is anything in the catalogue and it is not to be replaced.
    """
    with _rows_of_today(archive, manifest) as rows_of, catalogue.writing() as connection:
        if not replacing:
            _check_empty(connection)
        past = connection.execute(select(schema.store)).one()
        settling = set(connection.execute(select(schema.reports.c.id)).scalars())
        settling |= set(connection.execute(select(schema.intents.c.report_id)).scalars())
        schema.metadata.drop_all(connection)
        schema.metadata.create_all(connection)
        connection.execute(insert(schema.alembic_version).values(version_num=schema.HEAD))
        later = past.generation if replacing else 0
        for table in schema.metadata.sorted_tables:
            if table.name not in _OWN:
                _fill(connection, table, _moved(rows_of(table), later))
        settling |= set(connection.execute(select(schema.reports.c.id)).scalars())
        connection.execute(
            insert(schema.store).values(
                schema_version=past.schema_version,
                shelf=manifest.shelf,
                generation=manifest.generation + later,
            )
        )
        now = datetime.now(UTC)
        _insert(connection, schema.intents, ({"report_id": i, "since": now} for i in settling))


def _moved(rows: Iterator[Row], later: int) -> Iterator[Row]:
    """Rows with their generations so many later; only those of reports have any."""
    for row in rows:
        yield {k: v + later if k in ("serial", "changed") else v for k, v in row.items()}


def _hash(file: BinaryIO, size: int) -> str:
    """The SHA-256 of the first `size` bytes of a file, which then stands behind them."""
    digest = hashlib.sha256()
    while size > 0 and (block := file.read(min(size, 2**20))):
        digest.update(block)
        size -= len(block)
    return digest.hexdigest()


def _damaged(path: Path) -> StoreError:
    return StoreError(
        N_(
            "{path} is no whole backup of Jiwen's: it was cut or altered, or is "
            "something else. Nothing was restored; take another backup, or copy it "
            "again from where it was made."
        ),
        path=path,
    )


def _check_known(manifest: Manifest) -> None:
    # Alembic is needed for this alone, and takes a third of a second to import.
    from vectorstore import migrations

    if not migrations.is_known(manifest.form):
        raise StoreError(
            N_(
                "The backup was made by a newer Jiwen ({version}); nothing was restored. "
                "Upgrade Jiwen."
            ),
            version=manifest.jiwen,
        )


def _check_empty(connection: Connection) -> None:
    for table in schema.metadata.sorted_tables:
        if table.name in _OWN:
            continue
        if rows := connection.execute(select(func.count()).select_from(table)).scalar_one():
            raise StoreError(
                N_(
                    "There is a shelf here already ({name}: {rows} rows); nothing was "
                    "restored and nothing has changed. To put the backup in its place, say "
                    "--replace; to restore it elsewhere, set JIWEN_HOME or DATABASE_URL."
                ),
                name=table.name,
                rows=rows,
            )


def _form() -> str:
    """The tables of today as SQLite's statements."""
    with closing(sqlite3.connect(":memory:")) as made:
        engine = create_engine("sqlite://", creator=lambda: made)
        with engine.begin() as connection:
            schema.metadata.create_all(connection)
        statements = made.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return "".join(f"{sql};\n" for (sql,) in statements)


def _write_table(archive: zipfile.ZipFile, connection: Connection, table: Table) -> int:
    query = select(table).order_by(*table.primary_key.columns)
    found = connection.execute(query, execution_options={"yield_per": _AT_ONCE})
    rows = 0
    member = zipfile.ZipInfo(_member(table.name), datetime.now().timetuple()[:6])
    member.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(member, "w", force_zip64=True) as into:
        for some in found.mappings().partitions():
            rows += len(some)
            lines = (json.dumps(dict(row), ensure_ascii=False, default=_plain) for row in some)
            into.write("".join(f"{line}\n" for line in lines).encode())
    return rows


def _member(table: str) -> str:
    return f"tables/{table}.jsonl"


def _plain(value: object) -> str:
    match value:
        case datetime():
            return _utc(value).isoformat()
        case Decimal():
            return str(value)
        case bytes():
            return base64.b64encode(value).decode()
        case _:
            raise TypeError(f"{type(value)} is in no column of the schema")


def _utc(value: datetime) -> datetime:
    """A moment → the same in UTC, without a zone; one that has none is in UTC already."""
    return value if value.tzinfo is None else value.astimezone(UTC).replace(tzinfo=None)


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value).replace(tzinfo=UTC)


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    """A column → what makes its value again of what an archive has."""
    match column.type:
        case schema.Utc():
            return _moment
        case DateTime():
            return datetime.fromisoformat
        case schema.Exact() | Numeric():
            return Decimal
        case LargeBinary():
            return base64.b64decode
        case _:
            return lambda value: value


def _read_table(archive: zipfile.ZipFile, manifest: Manifest, table: Table) -> Iterator[Row]:
    if table.name not in manifest.tables:
        return  # a table that no form had then
    readers = {column.name: _reader(column) for column in table.columns}
    with archive.open(_member(table.name)) as lines:
        for line in lines:
            row = json.loads(line)
            yield {k: None if v is None else readers[k](v) for k, v in row.items()}


@contextmanager
def _rows_of_today(
    archive: zipfile.ZipFile, manifest: Manifest
) -> Iterator[Callable[[Table], Iterator[Row]]]:
    """What gives the rows of each table of today's schema, whatever form the archive has.

    One of an earlier form becomes a catalogue of that form first, in a folder of its own, and is
    brought up to date as any other.
    """
    if manifest.form == schema.HEAD:
        yield lambda table: _read_table(archive, manifest, table)
        return
    with tempfile.TemporaryDirectory(prefix="jiwen-restore-") as home:
        settings = StoreSettings.from_environ({"JIWEN_HOME": home})
        _make_as_then(archive, manifest, Path(home) / "catalogue.sqlite")
        catalogue = Catalogue(settings)
        with closing(catalogue), catalogue.reading() as connection:
            yield lambda table: (dict(row) for row in connection.execute(select(table)).mappings())


def _make_as_then(archive: zipfile.ZipFile, manifest: Manifest, database: Path) -> None:
    with closing(sqlite3.connect(database)) as made:
        made.executescript(archive.read("form.sql").decode())
    engine = create_engine(f"sqlite:///{database}")
    then = MetaData()
    with engine.begin() as connection:
        then.reflect(connection)
        for table in then.sorted_tables:
            _insert(connection, table, _read_table(archive, manifest, table))
        connection.execute(
            text("INSERT INTO store (schema_version, shelf, generation) VALUES (2, :shelf, :at)"),
            {"shelf": manifest.shelf, "at": manifest.generation},
        )
        connection.execute(
            text("INSERT INTO alembic_version (version_num) VALUES (:form)"),
            {"form": manifest.form},
        )
    engine.dispose()


def _fill(connection: Connection, table: Table, rows: Iterator[Row]) -> None:
    _insert(connection, table, rows)
    # PostgreSQL counts on by itself, and does not see what was numbered already.
    numbered = table.autoincrement_column
    if numbered is not None and connection.dialect.name == "postgresql":
        highest = select(func.coalesce(func.max(numbered), 1)).scalar_subquery()
        counter = func.pg_get_serial_sequence(table.name, numbered.name)
        any_there = select(func.count() > 0).select_from(table).scalar_subquery()
        connection.execute(select(func.setval(counter, highest, any_there)))


def _insert(connection: Connection, table: Table, rows: Iterator[Row]) -> None:
    while some := list(islice(rows, _AT_ONCE)):
        connection.execute(insert(table), some)
