"""Files handed over, and read by workers that may be killed: all comes in as `add` puts it in."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from ingest import pipeline, queue
from ingest.corpus import Corpus, file_id
from ingest.pipeline import put, read
from ingest.queue import hand_over, work
from ingest.settings import USUAL
from tests.ingest.test_command_line import run  # noqa: F401 - a fixture
from tests.ingest.test_pipeline import written
from tests.vectorstore.writing import opened, processes
from vectorstore import jobs
from vectorstore.errors import StoreError
from vectorstore.jobs import Jobs
from vectorstore.library import Library
from vectorstore.passages import Passages
from vectorstore.settings import StoreSettings

LAST_YEAR = "{before}年市水务局全年预算数为980.00万元，全年执行数为900.00万元。\n"


class Place:
    """A shelf and its corpus, as every machine sees them."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.settings = StoreSettings.from_environ(
            {"JIWEN_HOME": str(folder / "home"), "DATABASE_URL": database}
        )
        self.corpus = Corpus(folder / "home" / "corpus")
        self.library = opened(self.settings)

    def hand(self, files: Sequence[Path], *, replacing: bool = False) -> queue.Handed:
        return hand_over(self.library, self.corpus, files, replacing=replacing, by="li")

    def work(self) -> None:
        work(self.library, self.corpus, USUAL, stays=False, stop=threading.Event())


@pytest.fixture
def here(tmp_path: Path):
    place = Place(tmp_path)
    yield place
    place.library.close()


@pytest.fixture
def shared(tmp_path: Path, postgres):
    """The same over a PostgreSQL server."""
    place = Place(tmp_path, postgres.url())
    yield place
    place.library.close()


def reports_in(folder: Path, years: Sequence[int] = range(2018, 2023)) -> list[Path]:
    """Reports of one office, which speak of the year before."""
    folder.mkdir()
    more = {year: LAST_YEAR.format(before=year - 1) for year in years}
    return [written(folder / f"{year}.txt", year=year, more=more[year]) for year in years]


