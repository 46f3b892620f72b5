"""The outermost layer of the API: oversized bodies and unforeseen faults stop here."""

import asyncio
import logging
import time
from typing import Final

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from copilot.api.metric import Metrics
from copilot.api.problem import problem
from copilot.errors import FieldError

_log = logging.getLogger(__name__)

MAX_BODY: Final = 6 * 1024 * 1024
"""Bytes of a request body (DESIGN's limit)."""
_BODY_DEADLINE_S: Final = 30
"""Seconds for a whole body: 6 MB at 200 kB a second. A caller who trickles must not hold a place for ever."""
_DRAIN_LIMIT: Final = 64 * 1024 * 1024
"""Bytes read and thrown away so that a client sees the refusal instead of a broken pipe."""


class Edge:
    """ASGI middleware around everything."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 500

        async def watched_send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            body = _BoundedBody(scope, receive)
            refusal = await _refusal_of(body)
            if refusal is None:
                await self._app(scope, body.receive, watched_send)
            else:
                await refusal(scope, receive, watched_send)
        except Exception as error:
            # The problem document has been sent already (by the handler of app.problem, through Starlette, which then
            # raises again). Its text may hold what a customer wrote, so it must not reach the server's log.
            _log.error("a request ended with %s", type(error).__name__)
        finally:
            route = getattr(scope.get("route"), "path", "unmatched")
            self._metrics.observe(scope["method"], route, status, time.perf_counter() - started)


async def _refusal_of(body: "_BoundedBody") -> Response | None:
    """Read a body; return the answer to one that is too large or too slow."""
    try:
        async with asyncio.timeout(_BODY_DEADLINE_S):
            if not body.is_declared_too_large and await body.fits():
                return None
            await body.drain()
    except TimeoutError:
        return problem(408, "body_too_slow", f"A body must arrive within {_BODY_DEADLINE_S} seconds; send it again.")
    return problem(
        413,
        "body_too_large",
        f"A body may have up to {MAX_BODY // 1024 // 1024} MB; send fewer replies at a time.",
        [FieldError("", "body_too_large", f"more than {MAX_BODY} bytes")],
    )


class _BoundedBody:
    """Reads a body ahead, up to the limit, and hands it on in one piece."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._receive = receive
        self._chunks: list[bytes] = []
        self._read = 0
        self._complete = False
        self._handed_on = False
        declared = dict(scope["headers"]).get(b"content-length", b"")
        self.is_declared_too_large = declared.isdigit() and int(declared) > MAX_BODY

    async def fits(self) -> bool:
        """Read the whole body; False as soon as it is over the limit."""
        while not self._complete and self._read <= MAX_BODY:
            await self._next(keep=True)
        return self._read <= MAX_BODY

    async def drain(self) -> None:
        """Throw the rest away, up to a limit."""
        self._chunks.clear()
        while not self._complete and self._read <= _DRAIN_LIMIT:
            await self._next(keep=False)

    async def receive(self) -> Message:
        """Return the body once, then whatever the server says next."""
        if self._handed_on:
            return await self._receive()
        self._handed_on = True
        return {"type": "http.request", "body": b"".join(self._chunks), "more_body": False}

    async def _next(self, *, keep: bool) -> None:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            self._complete = True
            return
        chunk = message.get("body", b"")
        self._read += len(chunk)
        if keep:
            self._chunks.append(chunk)
        self._complete = not message.get("more_body", False)
