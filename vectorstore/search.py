"""Passages found by meaning or by keywords, in all reports or in some; only what is committed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from sqlalchemy import Connection

from languages import N_
from models.embedder import Vectors
from vectorstore.errors import StoreError
from vectorstore.exact import ExactSearch
from vectorstore.hits import Hit
from vectorstore.indexes import Indexes
from vectorstore.keywords import Words, report_of, version_of
from vectorstore.quantised import QuantisedSearch
from vectorstore.settings import StoreSettings
from vectorstore.texts import Texts
from vectorstore.views import View


class InMemory:
    """What is looked at again and again: the vectors, as floats and of a large shelf as codes, and
    the texts of the reports."""

    def __init__(self) -> None:
        self.texts = Texts()
        self.exact = ExactSearch()
        self.quantised = QuantisedSearch()

    def of(self, passages: int, settings: StoreSettings) -> ExactSearch | QuantisedSearch:
        """What a shelf of so many passages is searched with."""
        if passages <= settings.exact_at_most:
            return self.exact
        self.exact.forget(but=())
        return self.quantised

    def forget(self, but: Collection[int]) -> None:
        """Let go of all reports but those with these serials."""
        self.exact.forget(but)
        self.quantised.forget(but)
        self.texts.forget(but)


def by_meaning(
    connection: Connection,
    view: View,
    indexes: Indexes,
    memory: InMemory,
    question: Vectors,
    limit: int,
    report_ids: Collection[str] | None,
) -> list[Hit]:
    """A question's vector → at most `limit` passages, the highest cosine first.

    Every vector is looked at: that is exact, and takes a filter for nothing. Only the whole of
    a shelf too large for that is left to Chroma.
    """
    limits = indexes.settings
    passages = sum(standing.passage_count for standing in view.reports.values())
    near = memory.of(passages, limits)
    if report_ids is not None:
        chosen = [view.reports[i] for i in dict.fromkeys(report_ids) if i in view.reports]
        return near.search(connection, question, limit, chosen)
    if passages <= max(limits.exact_at_most, limits.quantised_at_most):
        return near.search(connection, question, limit, view.reports.values())
    indexes.follow(view.generation)
    if (there := indexes.passages.count()) < passages:
        raise StoreError(
            N_(
                "The index of vectors is not whole: there are {there} of {passages} "
                "passages. They are being made again out of the catalogue; ask again in "
                "a while. The reports and their figures can be used meanwhile."
            ),
            there=there,
            passages=passages,
        )
    return committed(
        lambda n: indexes.passages.search(question, n),
        limit,
        lambda hit: hit.report_id in view.reports,
    )


def by_keywords(
    view: View,
    words: Words,
    question: str,
    limit: int,
    report_ids: Collection[str] | None,
) -> list[Hit]:
    """A question → at most `limit` passages, the best BM25 score first."""
    chosen = None
    if report_ids is not None:
        standing = [view.reports[i] for i in report_ids if i in view.reports]
        chosen = [version_of(s.report.id, s.serial) for s in standing]
    hits = committed(
        lambda n: words.search(question, n, chosen),
        limit,
        lambda hit: view.has(*report_of(hit.report_id)),
    )
    return [replace(hit, report_id=report_of(hit.report_id)[0]) for hit in hits]


def committed(
    search: Callable[[int], list[Hit]], limit: int, is_there: Callable[[Hit], bool]
) -> list[Hit]:
    """The best `limit` hits of `search(n)` that are of what is on the shelf.

    What is being added or taken out may be found as well: then it is looked a little further.
    """
    wanted = limit
    while True:
        found = search(wanted)
        kept = [hit for hit in found if is_there(hit)]
        if len(kept) >= limit or len(found) < wanted:
            return kept[:limit]
        wanted *= 2
