"""Consent: the one way back from a stop that was none."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response

from copilot.api.auth import require
from copilot.api.response import json_response
from copilot.api.shape import CorrectionRequest, CorrectionResponse
from copilot.api.waiting import in_thread
from copilot.service.copilot import Copilot
from copilot.service.inbound import fingerprint_of

router = APIRouter(tags=["consent"])


@router.post(
    "/v1/consent/events/{event_id}/corrections",
    status_code=201,
    response_model=CorrectionResponse,
    operation_id="correctConsentEvent",
)
async def correct_consent_event(
    event_id: str,
    body: CorrectionRequest,
    request: Request,
    caller: Annotated[str, Depends(require())],
    idempotency_key: Annotated[str | None, Header(max_length=255)] = None,
) -> Response:
    """Record that an opt-out found in free words was none, with the reason. Never for a bare keyword."""
    copilot: Copilot = request.app.state.copilot
    route = f"corrections/{event_id}"
    fingerprint = fingerprint_of(body.model_dump(mode="json"))

    def correct() -> Response:
        with copilot.store.transaction() as tx:
            if idempotency_key and (before := tx.idempotency.find(route, idempotency_key, fingerprint)):
                return Response(before.body, before.status, media_type="application/json")
            event = tx.consent.correct(event_id, actor=caller, reason=body.reason)
            answer = json_response(
                CorrectionResponse(event_id=event.id, corrects=event_id, consent_version=event.version), 201
            )
            if idempotency_key:
                tx.idempotency.save(
                    route, idempotency_key, fingerprint, 201, bytes(answer.body).decode(), event.subject_key
                )
            return answer

    return await in_thread(correct)
