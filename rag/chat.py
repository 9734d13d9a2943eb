"""The seam to the chat model: what it is asked, and what says that it is to stop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from rag.prompt import Prompt
from rag.records import ModelSettings


class Stop(Protocol):
    """Says whether someone asked to stop (a threading.Event does)."""

    def is_set(self) -> bool:
        """Whether to stop."""


class ChatModel(Protocol):
    """Puts into words what evidence says to a question, piece by piece."""

    @property
    def name(self) -> str:
        """The model's name."""

    @property
    def settings(self) -> ModelSettings:
        """How it is asked."""

    def stream(self, prompt: Prompt, stop: Stop) -> Iterator[str]:
        """A prompt → pieces of the answer, until it ends or `stop` is set.

        Raises ChatModelError where the model cannot be used or breaks off.
        """


class ChatSource(Protocol):
    """Where the chat model comes from."""

    def is_ready(self) -> bool:
        """Whether it can be asked at once; it has to be loaded first where not."""

    def model(self) -> ChatModel:
        """The model, loaded now if need be. Raises ChatModelError where that fails."""
