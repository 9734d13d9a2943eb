"""A report's passages and sentences → their vectors, told as it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from models.embedder import Embedder, Vectors
from records import Passage
from vectorstore.vectors import embedding_text, sentence_texts

OnProgress = Callable[[str, int, int], None]

_AT_ONCE = 64


def embed(
    embedder: Embedder,
    passages: Sequence[Passage],
    on_progress: OnProgress = lambda stage, done, total: None,
) -> tuple[Vectors, list[Vectors]]:
    """Passages → their vectors (n, d), and of each passage those of its sentences (s, d)."""
    texts = [embedding_text(passage) for passage in passages]
    sentences = [sentence_texts(passage) for passage in passages]
    # Each text once; texts of like length together, since a batch is padded to its longest.
    distinct = sorted(
        {*texts, *(s for group in sentences for s in group)}, key=lambda t: (len(t), t)
    )
    rows = [np.zeros((0, embedder.dimension), dtype=np.float32)]
    for start in range(0, len(distinct), _AT_ONCE):
        rows.append(embedder.passages(distinct[start : start + _AT_ONCE]))
        on_progress("embed", min(start + _AT_ONCE, len(distinct)), len(distinct))
    vectors = np.concatenate(rows)
    place = {text: i for i, text in enumerate(distinct)}
    return (
        vectors[[place[text] for text in texts]],
        [vectors[[place[text] for text in group]] for group in sentences],
    )
