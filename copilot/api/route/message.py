"""What customers write and what we send."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from copilot.api.auth import require
from copilot.api.response import json_response
from copilot.api.shape import (
    MessagesRequest,
    MessagesResponse,
    RepliesRequest,
    RepliesResponse,
    ReplyStatus,
    WaitMs,
)
from copilot.api.waiting import in_thread, until
from copilot.domain.analysis import ConsentFinding
from copilot.service.copilot import Copilot
from copilot.service.inbound import ReplyText, SentText, record_message
from copilot.service.status import ReplyReport, report_reply

router = APIRouter(tags=["messages"])


@router.post("/v1/replies", status_code=202, response_model=RepliesResponse, operation_id="receiveReply")
async def receive_reply(
    body: RepliesRequest, request: Request, caller: Annotated[str, Depends(require("hook"))]
) -> Response:
    """Receive a customer's reply: stored once per (provider, message_id), then taken the whole way."""
    copilot: Copilot = request.app.state.copilot
    reply = ReplyText(
        provider=body.provider,
        message_id=body.message_id,
        sender=body.sender,
        recipient=body.to,
        text=body.text,
        media=tuple((item.content_type, item.url) for item in body.media),
        at=body.at,
        context=body.context,
        conversation=body.conversation,
        settle_ms=body.settle_ms,
    )
    taken = await in_thread(lambda: copilot.take(reply))
    decision = await in_thread(lambda: copilot.decide(taken), request.app.state.deciding)
    stored = taken.stored
    answer = RepliesResponse.model_construct(
        reply_id=stored.reply.id,
        conversation_id=stored.conversation.id,
        duplicate=stored.duplicate,
        consent=stored.reply.consent,
        decision=decision,
        degraded=copilot.degraded(),
    )
    return json_response(answer, 202)


@router.post("/v1/messages", status_code=201, response_model=MessagesResponse, operation_id="recordMessage")
async def record_sent_message(
    body: MessagesRequest, request: Request, caller: Annotated[str, Depends(require("hook", "rep"))]
) -> Response:
    """Record a text we sent: it is the context of the next reply. Once per (provider, message_id)."""
    copilot: Copilot = request.app.state.copilot
    message = SentText(
        provider=body.provider,
        message_id=body.message_id,
        text=body.text,
        sent_by=body.sent_by,
        conversation_id=body.conversation_id,
        to=body.to,
        sender=body.sender,
        at=body.at,
        suggestion_id=body.suggestion_id,
        decision_id=body.decision_id,
    )
    recorded = await in_thread(lambda: record_message(copilot.store, message))
    answer = MessagesResponse(
        message_id=recorded.message.id,
        conversation_id=recorded.message.conversation_id,
        duplicate=recorded.duplicate,
    )
    return json_response(answer, 201)


@router.get("/v1/replies/{reply_id}", response_model=ReplyStatus, operation_id="getReply")
async def get_reply(
    reply_id: str,
    request: Request,
    caller: Annotated[str, Depends(require("hook", "rep"))],
    wait_ms: Annotated[WaitMs, Query()] = 0,
) -> Response:
    """Tell what became of a reply; ``wait_ms`` waits for its decision, up to ten seconds."""
    copilot: Copilot = request.app.state.copilot
    report = await in_thread(lambda: report_reply(copilot.store, reply_id))
    if wait_ms and report.turn is not None and report.decision is None:
        decided = copilot.board.watch(report.turn.id)
        report = await in_thread(lambda: report_reply(copilot.store, reply_id))  # it may have been decided just now
        if report.decision is None:
            await until(decided, wait_ms)
            report = await in_thread(lambda: report_reply(copilot.store, reply_id))
        decided.cancel()
    return json_response(_status(report))


def _status(report: ReplyReport) -> ReplyStatus:
    turn = report.turn
    return ReplyStatus(
        reply_id=report.reply.id,
        conversation_id=report.reply.conversation_id,
        turn_id=report.reply.turn_id,
        state=None if turn is None else turn.state,
        received_at=report.reply.received_at,
        consent=report.reply.consent or ConsentFinding(),
        analysis=None if turn is None else turn.analysis,
        hits=None if turn is None else turn.hits,
        decision=None if report.decision is None else report.decision.decision,
        suggestions=report.suggestions,
        degraded=() if turn is None else turn.degraded,
    )
