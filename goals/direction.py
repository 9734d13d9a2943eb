"""A goal whose words put no bound on its target → whether less of it is better.

漏损率 and 投诉率 are better low, 满意率 and 覆盖率 better high, and no word of 高于2%的目标 says
which. The indicator's name is the one or the other as the names below are that it is most like:
they are examples, not patterns.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from figures.quantities import Qualifier, QuantityKind
from goals.records import Goal, GoalKind
from models.embedder import Embedder, Vectors

_LOW = (
    "投诉率",
    "差错率",
    "事故发生率",
    "失业率",
    "死亡率",
    "偏差率",
    "流失率",
    "空置率",
    "超标率",
    "发病率",
    "损耗率",
    "负债率",
    "违约率",
    "破损率",
    "返贫率",
    "辍学率",
)
_HIGH = (
    "满意率",
    "合格率",
    "完成率",
    "覆盖率",
    "办结率",
    "及时率",
    "就业率",
    "参保率",
    "达标率",
    "利用率",
    "整改率",
    "执行率",
    "增长率",
    "普及率",
    "存活率",
    "优良率",
)
_NEAREST = 3
_MARGIN = 0.01
"""Cosine: nearer together than this, a rate is taken for one that is better high, as most are."""
_OPEN = {Qualifier.EXACT, Qualifier.ABOUT}
_RISES = {GoalKind.AIM, GoalKind.TASK}
"""Goals in words that bound nothing (达到90%) say what is to be reached."""


def directed(goal: Goal, embedder: Embedder) -> Goal:
    """A goal → the same, with whether less is better where its target is a rate without a bound."""
    target = goal.target
    if target is None or target.kind is not QuantityKind.RATE or target.qualifier not in _OPEN:
        return goal
    if goal.kind in _RISES:
        return goal
    return replace(goal, better_low=better_low(target.subject, embedder))


def better_low(name: str, embedder: Embedder) -> bool:
    """A rate's name → whether it is more like the rates that are better low than the others."""
    if not name.endswith("率"):
        return False
    low, high = _examples(embedder)
    asked = embedder.question(name)
    return _likeness(low, asked) > _likeness(high, asked) + _MARGIN


def _likeness(examples: Vectors, asked: Vectors) -> float:
    return float(np.sort(examples @ asked)[-_NEAREST:].mean())


_READ: dict[str, tuple[Vectors, Vectors]] = {}
"""By the embedding model's name, which stands for its content."""


def _examples(embedder: Embedder) -> tuple[Vectors, Vectors]:
    if embedder.name not in _READ:
        low, high = (np.stack([embedder.question(n) for n in of]) for of in (_LOW, _HIGH))
        _READ[embedder.name] = (low, high)
    return _READ[embedder.name]
