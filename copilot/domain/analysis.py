"""What the scorer says of a turn."""

from datetime import datetime
from typing import Literal

from copilot.domain.consent import ConsentEvent, ConsentTier
from copilot.domain.label import Emotion, Intent, PurchaseSignal, Sentiment, Urgency
from copilot.domain.model import DomainModel

AbstainReason = Literal["low_confidence", "ambiguous", "out_of_scope", "unsupported_language"]
SlotType = Literal["when", "money", "quantity", "person", "phone", "email", "product", "competitor"]


class Versions(DomainModel):
    """What an answer was made with; null where a part was missing."""

    model: str | None
    policy: str | None
    labels: str


class Degradation(DomainModel):
    """A part that is down, and why. Also used for a head or rule that was not evaluated."""

    part: str
    reason: str


class IntentScore(DomainModel):
    """An intent with a calibrated probability, 0 … 1."""

    name: Intent
    probability: float


class SentimentScore(DomainModel):
    """Feeling expressed; ``score`` is the expected value, −1 … 1."""

    label: Sentiment
    probability: float
    probabilities: dict[Sentiment, float]
    score: float


class EmotionScore(DomainModel):
    """The strongest emotion present."""

    label: Emotion
    probability: float
    probabilities: dict[Emotion, float]


class UrgencyScore(DomainModel):
    """How soon an answer is needed; ``score`` is the expected value, 0 … 1."""

    label: Urgency
    probability: float
    probabilities: dict[Urgency, float]
    score: float


class PurchaseScore(DomainModel):
    """How near to buying; ``score`` is the expected value, 0 … 100."""

    label: PurchaseSignal
    probability: float
    probabilities: dict[PurchaseSignal, float]
    score: float


class LanguageScore(DomainModel):
    """ISO 639-1 code, or ``und`` rather than a guess."""

    code: str
    probability: float


class ConsentFinding(DomainModel):
    """What this turn does to consent, and which tier says so; both null when nothing."""

    event: ConsentEvent | None = None
    tier: ConsentTier | None = None


class WhenValue(DomainModel):
    """A resolved moment (start == end) or range, in the time zone of the reply."""

    start: datetime
    end: datetime


class MoneyValue(DomainModel):
    """An amount; the currency is ISO 4217, or null when the text does not say."""

    amount: float
    currency: str | None


class Slot(DomainModel):
    """A piece of data in the text; offsets are half-open, in code points and in UTF-16 units."""

    type: SlotType
    text: str
    start: int
    end: int
    start_utf16: int
    end_utf16: int
    value: WhenValue | MoneyValue | float | str


class NearestExample(DomainModel):
    """A labelled training turn close to this one; ``similarity`` is a cosine, −1 … 1."""

    context: str | None
    text: str
    intents: tuple[Intent, ...]
    similarity: float


class WordWeight(DomainModel):
    """How much P(primary) falls when this word, or run of neighbouring words, is left out."""

    text: str
    start: int
    end: int
    weight: float


class Explanation(DomainModel):
    """Why the scorer says so."""

    nearest: tuple[NearestExample, ...]
    words: tuple[WordWeight, ...]


class Analysis(DomainModel):
    """Everything the scorer says of one turn. Null heads were not judged: see ``not_evaluated``."""

    id: str | None
    primary: Intent | None
    abstained: bool
    abstain_reason: AbstainReason | None
    intents: tuple[IntentScore, ...]
    """Own P(applies) over its threshold, primary first."""
    top: tuple[IntentScore, ...]
    """Five likeliest primaries, P(is the primary); out-of-scope mass is kept back."""
    sentiment: SentimentScore | None
    emotion: EmotionScore | None
    urgency: UrgencyScore | None
    purchase: PurchaseScore | None
    language: LanguageScore
    consent: ConsentFinding
    possible_opt_out: bool = False
    """The model sees an opt-out between the review and the act threshold: a human must look."""
    slots: tuple[Slot, ...]
    not_evaluated: tuple[Degradation, ...]
    explanation: Explanation | None = None

    def probability_of(self, intent: Intent) -> float:
        """Return P(applies) of an intent above its threshold, else 0."""
        return next((score.probability for score in self.intents if score.name == intent), 0.0)
