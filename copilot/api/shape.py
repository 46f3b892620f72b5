"""Bodies of the HTTP contract, version 1. Fields may be added, never renamed."""

from typing import Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from copilot.clock import Timezone, UtcTime
from copilot.domain.analysis import Analysis, ConsentFinding, Degradation, Versions
from copilot.domain.conversation import MAX_TEXT, Conversation, ExternalId, Flag, Industry, Message, SentBy, Stage, Url
from copilot.domain.decision import Decision
from copilot.domain.knowledge import Hit, KnowledgeItem
from copilot.domain.model import DomainModel
from copilot.domain.suggestion import Suggestion
from copilot.text.phone import parse_address, parse_phone

MAX_REPLIES = 256
"""Replies of one ``POST /v1/intent``."""


def _drop_nul(text: str) -> str:
    return text.replace("\0", "")


def _require_text(text: str) -> str:
    if not text:
        raise ValueError("needs at least one character")
    return text


def _refuse_words(value: object) -> object:
    # 10.0 is a whole number in JSON; "10" and true are none.
    if isinstance(value, str | bool):
        raise ValueError("must be a whole number, without quotes")
    return value


_NOT_ONLY_NUL: Final[dict[str, Any]] = {"pattern": r"[^\u0000]"}
_PHONE: Final[dict[str, Any]] = {"pattern": r"^\+[1-9][0-9]{6,14}$"}
_ADDRESS: Final[dict[str, Any]] = {"pattern": r"^(\+[1-9][0-9]{6,14}|[0-9]{3,8})$"}
"""For readers of the OpenAPI document: what the validators let through, without the formatting that they drop."""

BoundedText = Annotated[str, StringConstraints(max_length=MAX_TEXT), AfterValidator(_drop_nul)]
ReplyText = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_TEXT),
    AfterValidator(_drop_nul),
    AfterValidator(_require_text),
    Field(json_schema_extra=_NOT_ONLY_NUL),
]
CustomerNumber = Annotated[
    str, StringConstraints(max_length=32), AfterValidator(parse_phone), Field(json_schema_extra=_PHONE)
]
OurNumber = Annotated[
    str, StringConstraints(max_length=32), AfterValidator(parse_address), Field(json_schema_extra=_ADDRESS)
]
Provider = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,31}$")]
SettleMs = Annotated[int, Field(ge=0, le=60_000), BeforeValidator(_refuse_words)]
HitLimit = Annotated[int, Field(ge=1, le=50), BeforeValidator(_refuse_words)]
WaitMs = Annotated[int, Field(ge=0, le=10_000)]


class IntentReply(DomainModel):
    """One reply to score; only ``text`` is needed."""

    id: ExternalId | None = None
    text: ReplyText
    context: BoundedText | None = None
    received_at: UtcTime | None = None
    timezone: Timezone | None = None


class IntentRequest(DomainModel):
    """``POST /v1/intent``."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "replies": [
                        {
                            "id": "r1",
                            "text": "looks good, how much for 20 seats?",
                            "context": "Did the trial go well?",
                            "received_at": "2026-11-23T15:04:05Z",
                            "timezone": "America/Chicago",
                        }
                    ],
                    "explain": False,
                }
            ]
        }
    )

    replies: Annotated[tuple[IntentReply, ...], Field(min_length=1, max_length=MAX_REPLIES)]
    explain: Flag = False


class IntentResponse(DomainModel):
    """Analyses, in the order of the replies."""

    versions: Versions
    analyses: tuple[Analysis, ...]
    degraded: tuple[Degradation, ...]


class TextMessage(Message):
    """A message with words in it."""

    text: ReplyText


class SuggestConversation(Conversation):
    """The conversation of a stateless call."""

    messages: Annotated[tuple[TextMessage, ...], Field(max_length=500)] = ()


class SuggestRequest(DomainModel):
    """``POST /v1/suggest``."""

    conversation: SuggestConversation


class SuggestResponse(DomainModel):
    """Analysis, hits, decision and drafts for one conversation."""

    versions: Versions
    analysis: Analysis | None
    hits: tuple[Hit, ...]
    decision: Decision
    suggestions: tuple[Suggestion, ...]
    degraded: tuple[Degradation, ...]


class ReplyMedia(DomainModel):
    """A picture or file that came with a reply."""

    content_type: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    url: Url


class RepliesRequest(DomainModel):
    """``POST /v1/replies``: one incoming text. ``text`` may be empty when ``media`` is there."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "provider": "api",
                    "message_id": "SM1",
                    "from": "+15550100",
                    "to": "+15550199",
                    "text": "how much for 20 seats?",
                    "settle_ms": 0,
                }
            ],
            "anyOf": [
                {"required": ["text"], "properties": {"text": {"minLength": 1, **_NOT_ONLY_NUL}}},
                {"required": ["media"], "properties": {"media": {"minItems": 1}}},
            ],
        }
    )

    provider: Provider = "api"
    message_id: ExternalId
    sender: Annotated[CustomerNumber, Field(alias="from")]
    to: OurNumber
    media: Annotated[tuple[ReplyMedia, ...], Field(max_length=20)] = ()
    text: Annotated[BoundedText, Field(validate_default=True)] = ""
    at: UtcTime | None = None
    context: BoundedText | None = None
    conversation: Conversation | None = None
    settle_ms: SettleMs | None = None

    @field_validator("text")
    @classmethod
    def _has_content(cls, text: str, known: ValidationInfo) -> str:
        if not text and known.data.get("media") == ():
            raise ValueError("text may be empty only when media is there")
        return text


