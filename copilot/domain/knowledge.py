"""The library: what can be sent or told, and what a search gives back."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from copilot.clock import UtcTime
from copilot.domain.conversation import Currency, Flag, Industry, Number, ShortText, Stage, Url
from copilot.domain.label import Intent
from copilot.domain.model import DomainModel

KnowledgeId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._~-]{1,64}$")]


class KnowledgeKind(StrEnum):
    """What an item is for."""

    CASE_STUDY = "case_study"
    TEMPLATE = "template"
    CONTRACT_LINK = "contract_link"
    TUTORIAL = "tutorial"
    OFFER = "offer"
    PRICE = "price"


class Price(DomainModel):
    """A list price: ``amount`` of ``currency`` per ``per``, from ``min_quantity`` on."""

    product: ShortText
    plan: ShortText | None = None
    amount: Annotated[Number, Field(ge=0)]
    currency: Currency
    per: ShortText
    min_quantity: Annotated[Number, Field(ge=0)] | None = None


class KnowledgeContent(DomainModel):
    """An item without its id: the body of ``PUT /v1/knowledge/{id}``. Empty lists mean: fits all."""

    kind: KnowledgeKind
    title: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True, pattern=r"\S")]
    body: Annotated[
        str,
        StringConstraints(min_length=1, max_length=20_000),
        # For readers of the OpenAPI document; copilot.retrieval.slots checks it and says where the wrong brace is.
        Field(json_schema_extra={"pattern": r"^([^{}]|\{\{|\}\}|\{[a-z][a-z0-9_]*\})*$"}),
    ]
    url: Url | None = None
    stages: tuple[Stage, ...] = ()
    industries: Annotated[tuple[Industry, ...], Field(max_length=50)] = ()
    intents: tuple[Intent, ...] = ()
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] = "en"
    internal: Flag = False
    valid_from: UtcTime | None = None
    valid_until: UtcTime | None = None
    price: Price | None = None


class KnowledgeItem(KnowledgeContent):
    """One item of the library."""

    id: KnowledgeId


class Hit(DomainModel):
    """One retrieved item; ``score`` 0 … 1, at or above the floor."""

    id: str
    kind: KnowledgeKind
    title: str
    url: str | None
    score: float
    internal: bool = False
