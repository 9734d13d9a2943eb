"""Which rows of a table are chosen: by number, so only as long as the table shows the same rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def keyed(name: str, ids: Iterable[str]) -> str:
    """A table's name and the ids of its rows → a key under which its selection holds.

    Streamlit keeps a selection by key: under another key nothing is chosen yet.
    """
    rows = hashlib.sha256("\n".join(ids).encode()).hexdigest()
    return f"{name}-{rows[:16]}"
