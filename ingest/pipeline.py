"""One report's journey in order: read, understand, cut, compute, keep. The file to read first.

What it is on the way: a file → `Loaded` (`load`) → `ReportText` (`structure`) → `Reading`, with
which report it is (`read`) → `Prepared`, with passages and vectors (`prepare`) → `Wish`, with who
brings it → under the lock: `Arrival`, with what it replaces, its indicators and findings →
`Addition`, as `Library` keeps it → `Outcome`, for whoever brought it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from filelock import Timeout

from figures.indicators import indicators
from ingest.arriving import Arrival, Wish, arrival_of, meet
from ingest.auditing import audit_beside, findings
from ingest.chunk import text_to_passages
from ingest.corpus import Corpus, file_id
from ingest.identity.identify import identify
from ingest.identity.sources import lines_of
from ingest.load import load
from ingest.loaded import UnreadableFile
from ingest.placing import placed
from ingest.reading import Prepared, Reading
from ingest.said import as_said
from ingest.settings import USUAL, IngestSettings
from ingest.structure import structure
from languages import N_
from operations.logs import event
from operations.stopwatch import Stopwatch, time_fields
from records import Report
from vectorstore.library import Library
from vectorstore.rules import DuplicateReportError
from vectorstore.sides import Said
from vectorstore.views import not_there

_LOG = logging.getLogger("jiwen.ingest")

OnProgress = Callable[[str, int, int], None]
"""Told of each stage (read, embed, store), how much of it is done, and of how much."""


class Status(StrEnum):
    """What became of a file that was brought."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file, and the report that stands on the shelf for it."""

    name: str
    status: Status
    report: Report


def on_shelf(library: Library, path: Path) -> Report | None:
    """The report that stands for these very bytes, None where there is none: nothing to do then.

    Raises UnreadableFile where the file cannot be opened.
    """
    return library.report(_id(path))


def read(
    path: Path,
    name: str,
    on_progress: OnProgress = lambda stage, done, total: None,
    settings: IngestSettings = USUAL,
) -> Reading:
    """A file → what it is understood to be; nothing is kept yet.

    `name` is what the file was called where it came from: data, never a path.
    Raises UnreadableFile.
    """
    watch = Stopwatch()
    report_id = _id(path)
    loaded = load(path, lambda done, total: on_progress("read", done, total), settings)
    watch.lap("read")
    text = structure(loaded)
    watch.lap("structure")
    if not text.text.strip():
        raise UnreadableFile(
            path,
            N_("There is no body text in the file. Check that it was exported whole, then add it."),
        )
    identity, traits = identify(text, f"{path.parent.name}/{name}", lines_of(loaded))
    watch.lap("identify")
    return Reading(
        path,
        name,
        report_id,
        loaded.parser,
        tuple(page.read for page in loaded.pages),
        text,
        identity,
        traits,
        placed(loaded.notices, text),
        settings.passage_limit,
        watch.seconds,
    )


def prepare(
    library: Library,
    reading: Reading,
    on_progress: OnProgress = lambda stage, done, total: None,
) -> Prepared:
    """A file as it was understood → the same with its vectors; nothing is kept yet."""
    watch = Stopwatch()
    passages = text_to_passages(reading.text, reading.report_id, reading.passage_limit)
    vectors, sentence_vectors = library.vectors(passages, on_progress)
    watch.lap("embed")
    seconds = {**reading.seconds, **watch.seconds}
    return Prepared(reading, passages, vectors, sentence_vectors, seconds)


def put(
    library: Library,
    corpus: Corpus,
    reading: Reading,
    *,
    by: str,
    said: Said | None = None,
    replacing: bool = False,
    on_progress: OnProgress = lambda stage, done, total: None,
) -> Outcome:
    """Put a report that was read on the shelf, and its file in the corpus; see `Wish`.

    Raises DuplicateReportError (naming both) where a version of it stays there, StoreError,
    OSError; then all is as it was before.
    """
    if there := library.report(reading.report_id):
        return _unchanged(reading, there)
    prepared = prepare(library, reading, on_progress)
    (outcome,) = put_all(library, corpus, [Wish(prepared, by, said or {}, replacing)], on_progress)
    if isinstance(outcome, DuplicateReportError):
        raise outcome
    return outcome


def put_all(
    library: Library,
    corpus: Corpus,
    wishes: Sequence[Wish],
    on_progress: OnProgress = lambda stage, done, total: None,
) -> list[Outcome | DuplicateReportError]:
    """Put reports on the shelf under one lock → what became of each, in order.

    They come in together, all or none, but for those that are a version of one before them, which
    come after it. Raises StoreError, OSError; then what was not put in is as it was before.
    """
    became: dict[int, Outcome | DuplicateReportError] = {}
    left = dict(enumerate(wishes))
    watch = Stopwatch()
    with corpus.locked():
        corpus.settle(sources(library))
        watch.lap("wait")
        while left:
            became |= _put_together(library, corpus, left, watch, on_progress)
            watch = Stopwatch()
            left = {i: wish for i, wish in left.items() if i not in became}
    return [became[i] for i in range(len(wishes))]


