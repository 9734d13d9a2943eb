"""A BERT's sentence vectors in numpy: for the few short texts that a question needs.

It reads the folder that sentence-transformers reads and gives the same vectors, without the
seconds that importing torch and transformers takes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from threadpoolctl import ThreadpoolController
from tokenizers import Tokenizer

Floats = NDArray[np.float32]

_WORDS = "embeddings.word_embeddings.weight"


def dimension_of(folder: Path) -> int:
    """A folder of BERT weights → the length of its vectors."""
    return int(json.loads((folder / "config.json").read_text("utf-8"))["hidden_size"])


class Bert:
    """A folder's BERT, with mean pooling; `encode` is for one thread at a time."""

    def __init__(self, folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text("utf-8"))
        self.dimension: int = config["hidden_size"]
        self._heads: int = config["num_attention_heads"]
        self._layers: int = config["num_hidden_layers"]
        self._epsilon = np.float32(config["layer_norm_eps"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(config["max_position_embeddings"])
        weights: Any = safe_open(folder / "model.safetensors", "numpy")
        # The table of words is by far the largest; only the rows of the words at hand are read.
        self._words = weights.get_slice(_WORDS)
        self._weights: dict[str, Floats] = {
            name: weights.get_tensor(name) for name in weights.offset_keys() if name != _WORDS
        }
        self._threads = ThreadpoolController()

    def encode(self, texts: Sequence[str]) -> Floats:
        """Texts → array (len(texts), dimension), rows of length 1."""
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        tokens = [self._tokenizer.encode(text).ids for text in texts]
        ends = np.cumsum([0, *(len(ids) for ids in tokens)])
        spans = [slice(a, b) for a, b in pairwise(ends)]
        # Texts this short gain nothing from a second thread, and where another process is busy
        # the two would spin for each other: 33 ms became 350 ms.
        with self._threads.limit(limits=1, user_api="blas"):
            x = self._embedded(tokens)
            for layer in range(self._layers):
                x = self._encoded(x, spans, f"encoder.layer.{layer}.")
        means = np.stack([x[span].mean(axis=0) for span in spans])
        unit: Floats = means / np.linalg.norm(means, axis=1, keepdims=True)
        return unit

    def _embedded(self, tokens: Sequence[Sequence[int]]) -> Floats:
        """Each text's tokens → one row a token, text after text: no text is padded."""
        rows = {i: self._words[i : i + 1] for ids in tokens for i in ids}
        places = self._weights["embeddings.position_embeddings.weight"]
        words = np.concatenate([rows[i] for ids in tokens for i in ids])
        x = words + np.concatenate([places[: len(ids)] for ids in tokens])
        return self._norm(
            x + self._weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm"
        )

    def _encoded(self, x: Floats, spans: Sequence[slice], layer: str) -> Floats:
        seen = self._linear(self._attention(x, spans, layer), f"{layer}attention.output.dense")
        x = self._norm(x + seen, f"{layer}attention.output.LayerNorm")
        thought = self._linear(
            _gelu(self._linear(x, f"{layer}intermediate.dense")), f"{layer}output.dense"
        )
        return self._norm(x + thought, f"{layer}output.LayerNorm")

    def _attention(self, x: Floats, spans: Sequence[slice], layer: str) -> Floats:
        """Every token looks at the tokens of its own text."""
        query, key, value = (
            self._linear(x, f"{layer}attention.self.{part}").reshape(len(x), self._heads, -1)
            for part in ("query", "key", "value")
        )
        scale = np.float32(query.shape[-1] ** -0.5)
        seen = np.empty_like(value)
        for span in spans:
            q, k, v = (part[span].swapaxes(0, 1) for part in (query, key, value))
            seen[span] = (_softmax(q @ k.swapaxes(1, 2) * scale) @ v).swapaxes(0, 1)
        return seen.reshape(len(x), -1)

    def _linear(self, x: Floats, name: str) -> Floats:
        product: Floats = x @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return product

    def _norm(self, x: Floats, name: str) -> Floats:
        x = x - x.mean(axis=-1, keepdims=True)
        x = x / np.sqrt((x * x).mean(axis=-1, keepdims=True) + self._epsilon)
        return x * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]


def _softmax(x: Floats) -> Floats:
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def _gelu(x: Floats) -> Floats:
    return np.float32(0.5) * x * (1 + _erf(x * np.float32(2**-0.5)))


def _erf(x: Floats) -> Floats:
    """The error function to 1.5e-7 (Abramowitz and Stegun 7.1.26); numpy has none."""
    a = [np.float32(c) for c in (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)]
    t = 1 / (1 + np.float32(0.3275911) * np.abs(x))
    series = ((((a[4] * t + a[3]) * t + a[2]) * t + a[1]) * t + a[0]) * t
    value: Floats = np.copysign(1 - series * np.exp(-x * x), x)
    return value
