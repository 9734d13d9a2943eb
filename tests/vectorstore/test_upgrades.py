"""A shelf of any earlier form opens with everything in it; cut off anywhere, it is whole."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.exc import DatabaseError

from tests.fakes import PredictableEmbedder
from tests.shelves.make import people_in
from tests.vectorstore.writing import die_at_statement, open_and_tell, processes, statements_of
from vectorstore import migrations, schema
from vectorstore.catalogue import Catalogue
from vectorstore.errors import StoreError, StoreMismatchError
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

SHELVES = Path(__file__).parents[1] / "shelves"
FORMS = sorted(SHELVES.glob("form-*"))
REVISIONS = {"form-1": "0001", "form-2": "0002"}
MODEL = "multilingual-e5-small-q4-392f4ea8"


@pytest.fixture(params=FORMS, ids=lambda folder: folder.name)
def form(request) -> Path:
    """A folder with a shelf of an earlier form, and what was in it."""
    return request.param


@pytest.fixture
def kept(form, tmp_path) -> StoreSettings:
    """A copy of that shelf, as a user has it the moment before the upgrade."""
    home = tmp_path / "data"
    home.mkdir()
    shutil.copy(form / "catalogue.sqlite", home)
    return StoreSettings.from_environ({"JIWEN_HOME": str(home)})


@pytest.fixture
def embedder():
    """Named as the model that the kept shelves were made with."""
    return PredictableEmbedder(MODEL, 384)


def database(settings: StoreSettings) -> Path:
    return settings.home / "catalogue.sqlite"


def contents(form: Path) -> dict:
    return json.loads((form / "contents.json").read_text("utf-8"))


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def documents(path: Path, table: str) -> dict[str, list[dict]]:
    """What a table of the first form has of each report, by its JSON."""
    found: dict[str, list[dict]] = {}
    query = f"SELECT report_id, document FROM {table} ORDER BY report_id, position"
    with closing(sqlite3.connect(path)) as connection:
        for report_id, document in connection.execute(query):
            found.setdefault(report_id, []).append(json.loads(document))
    return found


def plain(record: object) -> dict:
    return json.loads(json.dumps(asdict(record), ensure_ascii=False, default=str))


def test_everything_that_people_did_is_there_as_it_was(form, kept, embedder):
    library = Library.open(kept, embedder)
    library.close()
    now = people_in(database(kept))
    before = contents(form)["tables"]
    for table, rows in before.items():
        if table == "corrections":
            rows = [{k: row[k] for k in ("report_id", "name", "by", "at")} for row in rows]
        assert [{k: row[k] for k in was} for row, was in zip(now[table], rows, strict=True)] == rows


def test_a_correction_of_then_says_which_sides_were_set(form, kept, embedder):
    library = Library.open(kept, embedder)
    by_department = {r.identity.department: r for r in library.reports() if r.confirmed}
    education = by_department["青禾县教育局"]
    assert education.identity.place == ("云岭市", "青禾县")
    assert education.as_read.place == ("青禾县",)
    assert education.confirmed == ("place",)
    again = replace(education, identity=education.as_read, confirmed=())
    assert library.corrected(again) == education
    library.close()
    said = [json.loads(row["said"]) for row in people_in(database(kept))["corrections"]]
    assert said[0] == {"place": ["云岭市", "青禾县"]}


def test_what_was_put_back_then_is_confirmed_as_it_was_read(tmp_path, embedder):
    shutil.copy(SHELVES / "form-2" / "catalogue.sqlite", tmp_path)
    library = Library.open(StoreSettings.from_environ({"JIWEN_HOME": str(tmp_path)}), embedder)
    water = next(r for r in library.reports() if r.identity.year == 2021)
    assert (water.corrected, water.confirmed) == (False, ("title", "department"))
    library.close()


def test_reports_figures_and_findings_are_there_as_they_were(form, kept, embedder):
    before = form / "catalogue.sqlite"
    library = Library.open(kept, embedder)
    assert {r.id: r.identity.title for r in library.reports()} == contents(form)["reports"]
    if form.name == "form-1":
        figures = {i: [plain(x) for x in of] for i, of in library.indicators().items()}
        assert figures == documents(before, "indicators")
        findings = {i: [plain(k.finding) for k in of] for i, of in library.findings().items()}
        assert findings == documents(before, "findings")
    marked = {row["finding_id"] for row in contents(form)["tables"]["reviews"]}
    assert library.reviews.current().keys() == marked
    assert marked <= {k.id for of in library.findings().values() for k in of}
    library.close()


def test_the_indexes_are_made_again_and_everything_is_found(kept, embedder):
    library = Library.open(kept, embedder)
    for report in library.reports():
        passage = library.passages_of(report.id)[0]
        hits = library.keywords(passage.text, 3, [report.id])
        assert passage.id in {hit.passage_id for hit in hits}
    library.mend()
    assert library.verify() == []
    library.close()


def test_a_copy_is_kept_of_what_was_there_before(form, kept, embedder):
    Library.open(kept, embedder).close()
    (copy,) = kept.home.glob("catalogue.sqlite.before-*")
    assert dump(copy) == dump(form / "catalogue.sqlite")


def test_a_shelf_of_today_is_opened_without_another_copy(kept, embedder):
    Library.open(kept, embedder).close()
    first = dump(database(kept))
    for copy in kept.home.glob("*.before-*"):
        copy.unlink()
    Library.open(kept, embedder).close()
    assert dump(database(kept)) == first
    assert list(kept.home.glob("*.before-*")) == []


def test_progress_is_told(kept):
    told = []
    Catalogue(kept, on_progress=lambda *step: told.append(step)).close()
    assert told[0] == ("migrate", 0, told[-1][2])
    assert told[-1][1] == told[-1][2] >= 1


def test_an_upgraded_catalogue_is_the_same_as_one_made_anew(kept, tmp_path):
    upgraded = Catalogue(kept)
    with upgraded.reading() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, schema.metadata) == []
    upgraded.close()
    anew = StoreSettings.from_environ({"JIWEN_HOME": str(tmp_path)})
    Catalogue(anew).close()
    assert made_of(database(kept)) == made_of(database(anew))


def made_of(path: Path) -> set[tuple[str, str, str]]:
    """The tables, indexes and triggers of a database, by kind, name and table."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT type, name, tbl_name FROM sqlite_master").fetchall()
        return {row for row in rows if not row[1].startswith("sqlite_")}


