"""What is embedded of a passage, and how its vectors are kept."""

from __future__ import annotations

import numpy as np

from models.embedder import Vectors
from reader.context import in_prose, in_table
from records import Passage


def embedding_text(passage: Passage) -> str:
    """A passage → the text that is embedded: heading path, context, then its own text."""
    lines = (" › ".join(passage.headings), passage.context, passage.text)
    return "\n".join(line for line in lines if line)


def sentence_texts(passage: Passage) -> list[str]:
    """A passage → one text to embed for each of its sentences: what it stands under, then itself.

    Of a table row the labels: its numbers carry no meaning of their own, and rows of one label
    in several tables of a section are embedded once. A row of numbers only is its table's context.
    """
    texts = [
        passage.text[start - passage.start : end - passage.start]
        for start, end in passage.sentences
    ]
    heading = passage.headings[-1] if passage.headings else ""
    if passage.table is None:
        return [_under(heading, text) for text in texts]
    # The context is the table's title and unit, a blank, and its columns.
    over = passage.context.rpartition(" ")[0] or heading
    return [_under(over, _labels(row) or passage.context or row) for row in texts]


def read_texts(passage: Passage) -> list[str]:
    """A passage → one text for each of its sentences, as the reader is given it.

    Of the table row the figures too: whether a row has a figure for the column asked about can be
    seen, which one it is is for code.
    """
    heading = passage.headings[-1] if passage.headings else ""
    texts = []
    for start, end in passage.sentences:
        sentence = passage.text[start - passage.start : end - passage.start]
        if passage.table is None:
            texts.append(in_prose(heading, passage.text[: start - passage.start], sentence))
        else:
            texts.append(in_table(passage.context or heading, sentence))
    return texts


def _under(over: str, text: str) -> str:
    """`over：text`; a heading itself does not stand under itself."""
    return f"{over}：{text}" if over and not text.startswith(over) else text


def _labels(row: str) -> str:
    return " ".join(cell for cell in row.split("\t") if any(c.isalpha() for c in cell))


def pack(vectors: Vectors) -> bytes:
    """Array (n, d) → float16, row after row: half the space, cosines the same to 1e-3."""
    return np.ascontiguousarray(vectors, dtype=np.float16).tobytes()


def unpack(packed: bytes, dimension: int) -> Vectors:
    """Bytes made by `pack` → array (n, dimension)."""
    return np.frombuffer(packed, dtype=np.float16).reshape(-1, dimension).astype(np.float32)
