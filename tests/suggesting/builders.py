"""Contexts for the tests of this part: a small conversation, any action, any wish, and the starter library."""

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from copilot.domain.analysis import Analysis, ConsentFinding, IntentScore, LanguageScore, Versions
from copilot.domain.conversation import Contact, Conversation, Deal, Direction, Message, Stage
from copilot.domain.decision import Action, Decision, Preconditions
from copilot.domain.knowledge import KnowledgeItem, KnowledgeKind
from copilot.domain.label import Intent
from copilot.suggesting.base import DraftContext, RetrievedItem

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
LIBRARY_FOLDER = Path(__file__).parents[2] / "knowledge"
OUR_FACTS = {"our_company": "Brightwater", "rep_name": "Priya Sandhu"}
CONTRACT_URL = "https://sign.example.com/c/8f3k2q7x"
DANA = Contact(first_name="Dana", last_name="Whitfield", company="Northwind Dental", timezone="America/Chicago")
DEAL = Deal(
    product="Workspace",
    quantity=20.0,
    amount=4800.0,
    currency="USD",
    renewal_date="2027-02-28",
    contract_url=CONTRACT_URL,
)
_VERSIONS = Versions(model="test", policy="test", labels="2")


@lru_cache
def library() -> tuple[KnowledgeItem, ...]:
    items = []
    for path in sorted(LIBRARY_FOLDER.glob("*/*.md")):
        _, front, body = path.read_text("utf-8").split("---\n", 2)
        items.append(KnowledgeItem.model_validate(yaml.safe_load(front) | {"body": body.strip()}))
    return tuple(items)


def item(item_id: str) -> KnowledgeItem:
    return next(i for i in library() if i.id == item_id)


def make_item(item_id: str = "own", kind: str = "template", body: str = "A body.", **fields: Any) -> KnowledgeItem:
    return KnowledgeItem.model_validate({"id": item_id, "kind": kind, "title": "A title", "body": body} | fields)


def hits(*items: KnowledgeItem, score: float = 0.7) -> tuple[RetrievedItem, ...]:
    return tuple(RetrievedItem(i, round(score - 0.01 * n, 2)) for n, i in enumerate(items))


def decide(action: Action = Action.SUGGEST_TO_REP, *, follow_up_at: datetime | None = None, **fields: Any) -> Decision:
    values: dict[str, Any] = {
        "id": None,
        "action": action,
        "priority": 50,
        "deadline_at": None,
        "follow_up_at": follow_up_at,
        "assignee": None,
        "suggestion_id": None,
        "auto_send": False,
        "notice_text": None,
        "turn": (),
        "reasons": (),
        "preconditions": Preconditions(
            last_inbound_id=None,
            consent_version=None,
            versions=_VERSIONS,
            expires_at=datetime(2026, 11, 25, tzinfo=UTC),
        ),
    }
    return Decision.model_validate(values | fields)


def analyse(*intents: Intent, language: str = "en", **fields: Any) -> Analysis:
    scores = tuple(IntentScore(name=intent, probability=0.9 - 0.1 * n) for n, intent in enumerate(intents))
    values: dict[str, Any] = {
        "id": None,
        "primary": intents[0] if intents else None,
        "abstained": not intents,
        "abstain_reason": None if intents else "low_confidence",
        "intents": scores,
        "top": scores,
        "sentiment": None,
        "emotion": None,
        "urgency": None,
        "purchase": None,
        "language": LanguageScore(code=language, probability=0.99),
        "consent": ConsentFinding(),
        "slots": (),
        "not_evaluated": (),
    }
    return Analysis.model_validate(values | fields)


def converse(
    *, stage: Stage | None = Stage.CLOSING, contact: Contact | None = DANA, deal: Deal | None = DEAL, **fields: Any
) -> Conversation:
    inbound = (Message(direction=Direction.INBOUND, text="A customer's words."),)
    return Conversation(stage=stage, contact=contact, deal=deal, **({"messages": inbound} | fields))


def templates_for(conversation: Conversation) -> tuple[KnowledgeItem, ...]:
    """Do what the pipeline does: templates, contract links and offers that fit the stage."""
    kinds = {KnowledgeKind.TEMPLATE, KnowledgeKind.CONTRACT_LINK, KnowledgeKind.OFFER}
    return tuple(
        i
        for i in library()
        if i.kind in kinds and (conversation.stage is None or not i.stages or conversation.stage in i.stages)
    )


def context(
    *intents: Intent,
    action: Action = Action.SUGGEST_TO_REP,
    conversation: Conversation | None = None,
    hits: tuple[RetrievedItem, ...] = (),
    templates: tuple[KnowledgeItem, ...] | None = None,
    analysis: Analysis | str | None = "from intents",
    decision: Decision | None = None,
    language: str = "en",
) -> DraftContext:
    conversation = conversation or converse()
    return DraftContext(
        decision=decision or decide(action),
        analysis=analyse(*intents, language=language) if isinstance(analysis, str) else analysis,
        conversation=conversation,
        hits=hits,
        templates=templates_for(conversation) if templates is None else templates,
        our_facts=OUR_FACTS,
        now=NOW,
    )
