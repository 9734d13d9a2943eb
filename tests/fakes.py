"""Deterministic stand-ins for the two models."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class PredictableEmbedder:
    """Texts that share character pairs get vectors that are near: each pair has its place.

    `texts` counts what was embedded, so that a test can tell when nothing was.
    """

    def __init__(self, name: str = "predictable", dimension: int = 64) -> None:
        self._name = name
        self._dimension = dimension
        self.texts = 0

    @property
    def name(self) -> str:
        return self._name

    @property
    def dimension(self) -> int:
        return self._dimension

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts += len(texts)
        return np.stack([self._vector(text) for text in texts])

    def question(self, text: str) -> NDArray[np.float32]:
        return self._vector(text)

    def _vector(self, text: str) -> NDArray[np.float32]:
        evened = re.sub(r"\W+", "", unicodedata.normalize("NFKC", text).lower())
        # A little of something everywhere, so that no text is without direction.
        vector = np.full(self._dimension, 1e-3, dtype=np.float32)
        for i in range(len(evened)):
            vector[zlib.crc32(evened[i : i + 2].encode()) % self._dimension] += 1.0
        return vector / np.linalg.norm(vector)
