"""Decisions: read one, and claim it just before carrying it out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request, Response

from copilot.api.auth import require
from copilot.api.response import json_response
from copilot.api.shape import ClaimResponse, DecisionStatus, WaitMs
from copilot.api.waiting import in_thread
from copilot.service.copilot import Copilot
from copilot.service.status import report_decision

router = APIRouter(tags=["decisions"])


@router.get("/v1/decisions/{decision_id}", response_model=DecisionStatus, operation_id="getDecision")
async def get_decision(
    decision_id: str,
    request: Request,
    caller: Annotated[str, Depends(require("hook", "rep"))],
    wait_ms: Annotated[WaitMs, Query()] = 0,
) -> Response:
    """Tell what became of a decision. It exists as soon as it has an id, so ``wait_ms`` never waits here."""
    copilot: Copilot = request.app.state.copilot
    report = await in_thread(lambda: report_decision(copilot.store, decision_id, copilot.clock.now()))
    answer = DecisionStatus(
        decision=report.row.decision,
        conversation_id=report.row.conversation_id,
        state=report.state,
        claim_id=report.row.claim_id,
        suggestions=report.suggestions,
    )
    return json_response(answer)


@router.post("/v1/decisions/{decision_id}/claim", response_model=ClaimResponse, operation_id="claimDecision")
async def claim_decision(
    decision_id: str,
    request: Request,
    caller: Annotated[str, Depends(require("hook", "rep"))],
    idempotency_key: Annotated[str, Header(min_length=1, max_length=255)],
) -> Response:
    """Check the preconditions once more at send time: go, or 409 with the reason. The same key gets the same claim."""
    copilot: Copilot = request.app.state.copilot

    def claim() -> str:
        with copilot.store.transaction() as tx:
            return tx.claim(decision_id, idempotency_key).body

    return Response(await in_thread(claim), media_type="application/json")
