"""Deterministic stand-ins for the two models."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rag.errors import ChatModelError
from rag.model.chat import Prompt, Stop
from rag.records import ModelSettings
from reader.reading import Bounds, ByPairs


class PredictableEmbedder:
    """Texts that share character pairs get vectors that are near: each pair has its place.

    `texts` counts what was embedded, so that a test can tell when nothing was.
    """

    def __init__(self, name: str = "predictable", dimension: int = 512) -> None:
        # A name stands for the content: vectors of another length are another model's.
        self._name = name if dimension == 512 else f"{name}-{dimension}"
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


class PredictableScores:
    """The more of a question's character pairs are in a text, the surer it answers: log odds.

    What questions ask with does not count.
    """

    name = "predictable"

    def scores(self, question: str, sentences: Sequence[str]) -> NDArray[np.float32]:
        asked = _pairs(_ASKING.sub(" ", question))
        shares = [len(asked & _pairs(text)) / max(1, len(asked)) for text in sentences]
        return np.array([12 * share - 4 for share in shares], np.float32)


_ASKING = re.compile(
    r"20\d\d年?底?|多少|什么|哪[些个里年家]?|怎么样?|如何|是否|有没有|为何|吗|呢|了|的|是|在|请问|一共|全年"
    r"|\b(?:what|which|how|much|many|was|were|is|are|the|of|in|did|does|do|for|to|a)\b"
)


def _pairs(text: str) -> frozenset[str]:
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text).lower())
    return frozenset(word[i : i + 2] for word in words for i in range(max(1, len(word) - 1)))


def predictable_reader(near: float = 0.3, answered: float = 0.5) -> ByPairs:
    """A reader that goes by the characters in common."""
    return ByPairs(PredictableScores(), Bounds(near, answered))


class FakeChatModel:
    """Says what a test tells it to say; `prompts` are those it was given.

    `trouble` is raised after `wording`.
    """

    name = "fake"
    settings = ModelSettings("fake://", 0.0, 100, "test")

    def __init__(self, wording: str = "", trouble: ChatModelError | None = None) -> None:
        self.wording = wording
        self.trouble = trouble
        self.prompts: list[Prompt] = []

    def is_ready(self) -> bool:
        return True

    def model(self) -> FakeChatModel:
        return self

    def stream(self, prompt: Prompt, stop: Stop) -> Iterator[str]:
        self.prompts.append(prompt)
        for character in self.wording:
            if stop.is_set():
                return
            yield character
        if self.trouble:
            raise self.trouble
