"""/healthz and /metrics: how the server is, for whoever watches it.

Both look at what is open already and wait for it a moment at most; neither opens anything.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from models.version import VERSION
from operations import metrics
from operations.incidents import note
from ui.services import Opening, Services

_LOG = logging.getLogger("jiwen.ui")

_PATIENCE = 3.0  # seconds to wait for the shelf: a probe gives up soon after
# What a proxy tells of whom it asks for. Its own address is this machine's: it must not count.
_FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip", "x-forwarded-host", "via")


@dataclass(frozen=True, slots=True)
class Health:
    """How the parts are; `reports` and `generation` are None while the shelf is not open.

    `trouble` is the class of what is wrong with the shelf, '' where nothing is.
    """

    status: str
    reports: int | None
    generation: int | None
    trouble: str
    model: str
    search_model: str

    @property
    def is_up(self) -> bool:
        """Whether questions can be asked, if not answered at once."""
        return self.status == "ok"


def health(shared: Opening) -> Health:
    """What is shared by all pages → how it is now; reads the catalogue once."""
    services = shared.services
    if services is None:
        failure = shared.failure
        status = "starting" if failure is None else "failing"
        kind = type(failure).__name__ if failure else ""
        return Health(status, None, None, kind, "loading", "loading")
    search_model = _search_model(shared, services)
    model = _model(services)
    try:
        reports, generation = len(services.library.reports()), services.library.generation()
    except Exception as error:  # whatever it is, it is what was asked for
        note(_LOG, error)
        return Health("failing", None, None, type(error).__name__, model, search_model)
    status = "failing" if search_model == "failed" else "ok"
    return Health(status, reports, generation, "", model, search_model)


def _search_model(shared: Opening, services: Services) -> str:
    if shared.model_failure is not None:
        return "failed"
    return "loaded" if services.searching.is_set() else "loading"


def _model(services: Services) -> str:
    if not services.model:
        return "off"
    return "loaded" if services.model_ready() else "loading"


class _Pulse:
    """The health as of now, asked for by one thread at a time, however many probes come."""

    def __init__(self, shared: Callable[[], Opening]) -> None:
        self._shared = shared
        self._asking: asyncio.Task[Health] | None = None

    async def taken(self) -> Health:
        """How it is; `slow` where the shelf does not say within a moment."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(asyncio.to_thread(lambda: health(self._shared())))
        await asyncio.wait({self._asking}, timeout=_PATIENCE)
        if self._asking.done():
            return self._asking.result()
        return Health("slow", None, None, "TimeoutError", "", "")


def routes(shared: Callable[[], Opening], *, is_open: bool) -> list[Route]:
    """What is shared by all pages → the two addresses; `is_open` shows all to other machines."""
    pulse = _Pulse(shared)

    async def healthz(request: Request) -> Response:
        now = await pulse.taken()
        told = _told(now) if is_open or is_local(request) else {"status": now.status}
        return JSONResponse(told, 200 if now.is_up else 503, headers={"Cache-Control": "no-store"})

    async def numbers(request: Request) -> Response:
        if not (is_open or is_local(request)):
            words = "Only for this machine. JIWEN_METRICS=open shows it to others.\n"
            return PlainTextResponse(words, 403)
        _show(await pulse.taken(), shared().services)
        return Response(metrics.exposition(), media_type=metrics.MEDIA_TYPE)

    return [Route("/healthz", healthz), Route("/metrics", numbers)]


def is_local(request: Request) -> bool:
    """Whether somebody at this machine asks, and no proxy for somebody elsewhere.

    The name asked for has to be this machine's too: a page of another site cannot read it under a
    name of its own.
    """
    if any(name in request.headers for name in _FORWARDED):
        return False
    asked = request.url.hostname or ""
    return _is_loopback(asked) and request.client is not None and _is_loopback(request.client.host)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    # An address of version 4 in one of version 6 is how a socket for both sees it.
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def _told(now: Health) -> dict[str, Any]:
    shelf = {"reports": now.reports, "generation": now.generation}
    return {
        "status": now.status,
        "version": VERSION,
        "shelf": {"error": now.trouble} if now.trouble else shelf,
        "model": now.model,
        "search_model": now.search_model,
    }


def _show(now: Health, services: Services | None) -> None:
    metrics.UP.labels("shelf").set(now.reports is not None)
    metrics.UP.labels("chat_model").set(now.model == "loaded")
    metrics.UP.labels("search_model").set(now.search_model == "loaded")
    if now.reports is not None and now.generation is not None:
        metrics.REPORTS.set(now.reports)
        metrics.GENERATION.set(now.generation)
    if services is not None:
        metrics.QUEUE_LENGTH.set(services.waiting())
