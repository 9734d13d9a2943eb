"""What is in the data by an id has a name on the pages, in both languages."""

from __future__ import annotations

import pytest

import ui.language
from figures.checks.registry import check_names
from figures.indicators import NAMES
from languages import LANGUAGES
from ui.names import check_name, indicator_name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_check_and_indicator_has_a_name(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui.language, "language", lambda: language)
    ids = check_names().keys()
    assert {"rate", "growth", "growth-direction", "table-rows", "impossible-rate"} <= ids
    assert {check for check in ids if check_name(check) == check} == set()
    assert all(indicator_name(name) for name in NAMES)


def test_a_check_that_is_no_longer_made_goes_by_its_id() -> None:
    assert check_name("made-by-an-older-version") == "made-by-an-older-version"
