"""Hits of several searches → one ranking; pure."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

from records import Passage
from vectorstore.hits import Hit
from vectorstore.terms import terms

# Measured on several question sets: `bench/README.md`.
_SECTION = 0.2
_SAME = 0.92
_LATER = 2
_BEST = 3
_TOGETHER = 2
_ALONG = 3

Scores = Mapping[str, float]
"""Scores by passage id."""


def scaled(hits: Sequence[Hit]) -> dict[str, float]:
    """Hits → scores from 1 for the best to 0 for the last."""
    if not hits:
        return {}
    low, high = min(h.score for h in hits), max(h.score for h in hits)
    return {h.passage_id: (h.score - low) / (high - low) if high > low else 1.0 for h in hits}


def mixed(*searches: tuple[Scores, float]) -> dict[str, float]:
    """(scores, share) of several searches → their weighted sums; what one lacks counts 0."""
    together: dict[str, float] = {}
    for scores, share in searches:
        for passage_id, score in scores.items():
            together[passage_id] = together.get(passage_id, 0.0) + share * score
    return together


def best_first(scores: Scores) -> list[str]:
    """Scores → passage ids, the highest first."""
    return sorted(scores, key=lambda passage_id: (-scores[passage_id], passage_id))


def lifted_by_section(scores: Scores, passages: Mapping[str, Passage]) -> dict[str, float]:
    """Scores → scores with a share of the best in the same section, still from 0 to 1.

    What stands beside a good passage, under the same headings, is likelier to go on about it.
    """
    best: dict[tuple[str, tuple[str, ...]], float] = {}
    for passage_id, score in scores.items():
        section = _section(passages[passage_id])
        best[section] = max(score, best.get(section, 0.0))
    return {
        passage_id: (score + _SECTION * best[_section(passages[passage_id])]) / (1 + _SECTION)
        for passage_id, score in scores.items()
    }


def with_their_section(
    ranked: Sequence[tuple[Passage, float]],
) -> list[tuple[Passage, float]]:
    """Passages, the best first → the same, the rest of the best section right behind the best.

    Where two of the best three stand under the same headings, what else was found there comes
    next, in reading order, as many as a prompt has room for.
    """
    best, others = list(ranked[:_BEST]), ranked[_BEST:]
    sections = Counter(_section(passage) for passage, _ in best if passage.headings)
    section, count = next(iter(sections.most_common(1)), (None, 0))
    if count < _TOGETHER:
        return list(ranked)
    along = [one for one in others if _section(one[0]) == section][:_ALONG]
    behind = [one for one in others if one not in along]
    return [*best, *sorted(along, key=lambda one: one[0].ordinal), *behind]


def repeats_later(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Passages, the best first → the same, those that repeat one of another report moved down.

    The budget of a department and of its unit are near copies; one of them is enough at first.
    """
    seen: list[tuple[str, frozenset[str]]] = []
    waiting: deque[tuple[int, Passage]] = deque()
    for passage in passages:
        words = frozenset(terms(passage.text))
        if any(passage.report_id != i and _likeness(words, w) >= _SAME for i, w in seen):
            waiting.append((len(seen) + _LATER, passage))
            continue
        seen.append((passage.report_id, words))
        yield passage
        while waiting and waiting[0][0] <= len(seen):
            yield waiting.popleft()[1]
    for _, passage in waiting:
        yield passage


def _section(passage: Passage) -> tuple[str, tuple[str, ...]]:
    return passage.report_id, passage.headings


def _likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of terms in common (Jaccard)."""
    together = len(a | b)
    return len(a & b) / together if together else 1.0
