"""The seam to the chat model: a prompt → pieces of text, from any OpenAI-compatible server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx2
import openai
from langchain_core.messages import HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from models.settings import Endpoint
from rag.errors import ChatModelError
from rag.prompt import PROMPT_VERSION, Prompt
from rag.records import ModelSettings
from rag.settings import RagSettings
from rag.trouble import ANSWER_BROKE_OFF, ANSWER_TOO_LONG, fell_silent, trouble

MAX_TOKENS = 400
"""Bound on an answer's length: a list of ten items fits."""

_MAX_CHARACTERS = 4_000
_MAX_BYTES = 4 << 20
_RETRIES = 2
_TEMPERATURE = 0.0
_LOOK_AROUND = 0.1
"""Seconds between looks at whether someone asked to stop."""

# What langchain and the client raise on a server's nonsense, beside their own errors: ValueError
# covers malformed JSON and fields of the wrong kind.
_NONSENSE = (ValueError, KeyError, TypeError, AttributeError, IndexError)


class Stop(Protocol):
    """Says whether someone asked to stop (a threading.Event does)."""

    def is_set(self) -> bool:
        """Whether to stop."""


class ChatModel(Protocol):
    """Writes the answer to a prompt, piece by piece."""

    @property
    def name(self) -> str:
        """The model's name."""

    @property
    def settings(self) -> ModelSettings:
        """How it is asked."""

    def stream(self, prompt: Prompt, stop: Stop) -> Iterator[str]:
        """A prompt → pieces of the answer, until it ends or `stop` is set.

        Raises ChatModelError where the model cannot be used or breaks off.
        """


class ChatSource(Protocol):
    """Where the chat model comes from."""

    def is_ready(self) -> bool:
        """Whether it can be asked at once; it has to be loaded first where not."""

    def model(self) -> ChatModel:
        """The model, loaded now if need be. Raises ChatModelError where that fails."""


@dataclass(frozen=True, slots=True)
class OpenAIChat:
    """A chat model behind the OpenAI protocol.

    `grammar` says that the server takes llama.cpp's `grammar`; other servers are not sent one.
    """

    endpoint: Endpoint
    waits: RagSettings
    grammar: bool

    @property
    def name(self) -> str:
        """The model's name at its server."""
        return self.endpoint.model

    @property
    def settings(self) -> ModelSettings:
        """How it is asked; a user and password in the address are left out."""
        url = urlsplit(self.endpoint.base_url)
        address = f"{url.scheme}://{url.netloc.rpartition('@')[2]}{url.path}"
        return ModelSettings(address, _TEMPERATURE, MAX_TOKENS, PROMPT_VERSION)

    def stream(self, prompt: Prompt, stop: Stop) -> Iterator[str]:
        """See ChatModel."""
        said = ""
        wait = self.waits.first_token_seconds
        with asyncio.Runner() as runner:
            client = self._http_client()
            pieces = self._pieces(client, prompt)
            try:
                while (piece := runner.run(_next(pieces, wait, stop))) is not None:
                    said += piece[: _MAX_CHARACTERS + 1]
                    if len(said) > _MAX_CHARACTERS:
                        raise ChatModelError(*ANSWER_TOO_LONG)
                    yield piece
                    wait = self.waits.between_tokens_seconds
            finally:
                runner.run(_closed(pieces, client))

    async def _pieces(self, client: httpx2.AsyncClient, prompt: Prompt) -> AsyncGenerator[str]:
        messages = [SystemMessage(prompt.system), HumanMessage(prompt.user)]
        began = finished = False
        try:
            async for chunk in self._chat(client, prompt).astream(messages):
                began = True
                finished = finished or "finish_reason" in chunk.response_metadata
                if text := chunk.text:
                    yield text
        except (openai.OpenAIError, httpx2.HTTPError, *_NONSENSE) as error:
            raise trouble(error, self.endpoint, began) from error
        if not finished:
            raise ChatModelError(*ANSWER_BROKE_OFF)

    def _chat(self, client: httpx2.AsyncClient, prompt: Prompt) -> ChatOpenAI:
        # Every server but OpenAI's own knows `max_tokens`; few know its new name.
        body: dict[str, Any] = {"max_tokens": MAX_TOKENS}
        if self.grammar:
            body |= {"grammar": prompt.grammar, "cache_prompt": True}
        return ChatOpenAI(
            model=self.endpoint.model,
            api_key=SecretStr(self.endpoint.api_key),
            base_url=self.endpoint.base_url,
            temperature=_TEMPERATURE,
            max_retries=_RETRIES,
            stream_usage=False,
            stream_chunk_timeout=None,
            http_async_client=client,
            extra_body=body,
        )

    def _http_client(self) -> httpx2.AsyncClient:
        loopback = urlsplit(self.endpoint.base_url).hostname in ("127.0.0.1", "localhost", "::1")
        return httpx2.AsyncClient(
            # How long to wait for tokens is _next's affair.
            timeout=httpx2.Timeout(None, connect=self.waits.connect_seconds),
            event_hooks={"response": [_bound]},
            trust_env=not loopback,
        )


async def _next(pieces: AsyncGenerator[str], seconds: float, stop: Stop) -> str | None:
    """The next piece; None at the end or when asked to stop. Raises ChatModelError on silence."""
    task = asyncio.ensure_future(anext(pieces, None))
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while not task.done():
        if stop.is_set() or loop.time() > deadline:
            task.cancel()
            await asyncio.wait({task})
            if stop.is_set():
                return None
            raise ChatModelError(*fell_silent(seconds))
        await asyncio.wait({task}, timeout=_LOOK_AROUND)
    return task.result()


async def _closed(pieces: AsyncGenerator[str], client: httpx2.AsyncClient) -> None:
    await pieces.aclose()
    await client.aclose()


class _Bounded(httpx2.AsyncByteStream):
    """A response's bytes, of which no more than `_MAX_BYTES` are ever read."""

    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = 0
        async for piece in self._stream:
            read += len(piece)
            if read > _MAX_BYTES:
                raise ChatModelError(*ANSWER_TOO_LONG)
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()


async def _bound(response: httpx2.Response) -> None:
    if isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _Bounded(response.stream)
