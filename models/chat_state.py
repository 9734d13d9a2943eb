"""What the clients of the chat model's server and the server itself find each other by.

A folder that only its owner may read, with
- `lease`: every client holds a shared lock on it; when it can be locked alone, no client is left.
  The kernel lets go of a dead client's lock, however it died;
- `alive`: the server holds it locked for as long as it lives;
- `start.lock`: held by the client that is starting the server;
- `server.json`: address, key and process of the server, true while `alive` is locked;
- `server.log`, `server.previous.log`: what this server and the one before it said.
"""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import dataclass
from pathlib import Path

from models.settings import Endpoint

LEASE = "lease"
ALIVE = "alive"
START_LOCK = "start.lock"
STATE = "server.json"
LOG = "server.log"
PREVIOUS_LOG = "server.previous.log"


@dataclass(frozen=True, slots=True)
class Running:
    """A server that lives: its process and how it is spoken to."""

    pid: int
    endpoint: Endpoint


def open_private(path: Path) -> int:
    """A descriptor to read and write the file, which is made for its owner only if need be."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def take_lease(folder: Path) -> int:
    """Become a client: the descriptor that holds the lease until it is closed.

    Waits while a server that nobody needed is on its way out.
    """
    lease = open_private(folder / LEASE)
    fcntl.flock(lease, fcntl.LOCK_SH)
    return lease


def running(folder: Path) -> Running | None:
    """The server that lives in `folder`; None if there is none, or it is still loading."""
    try:
        state = json.loads((folder / STATE).read_bytes())
    except FileNotFoundError:
        return None
    if not server_lives(folder):
        return None
    return Running(state["pid"], Endpoint(state["base_url"], state["api_key"], state["model"]))


def server_lives(folder: Path) -> bool:
    """Whether a server process, ready or loading, holds `alive`."""
    alive = open_private(folder / ALIVE)
    try:
        fcntl.flock(alive, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(alive)
    return False
