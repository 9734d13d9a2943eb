"""A question and a text read together → one score, by a BERT of 12 layers in int8 (onnxruntime).

The words' table is that of the embedding model that is brought, of which only the rows of the
words at hand are read; the layers are a file of their own.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from models.bert import WordTable
from models.errors import ModelUnavailableError
from models.pinned import EMBEDDING_MODEL, READER_LAYERS
from models.settings import ModelSettings

if TYPE_CHECKING:  # Imported when the first question comes.
    from onnxruntime import InferenceSession

Floats = NDArray[np.float32]

_LONGEST = 144
"""Tokens of a pair; of longer ones the text is cut."""
_AT_ONCE = 8


def load_pair_model(settings: ModelSettings) -> PairModel:
    """The settings → the reader's model; ModelUnavailableError if it is not on this machine.

    Nothing heavy is done here: the layers are read when the first question comes.
    """
    folder = settings.folder / EMBEDDING_MODEL.folder_name
    if not folder.is_dir():
        raise ModelUnavailableError(
            f"阅读模型所用的词表不在 {folder}。请运行：python -m models",
            f"The words of the reader are not in {folder}. Run: python -m models",
        )
    return PairModel(READER_LAYERS, folder)


class PairModel:
    """A file of layers (ONNX) over a folder's words, as a Reranker; for several threads."""

    def __init__(self, layers: Path, folder: Path) -> None:
        self.name = f"{layers.stem}@{sha256(layers.read_bytes()).hexdigest()[:12]}"
        self._layers, self._folder = layers, folder
        self._words: WordTable | None = None
        self._session: InferenceSession | None = None
        self._lock = threading.Lock()

    def scores(self, question: str, sentences: Sequence[str]) -> Floats:
        """A question and texts → array (len(sentences),): log odds before calibration."""
        if not sentences:
            return np.empty(0, np.float32)
        with self._lock:
            words, session = self._opened()
            tokens = words.pairs(question, sentences, _LONGEST)
            order = sorted(range(len(tokens)), key=lambda i: len(tokens[i]))
            scores = np.empty(len(tokens), np.float32)
            for start in range(0, len(order), _AT_ONCE):
                batch = order[start : start + _AT_ONCE]
                embedded, mask = words.padded([tokens[i] for i in batch])
                (said,) = session.run(None, {"embedded": embedded, "mask": mask})
                scores[batch] = said
        return scores

    def _opened(self) -> tuple[WordTable, InferenceSession]:
        if self._words is None or self._session is None:
            from onnxruntime import InferenceSession, SessionOptions

            options: Any = SessionOptions()
            options.intra_op_num_threads = len(os.sched_getaffinity(0))
            # Spinning threads would take from the embedding and from other processes.
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            self._session = InferenceSession(
                str(self._layers), options, providers=["CPUExecutionProvider"]
            )
            self._words = WordTable(self._folder)
        return self._words, self._session
