"""Waiting in the API: with a deadline, and not for callers who have gone."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Request

from copilot.errors import CopilotError

T = TypeVar("T")


class CallerDepartedError(CopilotError):
    """The caller hung up; whatever is answered goes nowhere."""

    code = "caller_departed"


async def unless_departed(request: Request, work: Future[T]) -> T:
    """Await work started elsewhere; a caller who hangs up cancels it."""
    result = asyncio.wrap_future(work)
    departure = asyncio.create_task(_departure(request))
    departure.add_done_callback(lambda _: result.cancel())
    try:
        return await result
    except asyncio.CancelledError:
        if departure.done():
            raise CallerDepartedError("the caller hung up") from None
        raise
    finally:
        departure.cancel()


async def _departure(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def in_thread(function: Callable[[], T], limiter: CapacityLimiter | None = None) -> T:
    """Run blocking work, such as the database, beside the event loop; what waits for a model gets its own limiter."""
    return await to_thread.run_sync(function, limiter=limiter)


async def until(done: Future[None], wait_ms: int) -> None:
    """Wait for a future up to a deadline; no answer in time is no error."""
    try:
        await asyncio.wait_for(asyncio.wrap_future(done), wait_ms / 1000)
    except TimeoutError:
        done.cancel()
