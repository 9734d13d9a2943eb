"""An embedding model that can be trained further: texts → vectors that have gradients."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import Parameter

from models.cores import computes_bfloat16
from models.embedding import read_sentence_transformer

_OF_A_LAYER = re.compile(r"(encoder\.layer\.(\d+)\..+)")


class TrainableEmbedder:
    """A sentence-transformers folder of a BERT model; nothing of it is trained until `thaw`.

    Dropout stays off: with few texts that are gone through once or twice it only adds noise.
    """

    def __init__(self, folder: Path) -> None:
        # Eager attention: the fused one's backward pass is seven times slower on the processor.
        self._model = read_sentence_transformer(folder, attention="eager").eval()
        self._model.requires_grad_(False)

    def thaw(self, frozen_layers: int) -> dict[str, Parameter]:
        """Let the layers from the given one on be trained → their weights, as the file has them."""
        thawed = {
            found[1]: weight
            for name, weight in self._model[0].named_parameters()
            if (found := _OF_A_LAYER.search(name)) and int(found[2]) >= frozen_layers
        }
        for weight in thawed.values():
            weight.requires_grad_(True)
        return thawed

    def questions(self, texts: Sequence[str], longest: int) -> torch.Tensor:
        """Questions, cut at `longest` tokens → tensor (len(texts), dimension), rows of length 1."""
        return self._vectors(texts, "query", longest, len(texts))

    def passages(self, texts: Sequence[str], longest: int, at_once: int) -> torch.Tensor:
        """Texts to be found → as `questions`; `at_once` in a batch, those of like length."""
        return self._vectors(texts, "passage", longest, at_once)

    def _vectors(
        self, texts: Sequence[str], prompt: str, longest: int, at_once: int
    ) -> torch.Tensor:
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        self._model.max_seq_length = longest
        parts = []
        with torch.autocast("cpu", torch.bfloat16, enabled=computes_bfloat16()):
            for start in range(0, len(order), at_once):
                batch = [texts[i] for i in order[start : start + at_once]]
                features = self._model.preprocess(batch, prompt=self._model.prompts[prompt])
                parts.append(self._model(features)["sentence_embedding"].float())
        place = torch.tensor(order).argsort()
        return torch.nn.functional.normalize(torch.cat(parts), dim=1)[place]


class TrainableReader:
    """A BERT folder as a reader of pairs: a question and a text → one score; nothing thawed yet."""

    def __init__(self, folder: Path, longest: int = 144, at_once: int = 12) -> None:
        from transformers import AutoModel, AutoTokenizer

        self._tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        self._model = AutoModel.from_pretrained(
            str(folder), local_files_only=True, attn_implementation="eager"
        ).eval()
        self._model.requires_grad_(False)
        self._score = torch.nn.Linear(self._model.config.hidden_size, 1)
        torch.nn.init.normal_(self._score.weight, std=0.02)
        torch.nn.init.constant_(self._score.bias, -1.0)
        self._longest, self._at_once = longest, at_once

    def thaw(self, frozen_layers: int) -> list[Parameter]:
        """Let the layers from the given one on be trained, and the output → their weights."""
        thawed = [
            weight
            for name, weight in self._model.named_parameters()
            if (found := _OF_A_LAYER.search(name)) and int(found[2]) >= frozen_layers
        ]
        for weight in thawed:
            weight.requires_grad_(True)
        return [*thawed, *self._score.parameters()]

    def scores(self, pairs: Sequence[tuple[str, str]]) -> torch.Tensor:
        """Pairs of a question and a text → tensor (len(pairs),): the higher, the surer."""
        order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
        parts = []
        with torch.autocast("cpu", torch.bfloat16, enabled=computes_bfloat16()):
            for start in range(0, len(order), self._at_once):
                batch = [pairs[i] for i in order[start : start + self._at_once]]
                features = self._tokenizer(
                    [q for q, _ in batch],
                    [t for _, t in batch],
                    truncation="only_second",
                    max_length=self._longest,
                    padding=True,
                    return_tensors="pt",
                )
                first = self._model(**features).last_hidden_state[:, 0]
                parts.append(self._score(first).squeeze(1).float())
        return torch.cat(parts)[torch.tensor(order).argsort()]

    def weights(self) -> dict[str, NDArray[np.float32]]:
        """The layers' weights and the output's, by name."""
        named = {n: w for n, w in self._model.named_parameters() if _OF_A_LAYER.search(n)}
        named |= {f"score.{n}": w for n, w in self._score.named_parameters()}
        return {name: weight.detach().numpy().copy() for name, weight in named.items()}
