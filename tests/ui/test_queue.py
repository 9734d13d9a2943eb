"""The queue on the curator's page: how far it is, what failed and why."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest

from tests.ui.drawn import opened, words
from tests.ui.pretend import services_in
from ui import queue, services
from vectorstore.jobs import Brought, Jobs, Pace


@pytest.fixture
def jobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Jobs:
    """The queue of the shelf that the page shows."""
    pretended = services_in(tmp_path)
    monkeypatch.setattr(services, "open_services", lambda environ, told: pretended)
    services.opening.clear()
    return pretended.library.jobs


def hand(jobs: Jobs, name: str) -> str:
    file_id = hashlib.sha256(name.encode()).hexdigest()
    jobs.queue(Brought(file_id, name, "", None, False, "li"), io.BytesIO(b"content"))
    return file_id


def drawn(at) -> str:
    """What is said of the queue, the bar's line included."""
    bars = [bar.proto.text for bar in at.get("progress")]
    return "\n".join([words(at), *bars, *(each.label for each in at.expander)])


def test_an_empty_queue_is_not_drawn(jobs: Jobs) -> None:
    assert "交给后台" not in drawn(opened("reports"))


def test_the_page_says_what_waits_and_that_nobody_reads_it(jobs: Jobs) -> None:
    hand(jobs, "a.pdf")
    said = drawn(opened("reports"))
    assert "1 份等待" in said
    assert "python -m ingest work" in said
    jobs.claim("worker")
    said = drawn(opened("reports"))
    assert "1 份在读" in said
    assert "python -m ingest work" not in said


def test_a_file_that_failed_is_shown_with_its_reason_until_it_is_taken_off(jobs: Jobs) -> None:
    file_id = hand(jobs, "bad.pdf")
    jobs.claim("worker")
    jobs.fail("worker", file_id, "文件坏了。", "The file is damaged.")
    at = opened("reports")
    assert "bad.pdf: 文件坏了。" in drawn(at)
    at.button(key="forget-failures").click().run()
    assert "bad.pdf" not in drawn(at)
    assert jobs.failures() == []


def test_the_line_says_how_fast_it_goes_and_what_is_left() -> None:
    pace = Pace(10, 2, 30, 1, 2, files_a_second=0.5, seconds_left=200.0)
    line = queue.pace_line(pace)
    assert line == "30 份已入库 · 10 份等待 · 2 份在读 · 1 份失败 · 每分钟 30.0 份 · 还需 3 分钟"
