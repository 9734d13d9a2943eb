"""Layers trained further, laid over a model as brought."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from models.errors import ModelUnavailableError
from models.fetch import fetch_tuned_folder, folder_problems
from models.layers import lay_over, write_layers
from models.pinned import BASE_MODEL, TunedFolder
from tests.models.wheelhouse import sha256

BROUGHT = {
    "lower": np.full((2, 3), 0.1, np.float32),
    "upper": np.full((2, 3), 0.2, np.float32),
}
CHANGED = np.arange(6, dtype=np.float32).reshape(2, 3) / 7


@pytest.fixture
def models(tmp_path):
    """A models folder in which the model as brought lies."""
    folder = tmp_path / "models" / BASE_MODEL.folder_name
    folder.mkdir(parents=True)
    save_file(BROUGHT, folder / "model.safetensors")
    (folder / "config.json").write_text("{}")
    return folder.parent


@pytest.fixture
def layers(tmp_path):
    path = tmp_path / "layers.safetensors"
    write_layers({"upper": CHANGED}, path)
    return path


def tuned(layers, weights: bytes) -> TunedFolder:
    files = (("config.json", sha256(b"{}")), ("model.safetensors", sha256(weights)))
    return TunedFolder("tuned", BASE_MODEL, layers, files)


def laid_over(models, layers, place) -> bytes:
    """What the weights' file is to be."""
    folder = place / "laid"
    folder.mkdir()
    save_file(
        load_file(models / BASE_MODEL.folder_name / "model.safetensors"),
        folder / "model.safetensors",
    )
    lay_over(folder, layers)
    return (folder / "model.safetensors").read_bytes()


def test_what_changed_takes_the_place_of_what_was_there_and_the_rest_stays(
    models, layers, tmp_path
):
    laid_over(models, layers, tmp_path)
    weights = load_file(tmp_path / "laid" / "model.safetensors")
    assert np.array_equal(weights["lower"], BROUGHT["lower"])
    assert weights["upper"].dtype == np.float32
    assert np.allclose(weights["upper"], CHANGED, atol=1e-3)


@pytest.mark.parametrize("name", ["elsewhere", "lower"])
def test_layers_of_another_model_are_refused(models, tmp_path, name):
    path = tmp_path / "other.safetensors"
    write_layers({name: np.zeros((5, 5), np.float32)}, path)
    with pytest.raises(ValueError, match=name):
        lay_over(models / BASE_MODEL.folder_name, path)


def test_the_tuned_folder_is_made_of_the_one_that_is_there(models, layers, tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    model = tuned(layers, laid_over(models, layers, tmp_path))
    path = fetch_tuned_folder(model, models)
    assert path == models / model.folder_name
    assert folder_problems(model, path) == []
    before = load_file(models / BASE_MODEL.folder_name / "model.safetensors")
    assert np.array_equal(before["upper"], BROUGHT["upper"])
    assert fetch_tuned_folder(model, models) == path


def test_what_becomes_something_else_than_was_pinned_is_refused(models, layers):
    model = tuned(layers, b"other bytes")
    with pytest.raises(ModelUnavailableError, match="refused"):
        fetch_tuned_folder(model, models)
    assert not (models / model.folder_name).exists()


def test_other_layers_are_another_folder(layers):
    one = tuned(layers, b"one")
    assert (
        one.folder_name != dataclasses.replace(one, files=tuned(layers, b"two").files).folder_name
    )
