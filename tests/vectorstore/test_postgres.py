"""What PostgreSQL does otherwise than SQLite: its copy before an upgrade, its faults, its lock."""

from __future__ import annotations

import json
import threading
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, Numeric, create_engine, inspect, text
from sqlalchemy.exc import IntegrityError

from tests import servers
from tests.fakes import PredictableEmbedder
from tests.vectorstore.made import made
from tests.vectorstore.test_never_half_done import check_whole
from tests.vectorstore.test_upgrades import FORMS, MODEL, REVISIONS
from tests.vectorstore.writing import add_many, open_and_tell, processes, report
from vectorstore import postgres as ours
from vectorstore import schema
from vectorstore.catalogue import Catalogue
from vectorstore.errors import LibraryBusyError, StoreError
from vectorstore.library import Library
from vectorstore.settings import StoreSettings


def settings_of(url: str, home: Path, **more: str) -> StoreSettings:
    return StoreSettings.from_environ({"JIWEN_HOME": str(home), "DATABASE_URL": url, **more})


@pytest.fixture
def settings(postgres, tmp_path):
    return settings_of(postgres.url(), tmp_path / "data")


@pytest.fixture
def database(settings):
    """Connections to the database as an administrator has them."""
    engine = create_engine(settings.database_url)
    yield engine
    engine.dispose()


@pytest.fixture(params=FORMS, ids=lambda folder: folder.name)
def form(request) -> Path:
    """A folder with a shelf of an earlier form."""
    return request.param


@pytest.fixture
def kept(form, settings, database) -> StoreSettings:
    """That shelf, as the version of then had it in PostgreSQL."""
    older = create_engine(f"sqlite:///{form / 'catalogue.sqlite'}")
    tables = MetaData()
    tables.reflect(older)
    for table in tables.tables.values():
        for column in table.columns:
            exact = (table.name, column.name) == ("indicators", "value")
            column.type = Numeric() if exact else column.type.as_generic()
    tables.create_all(database)
    with older.connect() as source, database.begin() as into:
        for table in tables.sorted_tables:
            rows = [dict(row) for row in source.execute(text(f"SELECT * FROM {table}")).mappings()]
            if rows:
                into.execute(table.insert(), rows)
        for table in ("corrections", "reviews"):
            counted = f"pg_get_serial_sequence('{table}', 'id')"
            into.execute(text(f"SELECT setval({counted}, (SELECT max(id) FROM {table}))"))
    older.dispose()
    return settings


def rows_of(connection) -> dict[str, list[dict]]:
    """Every table of the schema in use, by its name."""
    found = {}
    for table in inspect(connection).get_table_names():
        rows = connection.execute(text(f"SELECT * FROM {table}")).mappings()
        found[table] = sorted((dict(row) for row in rows), key=str)
    return found


def made_of(connection) -> set[tuple[str, ...]]:
    """Columns, keys, indexes and triggers of the schema in use, without its name."""
    queries = (
        "SELECT table_name, column_name, data_type, coalesce(character_maximum_length, 0)::text, "
        "is_nullable, coalesce(column_default, '') FROM information_schema.columns "
        "WHERE table_schema = current_schema()",
        "SELECT 'key', conrelid::regclass::text, conname, pg_get_constraintdef(oid), '', '' "
        "FROM pg_constraint WHERE connamespace = current_schema()::regnamespace",
        "SELECT 'index', tablename, indexname, replace(indexdef, current_schema() || '.', ''), "
        "'', '' FROM pg_indexes WHERE schemaname = current_schema()",
        "SELECT 'trigger', event_object_table, trigger_name, event_manipulation, '', '' "
        "FROM information_schema.triggers WHERE trigger_schema = current_schema()",
    )
    return {tuple(row) for query in queries for row in connection.execute(text(query))}


