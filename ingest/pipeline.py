"""One report's journey in order: read, understand, cut, compute, keep. The file to read first."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from filelock import Timeout

from figures.indicators import indicators
from ingest.auditing import audit_beside, findings
from ingest.chunk import text_to_passages
from ingest.corpus import Corpus, file_id, safe_name
from ingest.identity.identify import identify
from ingest.identity.sources import lines_of
from ingest.load import load
from ingest.loaded import UnreadableFile
from ingest.placing import placed
from ingest.said import as_said
from ingest.settings import USUAL, IngestSettings
from ingest.structure import structure
from ingest.version import READING
from operations.logs import event
from operations.stopwatch import Stopwatch, time_fields
from records import (
    Finding,
    HowRead,
    Identity,
    Indicator,
    Notice,
    Passage,
    Provenance,
    Report,
    ReportText,
    Trait,
)
from vectorstore.library import Library
from vectorstore.rules import DuplicateReportError, versions
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
class Reading:
    """A file as it was understood, before it is put on the shelf (or not).

    `passage_limit` is how long its passages may be, in characters; `seconds` says how long each
    stage took.
    """

    path: Path
    name: str
    report_id: str
    parser: str
    pages: tuple[HowRead, ...]
    text: ReportText
    identity: Identity
    traits: tuple[Trait, ...]
    notices: tuple[Notice, ...]
    passage_limit: int
    seconds: dict[str, float]

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self.pages)


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
            "文件里没有正文。请确认导出完整后再添加。",
            "There is no body text in the file. Check that it was exported whole, then add it.",
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
    """Put a report that was read on the shelf, and its file in the corpus.

    `said` are the sides that a person set or confirmed. A file that changed under its name
    replaces its report; any other version of a report that is there does so only when `replacing`.
    Raises DuplicateReportError (naming both) without it, StoreError, OSError; then all is as it
    was before.
    """
    watch = Stopwatch()
    with corpus.locked():
        corpus.settle(sources(library))
        watch.lap("wait")
        if there := library.report(reading.report_id):
            event(_LOG, "report.unchanged", **_names(there))
            return Outcome(reading.name, Status.UNCHANGED, there)
        report = replace(recalled(library, corpus, reading), ingested_by=by)
        report = as_said(report, said or {}, reading.text.text)
        old = _old_version(library, corpus, reading, report, replacing)
        report = replace(report, source=_source(corpus, reading, old))
        parts = computed(library, reading, report)
        watch.lap("figures")
        _move_in(library, corpus, reading, report, old, parts, _timed(watch, on_progress))
        watch.lap("store")
        audit_beside(library, report.identity, *([old.identity] if old else []))
        watch.lap("follow")
    event(
        _LOG,
        "report.replaced" if old else "report.added",
        **_names(report),
        old=old.id[:12] if old else None,
        parser=reading.parser,
        pages=reading.page_count,
        passages=len(parts.passages),
        findings=len(parts.findings),
        **time_fields({**reading.seconds, **watch.seconds}),
    )
    if said:
        report = correct(library, report.id, said, by)
    return Outcome(reading.name, Status.REPLACED if old else Status.ADDED, report)


def recalled(library: Library, corpus: Corpus, reading: Reading) -> Report:
    """A file as it was understood → the report that it is, as a person said before.

    It is what was read, where nobody did; `put` without anything said keeps the same.
    """
    report = Report(
        id=reading.report_id,
        identity=reading.identity,
        as_read=reading.identity,
        traits=reading.traits,
        confirmed=(),
        source=corpus.source_of(reading.path) or safe_name(reading.name),
        page_count=reading.page_count,
        ingested_at=datetime.now(UTC),
        ingested_by="",
        provenance=Provenance(
            reading.parser, reading.passage_limit, library.embedding_model, READING
        ),
        notices=reading.notices,
        pages=reading.pages,
        table_count=len(reading.text.tables),
    )
    return as_said(library.corrected(report), {}, reading.text.text)


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
            f"文件打不开：{error.strerror}。请检查它是否存在、是否有读取权限。",
            f"The file cannot be opened: {error.strerror}. Check that it is there and readable.",
        ) from error


def _old_version(
    library: Library, corpus: Corpus, reading: Reading, report: Report, replacing: bool
) -> Report | None:
    """The report on the shelf that this one takes the place of, None where there is none."""
    inside = corpus.source_of(reading.path)
    for old in library.reports():
        if inside is not None and old.source == inside:
            return old
        if versions(old.identity, report.identity):
            if replacing or corpus.is_named(old.source, reading.name):
                return old
            raise DuplicateReportError(report, old)
    return None


def _source(corpus: Corpus, reading: Reading, old: Report | None) -> str:
    """Where the file is to lie: where it lies, else where the old one of its name does."""
    inside = corpus.source_of(reading.path)
    if inside is not None:
        return inside
    if old and corpus.is_named(old.source, reading.name):
        return old.source
    return corpus.free_source(reading.name, reading.report_id)


@dataclass(frozen=True, slots=True)
class Parts:
    """What is kept of a report beside its text."""

    passages: tuple[Passage, ...]
    indicators: tuple[Indicator, ...]
    findings: tuple[Finding, ...]


def computed(library: Library, reading: Reading, report: Report) -> Parts:
    """A file as it was understood, and the report it is → its passages, figures and findings."""
    return Parts(
        text_to_passages(reading.text, report.id, reading.passage_limit),
        indicators(reading.text, report.identity.year),
        findings(library, reading.text, report.identity),
    )


def _timed(watch: Stopwatch, on_progress: OnProgress) -> OnProgress:
    """The same progress; what goes by until the last passage is embedded is that stage's time."""

    def told(stage: str, done: int, total: int) -> None:
        if stage == "embed":
            watch.lap(stage)
        on_progress(stage, done, total)

    return told


def _names(report: Report) -> dict[str, str]:
    """A report → how the log names it."""
    return {"report": report.id[:12], "file": report.source, "title": report.identity.title}


def _total(watch: Stopwatch) -> float:
    return round(sum(watch.seconds.values()), 3)


def _move_in(
    library: Library,
    corpus: Corpus,
    reading: Reading,
    report: Report,
    old: Report | None,
    parts: Parts,
    on_progress: OnProgress,
) -> None:
    inside = corpus.source_of(reading.path) is not None
    try:
        if not inside:
            corpus.stage(reading.path, report.id)
        if old and old.source != corpus.source_of(reading.path):
            corpus.withdraw(old.source, old.id)
        library.add(
            report,
            reading.text,
            parts.passages,
            parts.indicators,
            parts.findings,
            replaces=old.id if old else None,
            on_progress=on_progress,
        )
    finally:
        corpus.settle(sources(library))
