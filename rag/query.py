"""A question that was understood → what the shelf is searched with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.embedder import Embedder, Vectors
from rag.everyday import in_report_words
from rag.linking import link
from rag.records import Understood
from rag.spans import cut
from rag.years import evened
from records import Report


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
        asked = cut(evened(asked), link(evened(asked), identities).spans)
    others = dict.fromkeys(w for words in in_report_words(asked) for w in words[1:])
    words = " ".join((asked, *understood.search_terms, *others))
    return Query(understood, embedder.question(question), words)
