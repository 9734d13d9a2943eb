"""The passages by their meaning: nearest neighbours, in Chroma."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from json import JSONDecodeError
from pathlib import Path
from threading import RLock
from urllib.parse import urlsplit

import chromadb
import httpx
from chromadb.api.client import AdminClient, Client
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.api.fastapi import FastAPI
from chromadb.config import Settings
from chromadb.errors import (
    AuthorizationError,
    ChromaAuthError,
    InternalError,
    NotFoundError,
    QuotaError,
    RateLimitError,
    VersionMismatchError,
)

from models.embedder import Vectors
from records import Passage
from vectorstore.errors import StoreError, is_panic
from vectorstore.hits import Hit

# Its disk, its server, or another process that took the collection away; the other errors of its
# (InvalidArgumentError, DuplicateIDError, ValueError …) say that we asked for nonsense.
_OUTSIDE = (
    *(InternalError, NotFoundError, VersionMismatchError, OSError, httpx.HTTPError),
    *(AuthorizationError, ChromaAuthError, QuotaError, RateLimitError),
)
_BATCH = 1000
_PAGE = 20_000


class Passages:
    """One collection of passages, in a folder or on a Chroma server. Raises StoreError."""

    def __init__(self, folder: Path, server: str | None, shelf: str, search_width: int) -> None:
        self._place = server or str(folder)
        self._server = server
        self._folder = folder
        self._search_width = search_width
        self._name = f"jiwen-{shelf}"
        self._using = RLock()
        with self._told():
            if server is None:
                folder.mkdir(parents=True, exist_ok=True)
            self._client = self._connect()
            self._collection = self._open()

    def replace(
        self,
        gone: Sequence[str],
        passages: Sequence[Passage],
        vectors: Vectors,
        on_batch: Callable[[int], None] = lambda done: None,
    ) -> None:
        """Take out all passages of the reports `gone`, put in `passages` (vectors: (n, d))."""
        with self._told():
            for report_id in gone:
                self._collection.delete(where={"report": report_id})
            for start in range(0, len(passages), _BATCH):
                batch = passages[start : start + _BATCH]
                self._collection.upsert(
                    ids=[passage.id for passage in batch],
                    embeddings=vectors[start : start + _BATCH],
                    metadatas=[{"report": passage.report_id} for passage in batch],
                )
                on_batch(start + len(batch))

    def search(self, question: Vectors, limit: int) -> list[Hit]:
        """A question's vector → at most `limit` passages, the highest cosine first."""
        with self._told():
            found = self._collection.query(
                query_embeddings=question[None, :],
                n_results=limit,
                include=["metadatas", "distances"],
            )
        metadatas, distances = found["metadatas"], found["distances"]
        assert metadatas is not None
        assert distances is not None
        return [
            Hit(passage_id, str(metadata["report"]), 1.0 - distance)
            for passage_id, metadata, distance in zip(
                found["ids"][0], metadatas[0], distances[0], strict=True
            )
        ]

    def clear(self) -> None:
        """Take everything out, so that vectors of another length can come in."""
        with self._told():
            with suppress(NotFoundError):
                self._client.delete_collection(self._name)
            self._collection = self._open()

    def refresh(self) -> None:
        """See what another process has written: a local client keeps what it read before."""
        with self._told():
            if self._server is None:
                self.close()
                self._client = self._connect()
            self._collection = self._open()

    def close(self) -> None:
        """Give back the client."""
        admin = self._client._admin_client
        assert isinstance(admin, AdminClient)
        apis = (self._client._server, admin._server)
        self._client.close()
        for api in apis:
            if isinstance(api, FastAPI):
                api._session.close()  # Chroma leaves its connections to a server open.

    def count(self) -> int:
        """How many passages there are."""
        with self._told():
            return self._collection.count()

    def counts(self) -> dict[str, int]:
        """How many passages there are of each report."""
        counts: Counter[str] = Counter()
        with self._told():
            for start in range(0, self._collection.count(), _PAGE):
                page = self._collection.get(limit=_PAGE, offset=start, include=["metadatas"])
                counts.update(str(metadata["report"]) for metadata in page["metadatas"] or [])
        return dict(counts)

    def _connect(self) -> Client:
        # Nothing is reported over the network. Chroma writes into the settings it is given.
        quiet = Settings(anonymized_telemetry=False)
        if self._server is None:
            client = chromadb.PersistentClient(path=str(self._folder), settings=quiet)
        else:
            url = urlsplit(self._server)
            secure = url.scheme == "https"
            port = url.port or (443 if secure else 80)
            try:
                client = chromadb.HttpClient(url.hostname or "", port, ssl=secure, settings=quiet)
            except ValueError as error:
                # So it says that nobody answers, or that who answers is no Chroma server.
                raise ConnectionError(str(error)) from error
        assert isinstance(client, Client)
        return client

    def _open(self) -> chromadb.Collection:
        cosine = CreateCollectionConfiguration(
            hnsw={"space": "cosine", "ef_search": self._search_width}
        )
        return self._client.get_or_create_collection(
            self._name, embedding_function=None, configuration=cosine
        )

    def _is_outside(self, error: BaseException) -> bool:
        if isinstance(error, _OUTSIDE) or is_panic(error):
            return True
        # What a proxy or a server in trouble says comes as JSON that is none, or as itself.
        nonsense = isinstance(error, JSONDecodeError) or type(error) is Exception
        return self._server is not None and nonsense

    @contextmanager
    def _told(self) -> Iterator[None]:
        # One at a time: a client that another thread searches with must not be closed.
        try:
            with self._using:
                yield
        except BaseException as error:
            if not self._is_outside(error):
                raise
            raise StoreError(
                f"向量库 {self._place} 读写失败：{error}。"
                "请检查磁盘空间、文件夹权限，或 CHROMA_URL 的服务器是否在运行；"
                "本地向量库损坏时删除该文件夹即可，绩问会自动重建。",
                f"The vectors at {self._place} could not be read or written: {error}. Check the "
                "disk space, the folder's permissions, or that the server of CHROMA_URL runs; if "
                "a local store is damaged, delete that folder: it is made again by itself.",
            ) from error
