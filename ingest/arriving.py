"""Reports that are ready → which they are, what they replace on the shelf, what follows of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from figures.indicators import indicators
from ingest.auditing import findings
from ingest.corpus import Corpus, safe_name
from ingest.reading import Prepared, Reading
from ingest.said import as_said
from ingest.version import READING
from records import Finding, Indicator, Provenance, Report
from vectorstore.library import Library
from vectorstore.rules import DuplicateReportError, same_report, versions
from vectorstore.shelf import Addition, Entry
from vectorstore.sides import Said


@dataclass(frozen=True, slots=True)
class Wish:
    """A file that is ready, and how it is to come onto the shelf.

    `said` are the sides that a person set or confirmed. A file that changed under its name
    replaces its report; any other version of a report that is there does so only when `replacing`.
    """

    prepared: Prepared
    by: str
    said: Said
    replacing: bool


@dataclass(frozen=True, slots=True)
class Arrival:
    """A report that is about to come in, in place of `old`, with what follows from its text."""

    wish: Wish
    report: Report
    old: Report | None
    indicators: tuple[Indicator, ...]
    findings: tuple[Finding, ...]

    @property
    def addition(self) -> Addition:
        """All that is kept of it."""
        ready = self.wish.prepared
        entry = Entry(
            self.report,
            ready.reading.text,
            ready.passages,
            self.indicators,
            self.findings,
            ready.vectors,
            ready.sentence_vectors,
        )
        return Addition(entry, self.old.id if self.old else None)


def arrival_of(library: Library, corpus: Corpus, wish: Wish) -> Arrival:
    """What a wish comes to on the shelf as it is. Raises DuplicateReportError."""
    reading = wish.prepared.reading
    report = replace(recalled(library, corpus, reading), ingested_by=wish.by)
    report = as_said(report, wish.said, reading.text.text)
    old = _old_version(library, corpus, reading, report, wish.replacing)
    report = replace(report, source=_source(corpus, reading, old))
    return Arrival(wish, report, old, *follows_from(library, reading, report))


def meet(one: Arrival, other: Arrival) -> bool:
    """Whether two arrivals are one report, one file, or take the place of one."""
    if one.old is not None and other.old is not None and one.old.id == other.old.id:
        return True
    return one.report.id == other.report.id or same_report(one.report, other.report)


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


def follows_from(
    library: Library, reading: Reading, report: Report
) -> tuple[tuple[Indicator, ...], tuple[Finding, ...]]:
    """A file as it was understood, and the report it is → its figures and findings."""
    return (
        indicators(reading.text, report.identity.year),
        findings(library, reading.text, report.identity),
    )
