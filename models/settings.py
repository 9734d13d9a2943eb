"""Which models are used and where they lie, as the environment names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import platformdirs

from models.errors import ModelSettingsError


class Llm(StrEnum):
    """Who phrases the answers: the model that Jiwen serves, another server's, or nobody."""

    EMBEDDED = "embedded"
    REMOTE = "remote"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A chat model behind the OpenAI protocol: its base URL (…/v1), key and model name."""

    base_url: str
    api_key: str = field(repr=False)
    model: str


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """The models' settings.

    `folder` holds the models that Jiwen brings. `embedding_model` and `reranker_model` are
    Hugging Face names or paths; None means the embedding model that Jiwen brings, and no
    reranker. `remote` is set exactly when `llm` is REMOTE. `hub` is the Hugging Face mirror,
    None for the hub itself.
    """

    folder: Path
    embedding_model: str | None
    reranker_model: str | None
    llm: Llm
    remote: Endpoint | None
    hub: str | None

    @classmethod
    def from_environ(cls, env: Mapping[str, str]) -> ModelSettings:
        """Environment variables → settings; ModelSettingsError where they contradict each other."""
        llm, remote = _llm(env)
        hub = _value(env, "HF_ENDPOINT")
        if hub is not None:
            _require_url("HF_ENDPOINT", hub)
        folder = _value(env, "JIWEN_MODELS")
        return cls(
            folder=Path(folder).expanduser().absolute() if folder else _default_folder(),
            embedding_model=_value(env, "EMBEDDING_MODEL"),
            reranker_model=_value(env, "RERANKER_MODEL"),
            llm=llm,
            remote=remote,
            hub=hub,
        )


def _llm(env: Mapping[str, str]) -> tuple[Llm, Endpoint | None]:
    switch = (_value(env, "LLM") or "on").lower()
    if switch not in ("on", "off"):
        raise ModelSettingsError(
            f"LLM={switch} 既不是 on 也不是 off。请不设置，或设为 LLM=off。",
            f"LLM={switch} is neither on nor off. Leave it unset, or set LLM=off.",
        )
    if switch == "off":
        return Llm.OFF, None
    base_url = _value(env, "LLM_BASE_URL")
    model = _value(env, "LLM_MODEL")
    if base_url is None:
        for name in ("LLM_MODEL", "LLM_API_KEY"):
            if _value(env, name) is not None:
                raise ModelSettingsError(
                    f"设置了 {name}，却没有设置 LLM_BASE_URL。请把 LLM_BASE_URL 设为服务的 "
                    f"OpenAI 兼容地址（…/v1），或取消 {name}。",
                    f"{name} is set but LLM_BASE_URL is not. Set LLM_BASE_URL to the server's "
                    f"OpenAI-compatible address (…/v1), or unset {name}.",
                )
        return Llm.EMBEDDED, None
    _require_url("LLM_BASE_URL", base_url)
    if model is None:
        raise ModelSettingsError(
            "设置了 LLM_BASE_URL，却没有设置 LLM_MODEL。请把 LLM_MODEL 设为该服务上的模型名。",
            "LLM_BASE_URL is set but LLM_MODEL is not. Set LLM_MODEL to the model's name there.",
        )
    # Local servers want no key, but the OpenAI client refuses an empty one.
    api_key = _value(env, "LLM_API_KEY") or "no-key"
    return Llm.REMOTE, Endpoint(base_url.rstrip("/"), api_key, model)


def _value(env: Mapping[str, str], name: str) -> str | None:
    return env.get(name, "").strip() or None


def _require_url(name: str, value: str) -> None:
    if not value.startswith(("http://", "https://")):
        raise ModelSettingsError(
            f"{name}={value} 不是网址，应以 http:// 或 https:// 开头。",
            f"{name}={value} is not an address. It starts with http:// or https://.",
        )


def _default_folder() -> Path:
    return platformdirs.user_cache_path("jiwen", appauthor=False) / "models"