def stands(library: Library) -> dict[str, object]:
    """All that a shelf tells of its reports, but for when they came."""
    library.mend()
    assert library.verify() == []
    return {
        report.source: (
            report.identity,
            library.text(report.id),
            library.passages_of(report.id),
            library.indicators([report.id]),
            [kept.finding for kept in library.findings([report.id]).get(report.id, ())],
        )
        for report in library.reports()
    }


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What stands on a shelf to which the same files were added one after the other."""
    folder = tmp_path_factory.mktemp("alone")
    corpus = Corpus(folder / "corpus")
    with closing(opened(StoreSettings(home=folder / "home"))) as library:
        for path in reports_in(folder / "new"):
            put(library, corpus, read(path, path.name), by="li")
        return stands(library)


def test_what_a_worker_puts_in_is_what_adding_puts_in(here, tmp_path: Path, added) -> None:
    files = reports_in(tmp_path / "new")
    assert len(here.hand(files).queued) == len(files)
    here.work()
    assert stands(here.library) == added
    assert any(findings for *_, findings in added.values())
    assert {p.name: file_id(p) for p in here.corpus.files()} == {p.name: file_id(p) for p in files}
    assert here.library.jobs.pace().done == len(files)
    assert {report.ingested_by for report in here.library.reports()} == {"li"}
    assert here.hand(files).on_shelf == [str(path) for path in files]


def test_a_damaged_file_is_told_and_not_tried_again_and_the_others_come_in(
    here, tmp_path: Path
) -> None:
    good = written(tmp_path / "good.txt")
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7\nnot much of a PDF")
    here.hand([bad, good, tmp_path / "none.txt"])
    here.work()
    assert [report.source for report in here.library.reports()] == ["good.txt"]
    (failed,) = here.library.jobs.failures()
    assert failed.name == "bad.pdf"
    assert "PDF" in failed.en
    assert here.library.jobs.claim("another") is None


def test_versions_in_one_batch_come_one_after_the_other(here, tmp_path: Path) -> None:
    draft = written(tmp_path / "a" / "2022.txt")
    final = written(tmp_path / "b" / "2022.txt", budget="1,200.00", rate="75.00")
    other_name = written(tmp_path / "定稿.txt", budget="1,300.00")
    other_year = written(tmp_path / "c" / "2022.txt", year=2021)
    here.hand([draft, final, other_name, other_year])
    here.work()
    standing = {r.identity.year: r.source for r in here.library.reports()}
    assert standing[2022] == "2022.txt"
    assert here.corpus.path("2022.txt").read_bytes() == final.read_bytes()
    assert here.corpus.path(standing[2021]).read_bytes() == other_year.read_bytes()
    (failed,) = here.library.jobs.failures()
    assert (failed.name, "--replace" in failed.en) == ("定稿.txt", True)
    here.hand([other_name], replacing=True)
    here.work()
    assert here.library.jobs.failures() == []
    assert here.corpus.path("定稿.txt").read_bytes() == other_name.read_bytes()


def test_a_file_that_lies_in_the_corpus_stays_where_it_is(here) -> None:
    here.corpus.folder.mkdir()
    path = written(here.corpus.folder / "2022" / "水务局.txt")
    here.hand([path])
    here.work()
    assert [report.source for report in here.library.reports()] == ["2022/水务局.txt"]
    assert here.corpus.files() == [path]


def test_where_the_machine_fails_the_worker_says_so_and_the_files_wait_on(
    here, tmp_path: Path
) -> None:
    here.hand(reports_in(tmp_path / "new", (2021, 2022)))
    here.library.close()
    nowhere = here.settings.model_copy(update={"chroma_url": "http://127.0.0.1:1"})
    with (
        closing(opened(nowhere)) as library,
        pytest.raises(StoreError, match="Chroma"),
    ):
        work(library, here.corpus, USUAL, stays=False, stop=threading.Event())
    here.library = opened(here.settings)
    pace = here.library.jobs.pace()
    assert (pace.waiting, pace.failed, here.library.reports()) == (2, 0, [])
    here.work()
    assert len(here.library.reports()) == 2


def work_alone(settings: StoreSettings, folder: Path) -> None:
    """A worker in a process of its own."""
    with closing(opened(settings)) as library:
        work(library, Corpus(folder), USUAL, stays=False, stop=threading.Event())


FATAL = {
    "reading the third": (queue, "prepare", 3, False),
    "before Chroma": (Passages, "replace", 1, False),
    "after Chroma": (Passages, "replace", 1, True),
    "after the commit": (pipeline, "audit_beside", 1, False),
    "between commit and queue": (Jobs, "done", 1, False),
}


def die_working(settings: StoreSettings, folder: Path, moment: str) -> None:
    """Work, and be killed at that moment."""
    place, name, time, after = FATAL[moment]
    whole, left = getattr(place, name), iter(range(1, 100))

    def fatal(*arguments, **named):
        dies = next(left) == time
        if dies and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        done = whole(*arguments, **named)
        if dies:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    setattr(place, name, fatal)
    work_alone(settings, folder)


@pytest.mark.parametrize("moment", FATAL)
def test_what_a_killed_worker_had_is_done_again_and_nothing_is_half_in(
    shared, tmp_path: Path, added, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    files = reports_in(tmp_path / "new")
    shared.hand(files)
    arguments = (shared.settings, shared.corpus.folder, moment)
    killed = processes.Process(target=die_working, args=arguments)
    killed.start()
    killed.join()
    assert killed.exitcode == -signal.SIGKILL
    assert len(shared.library.reports()) in (0, len(files))
    assert shared.library.jobs.claim("too early") is None or moment == "reading the third"
    monkeypatch.setattr(jobs, "SILENT", timedelta(0))
    shared.work()
    assert stands(shared.library) == added
    assert sorted(p.name for p in shared.corpus.files()) == [p.name for p in files]
    pace = shared.library.jobs.pace()
    assert (pace.is_over, pace.done, pace.failed) == (True, len(files), 0)


def test_two_workers_share_the_files_and_each_comes_in_once(shared, tmp_path: Path) -> None:
    files = reports_in(tmp_path / "new", range(2010, 2023))
    shared.hand(files)
    arguments = (shared.settings, shared.corpus.folder)
    workers = [processes.Process(target=work_alone, args=arguments) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    assert len(shared.library.reports()) == len(files)
    pace = shared.library.jobs.pace()
    assert (pace.is_over, pace.done, pace.failed) == (True, len(files), 0)
    assert shared.library.verify() == []


def test_the_command_line_hands_over_works_and_tells(run, tmp_path: Path) -> None:  # noqa: F811
    written(tmp_path / "new" / "2022.txt")
    (tmp_path / "new" / "bad.pdf").write_bytes(b"%PDF-1.7\n")
    code, out, _ = run("add", "--queue", tmp_path / "new", "--json")
    assert (code, len(json.loads(out)["queued"])) == (0, 2)
    assert run("add", "--queue", tmp_path / "new" / "2022.txt", "--year", "2023")[0] == 2
    assert json.loads(run("queue", "--json")[1])["waiting"] == 2
    code, out, _ = run("work")
    assert (code, "完成 done 1" in out, "失败 failed 1" in out) == (1, True, True)
    code, out, err = run("queue", "--json")
    assert (code, json.loads(out)["done"]) == (1, 1)
    assert "未入库 not added: bad.pdf" in err
    assert run("queue", "--forget-failures")[0] == 0
    assert len(json.loads(run("list", "--json")[1])) == 1
