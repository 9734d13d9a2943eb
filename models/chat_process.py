"""The process that serves the embedded chat model.

    python -m models.chat_process FOLDER MODEL LINGER CONTEXT SLOTS CACHE

It is started by `chat_server`, leaves its starter's process group, says "ready" on its standard
output once it answers, and ends LINGER seconds after the last client has let go of the lease.
CONTEXT is in tokens, CACHE in MiB: see `models.settings`.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from models.chat_state import ALIVE, LEASE, STATE, open_private
from models.cores import usable_cores
from models.pinned import CHAT_MODEL

if TYPE_CHECKING:
    import xllamacpp

MODEL_NAME = CHAT_MODEL.name.removesuffix(".gguf")

_LOOK_EVERY = 0.5


def main(arguments: list[str]) -> None:
    """Leave the starter, serve the model, end when nobody holds a lease."""
    folder, model, linger = Path(arguments[0]), Path(arguments[1]), float(arguments[2])
    context, slots, cache_mib = map(int, arguments[3:6])
    # Orphaned on purpose: the server outlives its starter as long as another client needs it,
    # and a Ctrl-C in the starter's terminal is not meant for it.
    if os.fork() > 0:
        os._exit(0)
    os.setsid()
    alive = open_private(folder / ALIVE)
    fcntl.flock(alive, fcntl.LOCK_EX)
    key = secrets.token_urlsafe(32)
    server = _serve(model, key, context, slots, cache_mib)
    _write_state(folder, f"{server.listening_address}/v1", key)
    # The starter may be dead by now; other clients may wait for the server all the same.
    with suppress(BrokenPipeError):
        print("ready", flush=True)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _wait_for_last_lease(folder / LEASE, linger)
    (folder / STATE).unlink(missing_ok=True)
    os._exit(0)


def _serve(model: Path, key: str, context: int, slots: int, cache_mib: int) -> xllamacpp.Server:
    """Serve the model on a free port of the loopback; the server ends with its object."""
    import xllamacpp

    cores = usable_cores()
    params = xllamacpp.CommonParams()
    params.model.path = str(model)
    params.model_alias = {MODEL_NAME}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [key]
    params.ui = False
    params.fit_params = False
    params.endpoint_slots = False
    params.n_ctx = context
    params.n_parallel = slots
    params.kv_unified = True
    params.cache_ram_mib = cache_mib
    params.cpuparams.n_threads = cores
    params.cpuparams_batch.n_threads = cores
    # Warnings and errors: at higher levels the prompts would be written down.
    params.verbosity = 2
    try:
        return xllamacpp.Server(params)
    except RuntimeError as error:
        # The log, which this goes to, has llama.cpp's own reason above it.
        sys.exit(f"{model}: {error}")


def _write_state(folder: Path, base_url: str, key: str) -> None:
    state = {"pid": os.getpid(), "base_url": base_url, "api_key": key, "model": MODEL_NAME}
    written = folder / f"{STATE}.new"
    written.unlink(missing_ok=True)
    with os.fdopen(open_private(written), "w") as file:
        json.dump(state, file)
    written.replace(folder / STATE)


def _wait_for_last_lease(path: Path, linger: float) -> None:
    """Return, with the lease locked against new clients, once it was free for `linger` seconds."""
    lease = open_private(path)
    last_held = time.monotonic()
    while True:
        time.sleep(_LOOK_EVERY)
        try:
            fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            last_held = time.monotonic()
            continue
        if time.monotonic() - last_held >= linger:
            return
        fcntl.flock(lease, fcntl.LOCK_UN)


if __name__ == "__main__":
    main(sys.argv[1:])
