from pathlib import Path

import pytest


@pytest.fixture
def corpus_report() -> Path:
    """The one report that comes with the project."""
    (path,) = (Path(__file__).parents[2] / "corpus").glob("2022_广州市增城区*.txt")
    return path
