"""Files on their way to the shelf: read, looked at by a person, put in; all in the background.

What a file is called is data: it is kept under a number, its name goes along as text.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path, PurePath

from ingest.pipeline import OnProgress, Outcome
from ingest.reading import Reading
from operations.errors import says_itself
from operations.incidents import number_of
from operations.logs import error_fields, event
from vectorstore.sides import Said

_LOG = logging.getLogger("jiwen.ui")

Read = Callable[[Path, str, OnProgress], Reading]
Put = Callable[[Reading, "Choice", OnProgress], Outcome]


class State(StrEnum):
    """Where a file is on its way."""

    WAITING = "waiting"
    READING = "reading"
    UNDERSTOOD = "understood"
    ADDING = "adding"
    DONE = "done"
    LEFT = "left"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person decided about a file: which report it is, and whether it replaces another.

    `said` are the sides of its identity that they set or confirmed; `add` False leaves it out.
    """

    said: Said
    replacing: bool
    add: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A file on its way. `stage` is read, embed or store; `since` is when it began (monotonic)."""

    name: str
    path: Path
    state: State
    stage: str = ""
    done: int = 0
    total: int = 0
    since: float = 0.0
    reading: Reading | None = None
    outcome: Outcome | None = None
    failure: Exception | None = None

    def seconds_left(self, now: float) -> float | None:
        """How long this stage will still take, as it went so far; None while nobody knows."""
        if not 0 < self.done < self.total:
            return None
        return (now - self.since) * (self.total - self.done) / self.done


class Intake:
    """A batch of files on their way; `items` may be read at any time from any thread."""

    def __init__(self, files: Sequence[tuple[str, bytes]], read: Read) -> None:
        folder = Path(tempfile.mkdtemp(prefix="jiwen-intake-"))
        # Gone with the batch, also where a visitor just closes the page.
        self._forget = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.items: list[Item] = []
        for number, (name, content) in enumerate(files):
            ending = "".join(c for c in PurePath(name).suffix.lower() if c.isalnum())[:8]
            path = folder / f"{number:04}.{ending}"
            path.write_bytes(content)
            self.items.append(Item(name, path, State.WAITING))
        self._thread = self._begin(lambda: self._read_all(read))

    @property
    def busy(self) -> bool:
        """Whether something is being done now."""
        return self._thread.is_alive()

    def wait(self, seconds: float | None = None) -> None:
        """Wait until nothing is being done, at most `seconds`."""
        self._thread.join(seconds)

    def put(self, choices: Mapping[int, Choice], put: Put) -> None:
        """Begin to put in what was understood, as chosen; the others are left."""
        self._thread = self._begin(lambda: self._put_all(choices, put))

    def discard(self) -> None:
        """Forget the files."""
        self._forget()

    def _begin(self, work: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=work, name="intake", daemon=True)
        thread.start()
        return thread

    def _read_all(self, read: Read) -> None:
        for i in range(len(self.items)):
            self._read(i, read)

    def _read(self, i: int, read: Read) -> None:
        item = self.items[i]
        self._set(i, state=State.READING, since=time.monotonic())
        with self._failing(i):
            reading = read(item.path, item.name, self._progress(i))
            self._set(i, state=State.UNDERSTOOD, reading=reading)

    def _put_all(self, choices: Mapping[int, Choice], put: Put) -> None:
        for i, item in enumerate(self.items):
            if item.state is State.UNDERSTOOD and item.reading is not None:
                self._put(i, item.reading, choices.get(i), put)

    def _put(self, i: int, reading: Reading, choice: Choice | None, put: Put) -> None:
        if choice is None or not choice.add:
            self._set(i, state=State.LEFT)
            return
        self._set(i, state=State.ADDING, stage="", done=0, total=0, since=time.monotonic())
        with self._failing(i):
            self._set(i, state=State.DONE, outcome=put(reading, choice, self._progress(i)))

    @contextmanager
    def _failing(self, i: int) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # the page shows it beside the file
            item = self.items[i]
            stage = "read" if item.reading is None else item.stage or "add"
            event(_LOG, "report.refused", file=item.name, stage=stage, **error_fields(error))
            if not says_itself(error):
                number_of(_LOG, error)
            self._set(i, state=State.FAILED, failure=error)

    def _progress(self, i: int) -> OnProgress:
        def told(stage: str, done: int, total: int) -> None:
            began = {} if self.items[i].stage == stage else {"since": time.monotonic()}
            self._set(i, stage=stage, done=done, total=total, **began)

        return told

    def _set(self, i: int, **changes: object) -> None:
        self.items[i] = replace(self.items[i], **changes)  # type: ignore[arg-type] # by name
