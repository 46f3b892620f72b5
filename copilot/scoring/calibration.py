"""From raw logits to calibrated answers: temperatures, Platt scaling, thresholds and the rule for abstaining.

Whether an intent applies is read off two heads: the one that was asked just that, and the one that names the primary.
They err on different turns; a logistic map of both, fitted for each intent, surprises less than either.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from copilot.domain.analysis import (
    AbstainReason,
    EmotionScore,
    IntentScore,
    PurchaseScore,
    SentimentScore,
    UrgencyScore,
)
from copilot.domain.label import (
    PURCHASE_VALUE,
    SENTIMENT_VALUE,
    URGENCY_VALUE,
    Emotion,
    Intent,
    PurchaseSignal,
    Sentiment,
    Urgency,
)
from copilot.scoring.base import FloatArray

OUT_OF_SCOPE: Final = "out_of_scope"
"""Last class of the primary head: none of the intents."""

HEADS: Final[dict[str, tuple[str, ...]]] = {
    "primary": (*(intent.value for intent in Intent), OUT_OF_SCOPE),
    "applies": tuple(intent.value for intent in Intent),
    "sentiment": tuple(label.value for label in Sentiment),
    "emotion": tuple(label.value for label in Emotion),
    "urgency": tuple(label.value for label in Urgency),
    "purchase": tuple(label.value for label in PurchaseSignal),
}
"""Classes of every head in order, part of the contract with the artefact."""

SOFTMAX_HEADS: Final = ("primary", "sentiment", "emotion", "urgency", "purchase")

DIGITS: Final = 4
"""Decimals of every probability and score in an analysis: more would be noise, fewer would tie neighbours."""

_INTENTS: Final = tuple(Intent)
_OPT_OUT: Final = _INTENTS.index(Intent.OPT_OUT)
_TOP: Final = 5
_SENTIMENTS: Final = tuple(Sentiment)
_EMOTIONS: Final = tuple(Emotion)
_URGENCIES: Final = tuple(Urgency)
_PURCHASES: Final = tuple(PurchaseSignal)
_SENTIMENT_VALUES: Final = tuple(SENTIMENT_VALUE[label] for label in _SENTIMENTS)
_URGENCY_VALUES: Final = tuple(URGENCY_VALUE[label] for label in _URGENCIES)
_PURCHASE_VALUES: Final = tuple(PURCHASE_VALUE[label] for label in _PURCHASES)
_Label = TypeVar("_Label")

Probabilities = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class AbstainRule:
    """When to stay silent; fitted on held-out writers."""

    out_of_scope_threshold: float
    """P(out of scope) from which the turn is none of ours."""
    tau: float
    """Least P(primary) of an answer."""
    pair_sum: float
    """Below tau: two likeliest intents together at least this likely …"""
    pair_gap: float
    """… and no further apart than this are "ambiguous", anything else "low confidence"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRule:
    """What the model may do to consent, on the opt-out probability."""

    act_threshold: float
    """From here the model itself stops messages (at most 0.5 % false stops of ordinary turns)."""
    review_threshold: float
    """From here a human looks."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Calibration:
    """Everything fitted after training."""

    temperatures: Mapping[str, float]
    """Of each softmax head."""
    applies_scale: Probabilities
    """(31,) Platt slope."""
    applies_primary_scale: Probabilities
    """(31,) Platt slope of the log odds that the intent is the primary."""
    applies_bias: Probabilities
    """(31,) Platt offset."""
    applies_thresholds: Probabilities
    """(31,) least P(applies) to be reported."""
    abstain: AbstainRule
    consent: ConsentRule
    languages: frozenset[str]
    """ISO 639-1 codes the model was measured on."""


@dataclass(frozen=True, slots=True)
class CalibratedTurn:
    """The heads' answers of one turn, rounded."""

    primary: Intent | None
    abstain_reason: AbstainReason | None
    intents: tuple[IntentScore, ...]
    top: tuple[IntentScore, ...]
    sentiment: SentimentScore
    emotion: EmotionScore
    urgency: UrgencyScore
    purchase: PurchaseScore
    opt_out_probability: float
    """P(opt_out applies), not rounded: the consent thresholds cut it."""

    @property
    def abstained(self) -> bool:
        """Whether no primary is given."""
        return self.primary is None


