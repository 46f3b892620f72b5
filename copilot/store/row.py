"""What the store gives back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from copilot.domain.analysis import Analysis, ConsentFinding, Degradation
from copilot.domain.consent import ConsentState
from copilot.domain.conversation import Contact, Deal, Direction, SentBy, Signal, Stage
from copilot.domain.decision import Action, Decision
from copilot.domain.knowledge import Hit, KnowledgeItem
from copilot.store.entry import ConsentMethod, LedgerEvent, MediaItem

TurnState = Literal["settling", "leased", "decided", "failed"]
OutboxState = Literal["pending", "leased", "delivered", "dead"]
ApiRole = Literal["rep", "hook", "evaluator", "admin"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """A person with a phone number."""

    subject_key: str
    phone: str
    profile: Contact
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationRow:
    """A conversation without its messages; ``contact`` is the contact's profile with the phone filled in."""

    id: str
    subject_key: str
    our_number: str | None
    stage: Stage | None
    industry: str | None
    contact: Contact
    deal: Deal | None
    signals: tuple[Signal, ...]
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """One text, theirs or ours."""

    id: str
    conversation_id: str
    seq: int
    """Position in the conversation, in order of arrival, from 1."""
    direction: Direction
    provider: str
    provider_message_id: str
    fingerprint: str
    text: str
    media: tuple[MediaItem, ...]
    at: datetime
    """When it was sent as the caller says, else when it arrived here."""
    received_at: datetime
    sent_by: SentBy | None
    suggestion_id: str | None
    decision_id: str | None
    turn_id: str | None
    consent: ConsentFinding


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentStatus:
    """A contact's present consent, ``unknown`` at version 0 when the ledger has nothing."""

    state: ConsentState
    version: int
    """Number of the contact's last ledger event."""
    event_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentEventRow:
    """A line of the ledger. The last three fields are None after erasure; ``detail_hash`` still binds them."""

    seq: int
    id: str
    subject_key: str
    event: LedgerEvent
    scope: str
    channel: str
    method: ConsentMethod
    rule: str | None
    actor: str | None
    model_version: str | None
    score: float | None
    version: int
    """Number among the contact's events, from 1."""
    corrects: str | None
    """Id of the event this one declares void."""
    occurred_at: datetime
    recorded_at: datetime
    detail_hash: str
    prev_hash: str
    hash: str
    message_id: str | None = None
    provider_message_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedReply:
    """What receiving did. For a duplicate: what the first time did."""

    reply: MessageRow
    conversation: ConversationRow
    turn_id: str
    duplicate: bool
    consent_event: ConsentEventRow | None
    """The ledger line this call wrote."""
    consent_status: ConsentStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedMessage:
    """An outbound message as stored."""

    message: MessageRow
    duplicate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRow:
    """A burst of replies on its way to a decision."""

    id: str
    conversation_id: str
    subject_key: str
    state: TurnState
    opened_at: datetime
    due_at: datetime
    """When the burst has settled; while leased, when the lease ends."""
    attempts: int
    """Number of the present lease: pass it back with the outcome."""
    context_override: str | None
    consent: ConsentFinding
    analysis: Analysis | None
    vector: bytes | None
    hits: tuple[Hit, ...] | None
    decision_context: str | None
    degraded: tuple[Degradation, ...]
    error: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """A decision as stored; ``body`` is its exact JSON."""

    id: str
    turn_id: str
    conversation_id: str
    subject_key: str
    action: Action
    decision: Decision
    body: str
    created_at: datetime
    expires_at: datetime
    superseded_by: str | None
    claim_id: str | None
    claimed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Leave to carry a decision out; ``body`` is the exact JSON answer, equal for every repeat."""

    claim_id: str
    text: str | None
    """The chosen suggestion's text, or the notice; None when the decision sends nothing."""
    expires_at: datetime
    body: str
    repeated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """An event on its way to the send layer."""

    seq: int
    id: str
    type: str
    payload: bytes
    decision_id: str | None
    conversation_id: str | None
    state: OutboxState
    attempts: int
    """Number of the present lease: pass it back with the result."""
    next_attempt_at: datetime
    lease_until: datetime | None
    last_status: int | None
    last_detail: str | None
    expires_at: datetime | None
    created_at: datetime
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxStats:
    """How far delivery is behind."""

    pending: int
    """Including those in flight."""
    dead: int
    oldest_pending_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreHealth:
    """Whether the database can be used."""

    writable: bool
    migrations_behind: bool
    reason: str | None
    outbox: OutboxStats | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What erasing a contact removed."""

    event_id: str
    messages: int
    conversations: int
    decisions: int
    scrubbed: bool
    """False: traces may be left in the files (a reader held them, the disk is full); call ``Store.scrub`` again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswer:
    """The answer a request with this Idempotency-Key got the first time."""

    status: int
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeRow:
    """An item of the library with its vector."""

    item: KnowledgeItem
    fingerprint: str
    vector: bytes | None
    vector_model: str | None
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyRow:
    """An API key without its secret."""

    id: str
    name: str
    role: ApiRole
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewApiKey:
    """A key just made; ``text`` is shown once and never stored."""

    key: ApiKeyRow
    text: str
