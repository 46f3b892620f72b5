"""Sketches: a few words of YAML or keywords become a whole, frozen decision context."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from copilot.domain.analysis import (
    Analysis,
    ConsentFinding,
    Degradation,
    EmotionScore,
    IntentScore,
    LanguageScore,
    PurchaseScore,
    SentimentScore,
    Slot,
    UrgencyScore,
    Versions,
    WhenValue,
)
from copilot.domain.conversation import Signal
from copilot.domain.knowledge import Hit, KnowledgeKind
from copilot.domain.label import URGENCY_VALUE, Emotion, Intent, PurchaseSignal, Sentiment, Urgency
from copilot.routing.base import DecisionContext
from copilot.routing.policy import load_policy
from copilot.routing.policy_model import Policy

RECEIVED = datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC)
"""A Monday, 9:04 in Chicago."""
SECRET = "my sister Zelda 555-0142"
"""Words of a customer, put wherever a context can hold some."""

Sketch = dict[str, Any]
MakeContext = Callable[..., DecisionContext]


def analysis_from(sketch: Sketch) -> Analysis:
    """Build an analysis; ``model: down`` leaves every head null."""
    event, _, tier = (sketch.get("consent") or "").partition("/")
    common: dict[str, Any] = {
        "id": "r1",
        "consent": ConsentFinding(event=event or None, tier=tier or None),
        "slots": tuple(_when(*moment) for moment in sketch.get("when", [])),
        "explanation": None,
    }
    if sketch.get("model") == "down":
        heads = ("intents", "sentiment", "emotion", "urgency", "purchase", "language")
        return Analysis(
            primary=None,
            abstained=False,
            abstain_reason=None,
            intents=(),
            top=(),
            sentiment=None,
            emotion=None,
            urgency=None,
            purchase=None,
            language=LanguageScore(code="und", probability=0.0),
            not_evaluated=tuple(Degradation(part=head, reason=SECRET) for head in heads),
            **common,
        )
    intents = tuple(Intent(name) for name in sketch.get("intents", []))
    abstain_reason = sketch.get("abstained")
    probability = sketch.get("probability", 0.92)
    scores = tuple(
        IntentScore(name=name, probability=round(probability - 0.1 * i, 4)) for i, name in enumerate(intents)
    )
    return Analysis(
        primary=None if abstain_reason else intents[0],
        abstained=bool(abstain_reason),
        abstain_reason=abstain_reason,
        intents=scores,
        top=scores or (IntentScore(name=Intent.PRICING_QUESTION, probability=0.31),),
        sentiment=_sentiment(sketch.get("sentiment", "neutral")),
        emotion=_emotion(sketch.get("emotion", "none")),
        urgency=_urgency(sketch.get("urgency", "none")),
        purchase=_purchase(sketch.get("purchase", 0)),
        language=LanguageScore(code="en", probability=0.99),
        possible_opt_out=sketch.get("possible_opt_out", False),
        not_evaluated=(),
        **common,
    )


def context_from(sketch: Sketch) -> DecisionContext:
    """Build a context; the keys are those of ``decision_table.yaml``."""
    hits = sketch.get("hits", [])
    return DecisionContext(
        conversation_id="c1",
        turn=("r1",),
        last_inbound_id="r1",
        analysis=None if sketch.get("opening") else analysis_from(sketch),
        stage=sketch.get("stage"),
        industry=SECRET.lower(),
        timezone=sketch.get("timezone", "America/Chicago"),
        signals=(Signal(type=sketch.get("signal", SECRET), at=sketch.get("signal_at"), attributes={"note": SECRET}),),
        consent_state=sketch.get("consent_state", "unknown"),
        consent_state_before=sketch.get("consent_state_before"),
        consent_version=3,
        provider_answered=sketch.get("provider_answered", False),
        media_only=sketch.get("media_only", False),
        hits=None if hits is None else tuple(_hit(i, score) for i, score in enumerate(hits)),
        auto_sends_today=sketch.get("auto_sends_today"),
        received_at=sketch.get("received_at", RECEIVED),
        versions=Versions(model="m@1", policy=None, labels="2"),
        degraded=tuple(Degradation(part=part, reason=SECRET) for part in sketch.get("degraded", [])),
    )


@pytest.fixture(scope="session")
def policy() -> Policy:
    return load_policy()


@pytest.fixture(scope="session")
def make_context() -> MakeContext:
    return lambda **sketch: context_from(sketch)


@pytest.fixture(scope="session")
def secret() -> str:
    return SECRET


def _when(start: str, end: str) -> Slot:
    value = WhenValue(start=datetime.fromisoformat(start), end=datetime.fromisoformat(end))
    return Slot(type="when", text=SECRET, start=0, end=len(SECRET), start_utf16=0, end_utf16=len(SECRET), value=value)


def _hit(number: int, score: float) -> Hit:
    return Hit(id=f"item-{number}", kind=KnowledgeKind.TEMPLATE, title=SECRET, url=None, score=score)


def _sentiment(label: str | None) -> SentimentScore | None:
    if label is None:
        return None
    values = {name: float(name == label) for name in Sentiment}
    return SentimentScore(label=Sentiment(label), probability=0.9, probabilities=values, score=0.0)


def _emotion(label: str | None) -> EmotionScore | None:
    if label is None:
        return None
    values = {name: float(name == label) for name in Emotion}
    return EmotionScore(label=Emotion(label), probability=0.9, probabilities=values)


def _urgency(label: str | None) -> UrgencyScore | None:
    if label is None:
        return None
    values = {name: float(name == label) for name in Urgency}
    return UrgencyScore(
        label=Urgency(label), probability=0.9, probabilities=values, score=URGENCY_VALUE[Urgency(label)]
    )


def _purchase(score: float | None) -> PurchaseScore | None:
    if score is None:
        return None
    labels = list(PurchaseSignal)
    label = labels[min(3, round(score / 100 * 3))]
    values = {name: float(name == label) for name in labels}
    return PurchaseScore(label=label, probability=0.9, probabilities=values, score=score)