def calibrate(
    logits: Mapping[str, FloatArray], calibration: Calibration, *, is_supported_language: bool = True
) -> CalibratedTurn:
    """Turn one turn's raw logits into answers.

    Args:
        logits: Head name → (classes,), in the order of ``HEADS``.
        calibration: The fitted numbers.
        is_supported_language: False: a language the model was never measured on, so it abstains.
    """
    primaries = softmax(logits["primary"], calibration.temperatures["primary"])
    in_scope = primaries[:-1]
    heard = calibration.applies_scale * logits["applies"] + calibration.applies_primary_scale * log_odds(in_scope)
    applies = 1.0 / (1.0 + np.exp(-(heard + calibration.applies_bias)))
    order = np.argsort(-in_scope, kind="stable")[:_TOP]  # stable: a tie goes to the intent listed first
    best = int(order[0])
    reason: AbstainReason | None = "unsupported_language"
    if is_supported_language:
        rule = calibration.abstain
        reason = _abstain_reason(float(primaries[-1]), float(in_scope[best]), float(in_scope[order[1]]), rule)
    above = [int(i) for i in np.flatnonzero(applies >= calibration.applies_thresholds)]
    above.sort(key=lambda i: -applies[i])
    if reason is None:
        above = [best, *(i for i in above if i != best)]
    return CalibratedTurn(
        primary=_INTENTS[best] if reason is None else None,
        abstain_reason=reason,
        intents=_scores(above, applies),
        top=_scores(order.tolist(), in_scope),
        sentiment=_sentiment(_few("sentiment", logits, calibration)),
        emotion=_emotion(_few("emotion", logits, calibration)),
        urgency=_urgency(_few("urgency", logits, calibration)),
        purchase=_purchase(_few("purchase", logits, calibration)),
        opt_out_probability=float(applies[_OPT_OUT]),
    )


def log_odds(probability: Probabilities) -> Probabilities:
    """Return the log odds of probabilities of any shape; certainty counts as a million to one."""
    kept = np.clip(probability, 1e-6, 1 - 1e-6)
    odds: Probabilities = np.log(kept / (1 - kept))
    return odds


def softmax(logits: FloatArray, temperature: float) -> Probabilities:
    """Return probabilities (classes,) of logits divided by a temperature, in float64."""
    scaled = np.asarray(logits, dtype=np.float64) / temperature
    weights = np.exp(scaled - scaled.max())
    probabilities: Probabilities = weights / weights.sum()
    return probabilities


def _few(head: str, logits: Mapping[str, FloatArray], calibration: Calibration) -> list[float]:
    """Return the probabilities of a head with few classes; plain floats are five times as quick as arrays here."""
    temperature = calibration.temperatures[head]
    scaled = [value / temperature for value in logits[head].tolist()]
    highest = max(scaled)
    weights = [math.exp(value - highest) for value in scaled]
    total = sum(weights)
    return [weight / total for weight in weights]


def primary_probability(logits: Mapping[str, FloatArray], calibration: Calibration, intent: Intent) -> float:
    """Return the calibrated P(``intent`` is the primary) of one turn."""
    return float(softmax(logits["primary"], calibration.temperatures["primary"])[_INTENTS.index(intent)])


def _abstain_reason(out_of_scope: float, first: float, second: float, rule: AbstainRule) -> AbstainReason | None:
    if out_of_scope >= rule.out_of_scope_threshold:
        return "out_of_scope"
    if first >= rule.tau:
        return None
    is_pair = first + second >= rule.pair_sum and first - second <= rule.pair_gap
    return "ambiguous" if is_pair else "low_confidence"


def _scores(indices: list[int], probabilities: Probabilities) -> tuple[IntentScore, ...]:
    return tuple(
        IntentScore(name=_INTENTS[index], probability=round(float(probabilities[index]), DIGITS)) for index in indices
    )


def _sentiment(p: list[float]) -> SentimentScore:
    label, table = _label(p, _SENTIMENTS)
    score = _expected(p, _SENTIMENT_VALUES)
    return SentimentScore(label=label, probability=table[label], probabilities=table, score=score)


def _emotion(p: list[float]) -> EmotionScore:
    label, table = _label(p, _EMOTIONS)
    return EmotionScore(label=label, probability=table[label], probabilities=table)


def _urgency(p: list[float]) -> UrgencyScore:
    label, table = _label(p, _URGENCIES)
    score = _expected(p, _URGENCY_VALUES)
    return UrgencyScore(label=label, probability=table[label], probabilities=table, score=score)


def _purchase(p: list[float]) -> PurchaseScore:
    label, table = _label(p, _PURCHASES)
    score = _expected(p, _PURCHASE_VALUES)
    return PurchaseScore(label=label, probability=table[label], probabilities=table, score=score)


def _expected(p: list[float], values: tuple[float, ...]) -> float:
    return round(sum(chance * value for chance, value in zip(p, values, strict=True)), DIGITS)


def _label(p: list[float], labels: tuple[_Label, ...]) -> tuple[_Label, dict[_Label, float]]:
    table = dict(zip(labels, [round(value, DIGITS) for value in p], strict=True))
    return labels[p.index(max(p))], table
