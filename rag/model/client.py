"""The chat model: a prompt → pieces of text, from any OpenAI-compatible server.

To be imported only where a model is asked: LangChain and the client take seconds to import.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx2
import openai
from langchain_core.messages import AIMessageChunk, BaseMessage, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from languages import N_
from models.settings import Endpoint
from rag.errors import ChatModelError
from rag.model.chat import PROMPT_VERSION, Prompt, Stop
from rag.records import ModelSettings
from rag.settings import RagSettings

ANSWER_BROKE_OFF = N_(
    "The model's server broke off in the middle of its answer. The quotation "
    "above stands; ask again later."
)
ANSWER_TOO_LONG = N_(
    "The model's answer did not come to an end and was cut off. The quotation above stands."
)
FELL_SILENT = N_(
    "The model's server said nothing for {seconds:g} seconds and was given up. The quotation "
    "above stands; the server may be too busy: ask again later."
)
NO_KEY = N_("LLM_API_KEY has characters that no key has (full-width ones, say). Write it again.")


def trouble(error: Exception, endpoint: Endpoint, began: bool) -> ChatModelError:
    """What a client raised → what happened and what to do, without keys or stack traces.

    `began` says that the server had begun to answer.
    """
    match error:
        case ChatModelError():
            return error
        case openai.AuthenticationError() | openai.PermissionDeniedError():
            return ChatModelError(
                N_(
                    "The model's server does not accept the key ({status_code}). Check LLM_API_KEY."
                ),
                status_code=error.status_code,
            )
        case openai.NotFoundError():
            return ChatModelError(
                N_(
                    "The model's server has no “{model}”, or its address is wrong (404). "
                    "Check LLM_MODEL and LLM_BASE_URL."
                ),
                model=endpoint.model,
            )
        case openai.RateLimitError():
            return ChatModelError(
                N_(
                    "The model's server is too busy, or its quota is used up (429), and "
                    "retrying did not help. Ask again later."
                ),
            )
        case openai.APIStatusError():
            return ChatModelError(
                N_(
                    "The model's server failed ({status_code}). Ask again later, or look at "
                    "that server's log."
                ),
                status_code=error.status_code,
            )
        case openai.APIConnectionError() | httpx2.HTTPError() if began:
            return ChatModelError(ANSWER_BROKE_OFF)
        case openai.APIConnectionError() | httpx2.HTTPError():
            return ChatModelError(
                N_("The model's server cannot be reached. Check that it runs, and LLM_BASE_URL."),
            )
    return ChatModelError(
        N_(
            "What the model's server sent cannot be understood ({kind}). Check "
            "that it speaks the OpenAI protocol."
        ),
        kind=type(error).__name__,
    )


_TEMPERATURE = 0.0
_LOOK_AROUND = 0.1
"""Seconds between looks at whether someone asked to stop."""

# What langchain and the client raise on a server's nonsense, beside their own errors: ValueError
# covers malformed JSON and fields of the wrong kind. Before the server has said anything they are
# our own mistakes, and rise.
_NONSENSE = (ValueError, KeyError, TypeError, AttributeError, IndexError)


@dataclass(frozen=True, slots=True)
class _Asked:
    messages: list[BaseMessage]
    max_tokens: int


@dataclass(frozen=True, slots=True)
class OpenAIChat:
    """A chat model behind the OpenAI protocol.

    `keeps_prompts` says that the server takes llama.cpp's `cache_prompt`; others are not sent it.
    """

    endpoint: Endpoint
    waits: RagSettings
    keeps_prompts: bool

    @property
    def name(self) -> str:
        """The model's name at its server."""
        return self.endpoint.model

    @property
    def settings(self) -> ModelSettings:
        """How it is asked; a user and password in the address are left out."""
        url = urlsplit(self.endpoint.base_url)
        address = f"{url.scheme}://{url.netloc.rpartition('@')[2]}{url.path}"
        return ModelSettings(address, _TEMPERATURE, self.waits.answer_tokens, PROMPT_VERSION)

    def stream(self, prompt: Prompt, stop: Stop) -> Iterator[str]:
        """See ChatModel."""
        messages = [SystemMessage(prompt.system), HumanMessage(prompt.answer)]
        for chunk in self._chunks(_Asked(messages, self.waits.answer_tokens), stop):
            yield chunk.text

    def _chunks(self, asked: _Asked, stop: Stop) -> Iterator[AIMessageChunk]:
        """The pieces that are not empty; the connection is given back however it ends."""
        length = 0
        wait = self.waits.first_token_seconds
        replied = asyncio.Event()
        with asyncio.Runner() as runner:
            client = self._http_client(replied)
            chunks = self._replied(self._chat(client, asked), asked, replied)
            try:
                while (chunk := runner.run(_next(chunks, wait, stop))) is not None:
                    length += len(chunk.text)
                    if length > self.waits.reply_characters:
                        raise ChatModelError(ANSWER_TOO_LONG)
                    yield chunk
                    wait = self.waits.between_tokens_seconds
            finally:
                runner.run(_closed(chunks, client))

    async def _replied(
        self, chat: ChatOpenAI, asked: _Asked, replied: asyncio.Event
    ) -> AsyncGenerator[AIMessageChunk]:
        began = finished = False
        try:
            async for chunk in chat.astream(asked.messages):
                began = True
                finished = finished or "finish_reason" in chunk.response_metadata
                if chunk.text:
                    yield chunk
        except (openai.OpenAIError, httpx2.HTTPError, *_NONSENSE) as error:
            if not replied.is_set() and _is_ours(error):
                raise
            raise trouble(error, self.endpoint, began) from error
        if not finished:
            raise ChatModelError(ANSWER_BROKE_OFF)

    def _chat(self, client: httpx2.AsyncClient, asked: _Asked) -> ChatOpenAI:
        if not self.endpoint.api_key.isascii():
            raise ChatModelError(NO_KEY)
        # Every server but OpenAI's own knows `max_tokens`; few know its new name.
        body: dict[str, Any] = {"max_tokens": asked.max_tokens}
        if self.keeps_prompts:
            body |= {"cache_prompt": True}
        return ChatOpenAI(
            model=self.endpoint.model,
            api_key=SecretStr(self.endpoint.api_key),
            base_url=self.endpoint.base_url,
            temperature=_TEMPERATURE,
            max_retries=self.waits.retries,
            stream_usage=False,
            stream_chunk_timeout=None,
            http_async_client=client,
            extra_body=body,
        )

    def _http_client(self, replied: asyncio.Event) -> httpx2.AsyncClient:
        """A client that sets `replied` once the server has answered anything."""

        async def heard(response: httpx2.Response) -> None:
            replied.set()
            await _bound(self.waits.reply_bytes, response)

        loopback = urlsplit(self.endpoint.base_url).hostname in ("127.0.0.1", "localhost", "::1")
        return httpx2.AsyncClient(
            # How long to wait for tokens is _next's affair.
            timeout=httpx2.Timeout(None, connect=self.waits.connect_seconds),
            event_hooks={"response": [heard]},
            trust_env=not loopback,
        )


def _is_ours(error: Exception) -> bool:
    """Whether an error came of how the server was asked; the client hides some as its own."""
    cause = error.__cause__ if isinstance(error, openai.APIConnectionError) else error
    return isinstance(cause, _NONSENSE) and not isinstance(cause, OSError)


async def _next(
    pieces: AsyncGenerator[AIMessageChunk], seconds: float, stop: Stop
) -> AIMessageChunk | None:
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
            raise ChatModelError(FELL_SILENT, seconds=seconds)
        await asyncio.wait({task}, timeout=_LOOK_AROUND)
    return task.result()


async def _closed(pieces: AsyncGenerator[AIMessageChunk], client: httpx2.AsyncClient) -> None:
    await pieces.aclose()
    await client.aclose()


class _Bounded(httpx2.AsyncByteStream):
    """A response's bytes, of which no more than `most` are ever read."""

    def __init__(self, stream: httpx2.AsyncByteStream, most: int) -> None:
        self._stream = stream
        self._most = most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = 0
        async for piece in self._stream:
            read += len(piece)
            if read > self._most:
                raise ChatModelError(ANSWER_TOO_LONG)
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()


async def _bound(most: int, response: httpx2.Response) -> None:
    if isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _Bounded(response.stream, most)
