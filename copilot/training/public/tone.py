"""Public sets that only say how a text sounds: goemotions (Apache-2.0, Google), vader_ratings (MIT, Hutto & Gilbert).

Emotions have no intents, and what a row's label does not settle (whether surprise is pleasant) stays unjudged.
"""

from typing import Final

EMOTIONS: Final[dict[str, dict[str, str]]] = {
    "admiration": {"sentiment": "positive"},
    "amusement": {"sentiment": "positive"},
    "anger": {"sentiment": "negative", "emotion": "anger"},
    "annoyance": {"sentiment": "negative", "emotion": "frustration"},
    "approval": {},
    "caring": {},
    "confusion": {"emotion": "confusion"},
    "curiosity": {},
    "desire": {},
    "disappointment": {"sentiment": "negative", "emotion": "disappointment"},
    "disapproval": {"sentiment": "negative"},
    "disgust": {"sentiment": "negative"},
    "embarrassment": {},
    "excitement": {"sentiment": "positive", "emotion": "excitement"},
    "fear": {"emotion": "worry"},
    "gratitude": {"sentiment": "positive", "emotion": "gratitude"},
    "grief": {"sentiment": "negative"},
    "joy": {"sentiment": "positive"},
    "love": {"sentiment": "positive"},
    "nervousness": {"emotion": "worry"},
    "neutral": {"sentiment": "neutral", "emotion": "none"},
    "optimism": {"sentiment": "positive"},
    "pride": {"sentiment": "positive"},
    "realization": {},
    "relief": {"sentiment": "positive"},
    "remorse": {},
    "sadness": {"sentiment": "negative"},
    "surprise": {},
}
"""Heads that a goemotions label settles; an empty entry leaves the label unused."""

POSITIVE_FROM: Final = 1.0
NEGATIVE_TO: Final = -1.0
NEUTRAL_WITHIN: Final = 0.4
"""Mean rating of 20 readers, -4 to 4; ratings between these are left out: readers split over them."""


def sentiment_of_rating(rating: float) -> str | None:
    """Return the sentiment that a mean rating settles, or ``None``."""
    if rating >= POSITIVE_FROM:
        return "positive"
    if rating <= NEGATIVE_TO:
        return "negative"
    return "neutral" if abs(rating) <= NEUTRAL_WITHIN else None
