"""The settings → the reader: the embedding, or the cross-encoder they name."""

from __future__ import annotations

from models.embedder import Embedder
from models.reranker import load_reranker
from models.settings import ModelSettings
from reader.reading import Bounds, ByMeaning, ByPairs, Reader

TRAINED = Bounds(near=0.05, answered=0.33)
"""Of the embedding that is brought, set on `development`: `reader/README.md`. Others' scales are
their own, so that the same bounds mean the same as far as they can tell at all."""

_OF_LOG_ODDS = Bounds(near=0.1, answered=0.5)
"""Of a cross-encoder, which has been calibrated where it was trained, if at all."""


def open_reader(settings: ModelSettings, embedder: Embedder) -> Reader:
    """The settings → their reader; ModelUnavailableError where it is not on this machine."""
    if settings.reranker_model is None:
        return ByMeaning(embedder, TRAINED)
    reranker = load_reranker(settings.reranker_model, settings.reranker_batch)
    return ByPairs(reranker, _OF_LOG_ODDS)
