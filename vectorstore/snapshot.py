"""The shelf as it is at one moment, for as long as somebody looks at it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from models.embedder import Vectors
from records import Indicator, Kind, Passage, Report, ReportText
from vectorstore import search, shelf
from vectorstore.findings import KeptFinding
from vectorstore.hits import Hit
from vectorstore.indexes import Indexes
from vectorstore.rules import check_models
from vectorstore.views import View, not_there


class Snapshot:
    """Everything there is to read of the shelf, all of it as it is at one generation.

    Whatever is added, replaced or removed meanwhile is not seen. It holds a connection: it is
    for one look, well under a second, and is of no use after `Library.snapshot` has ended.
    Only where a shelf is too large for every vector to be looked at, Chroma finds no passage any
    more that was taken out meanwhile; it finds none that is not on the snapshot.
    """

    def __init__(
        self,
        connection: Connection,
        view: View,
        indexes: Indexes,
        memory: search.InMemory,
        embedding_model: str,
    ) -> None:
        self._connection = connection
        self._view = view
        self._indexes = indexes
        self._memory = memory
        self._embedding_model = embedding_model

    @property
    def generation(self) -> int:
        """Which shelf this is: the number grows with every change."""
        return self._view.generation

    def reports(
        self,
        years: Collection[int] | None = None,
        departments: Collection[str] | None = None,
        kinds: Collection[Kind] | None = None,
    ) -> list[Report]:
        """The reports on the shelf, oldest first; None asks for any year, department or kind."""
        return [
            standing.report
            for standing in self._view.reports.values()
            if (years is None or standing.report.identity.year in years)
            and (departments is None or standing.report.identity.department in departments)
            and (kinds is None or standing.report.identity.kind in kinds)
        ]

    def report(self, report_id: str) -> Report | None:
        """The report with this id, None where it is not on the shelf."""
        standing = self._view.reports.get(report_id)
        return None if standing is None else standing.report

    def passage_counts(self) -> dict[str, int]:
        """How many passages each report on the shelf has."""
        return {i: standing.passage_count for i, standing in self._view.reports.items()}

    def text(self, report_id: str) -> ReportText:
        """A report's cleaned text. Raises StoreError where it is not on the shelf."""
        standing = self._view.reports.get(report_id)
        found = self._memory.texts.of(self._connection, standing) if standing else None
        if found is None:
            raise not_there(report_id)
        return found

    def passages(self, passage_ids: Collection[str]) -> dict[str, Passage]:
        """Those of the passages that are on the shelf, by their ids."""
        return shelf.passages(self._connection, passage_ids)

    def passages_of(self, report_id: str) -> list[Passage]:
        """The passages of one report, in order; none where it is not on the shelf."""
        return shelf.passages_of(self._connection, report_id)

    def sentence_vectors(self, passage_ids: Collection[str]) -> dict[str, Vectors]:
        """Those of the passages that are on the shelf → array (sentences, dimension) of each."""
        return shelf.sentence_vectors(self._connection, passage_ids)

    def indicators(
        self,
        report_ids: Collection[str] | None = None,
        names: Collection[str] | None = None,
        years: Collection[int] | None = None,
    ) -> dict[str, tuple[Indicator, ...]]:
        """The indicators of these reports by report id; None asks for every report, name, year.

        Those that do not say of which year they are come with any year.
        """
        ids = self._view.reports if report_ids is None else report_ids
        return shelf.indicators(self._connection, ids, names, years)

    def years_stated(self) -> dict[str, dict[int | None, int]]:
        """How many figures each report states, by the year that they are of."""
        return shelf.years_stated(self._connection)

    def findings(
        self, report_ids: Collection[str] | None = None
    ) -> dict[str, tuple[KeptFinding, ...]]:
        """The findings of these reports, or of all, by report id."""
        return shelf.findings(
            self._connection, self._view.reports if report_ids is None else report_ids
        )

    def finding_counts(self) -> dict[str, int]:
        """How many findings each report has, those with none left out."""
        return shelf.finding_counts(self._connection)

    def dense(
        self, question: Vectors, limit: int, report_ids: Collection[str] | None = None
    ) -> list[Hit]:
        """A question's vector → at most `limit` passages, the highest cosine first.

        Given `report_ids`, only these reports are looked in. Raises StoreMismatchError where
        another process has given the shelf the vectors of another model since.
        """
        check_models(self._view.models, self._embedding_model)
        return search.by_meaning(
            self._connection, self._view, self._indexes, self._memory, question, limit, report_ids
        )

    def keywords(
        self, question: str, limit: int, report_ids: Collection[str] | None = None
    ) -> list[Hit]:
        """A question → at most `limit` passages, the best BM25 score first.

        Given `report_ids`, only these reports are looked in. Raises StoreError where the index
        cannot be read.
        """
        if not self._view.reports:
            return []
        words = self._view.words
        if words is None:  # what stood in the way then is told now, or is gone
            words = self._indexes.words(self._connection, self._view.reports)
        return search.by_keywords(self._view, words, question, limit, report_ids)
