"""A shelf in one file: made while others write, restored elsewhere, refused where not whole."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import zipfile
from base64 import b64encode
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, select

import jiwen
from ingest import keeping
from ingest.corpus import Corpus
from ingest.keeping import back_up, restore
from ingest.pipeline import correct, put, read
from tests.fakes import PredictableEmbedder
from tests.rag import written
from tests.rag.conftest import answer_to
from tests.vectorstore.writing import processes, write_for_ever
from vectorstore import archive, schema
from vectorstore.catalogue import Catalogue
from vectorstore.errors import StoreError
from vectorstore.jobs import Brought
from vectorstore.library import Library
from vectorstore.reviews import Mark
from vectorstore.settings import StoreSettings

QUESTION = "2022年预算执行率是多少？"
OTHER = written.WATER_2022.replace("2022", "2019")
SHELVES = Path(__file__).parents[1] / "shelves"
KEPT = [t for t in schema.metadata.sorted_tables if t.name not in ("store", "intents")]


class Place:
    """A folder with a shelf and its corpus, as a machine has it."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.settings = StoreSettings.from_environ(
            {"JIWEN_HOME": str(folder / "data"), "DATABASE_URL": database}
        )
        self.corpus = Corpus(folder / "data" / "corpus")

    def opened(self) -> Library:
        return Library.open(self.settings, PredictableEmbedder())

    def rows(self) -> dict[str, list[tuple]]:
        """All that is in the catalogue, table by table."""
        with closing(Catalogue(self.settings)) as catalogue, catalogue.reading() as connection:
            return {
                t.name: sorted(tuple(row) for row in connection.execute(select(t))) for t in KEPT
            }

    def files(self) -> dict[str, bytes]:
        return {p.name: p.read_bytes() for p in self.corpus.files()}


