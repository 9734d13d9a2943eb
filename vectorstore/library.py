"""The shelf of reports: added, replaced, removed, corrected and found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from models.embedder import Embedder, Vectors
from vectorstore import search, shelf
from vectorstore.answers import Answers
from vectorstore.catalogue import Catalogue
from vectorstore.conversations import Conversations
from vectorstore.corrections import corrected
from vectorstore.embedding import OnProgress
from vectorstore.exact import ExactSearch
from vectorstore.findings import KeptFinding
from vectorstore.hits import Hit
from vectorstore.indexes import Difference, Indexes
from vectorstore.records import Finding, Identity, Indicator, Kind, Passage, Report, ReportText
from vectorstore.reviews import Reviews
from vectorstore.rules import check_model
from vectorstore.settings import StoreSettings
from vectorstore.views import View, Views, not_there
from vectorstore.writer import Writer, make_home


class Library:
    """Everything kept about reports, in step.

    What is committed in the catalogue is on the shelf; nothing else is ever found. Safe to use
    from several threads, and beside other processes: one writes, the others see it afterwards.
    What people did is in `answers`, `conversations` and `reviews`.
    """

    def __init__(
        self,
        settings: StoreSettings,
        embedder: Embedder,
        *,
        wait_seconds: float | None = None,
        on_wait: Callable[[str], None] | None = None,
    ) -> None:
        make_home(settings.home)
        self._embedding_model = embedder.name
        self._embedder = embedder
        self._catalogue = Catalogue(settings.database_url, settings.busy_seconds)
        self._indexes = Indexes(settings, self._catalogue)
        self._exact = ExactSearch(self._catalogue)
        self._views = Views(self._catalogue, self._changed)
        self._writer = Writer(
            settings.home,
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

    @classmethod
    def open(
        cls,
        settings: StoreSettings,
        embedder: Embedder,
        *,
        wait_seconds: float | None = None,
        on_wait: Callable[[str], None] | None = None,
    ) -> Library:
        """Open the shelf, made where there is none; what a killed process left is repaired.

        A writer waits up to `wait_seconds`, or as the settings say, for another one, whose pid
        `on_wait` is told.
        Raises StoreMismatchError where the shelf was made with another embedding model or version,
        StoreError where it cannot be opened.
        """
        library = cls(settings, embedder, wait_seconds=wait_seconds, on_wait=on_wait)
        check_model(library.reports(), embedder.name)
        library._writer.finish_if_free()
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
        self._indexes.close()
        self._catalogue.close()

    @property
    def embedding_model(self) -> str:
        """The name of the model that the shelf's vectors are made with."""
        return self._embedding_model

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

        A person's correction of its identity is applied. A report that is there already stays
        as it is, unless it replaces itself. `on_progress(stage, done, total)` is told of the
        stages "embed" and "store", in texts and in passages.
        Raises DuplicateReportError where another report of the same department, year and kind, or
        from the same file, is there; StoreMismatchError where the report was read with other
        settings than the shelf; LibraryBusyError, StoreError.
        """
        return self._writer.add(report, text, passages, indicators, findings, replaces, on_progress)

    def remove(self, report_id: str) -> None:
        """Take a report off the shelf: text, passages, vectors, keywords, figures, findings.

        Raises StoreError where it is not there; LibraryBusyError.
        """
        self._writer.remove(report_id)

    def corrected(self, report: Report) -> Report:
        """A report as it was read → the same as a person corrected it before, if one did."""
        with self._catalogue.reading() as connection:
            return corrected(connection, report)

    def set_identity(
        self,
        report_id: str,
        identity: Identity,
        by: str,
        indicators: Sequence[Indicator],
        findings: Sequence[Finding],
    ) -> Report:
        """Correct which report this is, with what then follows from its text → the report.

        The correction survives reading the file again; reviews of findings stay.
        Raises StoreError where it is not there, DuplicateReportError where another is that already.
        """
        return self._writer.set_identity(report_id, identity, by, indicators, findings)

    def set_findings(self, report_id: str, findings: Sequence[Finding]) -> None:
        """Other findings for a report, in place of those it had; their reviews stay.

        Raises StoreError where it is not there.
        """
        self._views.standing(report_id)
        with self._catalogue.writing() as connection:
            shelf.put_findings(connection, report_id, findings)

    def verify(self) -> list[Difference]:
        """Count the passages of every report in all three places → where they differ."""
        return self._writer.verify()

    # Reading from it

    def reports(
        self,
        years: Collection[int] | None = None,
        departments: Collection[str] | None = None,
        kinds: Collection[Kind] | None = None,
    ) -> list[Report]:
        """The reports on the shelf, oldest first; None asks for any year, department or kind."""
        return [
            standing.report
            for standing in self._views.now().reports.values()
            if (years is None or standing.report.identity.year in years)
            and (departments is None or standing.report.identity.department in departments)
            and (kinds is None or standing.report.identity.kind in kinds)
        ]

    def report(self, report_id: str) -> Report | None:
        """The report with this id, None where it is not on the shelf."""
        standing = self._views.now().reports.get(report_id)
        return None if standing is None else standing.report

    def passage_counts(self) -> dict[str, int]:
        """How many passages each report on the shelf has."""
        return {i: standing.passage_count for i, standing in self._views.now().reports.items()}

    def text(self, report_id: str) -> ReportText:
        """A report's cleaned text. Raises StoreError where it is not on the shelf."""
        with self._catalogue.reading() as connection:
            found = shelf.text(connection, report_id)
        if found is None:
            raise not_there(report_id)
        return found

    def passages(self, passage_ids: Collection[str]) -> dict[str, Passage]:
        """Those of the passages that are on the shelf, by their ids."""
        with self._catalogue.reading() as connection:
            return shelf.passages(connection, passage_ids)

    def passages_of(self, report_id: str) -> list[Passage]:
        """The passages of one report, in order; none where it is not on the shelf."""
        with self._catalogue.reading() as connection:
            return shelf.passages_of(connection, report_id)

    def sentence_vectors(self, passage_ids: Collection[str]) -> dict[str, Vectors]:
        """Those of the passages that are on the shelf → array (sentences, dimension) of each."""
        with self._catalogue.reading() as connection:
            return shelf.sentence_vectors(connection, passage_ids)

    def indicators(
        self, report_ids: Collection[str] | None = None
    ) -> dict[str, tuple[Indicator, ...]]:
        """The indicators of these reports, or of all, by report id."""
        ids = self._views.now().reports if report_ids is None else report_ids
        with self._catalogue.reading() as connection:
            return shelf.indicators(connection, ids)

    def findings(
        self, report_ids: Collection[str] | None = None
    ) -> dict[str, tuple[KeptFinding, ...]]:
        """The findings of these reports, or of all, by report id."""
        ids = self._views.now().reports if report_ids is None else report_ids
        with self._catalogue.reading() as connection:
            return shelf.findings(connection, ids)

    # Searching it

    def dense(
        self, question: Vectors, limit: int, report_ids: Collection[str] | None = None
    ) -> list[Hit]:
        """A question's vector → at most `limit` passages, the highest cosine first.

        Given `report_ids`, only these reports are looked in.
        """
        view = self._views.now()
        return search.by_meaning(view, self._indexes, self._exact, question, limit, report_ids)

    def keywords(
        self, question: str, limit: int, report_ids: Collection[str] | None = None
    ) -> list[Hit]:
        """A question → at most `limit` passages, the best BM25 score first.

        Given `report_ids`, only these reports are looked in.
        """
        view = self._views.now()
        if not view.reports:
            return []
        self._writer.look_once()
        return search.by_keywords(view, self._indexes, question, limit, report_ids)

    def _changed(self, view: View) -> None:
        self._indexes.refresh_keywords()
        self._exact.forget(but={standing.serial for standing in view.reports.values()})
