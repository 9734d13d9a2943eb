"""The code → the messages that it has."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file

ROOT = Path(__file__).resolve().parents[1]

KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "N_": None,
    "n_": (1, 2),
    "Message": None,
    "translate": (2,),
    "translate_plural": (2, 3),
}
"""The functions whose calls have a message in them, and as which arguments (from 1)."""


def sources() -> list[Path]:
    """The files of all rooms and of the measurements, in order; not the tests."""
    rooms = {path.parent for path in ROOT.glob("*/*.py")} - {ROOT / "tests"}
    return sorted([*ROOT.glob("*.py"), *(path for room in rooms for path in room.rglob("*.py"))])


@cache
def extract() -> Catalog:
    """Every message in the code, with its plural."""
    found = Catalog(project="Jiwen")
    for path in sources():
        for _line, message, _comments, _context in extract_from_file(
            "python", path, keywords=KEYWORDS
        ):
            found.add(message)
    return found
