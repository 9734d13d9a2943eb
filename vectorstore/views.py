"""What is on the shelf now, kept in memory until the catalogue says that it changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from vectorstore import shelf
from vectorstore.catalogue import Catalogue, generation
from vectorstore.errors import StoreError
from vectorstore.shelf import Standing


@dataclass(frozen=True, slots=True)
class View:
    """The reports on the shelf, by their ids, at one generation of it."""

    generation: int
    reports: dict[str, Standing]


class Views:
    """The view of now; `on_change` is called with every new one before it is given out."""

    def __init__(self, catalogue: Catalogue, on_change: Callable[[View], None]) -> None:
        self._catalogue = catalogue
        self._on_change = on_change
        self._view = View(-1, {})
        self._changing = Lock()

    def now(self) -> View:
        """What is on the shelf: one small query, and a long one only after a change."""
        with self._catalogue.reading() as connection:
            if generation(connection) == self._view.generation:
                return self._view
        with self._changing:
            with self._catalogue.reading() as connection:
                view = View(generation(connection), shelf.standing(connection))
            if view.generation != self._view.generation:
                self._on_change(view)
                self._view = view
            return self._view

    def standing(self, report_id: str) -> Standing:
        """A report on the shelf. Raises StoreError where it is not there."""
        try:
            return self.now().reports[report_id]
        except KeyError:
            raise not_there(report_id) from None


def not_there(report_id: str) -> StoreError:
    """The error that says that a report is not on the shelf."""
    return StoreError(
        f"报告库中没有编号为 {report_id[:12]} 的报告，可能已被移除。请刷新报告列表。",
        f"There is no report {report_id[:12]} on the shelf; it may have been removed. "
        "Look at the list of reports again.",
    )
