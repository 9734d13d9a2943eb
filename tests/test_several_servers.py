"""Two servers behind nginx, over one PostgreSQL and one Chroma: one is killed, nothing is lost.

The visitors are WebSockets that speak Streamlit's protocol, and come back as a browser does.
"""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError

import pytest
from sqlalchemy import func, select
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from bench.sessions import QUESTIONS, Visitor
from tests.browser.conftest import environment
from tests.servers import Postgres, chroma, free_port, nginx
from vectorstore import schema
from vectorstore.catalogue import Catalogue
from vectorstore.conversations import Conversations
from vectorstore.settings import StoreSettings

ROOT = Path(__file__).parents[1]
VISITORS = 30
PATIENCE = 240.0
STOPPED = "正在回答这个问题的服务器停止了"
ELSEWHERE = "另一台服务器正在回答"
REPORT = (
    "2023年度江岸市临河区水务局部门整体支出绩效自评报告\n一、预算执行情况\n"
    "2023年全年预算数为2,000.00万元，执行数为1,900.00万元，预算执行率为95.00%。\n"
)


class Server:
    """The app, at one address however often it is started."""

    def __init__(self, name: str, folder: Path, **shared: str) -> None:
        self.port = free_port()
        self.environ = environment(folder / name, **shared)
        self._log = folder / f"{name}.log"

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        command += ["--server.port", str(self.port)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self.environ, stdout=log, stderr=log
            )

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def health(self) -> tuple[int, str]:
        """The status of /healthz and what it says; 0 where nobody answers."""
        try:
            with urllib.request.urlopen(f"http://{self.address}/healthz", timeout=20) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()
        except (URLError, OSError):
            return 0, ""

    def until_well(self, reports: int) -> None:
        deadline = time.monotonic() + PATIENCE
        while self.health()[0] != 200 or f'"reports":{reports}' not in self.health()[1]:
            assert time.monotonic() < deadline, self._log.read_text()
            time.sleep(0.3)


class Person(Visitor):
    """A visitor whose page comes back where its server is gone, at the address it was at."""

    answers: dict[str, str]
    came_back = 0

    def ask_until_told(self, words: str) -> str:
        """Ask in the conversation → "answered" or "stopped", whichever the page says.

        A page that came back without the question had not sent it: it is asked again.
        """
        told = ""
        while not told:
            try:
                typed = WidgetState(id=self._input)
                typed.chat_input_value.data = words
                self._rerun(typed)
            except ConnectionClosed:
                self.come_back()
            told = self.told_of(words)
        return told

    def told_of(self, words: str) -> str:
        """What the page says of a question; '' where it came back, and says nothing of it."""
        deadline = time.monotonic() + PATIENCE
        returned = says_something = False
        while time.monotonic() < deadline:
            try:
                message = self._next(min(deadline, time.monotonic() + 30))
            except ConnectionClosed:
                self.come_back()
                returned, says_something = True, False
                continue
            if message is None:
                self._rerun()
                continue
            told = _told(message, words)
            if told in ("answered", "stopped"):
                return told
            says_something = says_something or told == "elsewhere"
            if returned and message.WhichOneof("type") == "script_finished" and self._input:
                if not says_something:
                    return ""
                returned = False
        raise AssertionError(f"{self._name}: nothing is said of {words!r} at {self._query!r}")

    def come_back(self) -> None:
        self.came_back += 1
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self._connect()
                self._rerun()
                return
            except (OSError, ConnectionClosed, InvalidHandshake):
                assert time.monotonic() < deadline
                time.sleep(0.5)

    @property
    def conversation(self) -> str:
        return self._query.partition("c=")[2].partition("&")[0]


def _told(message: ForwardMsg, words: str) -> str:
    if message.WhichOneof("type") != "delta":
        return ""
    element = message.delta.new_element
    if element.HasField("alert"):
        body = element.alert.body
        return "stopped" if STOPPED in body else "elsewhere" if ELSEWHERE in body else ""
    if element.HasField("bidi_component") and element.bidi_component.json:
        data = json.loads(element.bidi_component.json)
        if data.get("question") == words and data.get("copy"):  # which only a kept answer has
            return "answered"
    return ""


