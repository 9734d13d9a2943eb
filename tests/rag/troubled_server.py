"""A real HTTP server that speaks the OpenAI protocol, or fails to in the ways servers fail."""

from __future__ import annotations

import json
import math
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from models.settings import Endpoint

WORDS = ["1\n", "执行率", "为99.47%", "。"]


def chunk(
    text: str | None,
    finish: str | None = None,
    probabilities: Mapping[str, float] | None = None,
) -> bytes:
    """One server-sent event with a piece of an answer, and what else it might have been."""
    delta = {} if text is None else {"role": "assistant", "content": text}
    event: dict[str, Any] = {
        "id": "x",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }
    if probabilities:
        told = [{"token": t, "logprob": math.log(p)} for t, p in probabilities.items()]
        logprobs = {"content": [{"token": text, "logprob": 0, "top_logprobs": told}]}
        event["choices"] = [{**event["choices"][0], "logprobs": logprobs}]
    return b"data: " + json.dumps(event).encode() + b"\n\n"


DONE = chunk(None, "stop") + b"data: [DONE]\n\n"


class Behaviour:
    """How the server answers; `requests` are the bodies it was sent."""

    def __init__(self, *statuses: int, pieces: list[bytes] | None = None) -> None:
        self.statuses = list(statuses)
        self.pieces = [*map(chunk, WORDS), DONE] if pieces is None else pieces
        self.pause_before: dict[int, float] = {}
        self.headers: dict[str, str] = {}
        self.drop_at: int | None = None
        self.requests: list[dict[str, object]] = []
        self.left_early = threading.Event()
        self.over = threading.Event()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    behaviour: Behaviour

    def do_POST(self) -> None:
        how = self.behaviour
        body = self.rfile.read(int(self.headers["Content-Length"]))
        how.requests.append(json.loads(body))
        status = how.statuses.pop(0) if how.statuses else 200
        if status != 200:
            self._fail(status)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            self._send_pieces(how)
        except (BrokenPipeError, ConnectionResetError):
            how.left_early.set()
            self.close_connection = True

    def _send_pieces(self, how: Behaviour) -> None:
        for i, piece in enumerate(how.pieces):
            deadline = time.monotonic() + how.pause_before.get(i, 0)
            while time.monotonic() < deadline and not how.over.is_set():
                time.sleep(0.02)
            if how.drop_at == i:
                self.close_connection = True
                return
            self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")

    def _fail(self, status: int) -> None:
        said = json.dumps({"error": {"message": "key sk-secret is wrong"}}).encode()
        self.send_response(status)
        for name, value in self.behaviour.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a test's output is its own."""


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[Endpoint]:
    """A server that behaves so, on a free port of this machine."""
    handler = type("Handler", (_Handler,), {"behaviour": behaviour})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield Endpoint(f"http://127.0.0.1:{server.server_port}/v1", "sk-secret", "some-model")
    finally:
        behaviour.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
