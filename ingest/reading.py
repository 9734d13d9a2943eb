"""A file as it was understood, and ready to come onto the shelf."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from models.embedder import Vectors
from records import HowRead, Identity, Notice, Passage, ReportText, Trait


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was understood, before it is put on the shelf (or not).

    `passage_limit` is how long its passages may be, in characters; `seconds` says how long each
    stage took.
    """

    path: Path
    name: str
    report_id: str
    parser: str
    pages: tuple[HowRead, ...]
    text: ReportText
    identity: Identity
    traits: tuple[Trait, ...]
    notices: tuple[Notice, ...]
    passage_limit: int
    seconds: dict[str, float]

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self.pages)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file as it was understood, with its passages and their vectors: all that takes long.

    Nothing of it depends on what is on the shelf. `vectors` is (passages, d), `sentence_vectors`
    has one (sentences, d) for each passage.
    """

    reading: Reading
    passages: tuple[Passage, ...]
    vectors: Vectors
    sentence_vectors: list[Vectors]
    seconds: dict[str, float]
