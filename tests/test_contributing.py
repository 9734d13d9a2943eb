"""What CONTRIBUTING.md sends one to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PATHS = sorted(set(re.findall(r"`((?:[\w-]+/)+[\w.-]*|[\w-]+\.(?:in|toml|md))`", TEXT)))
NAMES = re.findall(r"`(\w+)`[^`\n]{0,40} (?:in|of) `([\w/]+\.py)`", TEXT)


@pytest.mark.parametrize("path", [p for p in PATHS if "NAME" not in p])
def test_a_file_that_is_named_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize(("name", "path"), NAMES)
def test_a_name_is_in_the_file_it_is_said_to_be_in(name: str, path: str) -> None:
    assert re.search(rf"\b{name}\b", (ROOT / path).read_text(encoding="utf-8"))


def test_paths_and_names_are_found_at_all() -> None:
    assert len(PATHS) > 15
    assert ("Intent", "rag/records.py") in NAMES
