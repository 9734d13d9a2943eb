"""Passages that were found → the sentences and table rows that may answer, the best first."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from rag.query import Query
from rag.records import EvidenceSentence, Found
from vectorstore.library import Library
from vectorstore.terms import terms


def evidence(
    library: Library, query: Query, found: Sequence[Found], k: int = 8
) -> tuple[EvidenceSentence, ...]:
    """Passages found → at most `k` sentences of them, the best first."""
    vectors = library.sentence_vectors([f.passage.id for f in found])
    asked = Counter(terms(query.words))
    sentences = [
        (f, i, span, f.passage.text[span[0] - f.passage.start : span[1] - f.passage.start])
        for f in found
        for i, span in enumerate(f.passage.sentences)
    ]
    rarity = _rarity([set(terms(text)) for _, _, _, text in sentences])
    scored = []
    for f, i, (start, end), text in sentences:
        over = set(terms(" ".join((*f.passage.headings, f.passage.context))))
        meaning = float(vectors[f.passage.id][i] @ query.vector)
        words = _coverage(asked, set(terms(text)), over, rarity)
        score = 2.0 * meaning + 1.0 * words + 0.3 * f.score
        scored.append(EvidenceSentence(f.n, start, end, text, score))
    return tuple(sorted(scored, key=lambda s: (-s.score, s.n, s.start))[:k])


def _rarity(sentences: Sequence[set[str]]) -> Mapping[str, float]:
    counts = Counter(term for words in sentences for term in words)
    return {t: math.log(1 + (len(sentences) - n + 0.5) / (n + 0.5)) for t, n in counts.items()}


def _coverage(
    asked: Counter[str], words: set[str], over: set[str], rarity: Mapping[str, float]
) -> float:
    """The share of the question's rare terms in the sentence, half of it for those over it."""
    total = sum(rarity.get(t, 0.0) for t in asked)
    if not total:
        return 0.0
    return (
        sum(rarity.get(t, 0.0) * (1.0 if t in words else 0.5 if t in over else 0.0) for t in asked)
        / total
    )
