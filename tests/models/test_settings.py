from pathlib import Path

import pytest

from models.errors import ModelSettingsError
from models.settings import Endpoint, Llm, ModelSettings


def test_nothing_set_means_both_models_that_jiwen_brings():
    settings = ModelSettings.from_environ({})
    assert settings.llm is Llm.EMBEDDED
    assert settings.embedding_model is None
    assert settings.reranker_model is None
    assert settings.remote is None
    assert settings.folder.parts[-2:] == ("jiwen", "models")


def test_an_empty_variable_is_as_if_unset():
    assert ModelSettings.from_environ({"LLM": "", "EMBEDDING_MODEL": " "}) == (
        ModelSettings.from_environ({})
    )


def test_the_folder_may_begin_with_a_tilde(monkeypatch):
    monkeypatch.setenv("HOME", "/home/li")
    settings = ModelSettings.from_environ({"JIWEN_MODELS": "~/models"})
    assert settings.folder == Path("/home/li/models")


def test_another_server_is_named_by_address_and_model():
    settings = ModelSettings.from_environ(
        {"LLM_BASE_URL": "http://localhost:11434/v1/", "LLM_MODEL": "qwen3"}
    )
    assert settings.llm is Llm.REMOTE
    assert settings.remote == Endpoint("http://localhost:11434/v1", "no-key", "qwen3")


def test_off_is_off_even_beside_an_address():
    settings = ModelSettings.from_environ({"LLM": "off", "LLM_BASE_URL": "http://localhost/v1"})
    assert settings.llm is Llm.OFF
    assert settings.remote is None


@pytest.mark.parametrize(
    ("env", "named"),
    [
        ({"LLM": "maybe"}, "LLM=off"),
        ({"LLM_BASE_URL": "http://localhost/v1"}, "LLM_MODEL"),
        ({"LLM_MODEL": "qwen3"}, "LLM_BASE_URL"),
        ({"LLM_API_KEY": "k"}, "LLM_BASE_URL"),
        ({"LLM_BASE_URL": "localhost/v1", "LLM_MODEL": "qwen3"}, "http://"),
        ({"HF_ENDPOINT": "hf-mirror.com"}, "HF_ENDPOINT"),
    ],
)
def test_what_makes_no_sense_is_refused_in_both_languages(env, named):
    with pytest.raises(ModelSettingsError) as raised:
        ModelSettings.from_environ(env)
    assert named in raised.value.worded("zh")
    assert named in raised.value.worded("en")


def test_the_key_is_not_shown():
    assert "sk-secret" not in repr(Endpoint("https://api.example/v1", "sk-secret", "m"))
