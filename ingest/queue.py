"""Files handed over to workers, which read them on any machine and put them in by batches.

    python -m ingest add --queue FOLDER    hands files over
    python -m ingest work                  reads them; start as many as there are cores
    python -m ingest queue                 says how far it is, and what failed

Everything that takes long (reading, structure, passages, vectors) needs no shelf and holds no lock;
a batch of what is ready then comes in together (`pipeline.put_all`). Where a worker dies, its files
are read again by another, and what it was putting in is in or out as a whole.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ingest.arriving import Wish
from ingest.auditing import audit_beside
from ingest.batch import Failure, failure
from ingest.corpus import Corpus, file_id, safe_name
from ingest.loaded import UnreadableFile
from ingest.pipeline import Status, on_shelf, prepare, put_all, read
from ingest.settings import IngestSettings
from languages import N_
from operations.errors import says_itself
from operations.incidents import note
from vectorstore.errors import BrokenTextError
from vectorstore.jobs import Brought, Job, Pace
from vectorstore.library import Library
from vectorstore.rules import DuplicateReportError

_LOG = logging.getLogger("jiwen.ingest")

_BATCH = 8
"""So many reports come in together: what a commit costs by itself is shared by them."""
_PATIENCE = 20.0
"""Seconds that a report which is ready waits for others at most."""
_BEAT = 10.0
"""Seconds between two signs of life; six may be missed (`jobs.SILENT`)."""
_LOOK = 2.0
"""Seconds between two looks into an empty queue."""


@dataclass(slots=True)
class Handed:
    """What became of files that were to be handed over: their names."""

    queued: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    on_shelf: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


def hand_over(
    library: Library, corpus: Corpus, files: Sequence[Path], *, replacing: bool, by: str
) -> Handed:
    """Put files into the queue, with their bytes; one that cannot be read stops no other."""
    handed = Handed()
    library.jobs.begin()
    for path in files:
        try:
            if on_shelf(library, path):
                handed.on_shelf.append(str(path))
                continue
            source, folder = corpus.source_of(path), path.parent.name
            brought = Brought(file_id(path), path.name, folder, source, replacing, by)
            with path.open("rb") as file:
                new = library.jobs.queue(brought, file)
            (handed.queued if new else handed.waiting).append(str(path))
        except Exception as error:
            handed.failures.append(failure(str(path), error))
    return handed


def work(
    library: Library,
    corpus: Corpus,
    settings: IngestSettings,
    *,
    stays: bool,
    stop: threading.Event,
    on_pace: Callable[[Pace], None] = lambda pace: None,
) -> None:
    """Read what is in the queue until it is empty, or, where it `stays`, until `stop` is set.

    What cannot be read, and why, is kept in the queue. `on_pace` is told after every file.
    Raises StoreError, ModelError, OSError where it is the machine that fails; others have its files
    then.
    """
    if stays or not library.jobs.pace().is_over:
        library.embedder.load()  # before a file is taken that another worker could have by then
    worker = _Worker(library, corpus, settings)
    with worker.at_work():
        while not stop.is_set():
            job = library.jobs.claim(worker.name)
            if job is not None:
                worker.prepare(job)
            worker.put_in(at_once=job is None)
            on_pace(library.jobs.pace())
            if job is None:
                if not stays:
                    return
                stop.wait(_LOOK)
        worker.put_in(at_once=True)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A file that was read, and when, on the monotonic clock."""

    job: Job
    wish: Wish
    at: float


