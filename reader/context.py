"""A sentence and what stands around it → the text that the reader is given of it; pure."""

from __future__ import annotations

_HEADING = 40
_TABLE = 120
_BEFORE = 40
_SENTENCE = 220
"""Characters of each part; longer ones are cut, the sentence and what is before it at the far end.
"""


def in_prose(heading: str, before: str, sentence: str) -> str:
    """The innermost heading, the text before a sentence, the sentence → one text.

    The sentence stands in ⟨ ⟩, so that what is asked of it is not asked of its neighbour.
    """
    over = f"{heading[:_HEADING]}：" if heading and not sentence.startswith(heading) else ""
    return f"{over}{_flat(before)[-_BEFORE:]}⟨{_flat(sentence)[:_SENTENCE]}⟩"


def in_table(table: str, row: str) -> str:
    """A table's title, unit and columns, and one of its rows → one text."""
    return f"{_flat(table)[:_TABLE]}：⟨{_flat(row)[:_SENTENCE]}⟩"


def _flat(text: str) -> str:
    return " ".join(text.split())
