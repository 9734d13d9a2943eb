"""What is on the shelf, kept in memory until the catalogue says that it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from sqlalchemy import Connection

from languages import N_
from vectorstore import shelf
from vectorstore.catalogue import Catalogue, generation
from vectorstore.errors import StoreError
from vectorstore.keywords import Words
from vectorstore.shelf import ShelvedReport


@dataclass(frozen=True, slots=True)
class View:
    """The reports on the shelf, by their ids, and their keywords, at one generation of it.

    `words` is None where the keywords could not be read. `models` are those that the reports'
    vectors were made with: one, but while the shelf is being made again with another.
    """

    generation: int
    reports: dict[str, ShelvedReport]
    words: Words | None
    models: frozenset[str]

    def has(self, report_id: str, serial: int) -> bool:
        """Whether this version of a report is the one on the shelf."""
        standing = self.reports.get(report_id)
        return standing is not None and standing.serial == serial


_NOTHING_YET = View(-1, {}, None, frozenset())


class Views:
    """The views of the shelf; `on_change` is called with every newer one before it is given out.

    `words` gives the keywords of reports as they are in a transaction.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        words: Callable[[Connection, Mapping[str, ShelvedReport]], Words],
        on_change: Callable[[View], None],
    ) -> None:
        self._catalogue = catalogue
        self._words = words
        self._on_change = on_change
        self._view = _NOTHING_YET
        self._changing = Lock()

    @contextmanager
    def held(self) -> Iterator[tuple[Connection, View]]:
        """A transaction that reads, and the shelf as it is in it: they stay what they are.

        One small query, and long ones only after a change.
        """
        with self._catalogue.reading() as connection:
            now, view = generation(connection), self._view
            yield connection, view if now == view.generation else self._changed(connection, now)

    def now(self) -> View:
        """What is on the shelf."""
        with self.held() as (_, view):
            return view

    def standing(self, report_id: str) -> ShelvedReport:
        """A report on the shelf. Raises StoreError where it is not there."""
        try:
            return self.now().reports[report_id]
        except KeyError:
            raise not_there(report_id) from None

    def forget(self) -> None:
        """Let go of what is kept in memory."""
        self._view = _NOTHING_YET

    def _changed(self, connection: Connection, now: int) -> View:
        # Whoever waits here has a connection, and whoever is inside needs no other one.
        with self._changing:
            if now == self._view.generation:
                return self._view  # another thread was quicker
            reports = shelf.standing(connection, self._view.reports)
            models = {s.report.provenance.embedding_model for s in reports.values()}
            words = self._view.words
            # An index that has come further is not taken back for one late look: what it finds of
            # later versions does not count.
            if now > self._view.generation:
                try:
                    words = self._words(connection, reports)
                except StoreError:  # who only lists reports needs none; who searches is told
                    words = None
            view = View(now, reports, words, frozenset(models))
            if now > self._view.generation:
                self._on_change(view)
                self._view = view
            return view


def not_there(report_id: str) -> StoreError:
    """The error that says that a report is not on the shelf."""
    return StoreError(
        N_(
            "There is no report {report} on the shelf; it may have been removed. Look "
            "at the list of reports again."
        ),
        report=report_id[:12],
    )
