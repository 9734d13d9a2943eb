"""A question and sentences in their context → how probable it is that each answers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_TOGETHER = 3
"""Sentences that together may answer: of more, each is a chance more to be wrong."""


class Scores(Protocol):
    """A model that reads a question and a text together."""

    @property
    def name(self) -> str:
        """Another content, another name."""

    def scores(self, question: str, sentences: Sequence[str]) -> Floats:
        """A question and texts → array (len(sentences),): higher answers better."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What makes a model's scores log odds, and where the three answers part.

    Log odds = `slope` · score + `offset`. That something answers is *probable* from `answered` on,
    *in between* from `near` on (probabilities, 0 to 1).
    """

    slope: float
    offset: float
    near: float
    answered: float


@dataclass(frozen=True, slots=True)
class Reader:
    """A model that reads pairs, with what its scores mean."""

    model: Scores
    calibration: Calibration

    @property
    def name(self) -> str:
        """Of the model and its calibration: another of either, other answers."""
        c = self.calibration
        return f"{self.model.name}/{c.slope:g},{c.offset:g},{c.near:g},{c.answered:g}"

    def probabilities(self, question: str, texts: Sequence[str]) -> Floats:
        """A question and sentences in their context (`reader.context`) → array (len(texts),)."""
        odds = self.calibration.slope * self.model.scores(question, texts)
        return (1 / (1 + np.exp(-(odds + self.calibration.offset)))).astype(np.float32)


def any_answers(probabilities: Sequence[float]) -> float:
    """Of sentences, how probable it is that each answers → that any of the best does; 0 of none."""
    best = sorted(probabilities, reverse=True)[:_TOGETHER]
    return 1 - float(np.prod([1 - p for p in best])) if best else 0.0
