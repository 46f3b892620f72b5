"""What callers hand to the store."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from copilot.domain.analysis import Analysis, Degradation
from copilot.domain.consent import ConsentEvent, ConsentTier
from copilot.domain.conversation import Conversation, SentBy
from copilot.domain.decision import Decision
from copilot.domain.knowledge import Hit
from copilot.domain.suggestion import Suggestion

LedgerEvent = Literal["opt_out", "opt_in", "help", "correction", "erasure"]
ConsentMethod = Literal["keyword", "phrase", "model", "rep", "web", "voice", "import", "provider"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaItem:
    """A picture or file that came with a message."""

    content_type: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentMark:
    """What a reply does to consent, and what found it."""

    event: ConsentEvent
    tier: ConsentTier
    rule: str | None = None
    """The keyword or the name of the phrase rule; never the customer's own words."""
    model_version: str | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingReply:
    """One incoming text, normalised, with what the caller knows around it."""

    provider: str
    message_id: str
    """The provider's own id."""
    sender: str
    """E.164."""
    recipient: str
    """Our number: E.164 or a short code."""
    text: str
    fingerprint: str
    """Hash of the request's body: the same message id with another one is refused."""
    settle: timedelta
    """How long to wait for more replies of the same burst."""
    at: datetime | None = None
    media: tuple[MediaItem, ...] = ()
    context: str | None = None
    """Wins over the stored last outbound message."""
    conversation: Conversation | None = None
    """Id, stage, industry, contact, deal and signals to merge; its messages are not read."""
    consent: ConsentMark | None = None
    channel: str = "sms"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMessage:
    """A text we sent. ``conversation_id``, or else ``to`` and ``sender``, say where it belongs."""

    provider: str
    message_id: str
    text: str
    fingerprint: str
    sent_by: SentBy
    conversation_id: str | None = None
    to: str | None = None
    """E.164 of the contact."""
    sender: str | None = None
    """Our number."""
    at: datetime | None = None
    suggestion_id: str | None = None
    decision_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxEvent:
    """Something to deliver at least once. ``finish_turn`` fills the ids that are None."""

    type: str
    payload: bytes
    """The exact bytes that will be signed and sent."""
    id: str | None = None
    """Constant over retries; None: a new ``msg_…``."""
    decision_id: str | None = None
    conversation_id: str | None = None
    subject_key: str | None = None
    """Whose data the payload holds: erasing them deletes it."""
    expires_at: datetime | None = None
    """After it nobody wants the event any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnOutcome:
    """Everything found out about a turn, to be stored as one."""

    decision: Decision
    decision_context: str
    """The frozen context as JSON text, from which the decision can be made again."""
    suggestions: tuple[Suggestion, ...] = ()
    events: tuple[OutboxEvent, ...] = ()
    analysis: Analysis | None = None
    vector: bytes | None = None
    """The search vector, little-endian float32."""
    hits: tuple[Hit, ...] | None = None
    """None: retrieval was not evaluated."""
    degraded: tuple[Degradation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentEntry:
    """A line for the consent ledger."""

    subject_key: str
    event: LedgerEvent
    method: ConsentMethod
    occurred_at: datetime
    channel: str = "sms"
    rule: str | None = None
    message_id: str | None = None
    """Id of the reply that is the evidence."""
    provider_message_id: str | None = None
    actor: str | None = None
    """Who did it, when it was not the customer."""
    reason: str | None = None
    model_version: str | None = None
    score: float | None = None
