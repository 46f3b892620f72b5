"""Put the API together around a running copilot."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from anyio import CapacityLimiter
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.types import ASGIApp

from copilot import __version__
from copilot.api.auth import KeyRing
from copilot.api.edge import Edge
from copilot.api.metric import Metrics
from copilot.api.problem import MEDIA_TYPE, Problem, install_problem_handlers
from copilot.api.route import about, analysis, consent, decision, knowledge, message
from copilot.service.copilot import Copilot

_REFUSALS = {
    400: "The body is not valid JSON",
    401: "A key is needed",
    403: "The key's role, or the Host header, does not allow this",
    404: "No such thing",
    409: "The present state forbids it; `code` says why",
    408: "The body did not arrive in time",
    413: "The body is too large",
    415: "The content type is not JSON",
    422: "Some fields are wrong; `errors` names each",
    429: "Too busy; see Retry-After",
    503: "A needed part is not available",
}


_DECIDING = 16
"""Threads that may wait for the scorer; those that store replies are others, so a stop never stands behind them."""


def _refusal(description: str) -> dict[str, Any]:
    return {
        "description": description,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def describe() -> FastAPI:
    """Return the app with its routes and no service behind it: enough for the OpenAPI document."""
    app = FastAPI(
        title="SMS sales copilot",
        version=__version__,
        summary="Reads SMS replies, decides who should act by when, and drafts the next message.",
        docs_url=None,  # its page loads scripts from a CDN
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,  # one address per thing, and no answer built from the Host header
        responses={status: _refusal(text) for status, text in _REFUSALS.items()},
    )
    install_problem_handlers(app)
    for part in (analysis, message, decision, knowledge, consent, about):
        app.include_router(part.router)
    app.openapi = lambda: _document(app)  # type: ignore[method-assign]  # FastAPI's own way of extending the document
    return app


def create_app(copilot: Copilot) -> ASGIApp:
    """Return the API around an opened copilot; starting the app starts its threads, stopping it closes them."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        copilot.start()
        yield
        copilot.close()

    app = describe()
    app.router.lifespan_context = lifespan
    metrics = Metrics(_gauges(copilot), lambda: copilot.settler.decided)
    app.state.copilot = copilot
    app.state.key_ring = KeyRing(copilot.store)
    app.state.metrics = metrics
    app.state.deciding = CapacityLimiter(_DECIDING)
    return Edge(app, metrics)


def _gauges(copilot: Copilot) -> tuple[Any, ...]:
    def outbox(name: str) -> float:
        with copilot.store.read() as tx:
            return float(getattr(tx.outbox.stats(), name))

    return (
        ("copilot_outbox_pending", "Events not delivered yet.", lambda: outbox("pending")),
        ("copilot_outbox_dead", "Events given up.", lambda: outbox("dead")),
        ("copilot_degraded_parts", "Parts that are down.", lambda: float(len(copilot.degraded()))),
        ("copilot_knowledge_items", "Items in the library.", lambda: float(len(copilot.shelf))),
    )


def _document(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        document = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes)
        schemas = document["components"]["schemas"]
        schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(schema.pop("$defs", {}))
        schemas["Problem"] = schema
        schemas.pop("HTTPValidationError", None)
        schemas.pop("ValidationError", None)
        document["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
        document["security"] = [{"key": []}, {}]
        app.openapi_schema = document
    return app.openapi_schema
