"""The environment → what answering works with. Entry points open it once and share it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from languages import N_
from models.chat_server import ChatServer, chat_server
from models.embedder import Embedder
from models.embedding import load_embedder
from models.errors import ModelError
from models.settings import Endpoint, ModelSettings
from operations.environment import changed
from rag.answer import Answering
from rag.errors import ChatModelError, RagError
from rag.model.chat import ChatModel, Queue
from rag.settings import RagSettings
from reader.opening import open_reader
from records import Report
from vectorstore.embedding import OnProgress
from vectorstore.library import Library
from vectorstore.settings import StoreSettings


def open_answering(
    env: Mapping[str, str], on_progress: OnProgress = lambda stage, done, total: None
) -> Answering:
    """The environment → the shelf and the models, opened; the chat model starts when first asked.

    `on_progress` is told where the shelf has to be brought up to date: see `Library.open`.
    Raises ModelError, StoreError or RagError, which say what to do.
    """
    models = ModelSettings.from_environ(env)
    settings = RagSettings.from_environ(env)
    embedder = load_embedder(models)
    store = StoreSettings.from_environ(env)
    library = Library.open(store, embedder, on_progress=on_progress)
    differing = {**changed(models), **changed(store), **changed(settings)}
    made_with = tuple(sorted(differing.items()))
    return replace(answering(library, embedder, models, settings), settings=made_with)


def open_library(
    env: Mapping[str, str], on_progress: OnProgress = lambda stage, done, total: None
) -> Library:
    """The environment → the shelf with its record of answers. Raises ModelError, StoreError.

    `on_progress` as in `open_answering`.
    """
    embedder = load_embedder(ModelSettings.from_environ(env))
    return Library.open(StoreSettings.from_environ(env), embedder, on_progress=on_progress)


def answering(
    library: Library, embedder: Embedder, models: ModelSettings, settings: RagSettings
) -> Answering:
    """An open shelf and the settings → what answering works with.

    Raises ModelError where the embedded chat model is wanted and is not on this machine.
    """
    reader = open_reader(models, embedder)
    server = chat_server(models)
    if server is not None:
        embedded, queue = EmbeddedChat(server, settings), Queue(settings.parallel or 1)
        return Answering(library, embedder, reader, embedded, queue, settings)
    queue = Queue(settings.parallel or settings.parallel_remote)
    chat = RemoteChat(models.remote, settings) if models.remote else None
    return Answering(library, embedder, reader, chat, queue, settings)


def departments_named(reports: Sequence[Report], names: Sequence[str]) -> tuple[str, ...]:
    """Full or short names, as a person types them → departments as the shelf has them.

    Raises RagError for a name that is nobody's.
    """
    named: dict[str, None] = {}
    for name in names:
        identities = [r.identity for r in reports]
        matching = [i.department for i in identities if name in (i.department, *i.short_names)]
        matching = matching or [i.department for i in identities if name in i.department]
        if not matching:
            there = "、".join(dict.fromkeys(i.department for i in identities))
            raise RagError(
                N_("There is no report of “{name}” on the shelf; there are: {there}."),
                name=name,
                there=there,
            )
        named.update(dict.fromkeys(matching))
    return tuple(named)


@dataclass(frozen=True, slots=True)
class EmbeddedChat:
    """The chat model that Jiwen serves itself."""

    server: ChatServer
    settings: RagSettings

    def is_ready(self) -> bool:
        """Whether it is loaded."""
        return self.server.is_ready()

    def model(self) -> ChatModel:
        """The model, loaded now if need be. Raises ChatModelError."""
        from rag.model.client import OpenAIChat

        try:
            return OpenAIChat(self.server.ensure(), self.settings, keeps_prompts=True)
        except ModelError as error:
            raise ChatModelError(error.message.text, **error.message.values) from error


@dataclass(frozen=True, slots=True)
class RemoteChat:
    """A chat model that somebody else serves."""

    endpoint: Endpoint
    settings: RagSettings

    def is_ready(self) -> bool:
        """Always: it is there or it is not."""
        return True

    def model(self) -> ChatModel:
        """The model."""
        from rag.model.client import OpenAIChat

        return OpenAIChat(self.endpoint, self.settings, keeps_prompts=False)
