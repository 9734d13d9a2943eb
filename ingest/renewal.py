"""Reports that an earlier version of Jiwen read, read again from their files, by themselves."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.arriving import follows_from
from ingest.auditing import audit_beside
from ingest.batch import Failure, failure
from ingest.chunk import text_to_passages
from ingest.corpus import Corpus
from ingest.loaded import UnreadableFile
from ingest.pipeline import read
from ingest.reading import Reading
from ingest.said import as_said
from ingest.settings import USUAL, IngestSettings
from ingest.version import READING
from languages import N_
from operations.logs import event
from records import Passage, Provenance, Report
from vectorstore.library import Library

_LOG = logging.getLogger("jiwen.ingest")


@dataclass(frozen=True, slots=True)
class Renewal:
    """How many reports were read again, and which could not be: those stay as they were read."""

    renewed: int
    failures: tuple[Failure, ...]


def outdated(library: Library, settings: IngestSettings = USUAL) -> list[Report]:
    """The reports on the shelf that another version of the reading, or other settings, made."""
    return [report for report in library.reports() if _is_outdated(report, settings)]


def renew(
    library: Library,
    corpus: Corpus,
    on_progress: Callable[[int, int], None],
    settings: IngestSettings = USUAL,
) -> Renewal:
    """Read every outdated report again, each wholly or not at all; what people did stays.

    `on_progress(done, total)` is told, in reports. Being killed loses nothing: the rest is done at
    the next start.
    """
    reports, renewed, failures = outdated(library, settings), 0, []
    for done, report in enumerate(reports):
        on_progress(done, len(reports))
        try:
            renewed += _read_again(library, corpus, report.id, settings)
        except Exception as error:  # one that cannot be read keeps no other from it, and is told
            failures.append(failure(report.source, error))
    on_progress(len(reports), len(reports))
    return Renewal(renewed, tuple(failures))


def _is_outdated(report: Report, settings: IngestSettings) -> bool:
    made_by = report.provenance
    return (made_by.reading, made_by.passage_limit) != (READING, settings.passage_limit)


def _read_again(library: Library, corpus: Corpus, report_id: str, settings: IngestSettings) -> bool:
    """One report → whether it was read again; not where somebody else did, or took it away."""
    with corpus.locked():
        report = library.report(report_id)
        if report is None or not _is_outdated(report, settings):
            return False
        began = time.perf_counter()
        reading = _reading_of(corpus, report, settings)
        renewed = _renewed(report, reading)
        passages = text_to_passages(reading.text, report.id, reading.passage_limit)
        follows = follows_from(library, reading, renewed)
        if same := _reads_the_same(library, report, reading, passages):
            library.set_reading(renewed, *follows)
        else:
            library.add(renewed, reading.text, passages, *follows, replaces=report.id)
        audit_beside(library, report.identity, renewed.identity)
        event(
            _LOG,
            "report.read_again",
            report=report.id[:12],
            file=report.source,
            title=renewed.identity.title,
            same=same,
            seconds=round(time.perf_counter() - began, 3),
        )
    return True


def _reading_of(corpus: Corpus, report: Report, settings: IngestSettings) -> Reading:
    path = corpus.path(report.source)
    reading = read(path, Path(report.source).name, settings=settings)
    if reading.report_id != report.id:
        raise UnreadableFile(
            path,
            N_(
                "The file was changed after it was added and was not read again. Take "
                "the changed file in with python -m ingest sync."
            ),
        )
    return reading


def _renewed(report: Report, reading: Reading) -> Report:
    """A report as its file is read now, with the sides that a person confirmed as they were."""
    said = {name: getattr(report.identity, name) for name in report.confirmed}
    made_by = Provenance(
        reading.parser, reading.passage_limit, report.provenance.embedding_model, READING
    )
    renewed = replace(
        report,
        identity=reading.identity,
        as_read=reading.identity,
        traits=reading.traits,
        confirmed=(),
        page_count=reading.page_count,
        notices=reading.notices,
        pages=reading.pages,
        table_count=len(reading.text.tables),
        provenance=made_by,
    )
    return as_said(renewed, said, reading.text.text)


def _reads_the_same(
    library: Library, report: Report, reading: Reading, passages: Sequence[Passage]
) -> bool:
    """Whether text and passages are what they were: then no vector has to be made again."""
    return library.text(report.id) == reading.text and library.passages_of(report.id) == [*passages]
