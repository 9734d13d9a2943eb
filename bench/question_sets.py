"""Question sets with passages → documents and questions; and how well a ranking does on them."""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.judging import mean_reciprocal, rank_of, share_within
from rag.text import normalised

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Document:
    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    question: str
    answers: tuple[str, ...]
    document: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a document that a system has found, or has in its index."""

    document: str
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """What one system did on one set: times in seconds, rankings best first."""

    system: str
    indexing: float
    pieces: Sequence[Piece]
    rankings: Sequence[Sequence[Piece]]
    seconds: Sequence[float]


def read_set(folder: Path, name: str) -> tuple[list[Document], list[Asked]]:
    """FOLDER/NAME_passages.jsonl {pid, title, text} and NAME.jsonl {question, answers, pid}."""
    documents = [
        Document(d["pid"], d["title"], d["text"])
        for d in map(json.loads, (folder / f"{name}_passages.jsonl").open(encoding="utf-8"))
    ]
    asked = [
        Asked(q["question"], tuple(q["answers"]), q["pid"])
        for q in map(json.loads, (folder / f"{name}.jsonl").open(encoding="utf-8"))
        if q["question"].strip()  # A few have no words.
    ]
    return documents, asked


def is_right(piece: Piece, asked: Asked) -> bool:
    """From the named document, and an answer stands in it."""
    if piece.document != asked.document:
        return False
    text = normalised(piece.text)
    return any(normalised(answer) in text for answer in asked.answers if normalised(answer))


def measured(run: Run, questions: Sequence[Asked], counted: Sequence[bool]) -> dict[str, float]:
    """A run → hit@1/5/10, MRR@10, nDCG@10 over the questions counted, and its times."""
    by_document: dict[str, list[Piece]] = {}
    for piece in run.pieces:
        by_document.setdefault(piece.document, []).append(piece)
    ranks, gains = [], []
    for asked, ranking, counts in zip(questions, run.rankings, counted, strict=True):
        if counts:
            right = [is_right(piece, asked) for piece in ranking[:DEPTH]]
            there = sum(is_right(p, asked) for p in by_document.get(asked.document, ()))
            ranks.append(rank_of(right))
            gains.append(_gain(right) / (_gain([True] * min(DEPTH, there)) or 1.0))
    times = sorted(1000 * s for s in run.seconds)
    return {
        **{f"hit@{k}": share_within(ranks, k) for k in (1, 5, 10)},
        "MRR@10": mean_reciprocal(ranks),
        "nDCG@10": statistics.mean(gains),
        "ms median": statistics.median(times),
        "ms p95": times[int(0.95 * (len(times) - 1))],
        "indexing s": run.indexing,
    }


def _gain(right: Sequence[bool]) -> float:
    return sum(1 / math.log2(i + 1) for i, r in enumerate(right, start=1) if r)


def holdable(run: Run, questions: Sequence[Asked]) -> list[bool]:
    """Of each question, whether any piece in the run's index holds an answer whole."""
    by_document: dict[str, list[Piece]] = {}
    for piece in run.pieces:
        by_document.setdefault(piece.document, []).append(piece)
    return [any(is_right(p, q) for p in by_document.get(q.document, ())) for q in questions]
