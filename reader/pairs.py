"""Reports with their examples → questions, each with the sentences that the reader learns from."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.embedder import Embedder
from reader.examples import Example, LabelledReport

# A question of another report whose nearest sentence is farther than this is taken as one that
# this report does not answer. Many are asked of every report: what is nearer may well answer.
_OF_NO_CONCERN = 0.8


@dataclass(frozen=True, slots=True)
class Group:
    """A question and sentences of one report as the reader is given them; `right[i]`: it answers.

    `cosines[i]` is how near the question the i-th is to the embedding model.
    """

    question: str
    texts: tuple[str, ...]
    right: NDArray[np.bool_]
    cosines: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Choice:
    """How many sentences a question is learnt from: those that answer it, and wrong ones.

    Of the wrong ones the writers' come first, then the nearest. `strangers` questions of other
    reports, which this one does not answer, are asked of each report.
    """

    right: int = 3
    wrong: int = 6
    strangers: int = 6


def lessons(
    embedder: Embedder, reports: Sequence[LabelledReport], choice: Choice, chance: random.Random
) -> list[Group]:
    """Reports → what to learn from them, in no order."""
    everything = [(report.name, e) for report in reports for e in report.examples]
    groups = []
    for report in reports:
        sentences = embedder.passages([s.embedded for s in report.embedded.sentences])
        for example in report.examples:
            near = sentences @ embedder.question(example.question)
            groups.append(_group(report, example, near, choice, chance))
        others = [e for name, e in everything if name.split("/")[0] != report.name.split("/")[0]]
        asked = 0
        for example in chance.sample(others, min(len(others), 8 * choice.strangers)):
            near = sentences @ embedder.question(example.question)
            if asked < choice.strangers and near.max() < _OF_NO_CONCERN:
                stranger = Example(example.question, example.style, frozenset(), frozenset())
                groups.append(_group(report, stranger, near, choice, chance))
                asked += 1
    return groups


def nearest(embedder: Embedder, report: LabelledReport, example: Example, count: int) -> Group:
    """A question → the `count` nearest sentences of its report, the nearest first."""
    sentences = embedder.passages([s.embedded for s in report.embedded.sentences])
    near = sentences @ embedder.question(example.question)
    return _of(report, example, near, np.argsort(-near, kind="stable")[:count].tolist())


def _group(
    report: LabelledReport,
    example: Example,
    near: NDArray[np.float32],
    choice: Choice,
    chance: random.Random,
) -> Group:
    right = sorted(example.right)
    right = chance.sample(right, min(len(right), choice.right))
    order = [i for i in np.argsort(-near, kind="stable").tolist() if i not in example.right]
    wrong = list(dict.fromkeys([*sorted(example.near), *order]))
    count = choice.wrong + (0 if right else 1)
    return _of(report, example, near, [*right, *wrong[:count]])


def _of(
    report: LabelledReport, example: Example, near: NDArray[np.float32], chosen: Sequence[int]
) -> Group:
    read = report.embedded.sentences
    same = {read[i].words for i in example.right}
    return Group(
        example.question,
        tuple(read[i].read for i in chosen),
        np.array([i in example.right or read[i].words in same for i in chosen], bool),
        near[list(chosen)].astype(np.float32),
    )
