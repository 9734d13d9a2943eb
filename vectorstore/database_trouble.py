"""What a database's driver raised → what happened outside and what to do, or a mistake of ours.

SQLite calls a wrong column and a full disk by the same class, so its own code tells them apart;
PostgreSQL says what it was by a code of the SQL standard.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

from languages import N_
from vectorstore.errors import StoreError

_BUSY = N_(
    "The catalogue {place} is in use by another program: {cause}. Try again "
    "in a while; if it stays so, see whether a backup or a synchronising "
    "program has it open."
)
_FULL = N_(
    "The disk of the catalogue {place} is full: {cause}. Nothing that was "
    "kept has changed; check the disk space, make room, then try again."
)
_DISK = N_(
    "The disk failed on the catalogue {place}: {cause}. Nothing that was "
    "kept has changed; check the disk space, and the disk or network share "
    "itself, then try again."
)
_DAMAGED = N_(
    "The catalogue {place} is damaged: {cause}. Stop Jiwen and restore the "
    "file from a backup; where there is none, move it away (with its -wal "
    "and -shm files) and run python -m ingest rebuild: the reports come back "
    "from their files, what was asked and answered does not."
)
_RIGHTS = N_(
    "The catalogue {place} may not be written or read: {cause}. Check the "
    "permissions of the file and its folder."
)
_CLOSED = N_(
    "The catalogue {place} cannot be opened: {cause}. Check that its folder "
    "is there, its permissions, and that not too many files are open."
)
_MEMORY = N_(
    "There was no memory left for the catalogue {place}: {cause}. Close "
    "other programs or add memory, then try again."
)
_SERVER = N_(
    "The catalogue {place} could not be reached, read or written: {cause}. "
    "Nothing that was kept has changed; check that the database server runs, "
    "the network and the disk space, then try again."
)

# https://www.sqlite.org/rescode.html; any other code (ERROR, CONSTRAINT, MISUSE …) is our mistake.
_BY_CODE = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_PROTOCOL: _BUSY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: _DISK,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_READONLY: _RIGHTS,
    sqlite3.SQLITE_PERM: _RIGHTS,
    sqlite3.SQLITE_AUTH: _RIGHTS,
    sqlite3.SQLITE_CANTOPEN: _CLOSED,
    sqlite3.SQLITE_NOMEM: _MEMORY,
}

# https://www.postgresql.org/docs/current/errcodes-appendix.html; the first two signs are a class.
_BY_STATE = {
    "55P03": _BUSY,  # the lock was not to be had in time
    "53100": _FULL,
    "53200": _MEMORY,
    "42501": _RIGHTS,
    "25006": _RIGHTS,  # a server that only repeats another one
    "08": _SERVER,
    "28": _SERVER,  # it does not let us in
    "53": _SERVER,
    "57": _SERVER,  # an operator stopped it, or it is starting
    "58": _SERVER,
    "XX": _SERVER,
}
_PRIMARY = 0xFF
"""An extended code, such as IOERR_WRITE, has its primary code in its lowest byte."""


def told(error: SQLAlchemyError, place: str) -> StoreError | None:
    """An error of the database at `place` → words for it; None where the fault is ours."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        words = _BY_CODE.get(code & _PRIMARY)
    elif state := getattr(cause, "sqlstate", None):
        words = _BY_STATE.get(state, _BY_STATE.get(state[:2]))
    else:
        outside = isinstance(error, OperationalError | InterfaceError)
        words = _SERVER if outside else None
    if words is None:
        return None
    return StoreError(words, place=place, cause=cause)


@contextmanager
def telling(place: str) -> Iterator[None]:
    """Turn what the database at `place` raises inside into words; mistakes of ours rise as is."""
    try:
        yield
    except SQLAlchemyError as error:
        trouble = told(error, place)
        if trouble is None:
            raise
        raise trouble from error