@pytest.fixture
def shared(postgres: Postgres, tmp_path: Path) -> Iterator[dict[str, str]]:
    """What both servers are told of what they share."""
    if shutil.which("nginx") is None:
        pytest.skip("nginx is not installed (Debian: apt-get install nginx-light)")
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    with chroma(tmp_path / "chroma") as vectors:
        yield {
            "DATABASE_URL": postgres.url(),
            "CHROMA_URL": vectors.url,
            "JIWEN_CORPUS": str(tmp_path / "corpus"),
        }


@contextmanager
def both(folder: Path, shared: dict[str, str]) -> Iterator[tuple[Server, Server]]:
    one, other = Server("one", folder, **shared), Server("other", folder, **shared)
    for server in (one, other):
        server.start()
    try:
        add(one, str(folder / "corpus"))  # while they start
        for server in (one, other):
            server.until_well(reports=1)
        yield one, other
    finally:
        for server in (one, other):
            server.stop()


def add(server: Server, *paths: str) -> None:
    """Add reports on the machine of a server."""
    command = [sys.executable, "-m", "ingest", "add", *paths]
    done = subprocess.run(command, cwd=ROOT, env=server.environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def at_work(catalogue: Catalogue) -> int:
    """How many questions are being answered, on both servers."""
    with catalogue.reading() as connection:
        return connection.execute(select(func.count()).select_from(schema.askings)).scalar_one()


@pytest.mark.timeout(900)
def test_thirty_people_ask_and_one_of_two_servers_is_killed(
    shared: dict[str, str], tmp_path: Path
) -> None:
    with (
        both(tmp_path, shared) as (one, other),
        nginx(tmp_path / "nginx", [one.address, other.address]) as address,
        ThreadPoolExecutor(VISITORS) as threads,
    ):
        people = [Person(address, f"person {n}") for n in range(VISITORS)]
        list(threads.map(lambda person: person.open(), people))
        first = [QUESTIONS[n % len(QUESTIONS)] for n in range(VISITORS)]
        told = list(threads.map(Person.ask_until_told, people, first))
        assert told == ["answered"] * VISITORS

        # A report that one server takes is asked about on the other, which has no file of it.
        (tmp_path / "new.txt").write_text(REPORT, encoding="utf-8")
        add(one, str(tmp_path / "new.txt"))
        until = time.monotonic() + 10
        while '"reports":2' not in other.health()[1]:
            assert time.monotonic() < until
        (person := Visitor(other.address)).open()
        assert person.ask("江岸市临河区水务局2023年预算执行率是多少？") > 0
        person.close()

        second = [QUESTIONS[(n + 1) % len(QUESTIONS)] for n in range(VISITORS)]
        catalogue = Catalogue(StoreSettings.from_environ(other.environ))
        asked = [threads.submit(p.ask_until_told, w) for p, w in zip(people, second, strict=True)]
        until = time.monotonic() + 20
        while at_work(catalogue) < VISITORS // 4 and time.monotonic() < until:
            time.sleep(0.05)
        one.kill()
        assert one.health()[0] == 0
        told = [each.result() for each in asked]
        assert set(told) <= {"answered", "stopped"}
        assert other.health()[0] == 200
        assert sum(person.came_back for person in people) > 0

        # Nothing that was answered is lost, and what was cut off is there to be asked again.
        kept = Conversations(catalogue)
        for person, early, late, said in zip(people, first, second, told, strict=True):
            turns = [t.question for t in kept.turns("local", person.conversation)]
            assert turns == ([early, late] if said == "answered" else [early])
            left = kept.pending("local", person.conversation)
            assert (left is None) == (said == "answered")
            assert left is None or (left.question, left.alive) == (late, False)
        catalogue.close()

        # The killed one comes back, and a conversation's address opens there as it was.
        one.start()
        one.until_well(reports=2)
        person = Person(one.address, "person 0")
        person._query = people[0]._query
        person._rerun()
        assert person.told_of(first[0]) == "answered"
        for each in (*people, person):
            each.close()
        print({"answered": told.count("answered"), "stopped": told.count("stopped")})
