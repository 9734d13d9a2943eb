"""The settings → the reader: the one that is brought, or the cross-encoder they name."""

from __future__ import annotations

from models.pair_model import load_pair_model
from models.reranker import load_reranker
from models.settings import ModelSettings
from reader.reading import Calibration, Reader

TRAINED = Calibration(slope=1.0, offset=0.0, near=0.3, answered=0.6)
"""Of the reader that is brought, on the reports of `development` (`reader/README.md`)."""

_ANOTHER = Calibration(slope=1.0, offset=0.0, near=0.3, answered=0.6)
"""Of any other: a cross-encoder's scores are log odds as it was trained, if not for this."""


def open_reader(settings: ModelSettings) -> Reader:
    """The settings → their reader; ModelUnavailableError where it is not on this machine."""
    if settings.reranker_model is None:
        return Reader(load_pair_model(settings), TRAINED)
    return Reader(load_reranker(settings.reranker_model, settings.reranker_batch), _ANOTHER)
