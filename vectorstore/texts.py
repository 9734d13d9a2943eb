"""Texts of reports, kept in memory for as long as they are looked at often."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from threading import Lock

from sqlalchemy import Connection

from records import ReportText
from vectorstore import shelf
from vectorstore.shelf import ShelvedReport

_AT_HAND = 32
"""A text of 35 pages is read from the catalogue in some 5 ms, and takes half a megabyte."""


class Texts:
    """The texts looked at last, by the serials of their reports."""

    def __init__(self) -> None:
        self._at_hand: OrderedDict[int, ReportText] = OrderedDict()
        self._lock = Lock()

    def of(self, connection: Connection, standing: ShelvedReport) -> ReportText | None:
        """A report on the shelf → its text; None where it is not in the transaction any more."""
        with self._lock:
            found = self._at_hand.get(standing.serial)
            if found is not None:
                self._at_hand.move_to_end(standing.serial)
                return found
        found = shelf.text(connection, standing.report.id)
        if found is not None:
            with self._lock:
                self._at_hand[standing.serial] = found
                if len(self._at_hand) > _AT_HAND:
                    self._at_hand.popitem(last=False)
        return found

    def forget(self, but: Collection[int]) -> None:
        """Let go of all but those with these serials."""
        with self._lock:
            for serial in self._at_hand.keys() - set(but):
                del self._at_hand[serial]
