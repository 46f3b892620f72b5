"""Receive: a reply is stored, and its consent words act, in one transaction and before any model."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from copilot.domain.consent import ConsentState
from copilot.domain.conversation import Conversation, SentBy
from copilot.store.entry import ConsentMark, IncomingReply, MediaItem, OutgoingMessage
from copilot.store.row import ReceivedReply, RecordedMessage, TurnRow
from copilot.store.store import Store
from copilot.text.consent import detect_consent


@dataclass(frozen=True, slots=True)
class ReplyText:
    """One incoming text, normalised by its edge."""

    provider: str
    message_id: str
    sender: str
    """The customer's number, E.164."""
    recipient: str
    """Our number: E.164 or a short code."""
    text: str
    media: tuple[tuple[str, str], ...] = ()
    """(content type, URL) of each picture or file."""
    at: datetime | None = None
    context: str | None = None
    conversation: Conversation | None = None
    settle_ms: int | None = None
    """None: the configured window."""


@dataclass(frozen=True, slots=True)
class TakenReply:
    """A reply that is stored."""

    stored: ReceivedReply
    turn: TurnRow | None
    """Its turn, leased to the caller, who decides it now; None: it settles, or another has it, or it was decided."""


@dataclass(frozen=True, slots=True)
class SentText:
    """One text that we sent, normalised by its edge."""

    provider: str
    message_id: str
    text: str
    sent_by: SentBy
    conversation_id: str | None = None
    to: str | None = None
    sender: str | None = None
    at: datetime | None = None
    suggestion_id: str | None = None
    decision_id: str | None = None


def fingerprint_of(body: Mapping[str, object]) -> str:
    """Return the hex SHA-256 of a body's canonical JSON: equal bodies, equal fingerprints."""
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def take_reply(store: Store, reply: ReplyText, default_settle_ms: int, lease_for: timedelta) -> TakenReply:
    """Store a reply once and let its consent words act.

    A turn that need not wait is leased in the same transaction, so that no worker takes it from the caller.

    Raises:
        MessageIdReusedError: The same (provider, message id) came with another body.
        StoreUnavailableError: Nothing was stored; the provider may send it again.
    """
    said = {
        "from": reply.sender,
        "to": reply.recipient,
        "text": reply.text,
        "media": reply.media,
        "at": reply.at,
        "context": reply.context,
        "conversation": None if reply.conversation is None else reply.conversation.model_dump(mode="json"),
    }
    with store.transaction() as tx:
        status = tx.consent.status_of(tx.subject_of(reply.sender))
        match = detect_consent(reply.text, opted_out=status.state is ConsentState.OPTED_OUT)
        mark = None
        if match.event is not None and match.tier is not None:
            mark = ConsentMark(event=match.event, tier=match.tier, rule=match.rule)
        # A stop, start or help is answered at once: there is nothing to wait for.
        settle_ms = default_settle_ms if reply.settle_ms is None else reply.settle_ms
        settle = timedelta(milliseconds=0 if mark is not None else settle_ms)
        stored = tx.receive(
            IncomingReply(
                provider=reply.provider,
                message_id=reply.message_id,
                sender=reply.sender,
                recipient=reply.recipient,
                text=reply.text,
                fingerprint=fingerprint_of(said),
                at=reply.at,
                media=tuple(MediaItem(content_type=kind, url=url) for kind, url in reply.media),
                context=reply.context,
                conversation=reply.conversation,
                settle=settle,
                consent=mark,
            )
        )
        return TakenReply(stored, None if stored.duplicate else tx.turns.lease(stored.turn_id, lease_for))


def record_message(store: Store, message: SentText) -> RecordedMessage:
    """Record a text we sent, once; it is the context of the next reply.

    Raises:
        MessageIdReusedError: The same (provider, message id) came with another body.
        NotFoundError: No conversation has this id.
    """
    said = {
        "conversation_id": message.conversation_id,
        "to": message.to,
        "from": message.sender,
        "text": message.text,
        "at": message.at,
        "sent_by": message.sent_by,
        "suggestion_id": message.suggestion_id,
        "decision_id": message.decision_id,
    }
    with store.transaction() as tx:
        return tx.record_outbound(
            OutgoingMessage(
                provider=message.provider,
                message_id=message.message_id,
                text=message.text,
                fingerprint=fingerprint_of(said),
                sent_by=message.sent_by,
                conversation_id=message.conversation_id,
                to=message.to,
                sender=message.sender,
                at=message.at,
                suggestion_id=message.suggestion_id,
                decision_id=message.decision_id,
            )
        )
