"""An error that nobody foresaw: the page shows a number, and the log has its trace under it."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import ui.services
from ingest.reading import Reading
from operations.logs import reporting
from operations.settings import OperationsSettings
from tests.ui.drawn import opened
from tests.ui.drawn import words as in_markdown
from tests.ui.pretend import services_in
from tests.vectorstore.made import made
from ui import questions
from ui.access import LOCAL
from ui.intake import Intake, State
from ui.services import Opening, Services
from vectorstore.errors import StoreError

NUMBER = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}")


def words(at: AppTest) -> str:
    """What a visitor reads: labels are Markdown, in which every sign is escaped."""
    return in_markdown(at).replace("\\", "")


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> Iterator[object]:
    """What has been logged so far, line by line."""
    lines: list[dict[str, object]] = []

    def read() -> list[dict[str, object]]:
        # A page that runs without a server makes Streamlit complain in its own form.
        written = capsys.readouterr().err.splitlines()
        lines.extend(json.loads(line) for line in written if line.startswith("{"))
        return [line for line in lines if line["event"] != "log"]

    with reporting(OperationsSettings(log="json"), logging.INFO):
        yield read


def broken_services(folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> Services:
    """Services whose answering ends in an error."""

    def ask(question: object, stop: object) -> Iterator[object]:
        raise error
        yield

    services = replace(services_in(folder), ask=ask)
    made().onto(services.library)
    monkeypatch.setattr(ui.services, "open_services", lambda environ, told: services)
    ui.services.opening.clear()
    return services


def asked(services: Services) -> str:
    place = questions.ask(services, LOCAL, None, "预算执行率是多少？", None)
    services.desk.of(place).wait(20)
    return place


def conversation(place: str) -> AppTest:
    at = AppTest.from_string(
        "\n".join(
            [
                "import ui.services",
                "from ui import chat",
                "from ui.access import LOCAL",
                "shared = ui.services.opening({})",
                "shared.wait(60)",
                "chat.page(shared.services, LOCAL)",
            ]
        ),
        default_timeout=60,
    )
    at.query_params["c"] = place
    return at.run()


def test_a_question_that_fails_shows_the_number_that_the_log_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log
) -> None:
    services = broken_services(tmp_path, monkeypatch, LookupError("秘密"))
    place = asked(services)
    at = conversation(place)
    (shown,) = NUMBER.findall(words(at))
    assert "出了意外" in words(at)
    assert "秘密" not in words(at)
    at.run()
    assert NUMBER.findall(words(at)) == [shown]
    (incident,) = [line for line in log() if line["event"] == "incident"]
    assert incident["number"] == shown
    assert incident["kind"] == "LookupError"
    assert incident["trace"][0]["at"][0].startswith("tests/ui/test_incidents.py:")
    assert "秘密" not in json.dumps(incident, ensure_ascii=False)


def test_a_question_that_fails_for_the_disk_says_so_without_a_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log
) -> None:
    error = StoreError(
        "The folder {folder} cannot be written: {error}. Check its permissions and the disk space.",
        folder="data",
        error="full",
    )
    at = conversation(asked(broken_services(tmp_path, monkeypatch, error)))
    assert "请检查权限和磁盘空间" in words(at)
    assert not NUMBER.findall(words(at))
    (told,) = [line for line in log() if line["event"] == "trouble.told"]
    assert told["message"].startswith("The folder data cannot be written: full.")


def test_a_wrong_column_on_a_page_is_an_incident_and_not_a_disk_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log
) -> None:
    services = broken_services(tmp_path, monkeypatch, LookupError())

    def no_such_column() -> None:
        with services.library._catalogue.reading() as connection:
            connection.exec_driver_sql("select no_such_column from reports")

    monkeypatch.setattr(services.library, "findings", no_such_column)
    at = AppTest.from_string(
        "\n".join(
            [
                "import ui.services",
                "from ui import audit, notices",
                "from ui.access import LOCAL",
                "shared = ui.services.opening({})",
                "shared.wait(60)",
                "try:",
                "    shared.services.library.findings()",
                "except Exception as error:",
                "    notices.trouble(error)",
            ]
        ),
        default_timeout=60,
    ).run()
    (shown,) = NUMBER.findall(words(at))
    assert "磁盘" not in words(at)
    (incident,) = [line for line in log() if line["event"] == "incident"]
    assert incident["number"] == shown
    kinds = [one["error"] for one in incident["trace"]]
    assert kinds == ["sqlalchemy.exc.OperationalError", "sqlite3.OperationalError"]


def test_a_file_that_trips_the_program_is_numbered_and_the_others_go_on(log) -> None:
    def read(path: Path, name: str, on_progress: object) -> Reading:
        raise LookupError("秘密") if name == "a.txt" else StoreError("No.")

    intake = Intake([("a.txt", b"x"), ("b\n.txt", b"x")], read)
    intake.wait(20)
    assert [item.state for item in intake.items] == [State.FAILED, State.FAILED]
    refused = [line for line in log() if line["event"] == "report.refused"]
    assert [(r["file"], r["stage"], r["kind"]) for r in refused] == [
        ("a.txt", "read", "LookupError"),
        ("b\n.txt", "read", "StoreError"),
    ]
    assert len([line for line in log() if line["event"] == "incident"]) == 1


def test_a_shelf_that_does_not_open_is_in_the_log_before_anybody_comes(log) -> None:
    def failing(_: object) -> Services:
        raise StoreError("The disk is full.")

    Opening(failing).wait(20)
    (line,) = log()
    assert (line["event"], line["message"]) == ("shelf.failed", "The disk is full.")


def test_a_page_that_has_nothing_to_tell_logs_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log
) -> None:
    broken_services(tmp_path, monkeypatch, LookupError())
    opened("reports")
    assert {line["event"] for line in log()} <= {"shelf.opened"}
