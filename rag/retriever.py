"""The shelf as a LangChain retriever, for anyone's own chain or agent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from models.embedder import Embedder
from models.embedding import load_embedder
from models.settings import ModelSettings
from rag.evidence.retrieval import query_of, retrieve
from rag.question.understanding import understand
from rag.records import Found
from vectorstore.library import Library
from vectorstore.settings import StoreSettings


class ShelfRetriever(BaseRetriever):
    """A question → the passages of the shelf that may answer it, as LangChain documents.

    Years, departments and kinds of report that the question names are kept to.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    embedder: Any
    """An `Embedder`: the one the shelf was made with. (Pydantic cannot check a protocol.)"""
    k: int = 8

    @classmethod
    def from_environ(cls, env: Mapping[str, str], k: int = 8) -> ShelfRetriever:
        """The environment's shelf and embedding model → a retriever of `k` passages.

        Raises StoreError, ModelSettingsError, ModelUnavailableError.
        """
        embedder: Embedder = load_embedder(ModelSettings.from_environ(env))
        library = Library.open(StoreSettings.from_environ(env), embedder)
        return cls(library=library, embedder=embedder, k=k)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        with self.library.snapshot() as shelf:
            reports = shelf.reports()
            understood = understand(query, (), reports, date.today())
            asked = query_of(understood, self.embedder, reports)
            found = retrieve(shelf, asked, self.k)
        return [_document(item) for item in found]


def _document(found: Found) -> Document:
    passage, identity = found.passage, found.report.identity
    return Document(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "source": found.report.source,
            "title": identity.title,
            "year": identity.year,
            "department": identity.department,
            "kind": str(identity.kind),
            "headings": list(passage.headings),
            "context": passage.context,
            "page": passage.first_page,
            "last_page": passage.last_page,
            "score": round(found.score, 4),
        },
    )