class RepliesResponse(DomainModel):
    """What became of the reply so far; ``decision`` is null while the turn settles."""

    reply_id: str
    conversation_id: str
    duplicate: bool
    consent: ConsentFinding
    decision: Decision | None
    degraded: tuple[Degradation, ...] = ()


class MessagesRequest(DomainModel):
    """``POST /v1/messages``: a text we sent."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"required": ["conversation_id"], "properties": {"conversation_id": {"type": "string"}}},
                {"required": ["to", "from"], "properties": {"to": {"type": "string"}, "from": {"type": "string"}}},
            ]
        }
    )

    provider: Provider = "api"
    message_id: ExternalId
    conversation_id: ExternalId | None = None
    sender: Annotated[OurNumber | None, Field(alias="from")] = None
    to: Annotated[CustomerNumber | None, Field(validate_default=True)] = None
    text: ReplyText
    at: UtcTime | None = None
    sent_by: SentBy
    suggestion_id: ExternalId | None = None
    decision_id: ExternalId | None = None

    @field_validator("to")
    @classmethod
    def _names_conversation(cls, number: str | None, known: ValidationInfo) -> str | None:
        is_unnamed = known.data.get("conversation_id", "") is None
        if is_unnamed and (number is None or known.data.get("sender", "") is None):
            raise ValueError("name the conversation: conversation_id, or both to and from")
        return number


class MessagesResponse(DomainModel):
    """The recorded message."""

    message_id: str
    conversation_id: str
    duplicate: bool


class ReplyStatus(DomainModel):
    """``GET /v1/replies/{id}``: everything known of one reply."""

    reply_id: str
    conversation_id: str
    turn_id: str | None
    state: Literal["settling", "leased", "decided", "failed"] | None
    received_at: UtcTime
    consent: ConsentFinding
    analysis: Analysis | None
    hits: tuple[Hit, ...] | None
    decision: Decision | None
    suggestions: tuple[Suggestion, ...]
    degraded: tuple[Degradation, ...]


class DecisionStatus(DomainModel):
    """``GET /v1/decisions/{id}``: a decision and what became of it."""

    decision: Decision
    conversation_id: str
    state: Literal["open", "claimed", "expired", "superseded"]
    claim_id: str | None
    suggestions: tuple[Suggestion, ...]


class ClaimResponse(DomainModel):
    """Go: send exactly this, before ``expires_at``."""

    go: Literal[True]
    claim_id: str
    text: str | None
    expires_at: UtcTime


class KnowledgeSearchRequest(DomainModel):
    """``POST /v1/knowledge/search``."""

    query: ReplyText
    stage: Stage | None = None
    industry: Industry | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] | None = None
    limit: HitLimit = 10


class KnowledgeSearchResponse(DomainModel):
    """Hits at or above the floor, best first."""

    hits: tuple[Hit, ...]


class KnowledgePage(DomainModel):
    """A page of the library; ``next`` is the cursor of the following page."""

    items: tuple[KnowledgeItem, ...]
    next: str | None


class KnowledgeBatch(DomainModel):
    """Items to add or replace together: all or none."""

    items: Annotated[tuple[KnowledgeItem, ...], Field(min_length=1, max_length=5_000)]


class KnowledgeBatchResponse(DomainModel):
    """What a batch did."""

    added: int
    changed: int


class CorrectionRequest(DomainModel):
    """``POST /v1/consent/events/{id}/corrections``: this was not a stop."""

    reason: Annotated[str, StringConstraints(max_length=2_000, pattern=r"\S[\s\S]{8,}\S")]
    """At least ten characters that say something."""


class CorrectionResponse(DomainModel):
    """The ledger event that the correction became."""

    event_id: str
    corrects: str
    consent_version: int
