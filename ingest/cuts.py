"""Sentences of one stretch of text → groups of them, cut where the text itself pauses; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from ingest.markers import numbered

Span = tuple[int, int]

# What a cut costs by what stands at it, in squares of the share by which a group's length is off
# the even one. Cut by length alone, twice as many answers are in two: `bench/README.md`.
_BEFORE_ITEM = 0.0
_AFTER_SENTENCE = 0.5
_WITHIN_SENTENCE = 1.0

_SPELT = re.compile(r"[一二三四五六七八九十]是")
_WITHIN = re.compile(r"[；;，,、：:\t]\s*$")


def cut_into_groups(text: str, sentences: Sequence[Span], limit: int) -> list[list[Span]]:
    """Sentences, in order → groups of neighbours, each at most `limit` characters end to end.

    Paragraphs that fit are kept whole. Of all ways to cut, it is the one that best keeps numbered
    items, whole sentences and even lengths. A sentence over `limit` is a group of its own.
    """
    if not sentences:
        return []
    units = list(_units(text, sentences, limit))
    length = sentences[-1][1] - sentences[0][0]
    even = length / -(-length // limit)
    prices = [_price(text, left[-1], right[0]) for left, right in pairwise(units)] + [0.0]
    costs, starts = [0.0], [0]
    for last, price in enumerate(prices):
        best, start = float("inf"), last
        for first in range(last, -1, -1):
            width = units[last][-1][1] - units[first][0][0]
            if width > limit and first < last:
                break
            cost = costs[first] + (width / even - 1) ** 2
            if cost < best:
                best, start = cost, first
        costs.append(best + price)
        starts.append(start)
    return [list(chain(*units[a:b])) for a, b in _chosen(starts)]


def _chosen(starts: Sequence[int]) -> list[tuple[int, int]]:
    """The best start of a group for each end → the groups of the best way, in order."""
    groups, end = [], len(starts) - 1
    while end:
        groups.append((starts[end], end))
        end = starts[end]
    return groups[::-1]


def _units(text: str, sentences: Sequence[Span], limit: int) -> Iterator[list[Span]]:
    """Sentences → what is not cut: the paragraphs that fit, and the sentences of the others."""
    paragraph: list[Span] = []
    for sentence, after in zip(sentences, (*sentences[1:], None), strict=True):
        paragraph.append(sentence)
        if after is None or "\n" in text[sentence[1] : after[0]]:
            fits = sentence[1] - paragraph[0][0] <= limit
            yield from [paragraph] if fits else ([one] for one in paragraph)
            paragraph = []


def _price(text: str, before: Span, after: Span) -> float:
    """What it costs to cut between two sentences."""
    if "\n" in text[before[1] : after[0]]:
        return 0.0
    words = text[slice(*after)]
    if numbered(words) or _SPELT.match(words):
        return _BEFORE_ITEM
    return _WITHIN_SENTENCE if _WITHIN.search(text[slice(*before)]) else _AFTER_SENTENCE
