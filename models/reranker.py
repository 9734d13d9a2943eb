"""The reranker: how well sentences answer a question, by a cross-encoder (RERANKER_MODEL)."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from models.hub import model_identity, named_model_folder, prepare_libraries
from models.settings import USUAL

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class Reranker(Protocol):
    """Tells how well sentences answer a question."""

    @property
    def name(self) -> str:
        """Another content, another name."""

    def scores(self, question: str, sentences: Sequence[str]) -> NDArray[np.float32]:
        """A question and sentences → array (len(sentences),); higher answers better."""


def load_reranker(name: str, batch: int = USUAL.reranker_batch) -> Reranker:
    """A cross-encoder's name or path → the reranker; ModelUnavailableError if it is not here.

    It judges `batch` pairs at once. Nothing heavy is done here: the weights are read when the
    first question comes.
    """
    folder = named_model_folder(name)
    return CrossEncoderReranker(folder, model_identity(name, folder), batch)


class CrossEncoderReranker:
    """A cross-encoder's folder as a Reranker; may be called from several threads."""

    def __init__(self, folder: Path, identity: str, batch: int) -> None:
        self.name = identity
        self._batch = batch
        self._folder = folder
        self._model: CrossEncoder | None = None
        self._lock = threading.Lock()

    def scores(self, question: str, sentences: Sequence[str]) -> NDArray[np.float32]:
        """A question and sentences → array (len(sentences),); higher answers better."""
        if not sentences:
            return np.empty(0, np.float32)
        with self._lock:
            if self._model is None:
                self._model = _read_model(self._folder)
            from torch.nn import Identity  # With torch: seconds.

            pairs = [(question, sentence) for sentence in sentences]
            scores = self._model.predict(
                pairs,
                batch_size=self._batch,
                show_progress_bar=False,
                activation_fn=Identity(),
            )
        return np.asarray(scores, np.float32).reshape(len(sentences))


def _read_model(folder: Path) -> CrossEncoder:
    prepare_libraries()
    from sentence_transformers import CrossEncoder

    model: CrossEncoder = CrossEncoder(
        str(folder), device="cpu", local_files_only=True, max_length=512
    )
    return model
