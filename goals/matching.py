"""Goals and statements → how probable it is that each statement says what was done for each goal.

The trained embedding says how near a goal, asked as a question, and a statement are; the
characters in common, the unit of the target, and the headings over both say the rest. How much
each of them counts was fitted: `python -m bench.goals --fit`, on `bench/golden/goals`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

from figures.quantities import Quantity, same_dimension
from goals.parts import ORDINAL
from goals.records import Goal, GoalKind, Part, Statement
from goals.setting import measured
from models.embedder import Embedder, Vectors
from reader.scale import scale_of

Floats = NDArray[np.float32]

FEATURES = (
    "nearness",
    "nearness below the goal's best",
    "words",
    "words below the goal's best",
    "same unit",
    "another unit",
    "words of the figure's clause",
    "figure near in size",
    "headings alike",
    "nearness of the sentence before",
    "words of the sentence before",
    "under results",
    "under duties",
)


@dataclass(frozen=True, slots=True)
class Weights:
    """Log odds = `bias` + `weights` · features (in the order of FEATURES), as fitted.

    A goal's most probable statement counts from `best` on, every other from `sure` on; from `near`
    on it is a suggestion.
    """

    bias: float
    weights: tuple[float, ...]
    best: float = 0.2
    sure: float = 0.5
    near: float = 0.12

    def counts(self, probability: float, is_best: bool) -> bool:
        """Whether a match needs no person's word."""
        return probability >= (self.best if is_best else self.sure)


FITTED = Weights(
    bias=-4.3,
    weights=(3.07, 4.65, 3.21, 2.82, -1.09, -1.2, 0.7, 1.32, 0.18, -0.92, -0.79, 1.48, -0.8),
)


def probabilities(
    goals: Sequence[Goal],
    statements: Sequence[Statement],
    embedder: Embedder,
    weights: Weights = FITTED,
) -> Floats:
    """Goals and statements → array (goals, statements), 0 to 1."""
    if not goals or not statements:
        return np.zeros((len(goals), len(statements)), np.float32)
    odds = features(goals, statements, embedder) @ np.array(weights.weights, np.float32)
    likely = (1 / (1 + np.exp(-(odds + weights.bias)))).astype(np.float32)
    under = np.array([[_stands_under(g, s) for s in statements] for g in goals])
    return np.asarray(np.where(under, np.maximum(likely, UNDER_ITS_NAME), likely), np.float32)


UNDER_ITS_NAME = 0.6
"""How probable it is at least that what stands under a goal's own words or heading was done for
it."""
_FEWEST_PAIRS = 4
_NAMED_BY = 0.8
_OF_INDICATORS = re.compile(r"目标|任务|指标")


def _stands_under(goal: Goal, statement: Statement) -> bool:
    """Whether a list's item names the goal (三是推进“一网统管”平台建设。…) and this tells of it, or
    the goal and this stand under one heading (（1）政务服务方面), once set and once done."""
    over = statement.path[-1] if statement.path else ""
    if statement.part is not Part.DONE:
        return False
    if ORDINAL.match(over):
        return _contained(ORDINAL.sub("", over), goal.name)
    mine = goal.path[-1] if goal.path else ""
    prose = goal.kind is not GoalKind.INDICATOR and not _OF_INDICATORS.search(mine)
    return prose and _contained(mine, over)


def _contained(words: str, others: str) -> bool:
    pairs = pairs_of(words)
    enough = len(pairs) >= _FEWEST_PAIRS
    return enough and len(pairs & pairs_of(others)) >= _NAMED_BY * len(pairs)


def features(goals: Sequence[Goal], statements: Sequence[Statement], embedder: Embedder) -> Floats:
    """Goals and statements → array (goals, statements, len(FEATURES))."""
    near = nearness([g.name for g in goals], statements, embedder)
    words = words_in_common([g.name for g in goals], statements)
    figures = [_figures(s.place.text) for s in statements]
    beside = [[_beside(g, of) for of in figures] for g in goals]
    unit, clause, size = np.moveaxis(np.array(beside, np.float32), 2, 0)
    heads = np.array([[_alike(g.path, s.path) for s in statements] for g in goals], np.float32)
    done = np.array([s.part is Part.DONE for s in statements], np.float32)
    about = np.array([s.part is Part.ABOUT for s in statements], np.float32)
    shape = (len(goals), len(statements))
    return np.stack(
        [
            near,
            near - near.max(axis=1, keepdims=True),
            words,
            words - words.max(axis=1, keepdims=True),
            np.maximum(unit, 0),
            np.maximum(-unit, 0),
            clause,
            size,
            heads,
            _of_the_one_before(near, statements),
            _of_the_one_before(words, statements),
            np.broadcast_to(done, shape),
            np.broadcast_to(about, shape),
        ],
        axis=2,
    ).astype(np.float32)


