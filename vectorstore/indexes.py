"""The two indexes, kept in step with the catalogue, from which they can always be made again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import RLock
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import delete, insert, select

from models.embedder import Vectors
from records import Passage
from vectorstore import schema, shelf
from vectorstore.catalogue import Catalogue, next_generation
from vectorstore.errors import StoreError
from vectorstore.keywords import Keywords, Words
from vectorstore.settings import StoreSettings

if TYPE_CHECKING:  # Chroma takes most of a second to import: only once it is needed.
    from vectorstore.passages import Passages


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
                )
            return self._passages

    @property
    def keywords(self) -> Keywords:
        """The passages by their keywords."""
        with self._opening:
            if self._keywords is None:
                self._keywords = Keywords(
                    self.settings.home / "keywords", self.settings.keyword_memory_bytes
                )
            return self._keywords

    def words(self) -> Words | None:
        """The keywords as they are now, None where they cannot be read.

        Who lists reports needs none; who searches opens them again, and is told what is wrong.
        """
        try:
            return self.keywords.now()
        except StoreError:
            return None

    def follow(self, generation: int | None) -> None:
        """See the passages that another process has written since; None: be sure to look.

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

    def replace(
        self,
        gone: Sequence[str],
        passages: Sequence[Passage],
        vectors: Vectors,
        on_batch: Callable[[int], None] = lambda done: None,
    ) -> None:
        """Take out all passages of the reports `gone`, put in `passages` (vectors: (n, d))."""
        self.passages.replace(gone, passages, vectors, on_batch)
        self.keywords.replace(gone, passages)

    def clear(self) -> None:
        """Take everything out of both."""
        self.passages.clear()
        self.keywords.clear()

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

    def settle(self, report_ids: Collection[str]) -> None:
        """Make both indexes hold of these reports what the catalogue holds, and nothing else."""
        for report_id in report_ids:
            with self._catalogue.reading() as connection:
                passages = shelf.passages_of(connection, report_id)
                kept = list(shelf.vectors_of(connection, [report_id]))
            vectors = kept[0][2] if kept else np.zeros((0, 1), dtype=np.float32)
            self.replace([report_id], passages, vectors)
            with self._catalogue.writing() as connection:
                intents = schema.intents
                connection.execute(delete(intents).where(intents.c.report_id == report_id))
                next_generation(connection)

    def differ(self) -> bool:
        """Whether the number of passages differs between the three: quick to tell."""
        with self._catalogue.reading() as connection:
            total = sum(shelf.passage_counts(connection).values())
        return not total == self.passages.count() == self.keywords.count()

    def differences(self) -> list[Difference]:
        """The reports whose passages are not as many everywhere."""
        with self._catalogue.reading() as connection:
            kept = shelf.passage_counts(connection)
        near, words = self.passages.counts(), self.keywords.counts()
        found = [
            Difference(i, kept.get(i, 0), near.get(i, 0), words.get(i, 0))
            for i in sorted(kept.keys() | near.keys() | words.keys())
        ]
        return [d for d in found if not d.catalogue == d.passages == d.keywords]
