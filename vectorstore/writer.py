"""The one who changes the shelf, so that being killed at any moment leaves it whole.

Under the writer's lock, in this order: an intent is committed; Chroma is changed; the catalogue is
changed and the intent deleted, in one transaction. Readers go by the catalogue, and so do every
server's keywords. An intent left over names a report whose passages are made again in Chroma out of
the catalogue.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
from sqlalchemy import delete

from languages import N_
from models.embedder import Embedder
from operations.logs import event
from records import Finding, Identity, Indicator, Passage, Report, ReportText
from vectorstore import schema, shelf
from vectorstore.catalogue import Catalogue
from vectorstore.corrections import keep_correction
from vectorstore.embedding import OnProgress, embed
from vectorstore.errors import LibraryBusyError, StoreError
from vectorstore.indexes import Difference, Indexes
from vectorstore.rules import check_models, check_source, check_unlike
from vectorstore.shelf import Addition, Entry
from vectorstore.views import Views, not_there

_LOG = logging.getLogger("jiwen.vectorstore")


class Writer:
    """Adds, replaces, removes and corrects reports, and repairs what was left half done."""

    def __init__(
        self,
        catalogue: Catalogue,
        indexes: Indexes,
        views: Views,
        embedder: Embedder,
        wait_seconds: float,
        on_wait: Callable[[str], None] | None,
    ) -> None:
        self._lock = catalogue.lock
        self._catalogue = catalogue
        self._indexes = indexes
        self._views = views
        self._embedder = embedder
        self._wait_seconds, self._on_wait = wait_seconds, on_wait

    def add(
        self,
        report: Report,
        text: ReportText,
        passages: Sequence[Passage],
        indicators: Sequence[Indicator],
        findings: Sequence[Finding],
        replaces: str | None,
        on_progress: OnProgress,
    ) -> Report:
        """See `Library.add`. Embedding, the long part, is done before the lock is taken."""
        if there := self._there(report, replaces):
            return there
        self._ready(report, replaces)
        vectors, sentence_vectors = embed(self._embedder, passages, on_progress)
        with self._writing():
            if there := self._there(report, replaces):
                return there
            entry = Entry(report, text, passages, indicators, findings, vectors, sentence_vectors)
            self._put([Addition(entry, replaces)], on_progress)
        return report

    def add_all(self, additions: Sequence[Addition], on_progress: OnProgress) -> None:
        """See `Library.add_all`."""
        with self._writing():
            self._put(additions, on_progress)

    def remove(self, report_id: str) -> None:
        """See `Library.remove`."""
        with self._writing():
            self._views.standing(report_id)
            self._indexes.intend([report_id])
            self._lock.check()
            with self._catalogue.writing() as connection:
                shelf.take_out(connection, report_id)
            self._indexes.settle([report_id])

    def set_identity(
        self,
        report_id: str,
        identity: Identity,
        confirmed: Sequence[str],
        by: str,
        indicators: Sequence[Indicator],
        findings: Sequence[Finding],
    ) -> Report:
        """See `Library.set_identity`. No index holds an identity: only the catalogue changes."""
        known = self._views.now().reports
        with self._catalogue.writing() as connection:
            reports = shelf.standing(connection, known)
            if report_id not in reports:
                raise not_there(report_id)
            report = reports[report_id].report
            report = replace(report, identity=identity, confirmed=tuple(confirmed))
            check_unlike(report, (s.report for s in reports.values()), report_id)
            keep_correction(connection, report, by)
            shelf.put_identity(connection, report)
            shelf.put_figures(connection, report_id, indicators, findings)
        return report

    def set_reading(
        self, report: Report, indicators: Sequence[Indicator], findings: Sequence[Finding]
    ) -> None:
        """See `Library.set_reading`."""
        known = self._views.now().reports
        with self._catalogue.writing() as connection:
            if report.id not in shelf.standing(connection, known):
                raise not_there(report.id)
            shelf.put_identity(connection, report)
            shelf.put_figures(connection, report.id, indicators, findings)

    def embed_again(self, on_progress: OnProgress) -> None:
        """Make the vectors of every report that has another model's again, from its kept passages.

        Report by report: killed in the middle, the rest is done when the shelf is next opened.
        """
        if not self._of_other_models():
            return
        with self._lock.held(self._wait_seconds, self._on_wait):
            others = self._of_other_models()
            if not others:
                return  # another process did it while this one waited
            # Chroma's collection has the other model's dimension: all of it is made again.
            every = set(self._views.now().reports)
            self._indexes.follow(None)
            if unsaid := every - {*self._indexes.intended()}:
                self._indexes.intend(unsaid)
            self._indexes.passages.clear()
            began = time.perf_counter()
            for done, report in enumerate(others):
                on_progress("embed again", done, len(others))
                self._embed_again(report)
            on_progress("embed again", len(others), len(others))
            self._indexes.settle(self._indexes.intended())
            event(
                _LOG,
                "shelf.embedded_again",
                model=self._embedder.name,
                reports=len(others),
                seconds=round(time.perf_counter() - began, 3),
            )

    def _of_other_models(self) -> list[Report]:
        reports = (standing.report for standing in self._views.now().reports.values())
        return [r for r in reports if r.provenance.embedding_model != self._embedder.name]

    def _embed_again(self, report: Report) -> None:
        with self._catalogue.reading() as connection:
            passages = shelf.passages_of(connection, report.id)
        vectors, sentence_vectors = embed(self._embedder, passages)
        made_by = replace(report.provenance, embedding_model=self._embedder.name)
        with self._catalogue.writing() as connection:
            shelf.put_identity(connection, replace(report, provenance=made_by))
            shelf.put_vectors(connection, report.id, passages, vectors, sentence_vectors)

    def clear(self) -> None:
        """Take every report off the shelf."""
        with self._lock.held(self._wait_seconds, self._on_wait):
            self._indexes.follow(None)
            with self._catalogue.writing() as connection:
                connection.execute(delete(schema.intents))
                for report_id in shelf.passage_counts(connection):
                    shelf.take_out(connection, report_id)
            self._indexes.passages.clear()

    def verify(self) -> list[Difference]:
        """See `Library.verify`."""
        with self._lock.held(self._wait_seconds, self._on_wait):
            self._finish()
            return self._indexes.differences()

    def finish_if_free(self) -> None:
        """Finish what a killed process left, unless another process is at it."""
        if self._indexes.intended():
            self._if_free(self._finish)

    def mend(self, on_progress: OnProgress) -> None:
        """Make Chroma whole where it is not, unless another process is writing."""
        if self._indexes.intended() or self._indexes.differ():

            def whole() -> None:
                self._finish()
                self._repair(on_progress)

            self._if_free(whole)

    def _there(self, report: Report, replaces: str | None) -> Report | None:
        there = self._views.now().reports.get(report.id)
        return there.report if there is not None and replaces != report.id else None

    def _ready(self, report: Report, replaces: str | None) -> None:
        view = self._views.now()
        reports = view.reports
        check_source(report.source)
        check_models([report.provenance.embedding_model, *view.models], self._embedder.name)
        if replaces is not None and replaces not in reports:
            raise not_there(replaces)
        check_unlike(report, (s.report for s in reports.values()), replaces)

    def _put(self, additions: Sequence[Addition], on_progress: OnProgress) -> None:
        """Put reports in, all in one transaction, as if one after the other."""
        for each in additions:
            self._ready(each.entry.report, each.replaces)
        entries = [each.entry for each in additions]
        new = [entry.report.id for entry in entries]
        gone = {*new, *(each.replaces for each in additions if each.replaces is not None)}
        vectors = np.concatenate([entry.vectors for entry in entries])
        passages = [passage for entry in entries for passage in entry.passages]
        if not (self._views.now().reports or self._indexes.passages.fits(vectors.shape[1])):
            self._indexes.passages.clear()
        self._indexes.intend(gone)
        self._indexes.passages.replace(
            new, passages, vectors, lambda done: on_progress("store", done, len(passages))
        )
        known = self._views.now().reports
        self._lock.check()
        with self._catalogue.writing() as connection:
            there = [
                s.report for i, s in shelf.standing(connection, known).items() if i not in gone
            ]
            for report_id in gone:
                shelf.take_out(connection, report_id)
            for entry in entries:
                check_unlike(entry.report, there, None)
                shelf.put(connection, entry)
                there.append(entry.report)
            intents = schema.intents
            connection.execute(delete(intents).where(intents.c.report_id.in_(new)))
        self._indexes.settle(gone.difference(new))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._lock.held(self._wait_seconds, self._on_wait):
            self._finish()
            self._repair()
            yield
            self._indexes.wrote(self._views.now().generation)

    def _finish(self) -> None:
        left = self._indexes.intended()
        self._indexes.follow(None if left else self._views.now().generation)
        if left:
            self._settle_again(left, "interrupted")

    def _repair(self, on_progress: OnProgress = lambda stage, done, total: None) -> None:
        if not self._indexes.differ():
            return
        different = [d.report_id for d in self._indexes.differences()]
        if "" in different:  # passages of nobody's: the collection has our name, so it is ours
            self._indexes.passages.clear()
            with self._catalogue.reading() as connection:
                different = list(shelf.passage_counts(connection))
        self._settle_again(different, "differs", on_progress)

    def _settle_again(
        self,
        report_ids: Sequence[str],
        why: str,
        on_progress: OnProgress = lambda stage, done, total: None,
    ) -> None:
        began = time.monotonic()
        self._indexes.settle(report_ids, on_progress)
        seconds = round(time.monotonic() - began, 3)
        event(_LOG, "index.repaired", why=why, reports=len(report_ids), seconds=seconds)

    def _if_free(self, work: Callable[[], None]) -> None:
        try:
            with self._lock.held(0):
                work()
        except LibraryBusyError:
            pass  # The one who writes finishes what is left; until then nothing of it is found.


def make_home(home: Path) -> None:
    """Make the folder of the shelf where there is none. Raises StoreError where that fails."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            N_("The folder {home} cannot be made: {error}. Check JIWEN_HOME."),
            home=home,
            error=error,
        ) from error
