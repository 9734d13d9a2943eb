"""The seam between Jiwen and whatever turns text into vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into unit vectors; two embedders with one `name` give the same vectors."""

    @property
    def name(self) -> str:
        """Names the model and its content: other vectors, other name."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def load(self) -> None:
        """Read the weights now, so that neither the first question nor the first report waits."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Texts to be found → array (len(texts), dimension), rows of length 1."""

    def question(self, text: str) -> Vectors:
        """A question → array (dimension,), of length 1."""