class _Worker:
    """One process's part: what it has taken, and what of that is ready."""

    def __init__(self, library: Library, corpus: Corpus, settings: IngestSettings) -> None:
        self.name = f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
        self._library, self._corpus, self._settings = library, corpus, settings
        self._ready: list[_Ready] = []
        self._folder = Path()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Say from time to time that it lives; in the end, give back what it has not done."""
        over = threading.Event()
        beating = threading.Thread(target=self._beat, args=(over,), name="beat", daemon=True)
        with tempfile.TemporaryDirectory(prefix="jiwen-work-") as folder:
            self._folder = Path(folder)
            beating.start()
            try:
                yield
            finally:
                over.set()
                beating.join()
                self._library.jobs.give_back(self.name)

    def prepare(self, job: Job) -> None:
        """Read a file that was taken, as far as that goes without the shelf."""
        brought = job.brought
        if there := self._library.report(brought.id):
            if job.attempts > 1:  # who put it in may have died before next year's was looked at
                audit_beside(self._library, there.identity)
            self._library.jobs.done(self.name, [brought.id])
            return
        try:
            reading = read(self._file(job), brought.name, settings=self._settings)
            if reading.report_id != brought.id:
                raise UnreadableFile(
                    reading.path,
                    N_(
                        "The file was changed while it was handed over, and was not read. Hand it "
                        "over again."
                    ),
                )
            wish = Wish(prepare(self._library, reading), brought.by, {}, brought.replacing)
        except Exception as error:
            self._fail(job, error)
        else:
            self._ready.append(_Ready(job, wish, time.monotonic()))

    def put_in(self, *, at_once: bool) -> None:
        """Put in what is ready, where it is enough of it, or has waited long, or `at_once`."""
        if not self._ready:
            return
        waited = time.monotonic() - self._ready[0].at
        if at_once or len(self._ready) >= _BATCH or waited > _PATIENCE:
            self._put_in(self._ready)
            for ready in self._ready:
                self._temporary(ready.job).unlink(missing_ok=True)
            self._ready = []

    def _put_in(self, many: Sequence[_Ready]) -> None:
        try:
            became = put_all(self._library, self._corpus, [ready.wish for ready in many])
        except Exception as error:
            if len(many) == 1:
                self._fail(many[0].job, error)
                return
            if not _is_the_files(error):
                raise
            for ready in many:  # one of them keeps the others from coming in
                self._put_in([ready])
            return
        done = []
        for ready, outcome in zip(many, became, strict=True):
            if isinstance(outcome, DuplicateReportError):
                self._fail(ready.job, outcome)
                continue
            if outcome.status is Status.UNCHANGED and ready.job.attempts > 1:
                audit_beside(self._library, outcome.report.identity)
            done.append(ready.job.brought.id)
        self._library.jobs.done(self.name, done)

    def _fail(self, job: Job, error: Exception) -> None:
        """Keep why a file cannot come onto the shelf. Raises what is no fault of the file."""
        if not _is_the_files(error):
            raise error
        why = failure(job.brought.name, error).why
        kept = why.worded("zh"), why.worded("en")
        self._library.jobs.fail(self.name, job.brought.id, *kept)

    def _file(self, job: Job) -> Path:
        """A file that was taken → where it lies: in the corpus, as it is, or written out here."""
        brought = job.brought
        if brought.source is not None:
            path = self._corpus.path(brought.source)
            if path.is_file() and file_id(path) == brought.id:
                return path
        path = self._temporary(job)
        path.parent.mkdir(parents=True)
        with path.open("wb") as file:
            for piece in self._library.jobs.content(brought.id):
                file.write(piece)
        return path

    def _temporary(self, job: Job) -> Path:
        brought = job.brought
        return self._folder / brought.id / safe_name(brought.folder) / safe_name(brought.name)

    def _beat(self, over: threading.Event) -> None:
        while not over.wait(_BEAT):
            try:
                self._library.jobs.still_working(self.name)
            except Exception as error:  # the worker itself comes to it with its next file
                note(_LOG, error)


def _is_the_files(error: Exception) -> bool:
    """Whether an error comes again wherever the file is read: it is bad, or we are."""
    its_own = isinstance(error, UnreadableFile | DuplicateReportError | BrokenTextError)
    return its_own or not says_itself(error)
