"""Deterministic stand-ins for the two models."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rag.chat import Stop
from rag.errors import ChatModelError
from rag.judge import Judgement
from rag.prompt import Prompt
from rag.records import ModelSettings


class PredictableEmbedder:
    """Texts that share character pairs get vectors that are near: each pair has its place.

    `texts` counts what was embedded, so that a test can tell when nothing was.
    """

    def __init__(self, name: str = "predictable", dimension: int = 512) -> None:
        self._name = name
        self._dimension = dimension
        self.texts = 0

    @property
    def name(self) -> str:
        return self._name

    @property
    def dimension(self) -> int:
        return self._dimension

    def load(self) -> None:
        pass

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts += len(texts)
        return np.stack([self._vector(text) for text in texts])

    def question(self, text: str) -> NDArray[np.float32]:
        return self._vector(text)

    def _vector(self, text: str) -> NDArray[np.float32]:
        evened = re.sub(r"\W+", "", unicodedata.normalize("NFKC", text).lower())
        # A little of something everywhere, so that no text is without direction.
        vector = np.full(self._dimension, 1e-3, dtype=np.float32)
        for i in range(len(evened)):
            vector[zlib.crc32(evened[i : i + 2].encode()) % self._dimension] += 1.0
        return vector / np.linalg.norm(vector)


class FakeChatModel:
    """Says what a test tells it to say; `prompts` are those it was given.

    `answers` is its judgement of whether there is an answer, None for something else; `doubt` is
    the probability it gives to "no".
    `trouble` is raised after `wording`.
    """

    name = "fake"
    settings = ModelSettings("fake://", 0.0, 100, "test")

    def __init__(
        self,
        wording: str = "",
        answers: bool | None = True,
        doubt: float | None = None,
        trouble: ChatModelError | None = None,
        translation: str = "",
    ) -> None:
        self.wording = wording
        self.answers = answers
        self.doubt = doubt
        self.trouble = trouble
        self.translation = translation
        self.prompts: list[Prompt] = []

    def is_ready(self) -> bool:
        return True

    def model(self) -> FakeChatModel:
        return self

    def judge(self, prompt: Prompt, stop: Stop) -> Judgement | None:
        self.prompts.append(prompt)
        return None if self.answers is None else Judgement(self.answers, self.doubt)

    def translate(self, question: str, language: str, stop: Stop) -> str:
        return self.translation

    def stream(self, prompt: Prompt, stop: Stop) -> Iterator[str]:
        for character in self.wording:
            if stop.is_set():
                return
            yield character
        if self.trouble:
            raise self.trouble
