"""A shelf in an empty folder, its catalogue in SQLite or on a real PostgreSQL server."""

from __future__ import annotations

import pytest

from tests.fakes import PredictableEmbedder
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

BOTH = pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
"""On a test whose code takes another way, or may, in each of both databases."""


@pytest.fixture
def embedder():
    return PredictableEmbedder()


@pytest.fixture
def database(request):
    """The address of the catalogue; None is SQLite in the shelf's folder."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return None
    return request.getfixturevalue("postgres").url()


@pytest.fixture
def settings(tmp_path, database):
    return StoreSettings.from_environ(
        {"JIWEN_HOME": str(tmp_path / "data"), "DATABASE_URL": database or ""}
    )


@pytest.fixture
def library(settings, embedder):
    library = Library.open(settings, embedder)
    yield library
    library.close()
