"""A copy of an SQLite catalogue, written beside it before its form is changed."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

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
            f"升级之前不能把报告库备份到 {copy}：{error}。没有升级，内容没有改动；"
            "请检查磁盘空间和文件夹权限后再试。",
            f"The shelf could not be backed up to {copy} before its upgrade: {error}. It was not "
            "upgraded and nothing has changed; check the disk space and the folder's permissions, "
            "then try again.",
        ) from error
    return copy
