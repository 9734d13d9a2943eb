"""A question and sentences → how probable it is that each answers it: the one contract.

By the embedding that was trained to tell (`reader/README.md`), or by a cross-encoder that the
settings name. What follows from the probabilities is not the models' affair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from models.embedder import Embedder
from models.reranker import Reranker
from reader.scale import scale_of

Floats = NDArray[np.float32]

_TOGETHER = 3
"""Sentences that together may answer: of more, each is a chance more to be wrong."""


@dataclass(frozen=True, slots=True)
class CandidateSentence:
    """A sentence that may answer: its `text` in its context (`reader.context`), and the `cosine`
    of its vector with the question's."""

    text: str
    cosine: float


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where the three answers part: that any sentence answers is *probable* from `answered` on,
    *in between* from `near` on (probabilities, 0 to 1)."""

    near: float
    answered: float


class Reader(Protocol):
    """Tells how probable it is that sentences answer a question; for several threads."""

    @property
    def name(self) -> str:
        """Of the model, its calibration and its bounds: other ones, other answers."""

    @property
    def bounds(self) -> Bounds:
        """Where its three answers part."""

    def probabilities(
        self, question: str, language: str, candidates: Sequence[CandidateSentence]
    ) -> Floats:
        """A question in `language` (zh, en) and sentences → array (len(candidates),), 0 to 1."""


@dataclass(frozen=True, slots=True)
class ByMeaning:
    """The embedding as reader: how near is near is its own scale's (`reader.scale`).

    Log odds = `slope` · (nearness - `even`, or `even_english` for an English question), fitted on
    `development`: `reader/README.md`.
    """

    embedder: Embedder
    bounds: Bounds
    slope: float = 11.4
    even: float = 0.97
    even_english: float = 0.915

    @property
    def name(self) -> str:
        """See Reader."""
        fitted = f"{self.slope:g} {self.even:g} {self.even_english:g}"
        return f"{self.embedder.name} {fitted} {_written(self.bounds)}"

    def probabilities(
        self, question: str, language: str, candidates: Sequence[CandidateSentence]
    ) -> Floats:
        """See Reader."""
        scale = scale_of(self.embedder, language)
        nearness = np.array([scale.nearness(c.cosine) for c in candidates], np.float32)
        even = self.even_english if language == "en" else self.even
        return _share(self.slope * (nearness - even))


@dataclass(frozen=True, slots=True)
class ByPairs:
    """A cross-encoder as reader: its scores are taken for log odds, as most are trained."""

    model: Reranker
    bounds: Bounds

    @property
    def name(self) -> str:
        """See Reader."""
        return f"{self.model.name} {_written(self.bounds)}"

    def probabilities(
        self, question: str, language: str, candidates: Sequence[CandidateSentence]
    ) -> Floats:
        """See Reader."""
        return _share(self.model.scores(question, [c.text for c in candidates]))


def any_answers(probabilities: Sequence[float]) -> float:
    """Of sentences, how probable it is that each answers → that any of the best does; 0 of none."""
    best = sorted(probabilities, reverse=True)[:_TOGETHER]
    return 1 - float(np.prod([1 - p for p in best])) if best else 0.0


def _share(log_odds: Floats) -> Floats:
    return (1 / (1 + np.exp(-np.clip(log_odds, -30, 30)))).astype(np.float32)


def _written(bounds: Bounds) -> str:
    return f"{bounds.near:g} {bounds.answered:g}"
