"""What people would otherwise use, with the same embedding model: bench/requirements.txt."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from langchain_core.documents import Document as LangChainDocument
from langchain_core.embeddings import Embeddings

from bench.question_sets import Document, Piece
from models.embedder import Embedder

Search = Callable[[str], Sequence[Piece]]
Indexed = tuple[Sequence[Piece], Search]
"""All pieces of the index, and what searches it for the best ten."""


class _LangChainEmbeddings(Embeddings):
    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._embedder.passages(texts).tolist()

    def embed_query(self, text: str) -> list[float]:
        return self._embedder.question(text).tolist()


def _split(documents: Sequence[Document]) -> list[LangChainDocument]:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=500, chunk_overlap=50)
    return splitter.split_documents(
        [LangChainDocument(d.text, metadata={"document": d.id}) for d in documents]
    )


def _pieces(found: Sequence[LangChainDocument]) -> list[Piece]:
    return [Piece(d.metadata["document"], d.page_content) for d in found]


def langchain_usual(documents: Sequence[Document], embedder: Embedder) -> Indexed:
    """RecursiveCharacterTextSplitter 500/50, Chroma, similarity: every tutorial's pipeline."""
    from langchain_chroma import Chroma

    chunks = _split(documents)
    store = Chroma(
        collection_name=f"usual-{len(chunks)}", embedding_function=_LangChainEmbeddings(embedder)
    )
    store.add_documents(chunks)
    return _pieces(chunks), lambda question: _pieces(store.similarity_search(question, k=10))


def langchain_ensemble(documents: Sequence[Document], embedder: Embedder) -> Indexed:
    """EnsembleRetriever (reciprocal ranks, half and half) of jieba BM25 and Chroma."""
    import jieba
    from langchain_chroma import Chroma
    from langchain_classic.retrievers import EnsembleRetriever
    from langchain_community.retrievers import BM25Retriever

    chunks = _split(documents)
    store = Chroma(
        collection_name=f"ensemble-{len(chunks)}",
        embedding_function=_LangChainEmbeddings(embedder),
    )
    store.add_documents(chunks)
    words = BM25Retriever.from_documents(chunks, k=10, preprocess_func=lambda t: jieba.lcut(t))
    dense = store.as_retriever(search_kwargs={"k": 10})
    ensemble = EnsembleRetriever(retrievers=[words, dense], weights=[0.5, 0.5])
    return _pieces(chunks), lambda question: _pieces(ensemble.invoke(question))[:10]


def llama_index_default(documents: Sequence[Document], embedder: Embedder) -> Indexed:
    """VectorStoreIndex with its default splitter and store."""
    from llama_index.core import Document as LlamaDocument
    from llama_index.core import VectorStoreIndex
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from llama_index.core.node_parser import SentenceSplitter

    class Embedding(BaseEmbedding):
        def _get_query_embedding(self, query: str) -> list[float]:
            return embedder.question(query).tolist()

        def _get_text_embedding(self, text: str) -> list[float]:
            return embedder.passages([text])[0].tolist()

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return embedder.passages(texts).tolist()

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    nodes = SentenceSplitter().get_nodes_from_documents(
        [
            LlamaDocument(
                text=d.text,
                metadata={"document": d.id},
                excluded_embed_metadata_keys=["document"],
            )
            for d in documents
        ]
    )
    index = VectorStoreIndex(nodes, embed_model=Embedding())
    retriever = index.as_retriever(similarity_top_k=10)

    def search(question: str) -> list[Piece]:
        found = retriever.retrieve(question)
        return [Piece(n.node.metadata["document"], n.node.get_content()) for n in found]

    return [Piece(n.metadata["document"], n.get_content()) for n in nodes], search


def txtai_hybrid(documents: Sequence[Document], embedder: Embedder) -> Indexed:
    """Embeddings(hybrid=True): BM25 and vectors, half and half, over LangChain's chunks."""
    from txtai import Embeddings as TxtaiEmbeddings

    asking = False

    def transform(texts: Sequence[str]) -> np.ndarray:
        if asking:
            return np.stack([embedder.question(text) for text in texts])
        return embedder.passages(list(texts))

    chunks = _pieces(_split(documents))
    index = TxtaiEmbeddings(
        method="external", transform=transform, hybrid=True, normalize=True, content=False
    )
    index.index([(i, piece.text, None) for i, piece in enumerate(chunks)])
    asking = True
    return chunks, lambda question: [chunks[i] for i, _ in index.search(question, 10)]


PEERS = {
    "LangChain 500/50 + Chroma": langchain_usual,
    "LangChain Ensemble (jieba BM25 + dense)": langchain_ensemble,
    "LlamaIndex default": llama_index_default,
    "txtai hybrid": txtai_hybrid,
}
