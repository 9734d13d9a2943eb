"""The passages by their meaning: nearest neighbours, in Chroma."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from json import JSONDecodeError
from pathlib import Path
from threading import RLock
from urllib.parse import urlsplit

import chromadb
import httpx
from chromadb.api import ClientAPI
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

_TAKEN_OUT = "taken_out"
"""How many passages were taken out of a collection since it was made, in its metadata: Chroma's
index keeps their places for ever."""


class Passages:
    """One collection of passages, in a folder or on a Chroma server. Raises StoreError."""

    def __init__(
        self, folder: Path, server: str | None, shelf: str, search_width: int, patience: float
    ) -> None:
        self._place = server or str(folder)
        self._server = server
        self._folder = folder
        self._search_width = search_width
        self._patience = patience
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
        """Take out all passages of the reports `gone`, put in `passages` (vectors: (n, d)).

        What stays under its id is written over: it takes no new place in the index.
        """
        with self._told():
            before = self._ids_of(gone)
            for start in range(0, len(passages), _BATCH):
                batch = passages[start : start + _BATCH]
                self._collection.upsert(
                    ids=[passage.id for passage in batch],
                    embeddings=vectors[start : start + _BATCH],
                    metadatas=[{"report": passage.report_id} for passage in batch],
                )
                on_batch(start + len(batch))
            leaving = sorted(before - {passage.id for passage in passages})
            for start in range(0, len(leaving), _BATCH):
                self._collection.delete(ids=leaving[start : start + _BATCH])
            if leaving:
                self._collection.modify(metadata={_TAKEN_OUT: self._taken_out() + len(leaving)})

    def _ids_of(self, report_ids: Sequence[str]) -> set[str]:
        found: set[str] = set()
        for report_id in report_ids:
            found.update(self._collection.get(where={"report": report_id}, include=[])["ids"])
        return found

    def _taken_out(self) -> int:
        return int(str((self._collection.metadata or {}).get(_TAKEN_OUT, 0)))

    def is_wasteful(self) -> bool:
        """Whether more places in the index are of passages taken out than of passages there."""
        with self._told():
            return self._taken_out() > max(self._collection.count(), _BATCH)

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
            Hit(passage_id, _report_of(metadata), 1.0 - distance)
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
        """See what another process has written: a local client keeps what it read before.

        Where the server has lost the collection, there is an empty one afterwards.
        """
        with self._told():
            if self._server is None:
                self.close()
                self._client = self._connect()
            self._collection = self._open()

    def close(self) -> None:
        """Give back the client."""
        sessions = _sessions_of(self._client)
        self._client.close()
        for session in sessions:
            session.close()  # Chroma leaves its connections to a server open.

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
                counts.update(_report_of(metadata) for metadata in page["metadatas"] or [])
        return dict(counts)

    def _connect(self) -> Client:
        # Nothing is reported over the network. Chroma writes into the settings it is given.
        quiet = Settings(anonymized_telemetry=False)
        if self._server is None:
            client = chromadb.PersistentClient(path=str(self._folder), settings=quiet)
        else:
            client = self._connect_to(self._server, quiet)
        assert isinstance(client, Client)
        return client

    def _connect_to(self, server: str, quiet: Settings) -> ClientAPI:
        # By itself Chroma's client waits for ever, and asks before it can be told not to.
        httpx.get(f"{server.rstrip('/')}/api/v2/heartbeat", timeout=self._patience)
        url = urlsplit(server)
        secure = url.scheme == "https"
        port = url.port or (443 if secure else 80)
        try:
            client = chromadb.HttpClient(url.hostname or "", port, ssl=secure, settings=quiet)
        except ValueError as error:
            # So it says that nobody answers, or that who answers is no Chroma server.
            raise ConnectionError(str(error)) from error
        for session in _sessions_of(client):
            session.timeout = httpx.Timeout(self._patience)
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
            zh, en = self._words(error)
            raise StoreError(zh, en) from error

    def _words(self, error: BaseException) -> tuple[str, str]:
        if self._server is None:
            return (
                f"向量库 {self._place} 读写失败：{error}。请检查磁盘空间和文件夹权限；"
                "向量库损坏时删除该文件夹即可，绩问会自动重建。",
                f"The vectors at {self._place} could not be read or written: {error}. Check the "
                "disk space and the folder's permissions; if the store is damaged, delete that "
                "folder: it is made again by itself.",
            )
        if isinstance(error, httpx.TimeoutException):
            return (
                f"Chroma 服务器 {self._place} 在 {self._patience:g} 秒内没有回应。内容没有丢失；"
                "请稍后再试，或检查该服务器的负载和磁盘。",
                f"The Chroma server {self._place} did not answer within {self._patience:g} s. "
                "Nothing is lost; try again in a while, or look at that server's load and disk.",
            )
        if isinstance(error, NotFoundError):
            return (
                f"Chroma 服务器 {self._place} 上的向量不见了（{error}）。"
                "绩问会按目录自动重建，请稍后再试。",
                f"The vectors are gone from the Chroma server {self._place} ({error}). They are "
                "made again out of the catalogue; try again in a while.",
            )
        return (
            f"Chroma 服务器 {self._place} 读写失败：{error}。内容没有丢失；请检查 CHROMA_URL、"
            "该服务器是否在运行（版本须与本机的 chromadb 相近）及其磁盘空间，然后再试。",
            f"The Chroma server {self._place} could not be read or written: {error}. Nothing is "
            "lost; check CHROMA_URL, that the server runs (in a version near to this machine's "
            "chromadb) and its disk space, then try again.",
        )


def _sessions_of(client: ClientAPI) -> list[httpx.Client]:
    """A client → its connections to a server; none where it reads a folder."""
    assert isinstance(client, Client)
    admin = client._admin_client
    assert isinstance(admin, AdminClient)
    apis = (client._server, admin._server)
    return [api._session for api in apis if isinstance(api, FastAPI)]


def _report_of(metadata: Mapping[str, object] | None) -> str:
    """What is kept beside a passage → the id of its report; '' for what Jiwen did not put there."""
    return str((metadata or {}).get("report", ""))
