"""How patiently, and how many at once, the chat model is asked, as the environment says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rag.errors import RagSettingsError


@dataclass(frozen=True, slots=True)
class RagSettings:
    """Settings of the conversation with the chat model.

    Seconds: to connect, until the first token (a whole prompt is read before it), and between
    tokens (another asker's prompt may be read meanwhile). `parallel` is how many questions the
    model answers at once; None leaves it to the model: one at a time where Jiwen serves it, else
    four.
    """

    connect_seconds: float = 10.0
    first_token_seconds: float = 180.0
    between_tokens_seconds: float = 120.0
    parallel: int | None = None

    @classmethod
    def from_environ(cls, env: Mapping[str, str]) -> RagSettings:
        """The environment → settings: LLM_TIMEOUT (s, to the first token), LLM_PARALLEL.

        Raises RagSettingsError where one is not a number above zero.
        """
        parallel = _positive(env, "LLM_PARALLEL")
        return cls(
            first_token_seconds=_positive(env, "LLM_TIMEOUT") or 180.0,
            parallel=None if parallel is None else max(1, int(parallel)),
        )


def _positive(env: Mapping[str, str], name: str) -> float | None:
    written = env.get(name, "").strip()
    if not written:
        return None
    try:
        value = float(written)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e6:
        raise RagSettingsError(
            f"{name}={written} 不是大于零的数。请改成数字，或不设。",
            f"{name}={written} is not a number above zero. Write a number, or leave it out.",
        )
    return value
