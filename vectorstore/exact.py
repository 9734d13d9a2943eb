"""Nearest neighbours within chosen reports: every one of their vectors is looked at."""

from __future__ import annotations

from collections.abc import Collection
from threading import Lock

import numpy as np
from sqlalchemy import Connection

from models.embedder import Vectors
from vectorstore import shelf
from vectorstore.hits import Hit
from vectorstore.shelf import ShelvedReport


class ExactSearch:
    """The catalogue's vectors, kept in memory from the first question about their report on."""

    def __init__(self) -> None:
        self._loaded: dict[int, tuple[list[str], Vectors]] = {}
        self._lock = Lock()

    def search(
        self,
        connection: Connection,
        question: Vectors,
        limit: int,
        reports: Collection[ShelvedReport],
    ) -> list[Hit]:
        """A question's vector → at most `limit` passages of `reports`, the highest cosine first.

        Vectors that are not in memory are read in the caller's transaction, where `reports` are:
        one that has left the shelf since is still found by who looks at the shelf as it was.
        """
        loaded = self._load(connection, reports)
        if not loaded or limit < 1:
            return []
        scores = np.concatenate([vectors @ question for _, _, vectors in loaded])
        best = np.argpartition(-scores, min(limit, len(scores)) - 1)[:limit]
        best = best[np.argsort(-scores[best], kind="stable")]
        ends = np.cumsum([len(ids) for _, ids, _ in loaded])
        hits = []
        for place in best:
            of = int(np.searchsorted(ends, place, side="right"))
            report_id, ids, _ = loaded[of]
            passage_id = ids[int(place) - int(ends[of])]
            hits.append(Hit(passage_id, report_id, float(scores[place])))
        return hits

    def forget(self, but: Collection[int]) -> None:
        """Let go of all reports but those with these serials."""
        with self._lock:
            keep = set(but)
            self._loaded = {s: loaded for s, loaded in self._loaded.items() if s in keep}

    def _load(
        self, connection: Connection, reports: Collection[ShelvedReport]
    ) -> list[tuple[str, list[str], Vectors]]:
        with self._lock:
            missing = {
                standing.report.id: standing.serial
                for standing in reports
                if standing.serial not in self._loaded
            }
            if missing:
                for report_id, ids, vectors in shelf.vectors_of(connection, list(missing)):
                    self._loaded[missing[report_id]] = (ids, vectors)
            return [
                (standing.report.id, *self._loaded[standing.serial])
                for standing in reports
                if standing.serial in self._loaded and standing.passage_count
            ]
