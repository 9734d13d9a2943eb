"""A copy of an SQLite catalogue, written beside it before its form is changed."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from languages import N_
from vectorstore.errors import StoreError


def back_up(database: Path, revision: str) -> Path:
    """A database about to be brought to `revision` → its copy, `NAME.before-REVISION`.

    The copy has its name only once it is whole. Others may be reading and writing meanwhile.
    Raises StoreError where it cannot be written; the database is as it was then.
    """
    copy = database.with_name(f"{database.name}.before-{revision}")
    partial = copy.with_name(f"{copy.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        with (
            closing(sqlite3.connect(database)) as source,
            closing(sqlite3.connect(partial)) as into,
        ):
            source.backup(into)
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.replace(copy)
    except (sqlite3.Error, OSError) as error:
        partial.unlink(missing_ok=True)
        raise StoreError(
            N_(
                "The shelf could not be backed up to {copy} before its upgrade: {error}. "
                "It was not upgraded and nothing has changed; check the disk space and "
                "the folder's permissions, then try again."
            ),
            copy=copy,
            error=error,
        ) from error
    return copy
