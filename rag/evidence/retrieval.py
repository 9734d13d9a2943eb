"""A question → the passages that may answer it, out of the reports that hold what it asks."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from models.embedder import Embedder, Vectors
from rag.evidence.years import reports_of_other_years
from rag.question.linking import link
from rag.records import EVERYTHING, Found, Intent, Understood, in_scope
from rag.settings import USUAL, RagSettings
from rag.text import cut, half_width
from records import Passage, Report
from vectorstore.hits import Hit
from vectorstore.snapshot import Snapshot
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


def near_duplicates_later(passages: Iterable[Passage]) -> Iterator[Passage]:
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


@dataclass(frozen=True, slots=True)
class Query:
    """`vector` is the question's, of shape (dimension,); `words` are looked for as keywords."""

    understood: Understood
    vector: Vectors
    words: str


def query_of(understood: Understood, embedder: Embedder, reports: Sequence[Report]) -> Query:
    """A question as understood, and the reports it was understood by → its query.

    A department that is looked in anyway is no keyword: each of its passages is its own, those
    that say so no more than others. What reports call things is looked for as well.
    """
    asked = question = " ".join(understood.parts)
    if understood.scope.whose:
        identities = [report.identity for report in reports]
        asked = cut(half_width(asked), link(half_width(asked), identities).spans)
    words = " ".join((asked, *understood.search_terms))
    return Query(understood, embedder.question(question), words)


def retrieve(
    shelf: Snapshot, query: Query, k: int = 8, settings: RagSettings = USUAL
) -> tuple[Found, ...]:
    """A query → at most `k` passages, the best first; `score` is from 0 to 1.

    Where several years or departments are asked about, each has its share. Of near-duplicate
    passages (the same budget in a department's and in its unit's report) the best comes first.
    """
    reports = {r.id: r for r in shelf.reports()}
    groups = _groups(query, list(reports.values()))
    ranked = [_ranked(shelf, query, group, settings) for group in groups]
    in_turn = [one for row in zip_longest(*ranked) for one in row if one is not None]
    scores = {passage.id: score for passage, score in in_turn}
    best = near_duplicates_later(passage for passage, _ in in_turn)
    return tuple(
        Found(n, passage, reports[passage.report_id], scores[passage.id])
        for n, passage in enumerate(islice(best, k), start=1)
    )


def _groups(query: Query, reports: Sequence[Report]) -> list[Collection[str] | None]:
    """The reports to look in, those together that compete for one share of the passages."""
    scope = query.understood.scope
    if scope == EVERYTHING:
        return [None]
    about = [*in_scope(reports, scope), *reports_of_other_years(query.understood, reports)]
    several = len(scope.years) > 1 or len(scope.whose) > 1
    over_years = query.understood.intent is Intent.COMPARISON and bool(scope.whose)
    if several or over_years:
        groups: dict[tuple[int | None, str], list[str]] = {}
        for report in about:
            of = report.identity
            groups.setdefault((of.year, of.department or of.district), []).append(report.id)
        return list(groups.values()) or [[]]
    return [[r.id for r in dict.fromkeys(about)]]


def _ranked(
    shelf: Snapshot, query: Query, group: Collection[str] | None, settings: RagSettings
) -> list[tuple[Passage, float]]:
    """One group's passages, the best first: by meaning and keywords, then by their sentences."""
    first = mixed(
        (scaled(shelf.dense(query.vector, settings.depth, group)), settings.meaning_weight),
        (scaled(shelf.keywords(query.words, settings.depth, group)), settings.keyword_weight),
    )
    ids = best_first(first)[: settings.looked_into]
    passages = shelf.passages(ids)
    closest = [
        Hit(passage_id, "", float((vectors @ query.vector).max()))
        for passage_id, vectors in shelf.sentence_vectors(ids).items()
        if len(vectors)
    ]
    second = mixed(
        ({i: first[i] for i in ids if i in passages}, 1.0),
        ({i: s for i, s in scaled(closest).items() if i in passages}, settings.sentence_weight),
    )
    scores = lifted_by_section(second, passages)
    return with_their_section([(passages[i], scores[i]) for i in best_first(scores)])
