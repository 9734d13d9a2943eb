from __future__ import annotations

import sys
from pathlib import Path

import pytest

import ui.services
from tests.ui.pretend import services_in
from ui.services import Services


@pytest.fixture(autouse=True)
def the_main_module_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit puts the page that a test runs in its place, and every process that a later test
    starts would import the whole of it first."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    """Those of a shelf that is empty, which the pages open as theirs."""
    opened = services_in(tmp_path)
    monkeypatch.setattr(ui.services, "open_services", lambda environ, told: opened)
    ui.services.opening.clear()
    return opened
