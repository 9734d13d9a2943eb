"""The pages' code → the messages it uses."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

_KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "n_": (1, 2), "N_": None}


def extract() -> Catalog:
    """Every message in app.py and ui/, with its plural."""
    root = Path(__file__).resolve().parents[2]
    found = Catalog(project="Jiwen")
    places = [(root / "ui", [("**.py", "python")]), (root, [("app.py", "python")])]
    for folder, methods in places:
        for _file, _line, message, _comments, _context in extract_from_dir(
            folder, method_map=methods, keywords=_KEYWORDS
        ):
            found.add(message)
    return found
