"""An embedding model that can be trained further: texts → vectors that have gradients."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import torch
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
