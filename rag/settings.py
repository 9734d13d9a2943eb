"""How widely the shelf is searched, and how patiently and how much the chat model is asked."""

from __future__ import annotations

from pydantic_settings import SettingsConfigDict

from operations.environment import RoomSettings, setting
from rag.errors import RagSettingsError

_MEASURED = "measured on several question sets (bench/README.md)"


class RagSettings(RoomSettings):
    """Settings of searching and of the conversation with the chat model.

    `parallel` None leaves it to the model: one question at a time where Jiwen serves it, else
    `parallel_remote`.
    """

    model_config = SettingsConfigDict(env_prefix="JIWEN_RAG_")
    error = RagSettingsError

    first_token_seconds: float = setting(
        180.0,
        gt=0,
        le=1e6,
        variable="LLM_TIMEOUT",
        en="seconds to wait for the model's first word",
        zh="等待模型第一个字的秒数",
        source="a whole prompt is read before it: 27 s for 1,040 tokens on two cores",
    )
    parallel: int | None = setting(
        ge=1,
        le=1000,
        variable="LLM_PARALLEL",
        usually=("1 for the model that is brought, else 4", "自带模型为 1，否则为 4"),
        en="how many questions the model answers at once; the others queue",
        zh="模型同时回答几个问题，其余排队",
    )

    connect_seconds: float = setting(
        10.0,
        gt=0,
        le=3600,
        unit="s",
        en="how long connecting to the model's server may take",
        zh="连接模型服务的最长时间",
        source="chosen, not measured",
    )
    between_tokens_seconds: float = setting(
        120.0,
        gt=0,
        le=1e6,
        unit="s",
        en="how long the model may be silent in the middle of its answer",
        zh="模型回答中途停顿的最长时间",
        source="another asker's prompt may be read meanwhile",
    )
    parallel_remote: int = setting(
        4,
        ge=1,
        le=1000,
        unit="questions",
        en="LLM_PARALLEL of another server's model, where it is not set",
        zh="未设 LLM_PARALLEL 时，其他服务的模型同时回答几个问题",
        source="chosen, not measured",
    )
    retries: int = setting(
        2,
        ge=0,
        le=20,
        unit="times",
        en="how often a server that is too busy is asked again",
        zh="模型服务繁忙时重试几次",
        source="the OpenAI client's own number",
    )
    answer_tokens: int = setting(
        400,
        ge=16,
        le=100_000,
        unit="tokens",
        en="the longest answer that the model is let write",
        zh="模型回答的最大长度",
        source="a list of ten items fits",
    )
    reply_characters: int = setting(
        4_000,
        ge=100,
        le=1_000_000,
        unit="characters",
        en="a reply that is longer is cut off, whatever the server was asked for",
        zh="回复超过此长度即中断",
        source="chosen, not measured",
    )
    reply_bytes: int = setting(
        4 << 20,
        ge=1 << 16,
        le=1 << 30,
        unit="bytes",
        en="what is read of a reply at most",
        zh="最多读取的回复字节数",
        source="chosen, not measured",
    )
    evidence_characters: int = setting(
        640,
        ge=100,
        le=100_000,
        unit="characters",
        en="how much evidence the model is shown",
        zh="给模型看的证据总字数",
        source="some 450 tokens of Qwen's; with the rest, a prompt stays near 600",
    )
    passages: int = setting(
        12,
        ge=1,
        le=100,
        unit="passages",
        en="how many passages a question is looked for in",
        zh="一个问题取多少个段落",
        source="chosen, not measured",
    )
    sentences: int = setting(
        8,
        ge=1,
        le=100,
        unit="sentences",
        en="how many of their sentences are the evidence",
        zh="从中取多少句作为证据",
        source="chosen, not measured",
    )
    looked_through: int = setting(
        60,
        ge=1,
        le=1000,
        unit="sentences",
        en="how many are looked through where a year has no report of its own",
        zh="所问年份没有报告时翻看多少句",
        source="chosen, not measured",
    )
    depth: int = setting(
        80,
        ge=1,
        le=10_000,
        unit="passages",
        en="how many the search by meaning and the one by keywords each bring",
        zh="语义检索和关键词检索各取多少段",
        source=_MEASURED,
    )
    looked_into: int = setting(
        40,
        ge=1,
        le=10_000,
        unit="passages",
        en="how many of them are ranked again by their sentences",
        zh="其中多少段按句子重新排序",
        source=_MEASURED,
    )
    meaning_weight: float = setting(
        0.2,
        ge=0,
        le=1,
        unit="share",
        en="what the passage's meaning counts",
        zh="段落语义所占权重",
        source=_MEASURED,
    )
    keyword_weight: float = setting(
        0.5,
        ge=0,
        le=1,
        unit="share",
        en="what its keywords count",
        zh="关键词所占权重",
        source=_MEASURED,
    )
    sentence_weight: float = setting(
        0.3,
        ge=0,
        le=1,
        unit="share",
        en="what the meaning of its best sentence counts",
        zh="最佳句子语义所占权重",
        source=_MEASURED,
    )
    read: int = setting(
        12,
        ge=1,
        le=1000,
        unit="sentences",
        en="how many sentences the reader reads to tell whether they answer",
        zh="阅读模型逐句判断多少句",
        source="the one that answers is among them for 98 of 100 questions",
    )


USUAL = RagSettings()
"""The settings where none are given."""