def add(library: Library, place: Place, folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return put(library, place.corpus, read(path, name), by="curator").report.id


@pytest.fixture
def here(tmp_path: Path) -> Place:
    """A shelf on which people have done everything there is to do."""
    folder = tmp_path / "here"
    folder.mkdir()
    place = Place(folder)
    library = place.opened()
    for name, text in written.MANY.items():
        report_id = add(library, place, folder, name, text)
    correct(library, report_id, {"place": ("云岭市", "青禾县")}, "li")
    answer = answer_to(QUESTION, library, user="wang")
    begun = library.conversations.begin("wang", QUESTION)
    library.conversations.add_turn("wang", begun.id, QUESTION, answer.id)
    library.answers.judge(answer.id, "wang", True, "一看就懂")
    library.reviews.mark("a-finding", Mark.DISMISSED, "四舍五入", "zhao")
    library.jobs.queue(Brought("0" * 64, "waits.txt", "", None, False, "li"), BytesIO(b"\0waits"))
    library.close()
    return place


@pytest.fixture
def there(tmp_path: Path) -> Place:
    """Another machine, with nothing on it."""
    (tmp_path / "there").mkdir()
    return Place(tmp_path / "there")


@pytest.fixture
def backup(here: Place, tmp_path: Path) -> Path:
    path = tmp_path / "backup.zip"
    back_up(here.settings, here.corpus, path)
    return path


def test_restored_elsewhere_it_has_every_record_and_every_file(here, there, backup) -> None:
    restore(there.settings, there.corpus, backup)
    assert there.rows() == here.rows()
    people = ("answers", "feedback", "conversations", "turns", "reviews", "corrections")
    people += ("jobs", "job_files")
    assert all(there.rows()[table] for table in people)
    assert there.files() == here.files() != {}


def test_restored_elsewhere_it_answers_the_same(here, there, backup) -> None:
    restore(there.settings, there.corpus, backup)
    told = []
    for place in (here, there):
        library = place.opened()
        assert library.verify() == []
        answer = answer_to(QUESTION, library)
        told.append(
            [(s.text, [(c.n, c.start, c.end) for c in s.citations]) for s in answer.sentences]
        )
        library.close()
    assert told[0] == told[1]
    assert "%" in told[0][0][0]


def test_a_shelf_moves_to_postgresql_and_back(here, there, postgres, backup, tmp_path) -> None:
    moved = Place(tmp_path / "moved", postgres.url())
    restore(moved.settings, moved.corpus, backup)
    assert moved.rows() == here.rows()
    library = moved.opened()
    assert library.verify() == []
    library.reviews.mark("a-finding", Mark.CONFIRMED, "", "zhao")
    assert len(library.reviews.history("a-finding")) == 2
    library.close()
    back_up(moved.settings, moved.corpus, tmp_path / "back.zip")
    restore(there.settings, there.corpus, tmp_path / "back.zip")
    assert there.rows() == moved.rows()
    restore(moved.settings, moved.corpus, backup, replacing=True)
    assert moved.rows()["reviews"] == here.rows()["reviews"]


def test_what_is_done_after_restoring_gets_numbers_of_its_own(there, backup) -> None:
    restore(there.settings, there.corpus, backup)
    library = there.opened()
    library.reviews.mark("a-finding", Mark.CONFIRMED, "", "zhao")
    assert [r.mark for r in library.reviews.history("a-finding")] == [
        Mark.DISMISSED,
        Mark.CONFIRMED,
    ]
    library.close()


def test_a_backup_made_while_another_process_writes_is_of_one_moment(here, there, tmp_path) -> None:
    ready, told = processes.Pipe()
    writer = processes.Process(target=write_for_ever, args=(here.settings, 1, told), daemon=True)
    writer.start()
    try:
        assert ready.recv() == "writing"
        for number in range(3):
            back_up(here.settings, here.corpus, tmp_path / f"{number}.zip")
    finally:
        writer.kill()
        writer.join()
    restore(there.settings, there.corpus, tmp_path / "2.zip")
    library = there.opened()
    counts = library.passage_counts()
    assert {i: len(library.passages_of(i)) for i in counts} == counts
    assert library.verify() == []
    library.close()


def test_cut_anywhere_it_is_refused_and_nothing_is_there(there, backup, tmp_path) -> None:
    whole = backup.read_bytes()
    cut = tmp_path / "cut.zip"
    for length in (0, 1, 63, 64, len(whole) // 2, len(whole) - 1):
        cut.write_bytes(whole[:length])
        with pytest.raises(StoreError, match="cut or altered"):
            restore(there.settings, there.corpus, cut)
    assert not there.settings.home.exists()


def test_altered_anywhere_it_is_refused_and_nothing_is_there(there, backup, tmp_path) -> None:
    whole = backup.read_bytes()
    altered = tmp_path / "altered.zip"
    for place in range(0, len(whole), len(whole) // 60):
        altered.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(StoreError, match="cut or altered"):
            restore(there.settings, there.corpus, altered)
    assert not there.settings.home.exists()


def test_a_shelf_that_is_there_is_left_as_it_is(here, there, backup, tmp_path) -> None:
    library = there.opened()
    add(library, there, tmp_path, "2019.txt", OTHER)
    library.close()
    before = (there.rows(), there.files())
    with pytest.raises(StoreError, match="There is a shelf here already"):
        restore(there.settings, there.corpus, backup)
    assert (there.rows(), there.files()) == before


def test_answers_alone_keep_a_shelf_from_being_overwritten(there, backup) -> None:
    library = there.opened()
    answer_to(QUESTION, library)
    library.close()
    with pytest.raises(StoreError, match="answers: 1 rows"):
        restore(there.settings, there.corpus, backup)


def test_told_to_it_takes_the_place_of_what_is_there(here, there, backup, tmp_path) -> None:
    library = there.opened()
    other = add(library, there, tmp_path, "2019.txt", OTHER)
    before = library.generation()
    restore(there.settings, there.corpus, backup, replacing=True)
    assert library.report(other) is None
    assert library.generation() > before
    library.close()
    library = there.opened()
    assert library.verify() == []
    assert {r.id for r in library.reports()} == {row[0] for row in here.rows()["reports"]}
    library.close()


def test_another_file_in_the_place_of_a_report_is_left_there(there, backup) -> None:
    name = next(iter(written.MANY))
    there.corpus.folder.mkdir(parents=True)
    (there.corpus.folder / name).write_text("别的文件", encoding="utf-8")
    with pytest.raises(StoreError, match="There is another file at"):
        restore(there.settings, there.corpus, backup)
    assert there.files() == {name: "别的文件".encode()}
    restore(there.settings, there.corpus, backup, replacing=True)
    assert "别的文件".encode() not in there.files().values()


def die_restoring(home: str, backup: str, number: int) -> None:
    """Restore, and be killed before the catalogue's statement of this number."""
    left = iter(range(number + 1))

    def fatal(*_):
        if next(left) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    place = Place(Path(home).parent)
    event.listen(Engine, "before_cursor_execute", fatal)
    restore(place.settings, place.corpus, Path(backup))


@pytest.mark.parametrize("number", [40, 60, 90])
def test_killed_while_restoring_it_is_as_it_was(there, backup, number) -> None:
    there.opened().close()
    before = there.rows()
    home = str(there.settings.home)
    process = processes.Process(target=die_restoring, args=(home, str(backup), number))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert there.rows() == before
    restore(there.settings, there.corpus, backup)
    assert there.files()


def test_a_report_whose_file_is_gone_is_told_and_restored(
    here, there, tmp_path, monkeypatch, capsys
) -> None:
    gone = sorted(here.files())[0]
    (here.corpus.folder / gone).unlink()
    at(here, monkeypatch)
    assert jiwen.main(["backup", str(tmp_path / "kept")]) == 1
    assert gone in capsys.readouterr().err
    (made,) = (tmp_path / "kept").glob("jiwen-*.zip")
    restore(there.settings, there.corpus, made)
    assert there.rows() == here.rows()


def test_a_backup_does_not_take_the_place_of_another(here, backup) -> None:
    before = backup.read_bytes()
    with pytest.raises(StoreError, match="is there already"):
        back_up(here.settings, here.corpus, backup)
    assert backup.read_bytes() == before


def test_an_empty_shelf_is_told_of_and_not_backed_up(there, tmp_path) -> None:
    there.opened().close()
    with pytest.raises(StoreError, match="There is nothing on the shelf"):
        back_up(there.settings, there.corpus, tmp_path / "backup.zip")
    assert not list(tmp_path.glob("backup.zip*"))


def test_the_commands_back_up_check_and_restore(here, there, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(keeping, "load_embedder", lambda settings: PredictableEmbedder())
    at(here, monkeypatch)
    file = tmp_path / "all.zip"
    assert jiwen.main(["backup", str(file)]) == 0
    at(there, monkeypatch)
    assert jiwen.main(["restore", "--check", str(file)]) == 0
    assert not there.settings.home.exists()
    assert jiwen.main(["restore", str(file)]) == 0
    assert "answers 1" in capsys.readouterr().out
    assert jiwen.main(["restore", str(file)]) == 2
    assert "--replace" in capsys.readouterr().err


def at(place: Place, monkeypatch) -> None:
    monkeypatch.setenv("JIWEN_HOME", str(place.settings.home))
    for name in ("JIWEN_CORPUS", "DATABASE_URL", "CHROMA_URL"):
        monkeypatch.delenv(name, raising=False)


def of_form(catalogue: Path, form: str, into: Path) -> None:
    """A catalogue of an earlier form → the archive that a Jiwen of then would have made of it."""
    tables = {}
    with closing(sqlite3.connect(catalogue)) as connection, archive.writing(into) as made:
        connection.row_factory = sqlite3.Row
        every = connection.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        ).fetchall()
        made.writestr("form.sql", "".join(f"{each['sql']};\n" for each in every))
        for name in [each["name"] for each in every if each["type"] == "table"]:
            if name in ("store", "alembic_version", "intents"):
                continue
            rows = [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]
            tables[name] = len(rows)
            as_text = [json.dumps(row, default=lambda b: b64encode(b).decode()) for row in rows]
            made.writestr(f"tables/{name}.jsonl", "".join(f"{row}\n" for row in as_text))
        store = connection.execute("SELECT * FROM store").fetchone()
        manifest = {
            "jiwen": "0.1.0",
            "form": form,
            "shelf": store["shelf"],
            "generation": store["generation"],
            "made_at": "2026-11-01T00:00:00+00:00",
            "tables": tables,
            "files": {},
            "without_file": [],
        }
        made.writestr("manifest.json", json.dumps(manifest))


def test_a_backup_of_an_earlier_form_is_brought_up_to_date(here, there, tmp_path) -> None:
    earlier = SHELVES / "form-2" / "catalogue.sqlite"
    of_form(earlier, "0002", tmp_path / "old.zip")
    restore(there.settings, there.corpus, tmp_path / "old.zip")
    was = json.loads((SHELVES / "form-2" / "contents.json").read_text("utf-8"))
    library = Library(there.settings, PredictableEmbedder())
    assert {r.id: r.identity.title for r in library.reports()} == was["reports"]
    assert {a for a, *_ in there.rows()["answers"]} == set(was["answers"])
    library.close()
    upgraded = Place(tmp_path / "upgraded")
    upgraded.settings.home.mkdir(parents=True)
    (upgraded.settings.home / "catalogue.sqlite").write_bytes(earlier.read_bytes())
    assert there.rows() == upgraded.rows()


def test_a_backup_of_a_newer_jiwen_is_refused(there, tmp_path) -> None:
    of_form(SHELVES / "form-2" / "catalogue.sqlite", "9999", tmp_path / "new.zip")
    with pytest.raises(StoreError, match="newer Jiwen"):
        restore(there.settings, there.corpus, tmp_path / "new.zip")
    assert not there.settings.home.exists()


def test_any_program_can_open_a_backup(backup) -> None:
    with zipfile.ZipFile(backup) as opened:
        assert opened.testzip() is None
        first = opened.read("tables/answers.jsonl").decode().splitlines()[0]
    assert json.loads(first)["question"] == QUESTION
