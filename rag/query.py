"""A question that was understood → what the shelf is searched with."""

from __future__ import annotations

from dataclasses import dataclass

from models.embedder import Embedder, Vectors
from rag.everyday import in_report_words
from rag.records import Understood


@dataclass(frozen=True, slots=True)
class Query:
    """`vector` is the question's, of shape (dimension,); `words` are looked for as keywords."""

    understood: Understood
    vector: Vectors
    words: str


def query_of(understood: Understood, embedder: Embedder) -> Query:
    """A question as understood → its query; what reports call things is looked for as well."""
    spoken, _ = in_report_words(understood.standalone)
    others = dict.fromkeys(word for words in spoken for word in words[1:])
    words = " ".join((understood.standalone, *understood.search_terms, *others))
    return Query(understood, embedder.question(understood.standalone), words)
