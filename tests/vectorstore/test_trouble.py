"""A full disk, a folder that cannot be written, others at work: said clearly, nothing lost."""

from __future__ import annotations

import socket
import sqlite3
import tempfile
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from tests.vectorstore.conftest import BOTH
from tests.vectorstore.made import made
from tests.vectorstore.test_never_half_done import check_whole
from tests.vectorstore.writing import (
    add_as_nobody,
    add_many,
    add_until_it_fails,
    hold_the_lock,
    processes,
    report,
)
from vectorstore.catalogue import Catalogue
from vectorstore.errors import LibraryBusyError, StoreError, StoreMismatchError
from vectorstore.library import Library
from vectorstore.rules import DuplicateReportError
from vectorstore.settings import StoreSettings


def run(target, *arguments):
    """What a process of its own tells before it ends."""
    hears, tells = processes.Pipe(duplex=False)
    child = processes.Process(target=target, args=(*arguments, tells))
    child.start()
    tells.close()
    told = []
    try:
        while True:
            told.append(hears.recv())
    except EOFError:
        child.join()
    assert child.exitcode == 0
    return told


# Files may grow to so many bytes: too few for Chroma to begin, for the catalogue, for a few.
@pytest.mark.parametrize("largest_file", [60_000, 250_000, 600_000])
def test_a_full_disk_is_told_and_what_was_there_stays(settings, embedder, largest_file):
    library = Library.open(settings, embedder)
    report(1, 0).onto(library)
    library.close()
    ((kind, zh, en),) = run(add_until_it_fails, settings, largest_file)
    assert kind == "StoreError"
    assert "请检查磁盘空间" in zh
    assert "disk space" in en
    library = Library.open(settings, embedder)
    assert report(1, 0).report.id in {r.id for r in library.reports()}
    check_whole(library, embedder)
    report(2, 0).onto(library)
    check_whole(library, embedder)
    library.close()


@pytest.fixture
def open_folder():
    """A folder that every user may look into."""
    with tempfile.TemporaryDirectory() as folder:
        for each in (Path(folder), *Path(folder).parents):
            if each == Path(folder):
                each.chmod(0o755)
            elif not each.stat().st_mode & 0o001:
                pytest.skip(f"{each} is closed to others: another user cannot even look in.")
        yield Path(folder)


def test_a_folder_that_may_not_be_written_is_told(open_folder, embedder):
    settings = StoreSettings.from_environ({"JIWEN_HOME": str(open_folder / "data")})
    library = Library.open(settings, embedder)
    report(1, 0).onto(library)
    library.close()
    for path in (settings.home, *settings.home.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    told = run(add_as_nobody, settings)
    kind, zh, en = told[-1]
    assert kind == "StoreError"
    assert "权限" in zh
    assert "permissions" in en


def test_a_home_that_cannot_be_made_is_told(tmp_path, embedder):
    (tmp_path / "file").write_text("in the way")
    settings = StoreSettings.from_environ({"JIWEN_HOME": str(tmp_path / "file" / "data")})
    with pytest.raises(StoreError, match="JIWEN_HOME"):
        Library.open(settings, embedder)


@BOTH
def test_two_writers_at_once_both_get_their_reports_in(settings, embedder):
    groups = [list(range(0, 6)), list(range(6, 12))]
    writers = [processes.Process(target=add_many, args=(settings, g)) for g in groups]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    library = Library.open(settings, embedder)
    assert len(library.reports()) == 12
    check_whole(library, embedder)
    library.close()


@BOTH
def test_who_does_not_want_to_wait_is_told_who_is_writing(settings, embedder):
    hears, tells = processes.Pipe(duplex=False)
    holder = processes.Process(target=hold_the_lock, args=(settings, 60, tells))
    holder.start()
    pid = hears.recv()
    who = str(pid) if "sqlite" in settings.database_url else f"{pid}@{socket.gethostname()}"
    waiting = []
    library = Library.open(settings, embedder, wait_seconds=0.2, on_wait=waiting.append)
    with pytest.raises(LibraryBusyError, match=who):
        made().onto(library)
    assert waiting == [who]
    holder.kill()
    holder.join()
    made().onto(library)
    assert len(library.reports()) == 1
    library.close()


def test_a_report_read_for_another_model_is_refused(library):
    with pytest.raises(StoreMismatchError):
        made(model="another").onto(library)


@pytest.mark.parametrize(
    "source",
    [
        "../x.txt",
        "/etc/passwd",
        "a/../../b.pdf",
        "..\\x.pdf",
        "C:x.pdf",
        "",
        "a\nb.pdf",
        "\udcff.pdf",
    ],
)
def test_a_file_name_that_leads_out_of_the_corpus_is_refused(library, source):
    water = made().called(source)
    with pytest.raises(StoreError, match=r"cannot be used"):
        water.onto(library)
    assert library.reports() == []


@BOTH
def test_a_second_version_is_refused_unless_it_replaces_the_first(library):
    old, new = made(), made(sentences=("全年预算执行率为98%。",)).called("another.txt")
    old.onto(library)
    with pytest.raises(DuplicateReportError) as refused:
        new.onto(library)
    assert refused.value.existing == old.report
    assert old.report.source in str(refused.value)
    assert new.report.source in str(refused.value)
    new.onto(library, replaces=old.report.id)
    assert library.reports() == [new.report]
    assert library.verify() == []


@BOTH
def test_text_with_broken_characters_is_told_and_not_kept(library):
    water = made()
    broken = replace(water, text=replace(water.text, text="预算\ud800执行率。"))
    with pytest.raises(StoreError, match="broken characters"):
        broken.onto(library)
    assert library.reports() == []
    made("教育局").onto(library)
    assert library.verify() == []


@pytest.mark.parametrize(
    "env",
    [
        {"DATABASE_URL": "catalogue.sqlite"},
        {"CHROMA_URL": "127.0.0.1:8000"},
        {"CHROMA_URL": "file:///x"},
    ],
)
def test_addresses_that_cannot_be_are_refused(env):
    with pytest.raises(StoreError, match=next(iter(env))):
        StoreSettings.from_environ(env)


@pytest.mark.parametrize(
    ("url", "said"),
    [("nosuch://x/y", "Use PostgreSQL"), ("postgresql+nosuchdriver://x/y", "driver")],
)
def test_a_database_without_a_driver_is_told(tmp_path, embedder, url, said):
    settings = StoreSettings.from_environ({"JIWEN_HOME": str(tmp_path), "DATABASE_URL": url})
    with pytest.raises(StoreError, match=said):
        Library.open(settings, embedder)


def test_a_chroma_server_that_does_not_answer_is_told(tmp_path, embedder):
    settings = StoreSettings.from_environ(
        {"JIWEN_HOME": str(tmp_path), "CHROMA_URL": "http://127.0.0.1:1"}
    )
    library = Library.open(settings, embedder)
    with pytest.raises(StoreError, match="CHROMA_URL"):
        made().onto(library)
    assert library.reports() == []


def test_a_new_catalogue_that_another_program_is_making_is_waited_for(tmp_path):
    settings = StoreSettings.from_environ({"JIWEN_HOME": str(tmp_path)})
    other = sqlite3.connect(
        tmp_path / "catalogue.sqlite", isolation_level=None, check_same_thread=False
    )
    other.execute("BEGIN IMMEDIATE")
    done = threading.Timer(0.5, lambda: other.execute("COMMIT"))
    done.start()
    Catalogue(settings).close()
    done.join()
    other.close()
