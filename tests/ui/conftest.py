from __future__ import annotations

import sys

import pytest


@pytest.fixture(autouse=True)
def the_main_module_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit puts the page that a test runs in its place, and every process that a later test
    starts would import the whole of it first."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
