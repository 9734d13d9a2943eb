"""The passages by their meaning: nearest neighbours, in Chroma.

Chroma's index never gives back the place of a vector that is deleted, nor the folder of a
collection. So nothing is deleted: the place of a passage that left is free, and the next passage
is written over it. The index is as large as the shelf ever was.
"""

from __future__ import annotations

import secrets
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

from languages import N_
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

_FREE = "free"
"""Stands for a report's id where a place is free."""


class Passages:
    """One collection of passages, in a folder or on a Chroma server. Raises StoreError.

    Its public methods are all that is asked of a store of vectors: `replace`, `search`, `count`,
    `counts`, `fits`, `clear`, `refresh` and `close`, one thread at a time.
    """

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
        """Take out all passages of the reports `gone`, put in `passages` (vectors: (n, d))."""
        with self._told():
            places = [place for report_id in gone for place in self._places_of(report_id)]
            if missing := max(0, len(passages) - len(places)):
                places += self._places_of(_FREE, missing)
            places += [secrets.token_hex(12) for _ in range(len(passages) - len(places))]
            for start in range(0, len(passages), _BATCH):
                batch = passages[start : start + _BATCH]
                self._collection.upsert(
                    ids=places[start : start + len(batch)],
                    embeddings=vectors[start : start + _BATCH],
                    metadatas=[{"report": p.report_id, "passage": p.id} for p in batch],
                )
                on_batch(start + len(batch))
            for start in range(len(passages), len(places), _BATCH):
                left = places[start : start + _BATCH]
                self._collection.update(left, metadatas=[{"report": _FREE} for _ in left])
            self._free = len(self._places_of(_FREE))

    def _places_of(self, report_id: str, limit: int | None = None) -> list[str]:
        found = self._collection.get(where={"report": report_id}, limit=limit, include=[])
        return found["ids"]

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
            # Version 0.1.0 kept a passage under its own id, and the report beside it.
            Hit(str(metadata.get("passage", place)), _report_of(metadata), 1.0 - distance)
            for place, metadata, distance in zip(
                found["ids"][0], metadatas[0], distances[0], strict=True
            )
        ]

    def fits(self, dimension: int) -> bool:
        """Whether vectors of this length can come in."""
        with self._told():
            first = self._collection.get(limit=1, include=["embeddings"])["embeddings"]
        return first is None or len(first) == 0 or len(first[0]) == dimension

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
            return self._collection.count() - self._free

    def counts(self) -> dict[str, int]:
        """How many passages there are of each report."""
        counts: Counter[str] = Counter()
        with self._told():
            for start in range(0, self._collection.count(), _PAGE):
                page = self._collection.get(limit=_PAGE, offset=start, include=["metadatas"])
                counts.update(_report_of(metadata) for metadata in page["metadatas"] or [])
        del counts[_FREE]
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
        collection = self._collection_of_shelf()
        free = collection.get(where={"report": _FREE}, include=[])
        self._free = len(free["ids"])
        return collection

    def _collection_of_shelf(self) -> chromadb.Collection:
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
            raise self._trouble(error) from error

    def _trouble(self, error: BaseException) -> StoreError:
        if self._server is None:
            message = N_(
                "The vectors at {place} could not be read or written: {error}. Check the "
                "disk space and the folder's permissions; if the store is damaged, delete that "
                "folder: it is made again by itself."
            )
        elif isinstance(error, httpx.TimeoutException):
            return StoreError(
                N_(
                    "The Chroma server {place} did not answer within {seconds:g} s. "
                    "Nothing is lost; try again in a while, or look at that server's load and disk."
                ),
                place=self._place,
                seconds=self._patience,
            )
        elif isinstance(error, NotFoundError):
            message = N_(
                "The vectors are gone from the Chroma server {place} ({error}). They are "
                "made again out of the catalogue; try again in a while."
            )
        else:
            message = N_(
                "The Chroma server {place} could not be read or written: {error}. Nothing is "
                "lost; check CHROMA_URL, that the server runs (in a version near to this machine's "
                "chromadb) and its disk space, then try again."
            )
        return StoreError(message, place=self._place, error=error)


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
