"""Nearest neighbours on a large shelf: every vector is looked at, in one byte a number.

What comes out best is ranked again with the vectors as the catalogue keeps them. A quarter of the
memory of floats and as good as exact: decision 024 has the measurements.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection
from threadpoolctl import ThreadpoolController

from models.cores import usable_cores
from models.embedder import Vectors
from vectorstore import shelf
from vectorstore.hits import Hit
from vectorstore.shelf import ShelvedReport

_LARGEST = 127
_AT_ONCE = 512
"""Rows made floats of at once: they and the codes stay in a core's own cache."""

Piece = tuple[int, int]
"""First row and the row after the last."""


@dataclass(frozen=True, slots=True)
class Codes:
    """Vectors in int8: row i was `numbers[i] * scales[i]`, to half a step of its scale."""

    numbers: NDArray[np.int8]
    scales: NDArray[np.float32]

    @classmethod
    def room_for(cls, rows: int, dimension: int) -> Codes:
        """Codes yet to be filled."""
        return cls(np.empty((rows, dimension), np.int8), np.empty(rows, np.float32))

    def put(self, at: int, vectors: Vectors) -> None:
        """Vectors (n, d) into the rows from `at` on."""
        scales = np.abs(vectors).max(axis=1) / _LARGEST
        scales[scales == 0] = 1
        rows = slice(at, at + len(vectors))
        self.scales[rows] = scales
        np.rint(vectors / scales[:, None], out=self.numbers[rows], casting="unsafe")

    def copy(self, rows: Piece, into: Codes, at: int) -> None:
        """Some rows into other codes, from the row `at` on."""
        start, end = rows
        into.numbers[at : at + end - start] = self.numbers[start:end]
        into.scales[at : at + end - start] = self.scales[start:end]

    def score(self, question: Vectors, pieces: Sequence[Piece], into: Vectors) -> None:
        """The dot products of a question (d,) with the rows of the pieces, one after the other."""
        floats = np.empty((_AT_ONCE, len(question)), np.float32)
        at = 0
        for start, end in pieces:
            rows = end - start
            np.copyto(floats[:rows], self.numbers[start:end])
            np.dot(floats[:rows], question, out=into[at : at + rows])
            into[at : at + rows] *= self.scales[start:end]
            at += rows


