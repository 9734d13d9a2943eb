"""The queue of files: each is given out once, and is never lost with the worker that has it."""

from __future__ import annotations

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.vectorstore.conftest import BOTH
from vectorstore import jobs
from vectorstore.jobs import Brought

WHY = ("文件坏了。", "The file is damaged.")


def hand(library, content: bytes, name: str = "a.txt") -> str:
    """Put a file into the queue → its id, where it was not waiting already."""
    file_id = hashlib.sha256(content).hexdigest()
    brought = Brought(file_id, name, "folder", None, False, "li")
    return file_id if library.jobs.queue(brought, io.BytesIO(content)) else ""


@pytest.fixture
def no_patience(monkeypatch):
    """A worker counts as dead when anybody next looks."""
    monkeypatch.setattr(jobs, "SILENT", timedelta(0))


@BOTH
def test_files_are_given_out_once_in_the_order_they_came_whole(library):
    large = bytes(range(256)) * 3000
    ids = [hand(library, large, "large.pdf"), hand(library, b"second"), hand(library, b"third")]
    taken = [library.jobs.claim(worker) for worker in ("one", "other", "one", "other")]
    assert [job and job.brought.id for job in taken] == [*ids, None]
    assert taken[0].brought == Brought(ids[0], "large.pdf", "folder", None, False, "li")
    assert b"".join(library.jobs.content(ids[0])) == large
    library.jobs.done("one", [ids[0], ids[2]])
    assert list(library.jobs.content(ids[0])) == []
    assert (library.jobs.pace().done, library.jobs.pace().working) == (2, 1)


@BOTH
def test_a_file_waits_once_and_one_that_failed_is_tried_when_it_is_brought_again(library):
    file_id = hand(library, b"one")
    assert hand(library, b"one") == ""
    library.jobs.claim("worker")
    assert hand(library, b"one") == ""
    library.jobs.fail("worker", file_id, *WHY)
    (failed,) = library.jobs.failures()
    assert (failed.name, failed.zh, failed.en) == ("a.txt", *WHY)
    assert library.jobs.claim("worker") is None
    assert hand(library, b"one") == file_id
    assert library.jobs.failures() == []
    assert library.jobs.claim("worker").attempts == 1


@BOTH
def test_a_silent_workers_file_is_anothers_and_what_it_says_later_does_not_count(
    library, no_patience
):
    file_id = hand(library, b"one")
    library.jobs.claim("dead")
    again = library.jobs.claim("alive")
    assert (again.brought.id, again.attempts) == (file_id, 2)
    library.jobs.fail("dead", file_id, *WHY)
    library.jobs.done("dead", [file_id])
    library.jobs.give_back("dead")
    assert (library.jobs.pace().working, library.jobs.failures()) == (1, [])


@BOTH
def test_a_worker_that_says_it_lives_keeps_its_file(library, monkeypatch):
    hand(library, b"one")
    library.jobs.claim("alive")
    monkeypatch.setattr(jobs, "SILENT", timedelta(hours=1))
    library.jobs.still_working("alive")
    assert library.jobs.claim("other") is None


@BOTH
def test_a_file_that_broke_its_workers_is_not_tried_for_ever(library, no_patience):
    file_id = hand(library, b"one")
    for attempt in range(1, jobs.MOST_ATTEMPTS + 1):
        assert library.jobs.claim(f"worker {attempt}").attempts == attempt
    behind = hand(library, b"behind it")
    assert library.jobs.claim("next").brought.id == behind
    (failed,) = library.jobs.failures()
    assert failed.id == file_id
    assert "3 workers" in failed.en


@BOTH
def test_what_is_given_back_counts_as_never_taken(library):
    file_id = hand(library, b"one")
    library.jobs.claim("stopped")
    library.jobs.give_back("stopped")
    job = library.jobs.claim("other")
    assert (job.brought.id, job.attempts) == (file_id, 1)


@BOTH
def test_the_pace_is_that_of_what_was_done_and_says_what_is_left(library):
    nothing = library.jobs.pace()
    assert (nothing.is_over, nothing.files_a_second, nothing.seconds_left) == (True, None, None)
    ids = [hand(library, bytes([i])) for i in range(4)]
    for file_id in ids[:2]:
        library.jobs.claim("worker")
        library.jobs.done("worker", [file_id])
    library.jobs.claim("worker")
    pace = library.jobs.pace()
    assert (pace.done, pace.working, pace.waiting, pace.workers) == (2, 1, 1, 1)
    assert pace.files_a_second > 0
    assert pace.seconds_left == pytest.approx(2 / pace.files_a_second)


def test_what_is_done_is_forgotten_once_the_queue_is_empty_and_failures_stay(library):
    done, failed = hand(library, b"one"), hand(library, b"two")
    for _ in range(2):
        library.jobs.claim("worker")
    library.jobs.done("worker", [done])
    library.jobs.begin()
    assert library.jobs.pace().done == 1
    library.jobs.fail("worker", failed, *WHY)
    library.jobs.begin()
    assert (library.jobs.pace().done, len(library.jobs.failures())) == (0, 1)
    assert library.jobs.forget_failures() == 1
    assert library.jobs.pace().is_over


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_many_workers_at_once_get_a_file_each_and_wait_for_no_writer_of_reports(library):
    ids = {hand(library, bytes([i])) for i in range(24)}
    with library._catalogue.writing(), ThreadPoolExecutor(6) as threads:
        taken = list(threads.map(lambda n: library.jobs.claim(f"worker {n}"), range(24)))
    assert {job.brought.id for job in taken} == ids