def test_answers_can_still_not_be_changed(kept):
    Catalogue(kept).close()
    with closing(sqlite3.connect(database(kept))) as connection:
        for change in ("DELETE FROM answers", "UPDATE answers SET question = ''"):
            with pytest.raises(sqlite3.DatabaseError, match="never changed"):
                connection.execute(change)


def test_the_newest_revision_is_the_one_that_the_schema_names():
    assert migrations.script_directory().get_current_head() == schema.HEAD


def test_a_shelf_of_a_newer_jiwen_is_refused_and_untouched(kept, embedder):
    Library.open(kept, embedder).close()
    with closing(sqlite3.connect(database(kept))) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = dump(database(kept))
    with pytest.raises(StoreMismatchError, match="newer Jiwen"):
        Library.open(kept, embedder)
    assert dump(database(kept)) == before


def test_a_shelf_that_cannot_be_backed_up_is_not_upgraded(form, kept, embedder):
    first = migrations.missing_after(REVISIONS[form.name])[0]
    (kept.home / f"catalogue.sqlite.before-{first}").mkdir()
    with pytest.raises(StoreError, match="backed up"):
        Library.open(kept, embedder)
    assert dump(database(kept)) == dump(form / "catalogue.sqlite")


def forms_between(form: Path, folder: Path) -> list[list[str]]:
    """A shelf of an earlier form as it is before the first revision it lacks, and after each."""
    path = folder / "between.sqlite"
    shutil.copy(form / "catalogue.sqlite", path)
    found = [dump(path)]
    engine = create_engine(f"sqlite:///{path}")
    for each in migrations.missing_after(REVISIONS[form.name]):
        with engine.begin() as connection:
            migrations.run(connection, each)
        found.append(dump(path))
    engine.dispose()
    return found


def tried(statements: list[str]) -> list[int]:
    """Statements → the numbers of those to be killed at: about every transaction's beginning and
    end, and every tenth between, where what is on the disk is the same."""
    begins = [n for n, each in enumerate(statements) if each.startswith("BEGIN")]
    about = {n + aside for n in begins for aside in (-1, 0, 1)}
    return sorted(about & {*range(len(statements))} | {*range(0, len(statements), 10)})


def test_killed_at_any_statement_it_has_a_whole_form(form, kept, tmp_path):
    between, statements = forms_between(form, tmp_path), statements_of(form, tmp_path)
    assert len(tried(statements)) > 20
    Catalogue(kept).close()
    after = dump(database(kept))
    assert after == between[-1]
    for number in tried(statements):
        home = tmp_path / f"killed-{number}"
        home.mkdir()
        shutil.copy(form / "catalogue.sqlite", home)
        settings = StoreSettings.from_environ({"JIWEN_HOME": str(home)})
        child = processes.Process(target=die_at_statement, args=(settings, number))
        child.start()
        child.join()
        assert child.exitcode == -signal.SIGKILL, statements[number]
        assert dump(database(settings)) in between, statements[number]
        Catalogue(settings).close()
        assert dump(database(settings)) == after, statements[number]


def test_two_processes_that_open_it_at_once_both_find_it_upgraded(kept):
    hears, tells = processes.Pipe(duplex=False)
    openers = [processes.Process(target=open_and_tell, args=(kept, tells)) for _ in range(3)]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join()
    assert [hears.recv() for _ in openers if hears.poll()] == [schema.HEAD] * 3


@pytest.fixture
def another_revision(tmp_path, monkeypatch) -> Path:
    """One more revision than there are, as a later version has; its file is given."""
    folder = tmp_path / "migrations"
    shutil.copytree(Path(migrations.__file__).parent, folder)
    monkeypatch.setattr(migrations, "script_directory", lambda: ScriptDirectory(str(folder)))
    monkeypatch.setattr(schema, "HEAD", "later")
    revision = folder / "versions" / "later.py"
    revision.write_text(
        '"""One more column."""\n'
        "import sqlalchemy as sa\n"
        "from alembic import op\n"
        f"revision, down_revision = 'later', '{migrations.script_directory().get_current_head()}'\n"
        "def upgrade():\n"
        "    op.add_column('conversations', sa.Column('place', sa.Text))\n"
        "    op.execute(\"UPDATE conversations SET place = 'here'\")\n"
    )
    return revision


def test_a_revision_added_later_keeps_everything(form, kept, another_revision):
    Catalogue(kept).close()
    now = people_in(database(kept))
    for table, rows in contents(form)["tables"].items():
        assert len(now[table]) == len(rows)
    assert {row["place"] for row in now["conversations"]} == {"here"}


def test_a_revision_that_fails_leaves_the_form_before_it(kept, another_revision, monkeypatch):
    with another_revision.open("a") as file:
        file.write('    op.execute("UPDATE no_such_table SET x = 1")\n')
    with pytest.raises((DatabaseError, StoreError), match="no_such_table"):
        Catalogue(kept)
    monkeypatch.undo()
    catalogue = Catalogue(kept)
    assert catalogue.revision() == schema.HEAD
    catalogue.close()
