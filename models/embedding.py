"""The embedding model: texts → vectors.

sentence-transformers embeds reports, with any model. Importing it takes most of the ten seconds
that a question from the command line took, so it is imported when the first report comes; a
question, and the few sentences that are compared with it, are embedded by `models.bert` where the
model is the one that Jiwen brings. Decision 016 says why, and what holds the two together.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from languages import N_
from models.bert import Bert, dimension_of
from models.cores import computes_bfloat16, usable_cores
from models.embedder import Embedder, Vectors
from models.errors import ModelUnavailableError
from models.hub import model_identity, named_model_folder, prepare_libraries
from models.pinned import EMBEDDING_MODEL
from models.prompts import Prompts, prompts_for
from models.settings import ModelSettings
from operations.logs import event

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_LOG = logging.getLogger("jiwen.models")

_LONGEST_INPUT = 512
# What is embedded at once without sentence-transformers: some thirty sentences, 1 s.
_FEW_CHARACTERS = 1_000


def load_embedder(settings: ModelSettings) -> Embedder:
    """The settings → their embedding model; ModelUnavailableError if it is not on this machine.

    Nothing heavy is done here: the weights are read when the first text comes.
    """
    if settings.embedding_model is not None:
        folder = named_model_folder(settings.embedding_model)
        identity = model_identity(settings.embedding_model, folder)
        return SentenceEmbedder(settings.embedding_model, folder, identity, settings)
    folder = settings.folder / EMBEDDING_MODEL.folder_name
    if not folder.is_dir():
        raise ModelUnavailableError(
            N_("The embedding model is not in {folder}. Run: python -m models"),
            folder=folder,
        )
    return BroughtEmbedder(folder, settings)


_LATELY_ASKED = 512
"""Questions of which the vectors are at hand: 1.5 KB each."""


class BroughtEmbedder:
    """The model that Jiwen brings as an Embedder; may be called from several threads.

    Which of the two engines embeds a text depends on nothing but the text, so that the same
    question finds the same passages in every process.
    """

    def __init__(self, folder: Path, settings: ModelSettings) -> None:
        self.name = EMBEDDING_MODEL.folder_name
        self._folder = folder
        self._prompts = prompts_for(EMBEDDING_MODEL.name, {})
        self._reports = SentenceEmbedder(EMBEDDING_MODEL.name, folder, self.name, settings)
        self._questions: Bert | None = None
        self._lock = threading.Lock()
        # A question is searched with, read with, and compared with others.
        self._asked = lru_cache(maxsize=_LATELY_ASKED)(self._question)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return dimension_of(self._folder)

    def load(self) -> None:
        """See Embedder."""
        self.question("预算执行率")
        self._reports.load()

    def passages(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        if sum(map(len, texts)) > _FEW_CHARACTERS:
            return self._reports.passages(texts)
        return self._encode([self._prompts.passage + text for text in texts])

    def question(self, text: str) -> Vectors:
        """See Embedder."""
        return self._asked(text)

    def _question(self, text: str) -> Vectors:
        vector: Vectors = self._encode([self._prompts.question + text])[0]
        vector.flags.writeable = False
        return vector

    def _encode(self, texts: list[str]) -> Vectors:
        with self._lock:
            if self._questions is None:
                self._questions = Bert(self._folder)
            return self._questions.encode(texts)


@dataclass(frozen=True, slots=True)
class _Loaded:
    model: SentenceTransformer
    prompts: Prompts
    dimension: int
    mixed_precision: bool


class SentenceEmbedder:
    """A sentence-transformers folder as an Embedder; may be called from several threads."""

    def __init__(
        self, model_name: str, folder: Path, identity: str, settings: ModelSettings
    ) -> None:
        """`identity` becomes `name`: it stands for the folder's content."""
        self.name = identity
        self._model_name = model_name
        self._folder = folder
        self._batch = settings.embedding_batch
        self._loaded: _Loaded | None = None
        # The tokenizer may not be used twice at once, and more threads than cores gain nothing.
        # Taken for one batch at a time, so that a question need not wait for a whole report.
        self._lock = threading.Lock()

    @property
    def dimension(self) -> int:
        """The length of a vector; reads the weights if no text came before."""
        return self._load().dimension

    def load(self) -> None:
        """See Embedder."""
        self._load()

    def passages(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        loaded = self._load()
        vectors = np.empty((len(texts), loaded.dimension), np.float32)
        # A batch is padded to its longest text: texts of like length go together.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for start in range(0, len(order), self._batch):
            batch = order[start : start + self._batch]
            vectors[batch] = self._encode([texts[i] for i in batch], loaded.prompts.passage)
        return vectors

    def question(self, text: str) -> Vectors:
        """See Embedder."""
        prompts = self._load().prompts
        vector: Vectors = self._encode([text], prompts.question)[0]
        return vector

    def _encode(self, texts: list[str], prompt: str) -> Vectors:
        import torch

        loaded = self._load()
        with self._lock, torch.autocast("cpu", torch.bfloat16, enabled=loaded.mixed_precision):
            encoded = loaded.model.encode(
                texts, prompt=prompt, batch_size=self._batch, show_progress_bar=False
            )
        vectors = np.asarray(encoded, np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
        return unit

    def _load(self) -> _Loaded:
        with self._lock:
            if self._loaded is None:
                began = time.monotonic()
                self._loaded = _read_model(self._model_name, self._folder)
                seconds = round(time.monotonic() - began, 1)
                event(_LOG, "search_model.loaded", model=self.name, seconds=seconds)
            return self._loaded


def read_sentence_transformer(folder: Path, attention: str | None = None) -> SentenceTransformer:
    """A sentence-transformers folder → the model, on the processor, cut off at 512 tokens.

    `attention` names one of transformers' implementations; None leaves the choice to it.
    """
    prepare_libraries()
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(min(torch.get_num_threads(), usable_cores()))
    model = SentenceTransformer(
        str(folder),
        device="cpu",
        local_files_only=True,
        model_kwargs={"attn_implementation": attention} if attention else None,
    )
    if model.max_seq_length is None or model.max_seq_length > _LONGEST_INPUT:
        model.max_seq_length = _LONGEST_INPUT
    return model


def _read_model(model_name: str, folder: Path) -> _Loaded:
    model = read_sentence_transformer(folder)
    dimension = model.get_embedding_dimension()
    if dimension is None:
        raise ModelUnavailableError(
            N_(
                "{model_name} does not say how long its vectors are. Set EMBEDDING_MODEL "
                "to another."
            ),
            model_name=model_name,
        )
    prompts = prompts_for(model_name, model.prompts)
    # Matrix products in bfloat16, all else in float32: 1.65 times the passages a second, and
    # vectors within cosine 0.99999 of those in float32.
    return _Loaded(model, prompts, dimension, mixed_precision=computes_bfloat16())
