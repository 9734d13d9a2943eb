"""One writer at a time, over all processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from languages import N_
from vectorstore.errors import LibraryBusyError, StoreError


class WriterLock(Protocol):
    """The right to write to a shelf; it falls free when its holder dies."""

    def held(
        self, seconds: float, on_wait: Callable[[str], None] | None = None
    ) -> AbstractContextManager[None]:
        """Hold the lock; wait up to `seconds` for it, told to `on_wait` once, with the holder.

        Raises LibraryBusyError after that, StoreError where it cannot be asked for.
        """

    def check(self) -> None:
        """Raise StoreError where the lock that is held was lost meanwhile."""


class FolderLock:
    """The right to write to the shelf of a folder, for the processes of one machine."""

    def __init__(self, home: Path) -> None:
        self._lock = FileLock(home / "writer.lock")
        self._holder = home / "writer.pid"

    @contextmanager
    def held(self, seconds: float, on_wait: Callable[[str], None] | None = None) -> Iterator[None]:
        """See `WriterLock`."""
        self._acquire(seconds, on_wait)
        try:
            with self._told():
                self._holder.write_text(str(os.getpid()))
            yield
        finally:
            self._lock.release()

    def check(self) -> None:
        """See `WriterLock`: the lock of a file is never lost."""

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
            raise busy(self._who()) from timeout
        except OSError as error:
            raise StoreError(
                N_(
                    "The folder {folder} cannot be written: {error}. Check its permissions "
                    "and the disk space."
                ),
                folder=self._holder.parent,
                error=error,
            ) from error


def busy(who: str) -> LibraryBusyError:
    """The error that says which process is writing."""
    return LibraryBusyError(
        N_("Another process is writing to the shelf (pid {who}). Try again when it is done."),
        who=who,
    )
