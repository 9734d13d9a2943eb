"""Ten visitors ask at the same moment: how long until each has their quoted answer?

Starts the app as `make run` does, without a chat model (LLM=off), on the shelf of JIWEN_HOME.
Each visitor is a WebSocket that speaks Streamlit's own protocol: it opens the page, types a
question and waits for the first message that draws a quotation. No browser draws, so what is
measured is the server's part; drawing takes a browser some 50 ms more.

    python -m bench.sessions [--visitors 10] [--rounds 3] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import URLError

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

ROOT = Path(__file__).parents[1]
QUESTIONS = (
    "2022年预算执行率是多少？",
    "项目支出执行了多少？",
    "基本支出执行了多少？",
    "自评得分是多少？",
    "存在哪些问题？",
    "有哪些改进措施？",
    "获得了哪些奖项？",
    "年度绩效目标是什么？",
    "部门的主要职能是什么？",
    "政务服务办理了多少宗？",
)
_PATIENCE = 120.0
_NEW = "-new-conversation"
"""How the id of the button ends that begins one."""


class Visitor:
    """One WebSocket to the app, with as much of a browser as asking takes."""

    def __init__(self, address: str, name: str = "visitor") -> None:
        self._address, self._name = address, name
        self._query = ""
        self._connect()

    def _connect(self) -> None:
        self._open = ExitStack()
        self._socket: ClientConnection = self._open.enter_context(
            connect(
                f"ws://{self._address}/_stcore/stream",
                subprotocols=[Subprotocol("streamlit")],
                user_agent_header=self._name,
                max_size=None,
                # As a browser: read whether or not anybody looks, and send no pings.
                max_queue=None,
                ping_interval=None,
                open_timeout=_PATIENCE,
            )
        )
        self._input = self._new = ""
        self._alerts: list[str] = []
        self._due: dict[str, tuple[float, float]] = {}

    def open(self) -> None:
        """Open the page and wait until there is a place to type."""
        deadline = time.monotonic() + _PATIENCE
        while not self._input and time.monotonic() < deadline:
            self._rerun()
            while (message := self._next(deadline)) is not None:
                if message.WhichOneof("type") == "script_finished":
                    break
            time.sleep(0.3)

    def ask(self, words: str) -> float:
        """Ask a question in a new conversation → seconds until its quotation is drawn.

        In the old one the same question may stand already, and the one before it may still be
        being answered: then the field is shut, and what is sent all the same is not asked.
        """
        self._turn_to_a_new_conversation()
        self._alerts.clear()
        began = time.monotonic()
        typed = WidgetState(id=self._input)
        typed.chat_input_value.data = words
        self._rerun(typed)
        while (message := self._next(began + _PATIENCE)) is not None:
            if _draws_a_quotation_to(message, words):
                return time.monotonic() - began
        said = "; ".join(self._alerts) or "nothing"
        raise SystemExit(f"no answer to {words!r} in {_PATIENCE:.0f} s; the page said {said}")

    def _turn_to_a_new_conversation(self) -> None:
        deadline = time.monotonic() + _PATIENCE
        self._rerun(WidgetState(id=self._new, trigger_value=True))
        # The address loses the conversation's id once the click is heeded.
        while (message := self._next(deadline)) is not None:
            if message.WhichOneof("type") == "script_finished" and "c=" not in self._query:
                return
        raise SystemExit(f"no new conversation in {_PATIENCE:.0f} s")

    def read(self, seconds: float) -> None:
        """Stay on the page, which is kept as the server draws it."""
        deadline = time.monotonic() + seconds
        while self._next(deadline) is not None:
            pass

    def close(self) -> None:
        """Leave."""
        self._open.close()

    def _rerun(self, *states: WidgetState, fragment: str = "") -> None:
        message = BackMsg()
        message.rerun_script.query_string = self._query
        message.rerun_script.widget_states.CopyFrom(WidgetStates(widgets=states))
        message.rerun_script.fragment_id = fragment
        message.rerun_script.is_auto_rerun = bool(fragment)
        self._socket.send(message.SerializeToString())

    def _next(self, deadline: float) -> ForwardMsg | None:
        """The next message; what the page wants redrawn by the clock is asked for meanwhile."""
        while (now := time.monotonic()) < deadline:
            for fragment, (due, interval) in list(self._due.items()):
                if now >= due:
                    self._due[fragment] = (now + interval, interval)
                    self._rerun(fragment=fragment)
            try:
                received = self._socket.recv(timeout=0.05)
            except TimeoutError:
                continue
            message = ForwardMsg.FromString(received)
            self._heed(message)
            return message
        return None

    def _heed(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session" and not message.metadata.run.fragment_ids:
            self._due.clear()  # the page is drawn anew, and says anew what it wants redrawn
        elif kind == "auto_rerun":
            interval = message.auto_rerun.interval
            self._due[message.auto_rerun.fragment_id] = (time.monotonic() + interval, interval)
        elif kind == "stop_auto_rerun":
            for fragment in message.stop_auto_rerun.fragment_ids:
                self._due.pop(fragment, None)
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.new_element.HasField("chat_input"):
            self._input = message.delta.new_element.chat_input.id
        elif kind == "delta" and message.delta.new_element.HasField("alert"):
            self._alerts.append(message.delta.new_element.alert.body)
        elif kind == "delta" and message.delta.new_element.button.id.endswith(_NEW):
            self._new = message.delta.new_element.button.id


def _draws_a_quotation_to(message: ForwardMsg, words: str) -> bool:
    if message.WhichOneof("type") != "delta":
        return False
    element = message.delta.new_element
    if not element.HasField("bidi_component") or not element.bidi_component.json:
        return False
    data = json.loads(element.bidi_component.json)
    return data.get("question") == words and bool(data.get("quotation") or data.get("refusal"))


@contextmanager
def serving() -> Iterator[tuple[str, int]]:
    """The app on a free port → its address, and the server's process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    server = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "LLM": "off"}, stdout=subprocess.DEVNULL
    )
    try:
        while not _answers(port):
            time.sleep(0.2)
        yield f"127.0.0.1:{port}", server.pid
    finally:
        server.terminate()
        server.wait()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
            return True
    except (URLError, OSError):
        return False