class QuantisedSearch:
    """The codes of the catalogue's vectors, in memory from the first question about a report on."""

    def __init__(self) -> None:
        self._codes = Codes.room_for(0, 0)
        self._used = 0
        self._places: dict[int, Piece] = {}
        # Where the same reports were the last time: to look for thousands takes as long as a score.
        self._last: tuple[Codes, list[int], list[tuple[Piece, ShelvedReport]]] = (
            self._codes,
            [],
            [],
        )
        self._lock = Lock()
        self._cores = usable_cores()
        self._threads = ThreadPoolExecutor(self._cores, "nearest")
        self._blas = ThreadpoolController()

    def search(
        self,
        connection: Connection,
        question: Vectors,
        limit: int,
        reports: Collection[ShelvedReport],
    ) -> list[Hit]:
        """A question's vector → at most `limit` passages of `reports`, the highest cosine first.

        What is not in memory is read in the caller's transaction, where `reports` are.
        """
        codes, found = self._load(connection, reports)
        if not found or limit < 1:
            return []
        scores = self._scores(codes, question, [place for place, _ in found])
        if not len(scores):
            return []
        # Of a million, all of the nearest fifty are among the best 75 by their codes.
        wanted = min(limit + max(limit // 2, 25), len(scores))
        best = np.argpartition(-scores, wanted - 1)[:wanted]
        ends = np.cumsum([end - start for (start, end), _ in found])
        rows: dict[str, list[int]] = {}
        for place in best:
            of = int(np.searchsorted(ends, place, side="right"))
            (start, end), standing = found[of]
            row = int(place) - int(ends[of]) + end - start
            rows.setdefault(standing.report.id, []).append(row)
        again = [
            (float(vectors[row] @ question), report_id, row)
            for report_id, vectors in shelf.bare_vectors_of(connection, list(rows))
            for row in rows[report_id]
        ]
        ranked = sorted(again, key=lambda one: -one[0])[:limit]
        ids = shelf.passage_ids_of(connection, {report_id for _, report_id, _ in ranked})
        return [Hit(ids[report_id][row], report_id, score) for score, report_id, row in ranked]

    def forget(self, but: Collection[int]) -> None:
        """Let go of all reports but those with these serials."""
        with self._lock:
            keep = set(but)
            self._places = {s: place for s, place in self._places.items() if s in keep}
            if 2 * sum(end - start for start, end in self._places.values()) < self._used:
                self._move(0)

    def _load(
        self, connection: Connection, reports: Collection[ShelvedReport]
    ) -> tuple[Codes, list[tuple[Piece, ShelvedReport]]]:
        """The codes, and where in them each of the reports is, in the order of the rows."""
        serials = [standing.serial for standing in reports]
        with self._lock:
            codes, known, found = self._last
            if codes is not self._codes or known != serials:
                missing = {s.report.id: s for s in reports if s.serial not in self._places}
                self._read(connection, missing)
                found = [(self._places[s.serial], s) for s in reports if s.serial in self._places]
                found.sort(key=lambda one: one[0])
                self._last = self._codes, serials, found
            return self._codes, found

    def _read(self, connection: Connection, missing: dict[str, ShelvedReport]) -> None:
        more = sum(standing.passage_count for standing in missing.values())
        for report_id, vectors in shelf.bare_vectors_of(connection, list(missing)):
            if self._used + len(vectors) > len(self._codes.numbers):
                # Room for a quarter more, so that most reports that are added find it there.
                self._move(max(more, self._used // 4), vectors.shape[1])
            if len(vectors):
                self._codes.put(self._used, vectors)
            place = self._used, self._used + len(vectors)
            self._places[missing[report_id].serial] = place
            self._used += len(vectors)

    def _move(self, more: int, dimension: int | None = None) -> None:
        """What is still wanted into codes of its own, with room for `more` rows.

        Whoever is searching goes on in the old ones.
        """
        old, places = self._codes, sorted(self._places.items(), key=lambda item: item[1])
        kept = sum(end - start for _, (start, end) in places)
        self._codes = Codes.room_for(kept + more, dimension or old.numbers.shape[1])
        self._places, self._used = {}, 0
        for serial, (start, end) in places:
            old.copy((start, end), self._codes, self._used)
            self._places[serial] = self._used, self._used + end - start
            self._used += end - start

    def _scores(self, codes: Codes, question: Vectors, places: Sequence[Piece]) -> Vectors:
        """The dot products with the rows of all places, in their order; each core has a share."""
        pieces = _pieces(places)
        rows = np.cumsum([0, *(end - start for start, end in pieces)])
        scores = np.empty(rows[-1], np.float32)
        share = -(-len(pieces) // self._cores)
        # Threads of BLAS' own, beside ours, would wait for one another: 30 ms became 28 s.
        with self._blas.limit(limits=1, user_api="blas"):
            parts = [
                self._threads.submit(
                    codes.score, question, pieces[i : i + share], scores[rows[i] :]
                )
                for i in range(0, len(pieces), share)
            ]
            for part in parts:
                part.result()
        return scores


def _pieces(places: Sequence[Piece]) -> list[Piece]:
    """Places in order → the same rows: what lies together as one, cut to what is done at once."""
    together: list[Piece] = []
    for start, end in places:
        if together and together[-1][1] == start:
            together[-1] = together[-1][0], end
        else:
            together.append((start, end))
    return [
        (start, min(start + _AT_ONCE, last))
        for first, last in together
        for start in range(first, last, _AT_ONCE)
    ]
