"""A query → the passages that may answer it, out of the reports it is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from rag.query import Query
from rag.records import Found, Intent, Scope
from vectorstore.hits import Hit
from vectorstore.library import Library
from vectorstore.records import Passage, Report
from vectorstore.terms import terms

# Measured on several question sets: `bench/README.md`.
_MEANING = 0.2
_WORDS = 0.5
_SENTENCE = 0.3
_DEPTH = 60
_LOOKED_INTO = 24
_SAME = 0.92


def retrieve(library: Library, query: Query, k: int = 8) -> tuple[Found, ...]:
    """A query → at most `k` passages, the best first; `score` is from 0 to 1.

    Where several years or departments are asked about, each has its share. Of near-duplicate
    passages (the same budget in a department's and in its unit's report) the best stays.
    """
    reports = {r.id: r for r in library.reports()}
    groups = _groups(query, list(reports.values()))
    ranked = [_ranked(library, query, group) for group in groups]
    best = [hit for row in zip_longest(*ranked) for hit in row if hit is not None]
    passages = library.passages([hit.passage_id for hit in best[: 3 * k * len(groups)]])
    kept = _without_repeats(
        (hit, passages[hit.passage_id]) for hit in best if hit.passage_id in passages
    )
    return tuple(
        Found(n, passage, reports[passage.report_id], hit.score)
        for n, (hit, passage) in enumerate(kept[:k], start=1)
        if passage.report_id in reports
    )


def in_scope(reports: Iterable[Report], scope: Scope) -> list[Report]:
    """The reports a question is about; those whose year is not known are not ruled out."""
    return [
        r
        for r in reports
        if (not scope.years or r.identity.year in scope.years or r.identity.year is None)
        and (not scope.departments or r.identity.department in scope.departments)
        and (not scope.kinds or r.identity.kind in scope.kinds)
    ]


def _groups(query: Query, reports: Sequence[Report]) -> list[Collection[str] | None]:
    """The reports to look in, those together that compete for one share of the passages."""
    scope = query.understood.scope
    if scope == Scope():
        about: Sequence[Report] = reports
    else:
        about = in_scope(reports, scope)
    several = len(scope.years) > 1 or len(scope.departments) > 1
    over_years = query.understood.intent is Intent.COMPARISON and bool(scope.departments)
    if several or over_years:
        groups: dict[tuple[int | None, str], list[str]] = {}
        for report in about:
            groups.setdefault((report.identity.year, report.identity.department), []).append(
                report.id
            )
        return list(groups.values()) or [[]]
    return [None if scope == Scope() else [r.id for r in about]]


def _ranked(library: Library, query: Query, group: Collection[str] | None) -> list[Hit]:
    """One group's passages, the best first: by meaning and keywords, then by their sentences."""
    first = fused(
        (library.dense(query.vector, _DEPTH, group), _MEANING / (_MEANING + _WORDS)),
        (library.keywords(query.words, _DEPTH, group), _WORDS / (_MEANING + _WORDS)),
    )[:_LOOKED_INTO]
    vectors = library.sentence_vectors([hit.passage_id for hit in first])
    closest = [
        Hit(hit.passage_id, hit.report_id, float((vectors[hit.passage_id] @ query.vector).max()))
        for hit in first
        if len(vectors.get(hit.passage_id, ()))
    ]
    closest.sort(key=lambda hit: -hit.score)
    share = 1 - _SENTENCE
    weighted = {hit.passage_id: share * hit.score for hit in first}
    for passage_id, score in scaled(closest).items():
        weighted[passage_id] += _SENTENCE * score
    hits = {hit.passage_id: hit for hit in first}
    return [replace(hits[i], score=score) for i, score in _best_first(weighted)]


def fused(*searches: tuple[Sequence[Hit], float]) -> list[Hit]:
    """(hits, share) of several searches, each scaled from 0 to 1 → one ranking, best first."""
    scores: dict[str, float] = {}
    hits = {hit.passage_id: hit for found, _ in searches for hit in found}
    for found, share in searches:
        for passage_id, score in scaled(found).items():
            scores[passage_id] = scores.get(passage_id, 0.0) + share * score
    return [replace(hits[i], score=score) for i, score in _best_first(scores)]


def scaled(hits: Sequence[Hit]) -> Mapping[str, float]:
    """Hits, the best first → scores from 1 for the best to 0 for the last."""
    if not hits:
        return {}
    low, high = hits[-1].score, hits[0].score
    return {h.passage_id: (h.score - low) / (high - low) if high > low else 1.0 for h in hits}


def _best_first(scores: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def _without_repeats(found: Iterable[tuple[Hit, Passage]]) -> list[tuple[Hit, Passage]]:
    kept: list[tuple[Hit, Passage, frozenset[str]]] = []
    for hit, passage in found:
        words = frozenset(terms(passage.text))
        if not any(
            passage.report_id != other.report_id and _likeness(words, theirs) >= _SAME
            for _, other, theirs in kept
        ):
            kept.append((hit, passage, words))
    return [(hit, passage) for hit, passage, _ in kept]


def _likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of terms in common (Jaccard)."""
    together = len(a | b)
    return len(a & b) / together if together else 1.0