def ask_at_once(visitors: list[Visitor], first: int) -> list[float]:
    """All visitors ask, each something else → the seconds each waited."""
    waited = [0.0] * len(visitors)
    ready = threading.Barrier(len(visitors))

    def one(i: int) -> None:
        ready.wait()
        waited[i] = visitors[i].ask(QUESTIONS[(first + i) % len(QUESTIONS)])

    threads = [threading.Thread(target=one, args=(i,)) for i in range(len(visitors))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waited


def main() -> None:
    """Measure, and print the median and the longest wait of every round."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visitors", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with serving() as (address, _):
        visitors = [Visitor(address) for _ in range(options.visitors)]
        for visitor in visitors:
            visitor.open()
        alone = visitors[0].ask(QUESTIONS[0])  # loads the search model as well
        alone = visitors[0].ask(QUESTIONS[1])
        rounds = [ask_at_once(visitors, first) for first in range(options.rounds)]
        for visitor in visitors:
            visitor.close()
    result = {
        "visitors": options.visitors,
        "alone": round(alone, 2),
        "median": [round(statistics.median(waited), 2) for waited in rounds],
        "longest": [round(max(waited), 2) for waited in rounds],
    }
    if options.json:
        print(json.dumps(result))
    else:
        print(f"{options.visitors} visitors asking at once, without a chat model, in seconds")
        print(f"  one alone       {result['alone']}")
        print(f"  median, rounds  {result['median']}")
        print(f"  longest, rounds {result['longest']}")


if __name__ == "__main__":
    main()
