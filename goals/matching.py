"""Goals and statements → how probable it is that each statement says what was done for each goal.

`likeness` says by what they are judged. How much everything counts was fitted on marks of people,
and is kept as data that says how it was made: `python -m bench.goal_weights`, `weights.json`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from goals.likeness import FEATURES, Floats, features, pairs_of
from goals.parts import ORDINAL
from goals.records import Goal, GoalKind, Part, Statement
from models.embedder import Embedder

_KEPT = Path(__file__).parent / "weights.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """Log odds = `weights` · features (in the order of FEATURES) + `bias`.

    A goal's most probable statement counts from `best` on, every other from `sure` on; from `near`
    on it is a suggestion. `made` says from what the weights were fitted.
    """

    bias: float
    weights: tuple[float, ...]
    best: float
    sure: float
    near: float
    made: str

    def counts(self, probability: float, is_best: bool) -> bool:
        """Whether a match needs no person's word."""
        return probability >= (self.best if is_best else self.sure)


def read_weights(path: Path) -> Weights:
    """A file of weights, by feature's name → the weights, in the order of the features."""
    kept = json.loads(path.read_text("utf-8"))
    return Weights(
        bias=kept["bias"],
        weights=tuple(kept["weights"][name] for name in FEATURES),
        best=kept["best"],
        sure=kept["sure"],
        near=kept["near"],
        made=kept["made"],
    )


FITTED = read_weights(_KEPT)


def probabilities(
    goals: Sequence[Goal],
    statements: Sequence[Statement],
    embedder: Embedder,
    weights: Weights = FITTED,
) -> Floats:
    """Goals and statements → array (goals, statements), 0 to 1."""
    if not goals or not statements:
        return np.zeros((len(goals), len(statements)), np.float32)
    likely = likely_of(features(goals, statements, embedder), weights)
    under = np.array([[_stands_under(g, s) for s in statements] for g in goals])
    return np.asarray(np.where(under, np.maximum(likely, UNDER_ITS_NAME), likely), np.float32)


def likely_of(seen: Floats, weights: Weights) -> Floats:
    """The features of pairs → how probable each is, 0 to 1."""
    odds = seen @ np.array(weights.weights, np.float32) + weights.bias
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), np.float32)


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
