"""The shelf of reports: added, replaced, removed, corrected and found."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import BoundedSemaphore

from sqlalchemy import Connection

from models.embedder import Embedder, Vectors
from operations.logs import event
from records import Finding, Identity, Indicator, Kind, Passage, Report, ReportText
from vectorstore import shelf
from vectorstore.answers import Answers
from vectorstore.catalogue import Catalogue, next_generation
from vectorstore.conversations import Conversations
from vectorstore.corrections import corrected
from vectorstore.embedding import OnProgress, embed
from vectorstore.findings import KeptFinding
from vectorstore.goal_matches import GoalMatches
from vectorstore.hits import Hit
from vectorstore.indexes import Difference, Indexes
from vectorstore.jobs import Jobs
from vectorstore.keywords import Words
from vectorstore.reviews import Reviews
from vectorstore.search import InMemory
from vectorstore.settings import StoreSettings
from vectorstore.shelf import Addition, ShelvedReport
from vectorstore.snapshot import Snapshot
from vectorstore.views import View, Views
from vectorstore.writer import Writer, make_home

_LOG = logging.getLogger("jiwen.vectorstore")

_LOOKS_AT_ONCE = 8
"""There are 15 connections, and who waits half a minute for one is refused. So looks wait for each
other, however long, and leave the rest to what is read or saved in one stroke."""


class Library:
    """Everything kept about reports, in step.

    What is committed in the catalogue is on the shelf; nothing else is ever found. Safe to use
    from several threads, and beside other processes: one writes, the others see it afterwards.
    Each reading method reads the shelf of its own moment; what belongs together is read from one
    `snapshot`. What people did is in `answers`, `conversations`, `reviews`
    and `goal_matches`; files that wait to be read are in `jobs`.
    """

    def __init__(
        self,
        settings: StoreSettings,
        embedder: Embedder,
        *,
        wait_seconds: float | None = None,
        on_wait: Callable[[str], None] | None = None,
        on_progress: OnProgress = lambda stage, done, total: None,
    ) -> None:
        make_home(settings.home)
        self._embedding_model = embedder.name
        self._embedder = embedder
        self._catalogue = Catalogue(
            settings, wait_seconds=wait_seconds, on_wait=on_wait, on_progress=on_progress
        )
        self._indexes = Indexes(settings, self._catalogue)
        self._memory = InMemory()
        self._views = Views(self._catalogue, self._words, self._changed)
        self._on_progress = on_progress
        self._lacking = 0
        self._looks = BoundedSemaphore(_LOOKS_AT_ONCE)
        self._writer = Writer(
            self._catalogue,
            self._indexes,
            self._views,
            embedder,
            settings.wait_seconds if wait_seconds is None else wait_seconds,
            on_wait,
        )
        self.answers = Answers(self._catalogue)
        self.conversations = Conversations(self._catalogue)
        self.reviews = Reviews(self._catalogue)
        self.goal_matches = GoalMatches(self._catalogue)
        self.jobs = Jobs(self._catalogue)

    @classmethod
    def open(
        cls,
        settings: StoreSettings,
        embedder: Embedder,
        *,
        wait_seconds: float | None = None,
        on_wait: Callable[[str], None] | None = None,
        on_progress: OnProgress = lambda stage, done, total: None,
    ) -> Library:
        """Open the shelf, made where there is none; what a killed process left is repaired.

        One of an earlier form is brought up to date ("migrate"), one made with another embedding
        model gets vectors of this one ("embed again"), and what this server's keywords lack is put
        in ("index"): `on_progress` is told of each.
        A writer waits up to `wait_seconds`, or as the settings say, for another one, whose pid
        `on_wait` is told.
        Raises StoreMismatchError where a newer version of Jiwen made the shelf, StoreError where it
        cannot be opened.
        """
        library = cls(
            settings, embedder, wait_seconds=wait_seconds, on_wait=on_wait, on_progress=on_progress
        )
        library._writer.embed_again(on_progress)
        library._writer.finish_if_free()
        library._catch_up()
        return library

    @classmethod
    def start_over(
        cls,
        settings: StoreSettings,
        embedder: Embedder,
        *,
        wait_seconds: float | None = None,
        on_wait: Callable[[str], None] | None = None,
    ) -> Library:
        """Open the shelf and take every report off it, whatever model it was made with.

        Corrections, reviews, answers and conversations stay. Raises as `open` does otherwise.
        """
        library = cls(settings, embedder, wait_seconds=wait_seconds, on_wait=on_wait)
        library._writer.clear()
        return library

    def close(self) -> None:
        """Give back what is held open."""
        self._views.forget()
        self._indexes.close()
        self._catalogue.close()

    @property
    def embedding_model(self) -> str:
        """The name of the model that the shelf's vectors are made with."""
        return self._embedding_model

    @property
    def embedder(self) -> Embedder:
        """The model that the shelf's vectors are made with."""
        return self._embedder

    @property
    def mark(self) -> str:
        """What tells this shelf from every other one."""
        return self._catalogue.shelf

    # Changing the shelf

    def add(
        self,
        report: Report,
        text: ReportText,
        passages: Sequence[Passage],
        indicators: Sequence[Indicator],
        findings: Sequence[Finding],
        *,
        replaces: str | None = None,
        on_progress: OnProgress = lambda stage, done, total: None,
    ) -> Report:
        """Put a report on the shelf, in place of the report `replaces` → it, as it stands there.

        A report that is there already stays as it is, unless it replaces itself.
        `on_progress(stage, done, total)` is told of the stages "embed" and "store", in texts and in
        passages.
        Raises DuplicateReportError where another version of it, or a report from the same file, is
        there; StoreMismatchError where the report or the shelf has vectors
        of another model; LibraryBusyError, StoreError.
        """
        return self._writer.add(report, text, passages, indicators, findings, replaces, on_progress)

    def vectors(
        self,
        passages: Sequence[Passage],
        on_progress: OnProgress = lambda stage, done, total: None,
    ) -> tuple[Vectors, list[Vectors]]:
        """Passages → their vectors (n, d), and of each passage those of its sentences (s, d).

        This is the long part of adding, needs no shelf and holds no lock.
        """
        return embed(self._embedder, passages, on_progress)

    def add_all(
        self,
        additions: Sequence[Addition],
        on_progress: OnProgress = lambda stage, done, total: None,
    ) -> None:
        """Put reports on the shelf whose vectors are made: all of them, or none.

        Each counts as if the ones before it were there already. Raises as `add`.
        """
        self._writer.add_all(additions, on_progress)

    def remove(self, report_id: str) -> None:
        """Take a report off the shelf: text, passages, vectors, keywords, figures, findings.

        Raises StoreError where it is not there; LibraryBusyError.
        """
        self._writer.remove(report_id)

    def corrected(self, report: Report) -> Report:
        """A report as it was read → the same with the sides that a person said, if one did.

        What follows from those sides is for the caller to make again.
        """
        with self._catalogue.reading() as connection:
            return corrected(connection, report)

    def set_identity(
        self,
        report_id: str,
        identity: Identity,
        confirmed: Sequence[str],
        by: str,
        indicators: Sequence[Indicator],
        findings: Sequence[Finding],
    ) -> Report:
        """Correct which report this is, with what then follows from its text → the report.

        The sides `confirmed` are as a person said, and survive reading the file again; reviews of
        findings stay.
        Raises StoreError where it is not there, DuplicateReportError where another is that already.
        """
        return self._writer.set_identity(report_id, identity, confirmed, by, indicators, findings)

    def set_reading(
        self, report: Report, indicators: Sequence[Indicator], findings: Sequence[Finding]
    ) -> None:
        """A report that was read again to the same text: what else the reading says of it now.

        Raises StoreError where it is not on the shelf.
        """
        self._writer.set_reading(report, indicators, findings)

    def set_findings(self, report_id: str, findings: Sequence[Finding]) -> None:
        """Other findings for a report, in place of those it had; their reviews stay.

        Raises StoreError where it is not there.
        """
        self._views.standing(report_id)
        with self._catalogue.writing() as connection:
            shelf.put_findings(connection, report_id, findings)
            next_generation(connection)

    def verify(self) -> list[Difference]:
        """Count the passages of every report in all three places → where they differ."""
        return self._writer.verify()

    def mend(self, on_progress: OnProgress = lambda stage, done, total: None) -> None:
        """Make Chroma hold what the catalogue holds, where it lost something ("index").

        Nothing is done while another process writes, which sees to it by itself. Raises StoreError.
        """
        self._writer.mend(on_progress)

    @property
    def needs_tending(self) -> bool:
        """Whether somebody has to look after Chroma: it is a server's, or questions are put to it.

        The folder of a smaller shelf is looked after by the next writer.
        """
        passages = sum(self.passage_counts().values())
        return self._indexes.is_shared or passages > self._indexes.settings.exact_at_most

    # Reading from it

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The shelf as it is now, and stays for whoever looks at it inside the `with` block.

        For a look of well under a second, without another one inside it. Raises StoreError.
        """
        with self._looks, self._now() as shelf:
            yield shelf

    def reports(
        self,
        years: Collection[int] | None = None,
        departments: Collection[str] | None = None,
        kinds: Collection[Kind] | None = None,
    ) -> list[Report]:
        """See `Snapshot.reports`."""
        with self._now() as shelf:
            return shelf.reports(years, departments, kinds)

    def report(self, report_id: str) -> Report | None:
        """See `Snapshot.report`."""
        with self._now() as shelf:
            return shelf.report(report_id)

    def generation(self) -> int:
        """A number that grows with every change of the shelf."""
        return self._views.now().generation

    def passage_counts(self) -> dict[str, int]:
        """See `Snapshot.passage_counts`."""
        with self._now() as shelf:
            return shelf.passage_counts()

    def text(self, report_id: str) -> ReportText:
        """See `Snapshot.text`."""
        with self._now() as shelf:
            return shelf.text(report_id)

    def passages(self, passage_ids: Collection[str]) -> dict[str, Passage]:
        """See `Snapshot.passages`."""
        with self._now() as shelf:
            return shelf.passages(passage_ids)

    def passages_of(self, report_id: str) -> list[Passage]:
        """See `Snapshot.passages_of`."""
        with self._now() as shelf:
            return shelf.passages_of(report_id)

    def sentence_vectors(self, passage_ids: Collection[str]) -> dict[str, Vectors]:
        """See `Snapshot.sentence_vectors`."""
        with self._now() as shelf:
            return shelf.sentence_vectors(passage_ids)

    def indicators(
        self,
        report_ids: Collection[str] | None = None,
        names: Collection[str] | None = None,
        years: Collection[int] | None = None,
    ) -> dict[str, tuple[Indicator, ...]]:
        """See `Snapshot.indicators`."""
        with self._now() as shelf:
            return shelf.indicators(report_ids, names, years)

    def years_stated(self) -> dict[str, dict[int | None, int]]:
        """See `Snapshot.years_stated`."""
        with self._now() as shelf:
            return shelf.years_stated()

    def findings(
        self, report_ids: Collection[str] | None = None
    ) -> dict[str, tuple[KeptFinding, ...]]:
        """See `Snapshot.findings`."""
        with self._now() as shelf:
            return shelf.findings(report_ids)

    def finding_counts(self) -> dict[str, int]:
        """See `Snapshot.finding_counts`."""
        with self._now() as shelf:
            return shelf.finding_counts()

    def dense(
        self, question: Vectors, limit: int, report_ids: Collection[str] | None = None
    ) -> list[Hit]:
        """See `Snapshot.dense`."""
        with self._now() as shelf:
            return shelf.dense(question, limit, report_ids)

    def keywords(
        self, question: str, limit: int, report_ids: Collection[str] | None = None
    ) -> list[Hit]:
        """See `Snapshot.keywords`."""
        with self._now() as shelf:
            return shelf.keywords(question, limit, report_ids)

    @contextmanager
    def _now(self) -> Iterator[Snapshot]:
        with self._views.held() as (connection, view):
            yield Snapshot(
                connection,
                view,
                self._indexes,
                self._memory,
                self._embedding_model,
            )

    def _catch_up(self) -> None:
        began = time.monotonic()
        self._views.now()
        self._on_progress = lambda stage, done, total: None
        if self._lacking:
            seconds = round(time.monotonic() - began, 3)
            event(_LOG, "index.repaired", why="lacking", reports=self._lacking, seconds=seconds)

    def _words(self, connection: Connection, reports: Mapping[str, ShelvedReport]) -> Words:
        def told(stage: str, done: int, total: int) -> None:
            self._lacking = total
            self._on_progress(stage, done, total)

        return self._indexes.words(connection, reports, told)

    def _changed(self, view: View) -> None:
        self._memory.forget(but={standing.serial for standing in view.reports.values()})
