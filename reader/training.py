"""The embedding model's upper layers, trained to tell what answers a question from what does not.

One step takes some questions about one report, the sentences that answer them, and those that
mislead: what the writers marked, what the model itself ranks high, and whatever answers the
other questions. A question without an answer is to be farther from all of them than a bound that
is trained as well, the same for all questions. Between such steps, questions are set against all
passages of their report.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from models.trainable import TrainableEmbedder
from reader.examples import Example, LabelledReport

OnStep = Callable[[int, int, float], None]
"""Told of each step: its number, of how many, and its loss."""

# Longer texts are cut: a sentence is rarely longer, a question never.
_QUESTION_TOKENS = 64
_SENTENCE_TOKENS = 144
_PASSAGE_TOKENS = 512
_SENTENCES_AT_ONCE = 32
_PASSAGES_AT_ONCE = 6
_UNLIKELY = -1e4
# The bound's cosine at first, and how fast it moves: 0.002 a step at most.
_BOUND = 0.82
_BOUND_RATE = 0.002


@dataclass(frozen=True, slots=True)
class Recipe:
    """How it is trained; `reader/README.md` says what else was tried.

    In each of `rounds` all questions are gone through once, `questions` of one report a step, each
    with the `hard` wrong sentences that the model ranks highest as the round begins, and with
    `foreign_sentences` of other reports. So are, once a report, `passage_questions` against all
    its passages and `foreign_passages` of others. Of the model's layers the first
    `frozen_layers` stay as they are, as do its word embeddings. `unanswerable` is how much a
    question without an answer counts beside one with; at 0 they and the bound are left out.
    """

    rounds: int = 1
    seed: int = 1
    learning_rate: float = 3e-5
    warm_up: float = 0.1
    temperature: float = 0.02
    frozen_layers: int = 6
    questions: int = 24
    hard: int = 3
    passage_questions: int = 32
    foreign_sentences: int = 8
    foreign_passages: int = 10
    unanswerable: float = 0.3


@dataclass(frozen=True, slots=True)
class _Step:
    """Questions, the texts they are set against, and which text is right: [question, text]."""

    questions: Sequence[str]
    texts: Sequence[str]
    right: NDArray[np.bool_]
    whole_passages: bool


def train(
    model: TrainableEmbedder,
    reports: Sequence[LabelledReport],
    recipe: Recipe,
    on_step: OnStep = lambda step, steps, loss: None,
) -> dict[str, NDArray[np.float32]]:
    """A model and reports → its weights that changed, by name; the model has them as well.

    The same data and recipe give the same weights on the same processor.
    """
    torch.manual_seed(recipe.seed)
    chance = random.Random(recipe.seed)
    weights = model.thaw(recipe.frozen_layers)
    bound = torch.nn.Parameter(torch.tensor(_BOUND))
    rates = (recipe.learning_rate, _BOUND_RATE)
    groups: list[dict[str, Any]] = [
        {"params": list(weights.values())},
        {"params": [bound], "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98))
    done = 0
    for round_ in range(recipe.rounds):
        plan = [
            step
            for report in reports
            for step in _steps(model, report, _others(report, reports), recipe, chance)
        ]
        chance.shuffle(plan)
        steps = len(plan) * recipe.rounds
        for i, step in enumerate(plan):
            pace = _pace((round_ + i / len(plan)) / recipe.rounds, recipe.warm_up)
            for group, rate in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = rate * pace
            loss = _loss(model, step, bound, recipe)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(weights.values(), 1.0)
            optimiser.step()
            done += 1
            on_step(done, steps, loss.item())
    return {name: weight.detach().numpy().copy() for name, weight in weights.items()}


def _pace(share: float, warm_up: float) -> float:
    """How much of the training is done → the share of the learning rate: up, then down to 0."""
    return min(share / warm_up, (1 - share) / (1 - warm_up))


@dataclass(frozen=True, slots=True)
class _Others:
    """What is embedded of all other reports."""

    sentences: Sequence[str]
    passages: Sequence[str]


def _others(report: LabelledReport, reports: Sequence[LabelledReport]) -> _Others:
    embedded = [other.embedded for other in reports if other is not report]
    return _Others(
        [sentence.embedded for other in embedded for sentence in other.sentences],
        [passage.embedded for other in embedded for passage in other.passages],
    )


def _steps(
    model: TrainableEmbedder,
    report: LabelledReport,
    others: _Others,
    recipe: Recipe,
    chance: random.Random,
) -> Iterator[_Step]:
    """A report → the steps of one round that are about it."""
    answerable = [example for example in report.examples if example.right]
    gone_through = list(report.examples) if recipe.unanswerable else list(answerable)
    chance.shuffle(gone_through)
    ranking = _ranking(model, report, gone_through)
    texts = [sentence.embedded for sentence in report.embedded.sentences]
    count = max(1, round(len(gone_through) / recipe.questions))
    for first in range(count):
        examples = gone_through[first::count]
        wrong = {i for e in examples for i in _misleading(e, ranking[e.question], recipe.hard)}
        chosen = sorted(wrong.union(*(e.right for e in examples)))
        foreign = _foreign(others.sentences, recipe.foreign_sentences, chance)
        own = [({i}, texts[i]) for i in chosen]
        yield _step(examples, [*own, *foreign], whole_passages=False)
    asked = chance.sample(answerable, min(recipe.passage_questions, len(answerable)))
    passages = [(set(p.sentences), p.embedded) for p in report.embedded.passages]
    foreign = _foreign(others.passages, recipe.foreign_passages, chance)
    yield _step(asked, [*passages, *foreign], whole_passages=True)


def _foreign(texts: Sequence[str], count: int, chance: random.Random) -> list[tuple[set[int], str]]:
    """Texts of other reports → some of them, none of which is right."""
    return [(set(), text) for text in chance.sample(texts, min(count, len(texts)))]


def _misleading(example: Example, ranking: Sequence[int], hard: int) -> list[int]:
    """What the writers marked, then what is ranked highest: `hard` sentences, or all marked."""
    highest = [i for i in ranking if i not in example.right]
    return list(dict.fromkeys([*sorted(example.near), *highest]))[: max(hard, len(example.near))]


def _ranking(
    model: TrainableEmbedder, report: LabelledReport, examples: Sequence[Example]
) -> Mapping[str, Sequence[int]]:
    """Each question → its report's sentences by the model's cosine, the highest first."""
    with torch.no_grad():
        texts = [sentence.embedded for sentence in report.embedded.sentences]
        sentences = model.passages(texts, _SENTENCE_TOKENS, _SENTENCES_AT_ONCE)
        questions = model.questions([e.question for e in examples], _QUESTION_TOKENS)
        order = (questions @ sentences.T).argsort(dim=1, descending=True, stable=True).tolist()
    return {example.question: row for example, row in zip(examples, order, strict=True)}


def _step(
    examples: Sequence[Example], texts: Sequence[tuple[set[int], str]], whole_passages: bool
) -> _Step:
    """Examples, and texts with the sentences in each → a step; equal texts are equally right."""
    right = np.zeros((len(examples), len(texts)), bool)
    for row, example in enumerate(examples):
        answers = {text for sentences, text in texts if sentences & example.right}
        right[row] = [text in answers for _, text in texts]
    return _Step([e.question for e in examples], [text for _, text in texts], right, whole_passages)


def _loss(
    model: TrainableEmbedder, step: _Step, bound: torch.Tensor, recipe: Recipe
) -> torch.Tensor:
    """Cross-entropy of each right text against all wrong ones; without one, of the bound."""
    longest = _PASSAGE_TOKENS if step.whole_passages else _SENTENCE_TOKENS
    at_once = _PASSAGES_AT_ONCE if step.whole_passages else _SENTENCES_AT_ONCE
    questions = model.questions(step.questions, _QUESTION_TOKENS)
    scores = questions @ model.passages(step.texts, longest, at_once).T / recipe.temperature
    right = torch.from_numpy(step.right)
    wrong = scores.masked_fill(right, _UNLIKELY).logsumexp(1, keepdim=True)
    if recipe.unanswerable and not step.whole_passages:
        none = (bound / recipe.temperature).expand_as(wrong)
        wrong_or_none = torch.logaddexp(wrong, none)
    else:
        none, wrong_or_none = wrong, wrong
    answerable = right.any(1)
    each = torch.logaddexp(scores, wrong_or_none) - scores
    loss = ((each * right).sum(1) / right.sum(1).clamp(min=1))[answerable].sum()
    loss = loss + recipe.unanswerable * (wrong_or_none - none)[~answerable].sum()
    return loss / max(1, int(answerable.sum()))
