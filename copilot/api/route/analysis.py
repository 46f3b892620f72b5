"""The stateless calls: what a reply means, and what to do about a conversation."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from copilot.api.auth import require
from copilot.api.response import json_response
from copilot.api.shape import IntentRequest, IntentResponse, SuggestRequest, SuggestResponse
from copilot.api.waiting import in_thread, unless_departed
from copilot.pipeline import turn_of
from copilot.scoring.base import ReplyInput
from copilot.service.copilot import Copilot

router = APIRouter(tags=["analysis"])


@router.post("/v1/intent", response_model=IntentResponse, operation_id="scoreReplies")
async def score_replies(
    body: IntentRequest, request: Request, caller: Annotated[str, Depends(require("hook", "rep", "evaluator"))]
) -> Response:
    """Analyse 1–256 replies with optional context. Stores nothing."""
    copilot: Copilot = request.app.state.copilot
    now = copilot.clock.now()
    replies = [
        ReplyInput(reply.text, reply.context or None, reply.id, reply.received_at or now, reply.timezone)
        for reply in body.replies
    ]
    scored = await unless_departed(request, copilot.pipeline.submit(replies, explain=body.explain))
    answer = IntentResponse.model_construct(
        versions=copilot.pipeline.versions,
        analyses=tuple(turn.analysis for turn in scored),
        degraded=tuple(part for part in copilot.degraded() if part.part == "model"),
    )
    durations: dict[str, float] = {}
    for turn in scored:
        for stage, spent in turn.durations_ms.items():
            durations[stage] = durations.get(stage, 0.0) + spent
    return json_response(answer, durations_ms=durations)


@router.post("/v1/suggest", response_model=SuggestResponse, operation_id="suggestMessages")
async def suggest_messages(
    body: SuggestRequest, request: Request, caller: Annotated[str, Depends(require("hook", "rep", "evaluator"))]
) -> Response:
    """Analysis, hits, decision and drafts for one conversation. Stores nothing; the decision cannot be claimed."""
    copilot: Copilot = request.app.state.copilot
    turn = turn_of(body.conversation, copilot.clock.now())
    scored = None
    if turn.reply is not None:
        scored = (await unless_departed(request, copilot.pipeline.submit([turn.reply])))[0]
    answer = await in_thread(lambda: copilot.pipeline.answer(turn, scored))
    response = SuggestResponse.model_construct(
        versions=answer.versions,
        analysis=answer.analysis,
        hits=answer.hits,
        decision=answer.decision,
        suggestions=answer.suggestions,
        degraded=answer.degraded,
    )
    return json_response(response, durations_ms={**(scored.durations_ms if scored else {}), **answer.durations_ms})
