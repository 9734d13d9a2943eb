"""A query → the passages that may answer it, out of the reports it is about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import islice, zip_longest

from rag.other_years import in_scope, told_by_others
from rag.query import Query
from rag.ranking import (
    best_first,
    lifted_by_section,
    mixed,
    repeats_later,
    scaled,
    with_their_section,
)
from rag.records import Found, Intent, Scope
from rag.settings import USUAL, RagSettings
from records import Passage, Report
from vectorstore.hits import Hit
from vectorstore.snapshot import Snapshot


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
    best = repeats_later(passage for passage, _ in in_turn)
    return tuple(
        Found(n, passage, reports[passage.report_id], scores[passage.id])
        for n, passage in enumerate(islice(best, k), start=1)
    )


def _groups(query: Query, reports: Sequence[Report]) -> list[Collection[str] | None]:
    """The reports to look in, those together that compete for one share of the passages."""
    scope = query.understood.scope
    if scope == Scope():
        return [None]
    about = [*in_scope(reports, scope), *told_by_others(query.understood, reports)]
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
