"""The embedded chat model, shared: one server process, as many client processes as there are.

`ChatServer.ensure()` gives the server's endpoint, starting the server if none runs. Whoever has
called it holds a lease, and the server ends shortly after the last lease is gone.
"""

from __future__ import annotations

import hashlib
import http.client
import logging
import os
import select
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import platformdirs
from filelock import FileLock

from languages import N_, Message
from models.chat_state import (
    LOG,
    PREVIOUS_LOG,
    START_LOCK,
    STATE,
    Running,
    open_private,
    running,
    server_lives,
    take_lease,
)
from models.cores import WAIT_ASLEEP
from models.errors import ChatServerError, ModelUnavailableError
from models.pinned import CHAT_MODEL
from models.settings import USUAL, Endpoint, Llm, ModelSettings
from operations.incidents import number_of
from operations.logs import error_fields, event

_LOG = logging.getLogger("jiwen.models")

_LOOK_EVERY = 2.0
_MOMENT = 0.1
_LONGEST_PAUSE = 60.0
_LOG_TAIL = 800
_PROJECT = Path(__file__).resolve().parent.parent


def chat_server(settings: ModelSettings) -> ChatServer | None:
    """The settings → the embedded chat model's server; None if they name another, or none.

    ModelUnavailableError if the model is not on this machine. Starts nothing yet.
    """
    if settings.llm is not Llm.EMBEDDED:
        return None
    model = settings.folder / CHAT_MODEL.name
    if not model.is_file():
        raise ModelUnavailableError(
            N_("The chat model is not in {model}. Run: python -m models, or set LLM=off."),
            model=model,
        )
    return ChatServer(model, _state_folder(model, settings), settings=settings)


