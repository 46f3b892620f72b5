"""A conversation with one contact: the same object wherever it appears."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, Strict, StringConstraints

from copilot.clock import Timezone, UtcTime
from copilot.domain.model import DomainModel

MAX_TEXT: int = 1600
"""Longest text of a reply, message or context, in Unicode code points (Twilio's limit for one message)."""

ShortText = Annotated[str, StringConstraints(max_length=200)]
Url = Annotated[str, StringConstraints(max_length=2000, pattern=r"^https?://[^\s\x00-\x1f\x7f-\xa0]+$")]
Attribute = Annotated[str, StringConstraints(max_length=1000)] | bool | int | float
Attributes = Annotated[dict[Annotated[str, StringConstraints(max_length=64)], Attribute], Field(max_length=64)]
Industry = Annotated[
    str, StringConstraints(min_length=1, max_length=64, to_lower=True, strip_whitespace=True, pattern=r"\S")
]
ExternalId = Annotated[str, StringConstraints(min_length=1, max_length=128)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Number = Annotated[float, Strict()]
Flag = Annotated[bool, Strict()]


class Stage(StrEnum):
    """Funnel stage."""

    LEAD = "lead"
    QUALIFICATION = "qualification"
    PROPOSAL = "proposal"
    CLOSING = "closing"
    RENEWAL = "renewal"


class Direction(StrEnum):
    """Whose words: the customer's (inbound) or ours (outbound)."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


SentBy = Literal["rep", "automation", "campaign"]


class Contact(DomainModel):
    """A person we talk to, as far as the caller knows them."""

    id: ExternalId | None = None
    first_name: ShortText | None = None
    last_name: ShortText | None = None
    company: ShortText | None = None
    phone: ShortText | None = None
    timezone: Timezone | None = None
    language: ShortText | None = None
    attributes: Attributes = Field(default_factory=dict)


class Deal(DomainModel):
    """The sale this conversation is about."""

    id: ExternalId | None = None
    name: ShortText | None = None
    product: ShortText | None = None
    quantity: Number | None = None
    amount: Number | None = None
    currency: Currency | None = None
    close_date: ShortText | None = None
    renewal_date: ShortText | None = None
    owner: ShortText | None = None
    contract_url: Url | None = None
    attributes: Attributes = Field(default_factory=dict)


class Signal(DomainModel):
    """A dated event from CRM or product."""

    type: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    at: UtcTime | None = None
    attributes: Attributes = Field(default_factory=dict)


class Message(DomainModel):
    """One text of a conversation, theirs or ours."""

    id: ExternalId | None = None
    direction: Direction
    text: Annotated[str, StringConstraints(max_length=MAX_TEXT)]
    at: UtcTime | None = None
    sent_by: SentBy | None = None


class Conversation(DomainModel):
    """The ordered messages with one contact and what is known around them."""

    id: ExternalId | None = None
    stage: Stage | None = None
    industry: Industry | None = None
    contact: Contact | None = None
    deal: Deal | None = None
    signals: Annotated[tuple[Signal, ...], Field(max_length=100)] = ()
    messages: Annotated[tuple[Message, ...], Field(max_length=500)] = ()
