"""The two indexes, which hold what the catalogue holds, and can always be made again out of it.

Chroma is changed by whoever changes the shelf, before the catalogue; the keywords, of which every
server has its own, follow it afterwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import RLock
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Connection, delete, insert, select

from vectorstore import schema, shelf
from vectorstore.catalogue import Catalogue, next_generation
from vectorstore.embedding import OnProgress
from vectorstore.keywords import Keywords, Words, report_of, version_of
from vectorstore.settings import StoreSettings
from vectorstore.shelf import ShelvedReport

if TYPE_CHECKING:  # Chroma takes most of a second to import: only once it is needed.
    from vectorstore.passages import Passages


_SILENT: OnProgress = lambda stage, done, total: None  # noqa: E731


@dataclass(frozen=True, slots=True)
class Difference:
    """A report whose passages are not as many everywhere."""

    report_id: str
    catalogue: int
    passages: int
    keywords: int


class Indexes:
    """Chroma and Tantivy, opened when first needed."""

    def __init__(self, settings: StoreSettings, catalogue: Catalogue) -> None:
        self.settings = settings
        self._catalogue = catalogue
        self._passages: Passages | None = None
        self._keywords: Keywords | None = None
        self._generation: int | None = None
        self._opening = RLock()

    @property
    def passages(self) -> Passages:
        """The passages by their meaning."""
        with self._opening:
            if self._passages is None:
                from vectorstore.passages import Passages

                self._passages = Passages(
                    self.settings.home / "chroma",
                    self.settings.chroma_url,
                    self._catalogue.shelf,
                    self.settings.search_width,
                    self.settings.chroma_seconds,
                )
            return self._passages

    @property
    def is_shared(self) -> bool:
        """Whether somebody else may have changed the passages unseen: they are on a server."""
        return self.settings.chroma_url is not None

    @property
    def keywords(self) -> Keywords:
        """The passages by their keywords."""
        with self._opening:
            if self._keywords is None:
                self._keywords = Keywords(
                    self.settings.home / "keywords", self.settings.keyword_memory_bytes
                )
            return self._keywords

    def words(
        self,
        connection: Connection,
        reports: Mapping[str, ShelvedReport],
        on_progress: OnProgress = _SILENT,
    ) -> Words:
        """The keywords of these reports, as they are in the caller's transaction.

        What another process or another server wrote is put into this one's index first;
        `on_progress` is told of it ("index"). Raises StoreError.
        """
        standing = [s for s in reports.values() if s.passage_count]
        return self.keywords.follow(
            {version_of(s.report.id, s.serial): s.passage_count for s in standing},
            lambda version: shelf.passages_of(connection, report_of(version)[0]),
            lambda done, total: on_progress("index", done, total),
        )

    def follow(self, generation: int | None) -> None:
        """See the passages that another process has written since; None: be sure to look.

        A server may have lost all, or have been given another collection of the name.
        A local Chroma client goes by what it has read. To search or write with it after another
        process wrote would miss passages, or spoil them: it is opened again, which takes time,
        so that what this process itself wrote (`wrote`) is no reason to.
        """
        with self._opening:
            if generation is None or generation != self._generation:
                if self._passages is not None:
                    self._passages.refresh()
                self._generation = generation

    def wrote(self, generation: int) -> None:
        """Take note that up to this generation of the shelf nobody else has written."""
        self._generation = generation

    def close(self) -> None:
        """Give back what is held open."""
        with self._opening:
            if self._passages is not None:
                self._passages.close()
            self._passages = self._keywords = None

    def intend(self, report_ids: Collection[str]) -> None:
        """Write down which reports are about to change, before anything does."""
        with self._catalogue.writing() as connection:
            connection.execute(
                insert(schema.intents),
                [{"report_id": r, "since": datetime.now(UTC)} for r in report_ids],
            )

    def intended(self) -> list[str]:
        """The reports whose change was begun and not finished."""
        with self._catalogue.reading() as connection:
            return list(connection.execute(select(schema.intents.c.report_id)).scalars())

    def settle(self, report_ids: Collection[str], on_progress: OnProgress = _SILENT) -> None:
        """Make Chroma hold of these reports what the catalogue holds, and nothing else."""
        for done, report_id in enumerate(report_ids):
            on_progress("index", done, len(report_ids))
            with self._catalogue.reading() as connection:
                passages = shelf.passages_of(connection, report_id)
                kept = list(shelf.vectors_of(connection, [report_id]))
            vectors = kept[0][2] if kept else np.zeros((0, 1), dtype=np.float32)
            self.passages.replace([report_id], passages, vectors)
            with self._catalogue.writing() as connection:
                intents = schema.intents
                connection.execute(delete(intents).where(intents.c.report_id == report_id))
        if report_ids:
            with self._catalogue.writing() as connection:
                next_generation(connection)  # other processes look again
        on_progress("index", len(report_ids), len(report_ids))

    def differ(self) -> bool:
        """Whether Chroma has more or fewer passages than the catalogue: quick to tell."""
        if self.is_shared:
            self.passages.refresh()
        with self._catalogue.reading() as connection:
            total = sum(shelf.passage_counts(connection).values())
        return total != self.passages.count()

    def differences(self) -> list[Difference]:
        """The reports whose passages are not as many everywhere."""
        with self._catalogue.reading() as connection:
            reports = shelf.standing(connection)
            words = self.words(connection, reports).counts()
        kept = {i: standing.passage_count for i, standing in reports.items()}
        near = self.passages.counts()
        by_word: Counter[str] = Counter()
        for version, count in words.items():
            by_word[report_of(version)[0]] += count
        found = [
            Difference(i, kept.get(i, 0), near.get(i, 0), by_word[i])
            for i in sorted(kept.keys() | near.keys() | by_word.keys())
        ]
        return [d for d in found if not d.catalogue == d.passages == d.keywords]