def test_an_upgraded_catalogue_is_the_same_as_one_made_anew(kept, database, postgres, tmp_path):
    upgraded = Catalogue(kept)
    with upgraded.reading() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, schema.metadata) == []
        is_now = made_of(connection)
    upgraded.close()
    anew = Catalogue(settings_of(postgres.url(), tmp_path))
    with anew.reading() as connection:
        assert is_now == made_of(connection)
    anew.close()


def test_everything_that_people_did_is_there_as_it_was(form, kept):
    with closing(Library.open(kept, PredictableEmbedder(MODEL, 384))) as library:
        before = json.loads((form / "contents.json").read_text("utf-8"))
        assert {r.id: r.identity.title for r in library.reports()} == before["reports"]
        for answer in before["tables"]["answers"]:
            assert library.answers.get(answer["id"]).document == json.loads(answer["document"])
        marked = {row["finding_id"] for row in before["tables"]["reviews"]}
        assert library.reviews.current().keys() == marked
        library.mend()
        assert library.verify() == []
        library.reviews.mark("f", next(iter(library.reviews.current().values())).mark, "", "me")


def test_a_copy_is_kept_that_the_earlier_version_can_work_with(form, kept, database):
    with database.connect() as connection:
        before = rows_of(connection)
        (here,) = connection.execute(text("SELECT current_schema()")).scalars()
    Catalogue(kept).close()
    first = {"0001": "0002", "0002": "0003"}[REVISIONS[form.name]]
    copied = create_engine(kept.database_url.replace(here, f"{here}_before_{first}"))
    with copied.connect() as connection:
        assert rows_of(connection) == before
        report_id = connection.execute(text("SELECT id FROM reports LIMIT 1")).scalar_one()
        connection.execute(text("DELETE FROM reports WHERE id = :id"), {"id": report_id})
        of_it = text("SELECT count(*) FROM passages WHERE report_id = :id")
        assert connection.execute(of_it, {"id": report_id}).scalar_one() == 0
    copied.dispose()


def test_who_may_not_make_a_copy_is_told_and_nothing_is_upgraded(kept, database, postgres):
    with database.begin() as connection:
        (here,) = connection.execute(text("SELECT current_schema()")).scalars()
        connection.execute(text("DROP ROLE IF EXISTS clerk"))
        connection.execute(text("CREATE ROLE clerk LOGIN"))
        connection.execute(text(f"GRANT ALL ON SCHEMA {here} TO clerk"))
        connection.execute(text(f"GRANT ALL ON ALL TABLES IN SCHEMA {here} TO clerk"))
        before = rows_of(connection)
    url = kept.database_url.replace("jiwen@", "clerk@")
    as_clerk = kept.model_copy(update={"database_url": url})
    with pytest.raises(StoreError, match="GRANT CREATE ON DATABASE"):
        Catalogue(as_clerk)
    with database.begin() as connection:
        assert rows_of(connection) == before
        connection.execute(text("DROP OWNED BY clerk"))
        connection.execute(text("DROP ROLE clerk"))


def test_processes_that_make_it_at_once_make_one(settings):
    hears, tells = processes.Pipe(duplex=False)
    openers = [processes.Process(target=open_and_tell, args=(settings, tells)) for _ in range(4)]
    for opener in openers:
        opener.start()
    assert [hears.recv() for _ in openers] == [schema.HEAD] * 4
    for opener in openers:
        opener.join()


def test_the_table_of_answers_cannot_be_emptied(settings, embedder):
    with (
        closing(Library.open(settings, embedder)) as library,
        pytest.raises(IntegrityError, match="never changed"),
        library._catalogue.writing() as connection,
    ):
        connection.execute(text("TRUNCATE answers CASCADE"))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql+psycopg://jiwen@127.0.0.1:1/jiwen", "database server runs"),
        ("mysql://jiwen@127.0.0.1/jiwen", "Use PostgreSQL|driver"),
    ],
)
def test_an_address_where_no_server_is_is_told(tmp_path, url, said):
    with pytest.raises(StoreError, match=said):
        Catalogue(settings_of(url, tmp_path))


