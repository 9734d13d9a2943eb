"""One writer at a time, over all processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from vectorstore.errors import LibraryBusyError, StoreError


class WriterLock:
    """The right to write to the shelf of a folder; it falls free when its holder dies."""

    def __init__(self, home: Path) -> None:
        self._lock = FileLock(home / "writer.lock")
        self._holder = home / "writer.pid"

    @contextmanager
    def held(self, seconds: float, on_wait: Callable[[str], None] | None = None) -> Iterator[None]:
        """Hold the lock; wait up to `seconds` for it, told to `on_wait` once, with the holder.

        Raises LibraryBusyError after that, StoreError where the folder cannot be written.
        """
        self._acquire(seconds, on_wait)
        try:
            with self._told():
                self._holder.write_text(str(os.getpid()))
            yield
        finally:
            self._lock.release()

    def _acquire(self, seconds: float, on_wait: Callable[[str], None] | None) -> None:
        with self._told():
            try:
                self._lock.acquire(timeout=0)
            except Timeout:
                if on_wait is not None and seconds > 0:
                    on_wait(self._who())
                self._lock.acquire(timeout=seconds, poll_interval=0.1)

    def _who(self) -> str:
        try:
            return self._holder.read_text() or "?"
        except OSError:
            return "?"

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except Timeout as timeout:
            raise LibraryBusyError(
                f"报告库正由另一个进程写入（进程号 {self._who()}）。请等它结束后再试。",
                f"Another process is writing to the shelf (pid {self._who()}). "
                "Try again when it is done.",
            ) from timeout
        except OSError as error:
            raise StoreError(
                f"不能写入文件夹 {self._holder.parent}：{error}。请检查权限和磁盘空间。",
                f"The folder {self._holder.parent} cannot be written: {error}. "
                "Check its permissions and the disk space.",
            ) from error