class ChatServer:
    """One client's hold on the shared server; may be used from several threads."""

    def __init__(
        self,
        model: Path,
        folder: Path,
        linger: float | None = None,
        settings: ModelSettings = USUAL,
    ) -> None:
        """`folder` is where clients and server meet.

        `settings` are for the server it may start; `linger` goes over what they say of that.
        """
        self._model = model
        self._folder = folder
        self._linger = settings.chat_linger_seconds if linger is None else linger
        self._settings = settings
        self._lease: int | None = None
        self._mutex = threading.Lock()
        self._closed = threading.Event()
        self._ran = self._died = False
        self._supervisor: threading.Thread | None = None

    def ensure(self) -> Endpoint:
        """The endpoint of a server that answers, started now if need be (some 10 s).

        ChatServerError, with the end of the server's log, if it cannot be started.
        """
        with self._mutex:
            try:
                if self._lease is None:
                    self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                    self._lease = take_lease(self._folder)
                found = running(self._folder)
                if found is None or not _answers(found, self._settings.chat_health_seconds):
                    found = self._start_unless_started()
            except OSError as error:
                raise ChatServerError(
                    N_(
                        "The chat model server's folder {folder} cannot be used: {error}. Check "
                        "its permissions and the disk's free space."
                    ),
                    folder=self._folder,
                    error=error,
                ) from error
            self._ran = True
            return found.endpoint

    def is_ready(self) -> bool:
        """Whether a server is loaded and alive; returns at once."""
        return running(self._folder) is not None

    def supervise(self) -> None:
        """From now on, in the background: start the server again whenever it has died."""
        if self._supervisor is None:
            self._supervisor = threading.Thread(
                target=self._keep_alive, name="chat-server", daemon=True
            )
            self._supervisor.start()

    def close(self) -> None:
        """Let go of the lease; the server ends by itself if it was the last."""
        self._closed.set()
        if self._supervisor is not None:
            self._supervisor.join()
        with self._mutex:
            if self._lease is not None:
                os.close(self._lease)
                self._lease = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _keep_alive(self) -> None:
        pause = _LOOK_EVERY
        while not self._closed.wait(pause):
            # Whatever goes wrong, it goes on looking; whoever asks next is told the reason, for
            # whom ensure() tries again.
            try:
                if self.is_ready():
                    pause, self._died = _LOOK_EVERY, False
                    continue
                if self._ran and not self._died and not server_lives(self._folder):
                    self._died = True
                    event(_LOG, "chat_server.died")
                self.ensure()
            except ChatServerError as error:
                event(_LOG, "chat_server.failed", **error_fields(error))
                pause = min(2 * pause, _LONGEST_PAUSE)
            except Exception as error:
                number_of(_LOG, error)
                pause = min(2 * pause, _LONGEST_PAUSE)

    def _start_unless_started(self) -> Running:
        with FileLock(self._folder / START_LOCK, mode=0o600):
            found = self._settled()
            if found is not None and not _answers(found, self._settings.chat_health_seconds):
                event(_LOG, "chat_server.stuck", pid=found.pid)
                with suppress(ProcessLookupError):  # it may end by itself just now
                    os.kill(found.pid, signal.SIGKILL)
                while server_lives(self._folder):
                    time.sleep(_MOMENT)
                found = None
            if found is None:
                began = time.monotonic()
                self._start()
                found = running(self._folder)
                if found is not None:
                    name = "chat_server.restarted" if self._died else "chat_server.started"
                    event(_LOG, name, pid=found.pid, seconds=round(time.monotonic() - began, 1))
            if found is None:
                raise self._failure(Message("ended as soon as it was ready"))
            return found

    def _settled(self) -> Running | None:
        """The server, waited for if the client that started it died while it was loading."""
        most = self._settings.chat_start_seconds
        deadline = time.monotonic() + most
        while (found := running(self._folder)) is None and server_lives(self._folder):
            if time.monotonic() > deadline:
                raise self._failure(
                    Message("was not ready within {seconds:.0f} s", {"seconds": most})
                )
            time.sleep(_MOMENT)
        return found

    def _start(self) -> None:
        log = self._folder / LOG
        if log.exists():
            log.replace(self._folder / PREVIOUS_LOG)
        (self._folder / STATE).unlink(missing_ok=True)
        command = [sys.executable, "-m", "models.chat_process"]
        command += [str(self._folder), str(self._model), str(self._linger)]
        given, most = self._settings, self._settings.chat_start_seconds
        sizes = (given.chat_context_tokens, given.chat_slots, given.chat_prompt_cache_mib)
        command += map(str, sizes)
        with (
            os.fdopen(open_private(log), "wb") as log_file,
            subprocess.Popen(
                command,
                cwd=_PROJECT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log_file,
                env={**os.environ, **WAIT_ASLEEP},
            ) as process,
        ):
            assert process.stdout is not None
            # It says "ready", or closes its output by dying.
            if not select.select([process.stdout], [], [], most)[0]:
                raise self._failure(
                    Message("was not ready within {seconds:.0f} s", {"seconds": most})
                )
            if process.stdout.readline() != b"ready\n":
                raise self._failure(Message("ended before it was ready"))

    def _failure(self, what: Message) -> ChatServerError:
        log = self._folder / LOG
        tail = log.read_bytes()[-_LOG_TAIL:].decode("utf-8", "replace").strip()
        return ChatServerError(
            N_(
                "The chat model's server {what}. Its log, {log}:\n{tail}\nRun python -m "
                "models --check, or set LLM=off to answer with quotations only."
            ),
            what=what,
            log=log,
            tail=tail,
        )


def _answers(server: Running, seconds: float) -> bool:
    # Not through urllib: a proxy in the environment is not meant for the loopback.
    address = urlsplit(server.endpoint.base_url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=seconds)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _state_folder(model: Path, settings: ModelSettings) -> Path:
    # Another model, another llama.cpp or other sizes are another server.
    sizes = (
        settings.chat_context_tokens,
        settings.chat_slots,
        settings.chat_prompt_cache_mib,
    )
    what = f"{model}\n{CHAT_MODEL.sha256}\n{metadata.version('xllamacpp')}\n{sizes}"
    digest = hashlib.sha256(what.encode()).hexdigest()[:12]
    return platformdirs.user_state_path("jiwen", appauthor=False) / f"chat-{digest}"