def _put_together(
    library: Library,
    corpus: Corpus,
    wishes: Mapping[int, Wish],
    watch: Stopwatch,
    on_progress: OnProgress,
) -> dict[int, Outcome | DuplicateReportError]:
    """Put in those of the numbered wishes that can be at once → what became of them."""
    became: dict[int, Outcome | DuplicateReportError] = {}
    arrivals: dict[int, Arrival] = {}
    for i, wish in wishes.items():
        reading = wish.prepared.reading
        if there := library.report(reading.report_id):
            became[i] = _unchanged(reading, there)
            continue
        try:
            arrival = arrival_of(library, corpus, wish)
        except DuplicateReportError as error:
            became[i] = error
            continue
        if not any(meet(arrival, other) for other in arrivals.values()):
            arrivals[i] = arrival
    watch.lap("figures")
    if arrivals:
        _move_in(library, corpus, list(arrivals.values()), on_progress)
        watch.lap("store")
        came = [a.report.identity for a in arrivals.values()]
        audit_beside(library, *came, *(a.old.identity for a in arrivals.values() if a.old))
        watch.lap("follow")
    for i, arrival in arrivals.items():
        became[i] = _arrived(library, arrival, watch.seconds, len(arrivals))
    return became


def _move_in(
    library: Library, corpus: Corpus, arrivals: Sequence[Arrival], on_progress: OnProgress
) -> None:
    try:
        for arrival in arrivals:
            path, old = arrival.wish.prepared.reading.path, arrival.old
            inside = corpus.source_of(path)
            if inside is None:
                corpus.stage(path, arrival.report.id)
            if old and old.source != inside:
                corpus.withdraw(old.source, old.id)
        library.add_all([arrival.addition for arrival in arrivals], on_progress)
    finally:
        corpus.settle(sources(library))


def _arrived(library: Library, arrival: Arrival, seconds: dict[str, float], of: int) -> Outcome:
    """Log an arrival, which is on the shelf now, and keep what a person said of it.

    `seconds` is what `of` arrivals together took.
    """
    ready, report, old = arrival.wish.prepared, arrival.report, arrival.old
    share = {stage: taken / of for stage, taken in seconds.items()}
    event(
        _LOG,
        "report.replaced" if old else "report.added",
        **_names(report),
        old=old.id[:12] if old else None,
        parser=ready.reading.parser,
        pages=ready.reading.page_count,
        passages=len(ready.passages),
        findings=len(arrival.findings),
        **time_fields({**ready.seconds, **share}),
    )
    if arrival.wish.said:
        report = correct(library, report.id, arrival.wish.said, arrival.wish.by)
    return Outcome(ready.reading.name, Status.REPLACED if old else Status.ADDED, report)


def _unchanged(reading: Reading, there: Report) -> Outcome:
    event(_LOG, "report.unchanged", **_names(there))
    return Outcome(reading.name, Status.UNCHANGED, there)


def remove(library: Library, corpus: Corpus, report_id: str) -> None:
    """Take a report off the shelf, and its file out of the corpus.

    Raises StoreError where it is not there, OSError where its file cannot be moved.
    """
    watch = Stopwatch()
    with corpus.locked():
        corpus.settle(sources(library))
        report = library.report(report_id)
        if report is not None:
            corpus.withdraw(report.source, report_id)
        try:
            library.remove(report_id)
        finally:
            corpus.settle(sources(library))
        if report is not None:
            audit_beside(library, report.identity)
            watch.lap("remove")
            event(_LOG, "report.removed", **_names(report), total_s=_total(watch))


def correct(library: Library, report_id: str, said: Said, by: str) -> Report:
    """Set or confirm sides of what a report is, and make again what hangs on them.

    Raises StoreError where it is not there, DuplicateReportError where another is that already.
    """
    watch = Stopwatch()
    before = library.report(report_id)
    if before is None:
        raise not_there(report_id)
    text = library.text(report_id)
    after = as_said(before, said, text.text)
    report = library.set_identity(
        report_id,
        after.identity,
        after.confirmed,
        by,
        indicators(text, after.identity.year),
        findings(library, text, after.identity),
    )
    audit_beside(library, after.identity, before.identity)
    watch.lap("correct")
    event(_LOG, "report.corrected", **_names(report), total_s=_total(watch))
    return report


def repair(library: Library, corpus: Corpus) -> None:
    """Put right the files that a killed process left half moved; to be done at every start.

    Raises OSError where the folder cannot be written.
    """
    if not corpus.folder.is_dir():
        return
    try:
        with corpus.locked(wait=False):
            corpus.settle(sources(library))
    except Timeout:
        pass  # The one who is changing the folder puts everything right itself.


def sources(library: Library) -> dict[str, str]:
    """The source of every report on the shelf, by its id."""
    return {report.id: report.source for report in library.reports()}


def _id(path: Path) -> str:
    try:
        return file_id(path)
    except OSError as error:
        raise UnreadableFile(
            path,
            N_("The file cannot be opened: {strerror}. Check that it is there and readable."),
            strerror=error.strerror,
        ) from error


def _names(report: Report) -> dict[str, str]:
    """A report → how the log names it."""
    return {"report": report.id[:12], "file": report.source, "title": report.identity.title}


def _total(watch: Stopwatch) -> float:
    return round(sum(watch.seconds.values()), 3)