def test_a_transaction_of_another_that_does_not_end_is_told(settings, database):
    catalogue = Catalogue(settings.model_copy(update={"busy_seconds": 0.2}))
    with database.begin() as connection:
        connection.execute(text(f"SELECT pg_advisory_xact_lock({ours._WRITES})"))
        with pytest.raises(StoreError, match="in use by another"), catalogue.writing():
            pass
    catalogue.close()


def test_what_one_server_adds_is_found_on_another_without_a_shared_folder(
    settings, embedder, tmp_path
):
    other = settings.model_copy(update={"home": tmp_path / "other"})
    with (
        closing(Library.open(settings, embedder)) as here,
        closing(Library.open(other, embedder)) as there,
    ):
        water, school = made(), made("教育局", sentences=("新建学校3所。",))
        water.onto(here)
        school.onto(there)
        for library in (here, there):
            for each, words in ((water, "预算执行率"), (school, "新建学校")):
                assert library.keywords(words, 1)[0].report_id == each.report.id
                found = library.dense(embedder.question(words), 4)
                assert each.report.id in {hit.report_id for hit in found}
        again = made(sentences=("全年预算执行率为98.00%。", "新建码头1座。")).called("again.txt")
        again.onto(there, replaces=water.report.id)
        assert here.keywords("码头", 1)[0].report_id == again.report.id
        assert here.keywords("河道整治12公里", 9, [water.report.id]) == []
        there.remove(school.report.id)
        assert {hit.report_id for hit in here.keywords("新建学校3所", 9)} <= {again.report.id}


def test_writers_of_several_machines_exclude_each_other(settings, embedder, tmp_path):
    other = settings.model_copy(update={"home": tmp_path / "other"})
    # One Chroma of two folders would not do: each of the two keeps its own, and only SQL is shared.
    writers = [
        processes.Process(target=add_many, args=(of, numbers))
        for of, numbers in ((settings, [0, 1, 2]), (other, [3, 4, 5]))
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    with closing(Library.open(settings, embedder)) as library:
        assert len(library.reports()) == 6
        assert [d for d in library.verify() if d.keywords != d.catalogue] == []


@pytest.fixture
def alone(tmp_path):
    """A server that only this test has, to be stopped."""
    if why := servers.postgres_missing():
        pytest.skip(why)
    with servers.postgres() as server:
        yield server


def test_a_server_that_is_restarted_is_told_meanwhile_and_used_afterwards(
    alone, embedder, tmp_path
):
    settings = settings_of(alone.url(), tmp_path / "data")
    with closing(Library.open(settings, embedder)) as library:
        report(1, 0).onto(library)
        alone.stop()
        with pytest.raises(StoreError, match="database server runs"):
            library.reports()
        alone.start()
        assert len(library.reports()) == 1
        # The connection that holds the writer's lock breaks while a report is written.
        whole = library._indexes.passages.replace

        def restarted(*arguments):
            whole(*arguments)
            alone.stop()
            alone.start()

        library._indexes.passages.replace = restarted
        with pytest.raises(StoreError, match="broke while writing"):
            report(2, 0).onto(library)
        library._indexes.passages.replace = whole
        assert len(library.reports()) == 1
        report(2, 0).onto(library)
        check_whole(library, embedder)
        assert len(library.reports()) == 2


def test_a_lock_that_is_held_is_told_with_who_holds_it(settings, embedder):
    with closing(Library.open(settings, embedder)) as library:
        held, free = threading.Event(), threading.Event()

        def hold():
            with library._catalogue.lock.held(5):
                held.set()
                free.wait(30)

        holder = threading.Thread(target=hold)
        holder.start()
        held.wait(30)
        with pytest.raises(LibraryBusyError, match="@"), library._catalogue.lock.held(0):
            pass
        free.set()
        holder.join()
        with library._catalogue.lock.held(0):
            library._catalogue.lock.check()
