"""What is in the data by an id has a name on the pages, in both languages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import figures
import ui.language
from figures.indicators import NAMES
from ui.messages import LANGUAGES
from ui.names import check_name, indicator_name

# The functions that findings are made with, and where their argument `check` stands.
_MAKERS = {"finding": 1, "broken": 3}


def check_ids() -> set[str]:
    found = set()
    for file in Path(figures.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                at = _MAKERS.get(node.func.id)
                if at is not None and len(node.args) > at:
                    found |= {
                        part.value
                        for part in ast.walk(node.args[at])
                        if isinstance(part, ast.Constant) and isinstance(part.value, str)
                    }
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_check_and_indicator_has_a_name(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui.language, "language", lambda: language)
    ids = check_ids()
    assert {"rate", "growth", "growth-direction", "table-rows", "impossible-rate"} <= ids
    assert {check for check in ids if check_name(check) == check} == set()
    assert all(indicator_name(name) for name in NAMES)


def test_a_check_without_a_name_goes_by_its_id() -> None:
    assert check_name("not-named-yet") == "not-named-yet"
