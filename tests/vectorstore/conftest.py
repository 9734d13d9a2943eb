"""A shelf in an empty folder."""

from __future__ import annotations

import pytest

from tests.fakes import PredictableEmbedder
from vectorstore.library import Library
from vectorstore.settings import StoreSettings


@pytest.fixture
def embedder():
    return PredictableEmbedder()


@pytest.fixture
def settings(tmp_path):
    return StoreSettings.from_environ({"JIWEN_HOME": str(tmp_path / "data")})


@pytest.fixture
def library(settings, embedder):
    library = Library.open(settings, embedder)
    yield library
    library.close()
