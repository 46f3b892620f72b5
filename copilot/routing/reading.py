"""How rules read a context: intents, scores, priorities and terms, each in one place."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from copilot.domain.analysis import Analysis, IntentScore
from copilot.domain.label import Emotion, Intent, Urgency
from copilot.routing.base import DecisionContext
from copilot.routing.policy_model import Policy

_LAST_MOMENT: Final = datetime.max.replace(tzinfo=UTC)


def later(moment: datetime, by: timedelta) -> datetime:
    """Return ``moment + by``; the last moment of the calendar where there is none after it."""
    try:
        return moment + by
    except OverflowError:
        return _LAST_MOMENT


def why_unjudged(context: DecisionContext) -> str | None:
    """Return why the intents of the reply are unknown, None when they were judged."""
    analysis = context.analysis
    if analysis is None:
        return None
    if context.media_only:
        return "the turn holds no words"
    if analysis.primary is None and not analysis.abstained:
        return "no model judged the intents of this text"
    return None


def intents_of(analysis: Analysis) -> tuple[IntentScore, ...]:
    """Return the intents over their own thresholds, the primary first."""
    if analysis.primary is None or any(score.name == analysis.primary for score in analysis.intents):
        return analysis.intents
    probability = next((score.probability for score in analysis.top if score.name == analysis.primary), 0.0)
    return (IntentScore(name=analysis.primary, probability=probability), *analysis.intents)


def first_of(analysis: Analysis, wanted: Iterable[Intent]) -> IntentScore | None:
    """Return the first intent of the turn that is among ``wanted``, primary before others."""
    names = frozenset(wanted)
    return next((score for score in intents_of(analysis) if score.name in names), None)


def says_only(analysis: Analysis, allowed: Iterable[Intent]) -> bool:
    """Whether the turn has intents and all of them are ``allowed``."""
    names = frozenset(allowed)
    scores = intents_of(analysis)
    return bool(scores) and all(score.name in names for score in scores)


def purchase_score(context: DecisionContext) -> float | None:
    """Return the purchase score, 0 … 100; None when nobody judged it."""
    return context.analysis.purchase.score if context.analysis and context.analysis.purchase else None


def is_possible_buyer(context: DecisionContext, policy: Policy) -> bool:
    """Whether the purchase score is known and hot."""
    score = purchase_score(context)
    return score is not None and score >= policy.thresholds.purchase_hot


def late_in_deal(context: DecisionContext, policy: Policy) -> str | None:
    """Return the stage or signal that says the deal is far on, None when nothing does."""
    if context.stage in policy.late_stages:
        return f"stage {context.stage}"
    oldest = timedelta(days=policy.late_signal_days)
    for wanted in policy.late_signals:
        for signal in context.signals:
            if signal.type == wanted and (signal.at is None or abs(context.received_at - signal.at) <= oldest):
                return f"signal {wanted}"
    return None


def rank(base: int, context: DecisionContext, policy: Policy) -> int:
    """Return a priority raised by the customer's urgency, 0 … 100. An unjudged urgency counts as soon."""
    raises = policy.priorities.raises
    urgency = context.analysis.urgency if context.analysis else None
    if context.analysis is None or (urgency and urgency.label == Urgency.NONE):
        return base
    by = raises.urgency_now if urgency and urgency.label == Urgency.NOW else raises.urgency_soon
    return min(100, base + by)


def rank_of_intents(fallback: int, context: DecisionContext, policy: Policy, among: Iterable[Intent]) -> int:
    """Return the highest priority of the turn's intents in ``among``, raised by urgency."""
    names = frozenset(among)
    scores = intents_of(context.analysis) if context.analysis else ()
    ranks = [policy.priorities.intents.get(score.name, fallback) for score in scores if score.name in names]
    return rank(max(ranks, default=fallback), context, policy)


def is_angry(analysis: Analysis) -> bool:
    """Whether anger or frustration is the strongest emotion."""
    return analysis.emotion is not None and analysis.emotion.label in (Emotion.ANGER, Emotion.FRUSTRATION)
