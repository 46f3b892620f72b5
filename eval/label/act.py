"""What the service would do with what a system says: the policy's own code, over any system's answers."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from copilot.domain.analysis import (
    Analysis,
    ConsentFinding,
    EmotionScore,
    IntentScore,
    LanguageScore,
    PurchaseScore,
    SentimentScore,
    UrgencyScore,
    Versions,
)
from copilot.domain.consent import ConsentEvent, ConsentTier
from copilot.domain.decision import Action
from copilot.domain.label import (
    LABELS_VERSION,
    PURCHASE_VALUE,
    SENTIMENT_VALUE,
    URGENCY_VALUE,
    Emotion,
    Intent,
    PurchaseSignal,
    Sentiment,
    Urgency,
)
from copilot.routing.base import DecisionContext
from copilot.routing.decide import decide
from copilot.routing.policy_model import Policy
from eval.decision.simulate import RECEIVED_AT, TIMEZONE
from eval.prediction import Prediction

_Label = TypeVar("_Label", bound=StrEnum)


def action_of(prediction: Prediction, policy: Policy) -> Action:
    """Return the action for a turn of which nothing else is known: no stage, no signals, no earlier consent."""
    context = DecisionContext(
        analysis=analysis_of(prediction),
        timezone=TIMEZONE,
        received_at=RECEIVED_AT,
        versions=Versions(model=None, policy=policy.id, labels=LABELS_VERSION),
    )
    return decide(context, policy).action


def declines(prediction: Prediction) -> bool:
    """Whether a system gives no answer: it abstains, or names no intent."""
    return bool(prediction.abstained) or prediction.best is None


def analysis_of(prediction: Prediction) -> Analysis:
    """Return the analysis a policy would get, with what a system does not say left unjudged.

    One that does not say whether it would stop messages stops where it answers ``opt_out``.
    """
    abstained = declines(prediction)
    primary = None if abstained or prediction.best is None else Intent(prediction.best)
    named = prediction.intents if prediction.intents is not None else (() if primary is None else (primary.value,))
    table = prediction.primary or {}
    stops = primary is Intent.OPT_OUT if prediction.opts_out is None else prediction.opts_out
    tier = ConsentTier(prediction.opt_out_tier) if prediction.opt_out_tier else ConsentTier.MODEL
    return Analysis(
        id=None,
        primary=primary,
        abstained=abstained,
        abstain_reason="low_confidence" if abstained else None,
        intents=tuple(IntentScore(name=Intent(name), probability=table.get(name, 1.0)) for name in named),
        top=tuple(IntentScore(name=Intent(name), probability=p) for name, p in table.items()),
        sentiment=_scored(SentimentScore, Sentiment, prediction.sentiment, SENTIMENT_VALUE),
        emotion=_scored(EmotionScore, Emotion, prediction.emotion, None),
        urgency=_scored(UrgencyScore, Urgency, prediction.urgency, URGENCY_VALUE),
        purchase=_scored(PurchaseScore, PurchaseSignal, prediction.purchase, PURCHASE_VALUE),
        language=LanguageScore(code="und", probability=0.0),
        consent=ConsentFinding(event=ConsentEvent.OPT_OUT, tier=tier) if stops else ConsentFinding(),
        possible_opt_out=bool(prediction.held),
        slots=(),
        not_evaluated=(),
    )


def _scored(
    shape: type[Any], labels: type[_Label], table: Mapping[str, float] | None, values: Mapping[_Label, float] | None
) -> Any:
    """Return a head with its expected value, None where the system does not say."""
    if not table:
        return None
    best = max(table, key=table.__getitem__)
    probabilities = {labels(name): p for name, p in table.items()}
    score = {} if values is None else {"score": sum(p * values[label] for label, p in probabilities.items())}
    return shape(label=labels(best), probability=table[best], probabilities=probabilities, **score)
