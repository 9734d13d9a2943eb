"""The reader's training: an embedding model → one that reads a question and a sentence together.

One output on the first token says whether the sentence answers the question. Loss: binary
cross-entropy of every pair, right ones counted double, and a share of the cross-entropy of the
right ones among all sentences of the question.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from models.trainable import TrainableReader
from reader.pairs import Group

OnStep = Callable[[int, int, float], None]
"""Told of each step: its number, of how many, and its loss."""


@dataclass(frozen=True, slots=True)
class PairRecipe:
    """How it is trained; the first `frozen_layers` of the model and its words stay as they are.

    `questions` a step, each with its sentences; `list_share` is what their order counts beside
    whether each answers.
    """

    rounds: int = 1
    seed: int = 1
    learning_rate: float = 6e-5
    warm_up: float = 0.1
    frozen_layers: int = 3
    questions: int = 5
    right_weight: float = 2.0
    list_share: float = 0.3


def train_reader(
    model: TrainableReader,
    groups: Sequence[Group],
    recipe: PairRecipe,
    on_step: OnStep = lambda step, steps, loss: None,
) -> dict[str, NDArray[np.float32]]:
    """A model and what to learn from → all of its layers' weights, by name; the model has them too.

    The same data and recipe give the same weights on the same processor.
    """
    torch.manual_seed(recipe.seed)
    chance = random.Random(recipe.seed)
    weights = model.thaw(recipe.frozen_layers)
    optimiser = torch.optim.AdamW(weights, betas=(0.9, 0.98), weight_decay=0.01)
    left = list(groups)
    steps = recipe.rounds * -(-len(left) // recipe.questions)
    done = 0
    for _ in range(recipe.rounds):
        chance.shuffle(left)
        for start in range(0, len(left), recipe.questions):
            for parameters in optimiser.param_groups:
                parameters["lr"] = recipe.learning_rate * _pace(done / steps, recipe.warm_up)
            step = left[start : start + recipe.questions]
            loss = _learn(model, step, recipe)
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
            optimiser.zero_grad()
            done += 1
            on_step(done, steps, loss)
    return model.weights()


def _pace(share: float, warm_up: float) -> float:
    """How much of the training is done → the share of the learning rate: up, then down to 0."""
    return min((share + 1e-3) / warm_up, (1 - share) / (1 - warm_up))


def _learn(model: TrainableReader, step: Sequence[Group], recipe: PairRecipe) -> float:
    """Questions with their sentences → their loss, whose gradients the weights have then."""
    pairs = [(group.question, text) for group in step for text in group.texts]
    right = torch.from_numpy(np.concatenate([group.right for group in step])).float()
    scores = model.scores(pairs)
    each = torch.nn.functional.binary_cross_entropy_with_logits(scores, right, reduction="none")
    loss = (each * (1 + (recipe.right_weight - 1) * right)).sum() / len(pairs)
    start = 0
    for group in step:
        those = slice(start, start + len(group.texts))
        start += len(group.texts)
        if group.right.any():
            one = torch.logsumexp(scores[those], 0) - torch.logsumexp(
                scores[those].masked_fill(right[those] == 0, -1e4), 0
            )
            loss = loss + recipe.list_share * one / len(step)
    loss.backward()  # type: ignore[no-untyped-call]
    return loss.item()
