"""Goals and statements → what speaks for and against each statement telling of each goal.

Every feature is a number of one pair, or of where the statement stands among the others; what each
of them counts is for `matching`. Arrays are (goals, statements, features).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from figures.quantities import Quantity, same_dimension
from goals.parts import ORDINAL
from goals.records import Goal, Part, Statement
from goals.setting import measured
from models.embedder import Embedder, Vectors
from reader.scale import scale_of

Floats = NDArray[np.float32]

FEATURES = (
    "nearness",
    "nearness below the goal's best",
    "nearness below the statement's best",
    "words",
    "words below the goal's best",
    "words below the statement's best",
    "longest run of characters",
    "rarest run of characters",
    "same unit",
    "another unit",
    "words of the figure's clause",
    "figure near in size",
    "headings alike",
    "named by its heading",
    "nearness of the sentence before",
    "words of the sentence before",
    "out of order",
    "under results",
    "under duties",
    "under problems",
    "under money",
    "a table's row",
)
_PARTS = (Part.DONE, Part.ABOUT, Part.PROBLEMS, Part.MONEY)
_LONGEST_RUN = 8
_NAME = 3
"""Characters: runs of so many are names and terms more often than not."""


def features(goals: Sequence[Goal], statements: Sequence[Statement], embedder: Embedder) -> Floats:
    """Goals and statements → array (goals, statements, len(FEATURES))."""
    names = [g.name for g in goals]
    near = nearness(names, statements, embedder)
    words = words_in_common(names, statements)
    figures = [_figures(s.place.text) for s in statements]
    beside = [[_beside(g, of) for of in figures] for g in goals]
    unit, clause, size = np.moveaxis(np.array(beside, np.float32), 2, 0)
    heads = np.array([[_alike(g.path, s.path) for s in statements] for g in goals], np.float32)
    shape = (len(goals), len(statements))
    parts = [np.array([s.part is part for s in statements]) for part in _PARTS]
    row = np.array(["\t" in s.place.text for s in statements])
    return np.stack(
        [
            near,
            near - near.max(axis=1, keepdims=True),
            near - near.max(axis=0, keepdims=True),
            words,
            words - words.max(axis=1, keepdims=True),
            words - words.max(axis=0, keepdims=True),
            _runs(names, statements),
            _rarest(names, statements),
            np.maximum(unit, 0),
            np.maximum(-unit, 0),
            clause,
            size,
            heads,
            _named(names, statements),
            _of_the_one_before(near, statements),
            _of_the_one_before(words, statements),
            _out_of_order(goals, statements),
            *(np.broadcast_to(of, shape) for of in (*parts, row)),
        ],
        axis=2,
    ).astype(np.float32)


def _of_the_one_before(scores: Floats, statements: Sequence[Statement]) -> Floats:
    """Scores (goals, statements) → those of the sentence before in its paragraph, 0 for the
    first."""
    starts = np.array([s.paragraph for s in statements])
    moved = np.zeros_like(scores)
    moved[:, 1:] = scores[:, :-1] * (starts[1:] == starts[:-1])
    return moved


def _out_of_order(goals: Sequence[Goal], statements: Sequence[Statement]) -> Floats:
    """How far a statement's place among those of what was done is from the goal's among the goals:
    0 to 1. Reports tell mostly in the order in which they set; elsewhere 0.5."""
    done = [i for i, s in enumerate(statements) if s.part is Part.DONE]
    off = np.full((len(goals), len(statements)), 0.5, np.float32)
    for n, i in enumerate(done):
        for k in range(len(goals)):
            off[k, i] = abs((k + 0.5) / len(goals) - (n + 0.5) / len(done))
    return off


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


def _runs(asked: Sequence[str], statements: Sequence[Statement]) -> Floats:
    """The longest run of characters that each text and each statement have in common, as a share
    of `_LONGEST_RUN`: names are such runs."""
    told = [_run_sets(s.place.text) for s in statements]
    rows = [[_longest(mine, of) for of in told] for mine in map(_run_sets, asked)]
    return np.array(rows, np.float32).reshape(len(asked), len(statements))


def _rarest(asked: Sequence[str], statements: Sequence[Statement]) -> Floats:
    """How rare among the statements the rarest run of `_NAME` characters is that each text and each
    statement have in common: 1 where no other statement has it, 0 where they have none."""
    told = [_runs_of(s.place.text, _NAME) for s in statements]
    often = Counter(run for runs in told for run in runs)
    rare = {run: log(1 + len(told) / n) / log(1 + len(told)) for run, n in often.items()}
    rows = [
        [max((rare[run] for run in mine & runs), default=0.0) for runs in told]
        for mine in (_runs_of(text, _NAME) for text in asked)
    ]
    return np.array(rows, np.float32).reshape(len(asked), len(statements))


def _runs_of(text: str, length: int) -> frozenset[str]:
    words = _WORDS.findall(text)
    return frozenset(w[i : i + length] for w in words for i in range(len(w) - length + 1))


def _named(asked: Sequence[str], statements: Sequence[Statement]) -> Floats:
    """How much of the innermost heading over each statement stands in each text: 0 to 1."""
    heads = [pairs_of(ORDINAL.sub("", s.path[-1])) if s.path else frozenset() for s in statements]
    rows = [[len(h & mine) / len(h) if h else 0.0 for h in heads] for mine in map(pairs_of, asked)]
    return np.array(rows, np.float32).reshape(len(asked), len(statements))


def _run_sets(text: str) -> list[frozenset[str]]:
    return [_runs_of(text, n) for n in range(2, _LONGEST_RUN + 1)]


def _longest(mine: Sequence[frozenset[str]], others: Sequence[frozenset[str]]) -> float:
    for n, (a, b) in enumerate(zip(mine, others, strict=True), start=2):
        if not a & b:
            return (n - 1) / _LONGEST_RUN if n > 2 else 0.0
    return 1.0


_WORDS = re.compile(r"[^\W\d_]+")
_MARK = re.compile(r"[，,；;。：:\t](?!\d)")


def pairs_of(text: str) -> frozenset[str]:
    """Character pairs of the words; numbers are compared elsewhere."""
    return _runs_of(text, 2)


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