def _of_the_one_before(scores: Floats, statements: Sequence[Statement]) -> Floats:
    """Scores (goals, statements) → those of the sentence before in its paragraph, 0 for the first.

    Where that one says it, the next one mostly goes on to something else.
    """
    moved = np.zeros_like(scores)
    for i, (before, here) in enumerate(pairwise(statements), start=1):
        if here.place.start - before.place.end <= 1 and here.path[:1] == before.path[:1]:
            moved[:, i] = scores[:, i - 1]
    return moved


def nearness(asked: Sequence[str], statements: Sequence[Statement], embedder: Embedder) -> Floats:
    """Texts asked as questions, and statements → how near they are: array (asked, statements)."""
    told = embedder.passages([embedded(s) for s in statements])
    return nearness_of(np.stack([embedder.question(a) for a in asked]), told, embedder)


def nearness_of(asked: Vectors, told: Vectors, embedder: Embedder) -> Floats:
    """Vectors of questions and of statements → how near they are, on the model's own scale."""
    scale = scale_of(embedder, "zh")
    near = np.vectorize(scale.nearness, otypes=[np.float32])
    return np.asarray(near(asked @ told.T), np.float32)


def embedded(statement: Statement) -> str:
    """A statement → the text that is embedded of it: its innermost heading, and its words."""
    heading = ORDINAL.sub("", statement.path[-1]) if statement.path else ""
    return f"{heading}：{' '.join(statement.place.text.split())}"


def words_in_common(asked: Sequence[str], statements: Sequence[Statement]) -> Floats:
    """How much of each text's character pairs, the rare ones more, each statement has: 0 to 1."""
    told = [pairs_of(embedded(s)) for s in statements]
    often = Counter(pair for pairs in told for pair in pairs)
    rare = {pair: log(1 + len(told) / (1 + n)) for pair, n in often.items()}
    unseen = log(1 + len(told))
    rows = []
    for text in asked:
        mine = {pair: rare.get(pair, unseen) for pair in pairs_of(text)}
        whole = sum(mine.values()) or 1.0
        rows.append([sum(mine[p] for p in mine.keys() & pairs) / whole for pairs in told])
    return np.array(rows, np.float32).reshape(len(asked), len(statements))


_WORDS = re.compile(r"[^\W\d_]+")
_MARK = re.compile(r"[，,；;。：:\t](?!\d)")


def pairs_of(text: str) -> frozenset[str]:
    """Character pairs of the words; numbers are compared elsewhere."""
    return frozenset(w[i : i + 2] for w in _WORDS.findall(text) for i in range(len(w) - 1))


def _alike(goal: Sequence[str], told: Sequence[str]) -> float:
    """How much of a goal's innermost heading stands in those over a statement: 0 to 1."""
    mine = pairs_of(goal[-1]) if goal else frozenset()
    return len(mine & pairs_of(" ".join(told[-2:]))) / len(mine) if mine else 0.0


def _figures(text: str) -> list[tuple[Quantity, frozenset[str]]]:
    """A statement's figures, each with the character pairs of its own clause."""
    return [(q, pairs_of(clause_of(text, q))) for q in measured(text)]


def clause_of(text: str, quantity: Quantity) -> str:
    """The words around a figure, from the mark before it to the one behind."""
    before = _MARK.split(text[: quantity.start])[-1]
    return before + text[quantity.start : quantity.end] + _MARK.split(text[quantity.end :])[0]


def _beside(
    goal: Goal, figures: Sequence[tuple[Quantity, frozenset[str]]]
) -> tuple[float, float, float]:
    """A goal's target and a statement's figures → whether one can be set against it (1, else -1,
    0 without a target), how much of the goal stands in that figure's clause, and how near it is
    in size, both 0 to 1."""
    if goal.target is None:
        return 0.0, 0.0, 0.0
    pairs = pairs_of(goal.name)
    found = [
        (len(pairs & own) / (len(pairs) or 1), size_in_common(goal.target, q))
        for q, own in figures
        if same_dimension(goal.target, q)
    ]
    return (1.0, *max(found)) if found else (-1.0, 0.0, 0.0)


def size_in_common(target: Quantity, figure: Quantity) -> float:
    """1 where two figures are equal, 0 where one is twice the other or more."""
    if target.base == figure.base:
        return 1.0
    if target.base <= 0 or figure.base <= 0:
        return 0.0
    return max(0.0, 1.0 - abs(log(figure.base / target.base)) / log(2))
