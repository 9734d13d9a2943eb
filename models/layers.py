"""Layers of a model that were trained further, kept apart and laid over the model as brought."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

_WEIGHTS = "model.safetensors"


def write_layers(weights: Mapping[str, NDArray[np.float32]], path: Path) -> None:
    """The weights that changed → one file, in half precision: 2 bytes each."""
    half = {name: np.ascontiguousarray(weights[name], np.float16) for name in sorted(weights)}
    save_file(half, path)


def lay_over(folder: Path, layers: Path) -> None:
    """A sentence-transformers folder gets the weights of `layers` in place of its own.

    ValueError where one of them is not in the folder's model, or of another shape.
    """
    weights = load_file(folder / _WEIGHTS)
    for name, changed in load_file(layers).items():
        if name not in weights or weights[name].shape != changed.shape:
            raise ValueError(f"{layers}: {name} is no weight of the model in {folder}")
        weights[name] = changed.astype(np.float32)
    save_file(weights, folder / _WEIGHTS, metadata={"format": "pt"})
