"""/healthz and /metrics of the real server, as a probe on this machine and others see them."""

from __future__ import annotations

import json
import re
import shlex
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.error import HTTPError

import pytest
from starlette.requests import Request

from tests.browser.conftest import Site, serving
from tests.test_readme import READMES, fenced
from tests.ui.pretend import services_in
from tests.vectorstore.made import made
from ui.services import Opening
from ui.watching import health, is_local
from vectorstore.errors import StoreError


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("watched") / "home"
    with serving(home, JIWEN_LOG="json") as running:
        deadline = time.monotonic() + 60
        while got(running.path("healthz"))[0] != 200:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        yield running


def got(url: str, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(
        url, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def test_the_health_says_how_every_part_is(site: Site) -> None:
    status, body = got(site.path("healthz"))
    told = json.loads(body)
    assert (status, told["status"], told["model"]) == (200, "ok", "off")
    assert told["shelf"] == {"reports": 0, "generation": 0}
    assert told["search_model"] in ("loading", "loaded")


def test_the_metrics_are_prometheus_text(site: Site) -> None:
    status, body = got(site.path("metrics"))
    assert status == 200
    assert 'jiwen_up{part="shelf"} 1.0' in body
    assert "jiwen_queue_length 0.0" in body
    assert "process_resident_memory_bytes" in body
    names = set(re.findall(r"^# TYPE (\w+)", body, re.M))
    assert {"jiwen_questions_total", "jiwen_question_seconds", "jiwen_incidents_total"} <= names


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Forwarded_For": "10.1.2.3"},
        {"X_Forwarded_For": "127.0.0.1"},
        {"Forwarded": "for=127.0.0.1"},
        {"X_Real_IP": "127.0.0.1"},
        {"Host": "evil.test"},
    ],
)
def test_who_asks_through_a_proxy_or_by_another_name_is_not_at_this_machine(
    site: Site, headers: dict[str, str]
) -> None:
    assert got(site.path("metrics"), **headers)[0] == 403
    status, body = got(site.path("healthz"), **headers)
    assert (status, json.loads(body)) == (200, {"status": "ok"})


def test_every_line_of_the_servers_log_is_json(site: Site) -> None:
    (log,) = site.home.parent.glob("server-*.log")
    written = log.read_text(encoding="utf-8").splitlines()
    started = [line for line in written if line.startswith("{")]
    events = [json.loads(line)["event"] for line in started]
    assert events[0] == "server.started"
    assert "shelf.opened" in events
    # What Streamlit prints of its address before that is on the standard output.
    after = written[written.index(started[0]) :]
    assert [line for line in after if line and not line.startswith(("{", " "))] == []


def test_the_commands_of_the_readme_are_answered(site: Site) -> None:
    for readme in READMES:
        lines = [line for block in fenced(readme, "bash") for line in block.splitlines()]
        asked = [shlex.split(line) for line in lines if line.startswith("curl ")]
        assert len(asked) == 2
        for _curl, *_options, url in asked:
            address = url.replace("http://127.0.0.1:8501", site.url)
            assert address != url
            assert got(address)[0] == 200


def asking(client: str | None, host: str, **headers: str) -> Request:
    named = {"host": host, **{k.replace("_", "-"): v for k, v in headers.items()}}
    return Request(
        {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "path": "/metrics",
            "query_string": b"",
            "server": ("0.0.0.0", 8501),
            "client": (client, 1) if client else None,
            "headers": [(k.lower().encode(), v.encode()) for k, v in named.items()],
        }
    )


@pytest.mark.parametrize(
    ("client", "host", "local"),
    [
        ("127.0.0.1", "127.0.0.1:8501", True),
        ("::1", "[::1]:8501", True),
        ("::ffff:127.0.0.1", "localhost:8501", True),
        ("10.1.2.3", "127.0.0.1:8501", False),
        ("127.0.0.1", "jiwen.example.gov.cn", False),
        ("127.0.0.1.evil.test", "127.0.0.1", False),
        (None, "127.0.0.1", False),
    ],
)
def test_only_a_loopback_address_asking_for_one_is_this_machine(
    client: str | None, host: str, local: bool
) -> None:
    assert is_local(asking(client, host)) is local


def test_a_shelf_that_failed_or_is_being_opened_is_told_by_its_state(tmp_path: Path) -> None:
    def failing(_):
        raise StoreError("The disk is full.")

    failed = Opening(failing)
    failed.wait(20)
    now = health(failed)
    assert (now.status, now.trouble, now.is_up) == ("failing", "StoreError", False)
    failed.failure = None
    assert health(failed).status == "starting"


def test_a_shelf_that_breaks_later_and_a_model_that_does_not_load_are_told(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    made().onto(services.library)
    opening = Opening(lambda _: replace(services, model_ready=lambda: True))
    opening.wait(20)
    assert services.searching.wait(20)
    now = health(opening)
    assert (now.reports, now.model, now.search_model, now.is_up) == (1, "loaded", "loaded", True)
    opening.model_failure = OSError("no model")
    assert health(opening).status == "failing"
    opening.model_failure = None
    with services.library._catalogue.writing() as connection:
        connection.exec_driver_sql("DROP TABLE store")
    now = health(opening)
    assert (now.status, now.trouble) == ("failing", "OperationalError")
