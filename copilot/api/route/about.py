"""What runs here and how it is: model, policy, health, metrics."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from copilot.api.auth import require
from copilot.api.waiting import in_thread
from copilot.errors import ModelUnavailableError
from copilot.service.copilot import Copilot
from copilot.service.health import Readiness, readiness_of

router = APIRouter(tags=["about"])

Anyone = Annotated[str, Depends(require("rep", "hook", "evaluator"))]


@router.get("/v1/model", operation_id="getModel")
async def get_model(request: Request, caller: Anyone) -> dict[str, Any]:
    """Return the model's versions, labels, thresholds and card."""
    copilot: Copilot = request.app.state.copilot
    if copilot.scorer is None:
        raise ModelUnavailableError(copilot.scorer_fault or "no model is loaded")
    return dict(copilot.scorer.card())


@router.get("/v1/policy", operation_id="getPolicy")
async def get_policy(request: Request, caller: Anyone) -> dict[str, Any]:
    """Return the policy in force, with every threshold."""
    copilot: Copilot = request.app.state.copilot
    return copilot.policy.public()


@router.get("/healthz", operation_id="isAlive")
async def is_alive() -> dict[str, str]:
    """Say that the process is alive."""
    return {"status": "alive"}


@router.get(
    "/readyz",
    response_model=Readiness,
    operation_id="isReady",
    responses={503: {"model": Readiness, "description": "The database cannot be written or migrations are behind"}},
)
async def is_ready(request: Request, response: Response) -> Readiness:
    """Say whether replies can be taken; parts that are down are named, and do not make it unready."""
    copilot: Copilot = request.app.state.copilot
    readiness = await in_thread(lambda: readiness_of(copilot))
    response.status_code = 200 if readiness.ready else 503
    return readiness


@router.get("/metrics", operation_id="getMetrics", response_class=Response)
async def get_metrics(request: Request, caller: Annotated[str, Depends(require())]) -> Response:
    """Return Prometheus metrics."""
    rendered = await in_thread(request.app.state.metrics.render)
    return Response(rendered, media_type="text/plain; version=0.0.4; charset=utf-8")
