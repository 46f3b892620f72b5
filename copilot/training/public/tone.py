"""Public sets that only say how a text sounds: goemotions (Apache-2.0, Google), vader_ratings (MIT, Hutto & Gilbert).

Emotions have no intents, and what a row's label does not settle (whether surprise is pleasant) stays unjudged.
"""

from dataclasses import dataclass, field
from typing import Final

from copilot.training.public.meaning import is_picked


@dataclass(frozen=True, slots=True)
class Sound:
    """What one emotion of goemotions settles, and which of its rows are trusted.

    Its readers saw comments between strangers and often named the mood of the story, not of its writer; so a row is
    used only where a word bears its label out.
    """

    tones: dict[str, str] = field(default_factory=dict)
    """Values of our heads; empty leaves the label unused."""
    only: str = ""
    unless: str = ""

    def accepts(self, text: str) -> bool:
        """Tell whether a row of this label with this text is used; masked names ("[NAME]") are no reply's words."""
        return bool(self.tones) and "[" not in text and is_picked(text, only=self.only, unless=self.unless)


_CURSES: Final = r"fuck|shit|\bhate|damn|wtf|\bass\b|asshole|bastard|crap"
_NOT_ME: Final = r"\b(he|she|they|his|her|him|them|their|people|imagine)\b"
_CHARGED: Final = (
    rf"{_CURSES}|!|lol|lmao|haha|joke|ugly|stupid|idiot|dumb|smd?h|wrong|\bbad|worst|worse|hell\b|\bsad|dead|\bdie|kill|"
    r"raci|love|great|good|nice|best|awesome|fun|hope|glad|happy|sorry|sick|weird|scar|wish|suck|pain|hurt|disgust|lie|"
    r"fail|hard|trouble|problem|fault|murder|rape|sex|porn|drunk|drug|[^\x00-\x7f‘’“”]|[:;]-?[()DP]"
)

EMOTIONS: Final[dict[str, Sound]] = {
    "admiration": Sound(
        {"sentiment": "positive"},
        only="great|good|awesome|amazing|love|beautiful|nice|fantastic|best|brilliant|impress|perfect|wonderful",
        unless=rf"\bnot\b|n't|{_CURSES}",
    ),
    "amusement": Sound(),
    "anger": Sound(
        {"sentiment": "negative", "emotion": "anger"}, only=rf"{_CURSES}|angry|furious|pissed|rage|how dare"
    ),
    "annoyance": Sound(
        {"sentiment": "negative", "emotion": "frustration"},
        only=r"annoy|frustrat|\bugh|tired of|sick of|ridiculous|irritat",
    ),
    "approval": Sound(),
    "caring": Sound(),
    "confusion": Sound(
        {"emotion": "confusion"},
        only=r"confus|(don.?t|never|not) (get|understand)\b|no idea (what|how|why)|not sure (what|how|why)",
        unless=_CURSES,
    ),
    "curiosity": Sound(),
    "desire": Sound(),
    "disappointment": Sound(
        {"sentiment": "negative", "emotion": "disappointment"},
        only=r"disappoint|unfortunate|\bsad|let down|a shame|\bwish|hoped|hoping|underwhelm|too bad|sucks",
    ),
    "disapproval": Sound(),
    "disgust": Sound({"sentiment": "negative"}, only=rf"{_CURSES}|awful|worst|gross|disgust|terrible|horrible|eww"),
    "embarrassment": Sound(),
    "excitement": Sound(
        {"sentiment": "positive", "emotion": "excitement"},
        only=r"excit|can.?t wait|hyped|yay\b|stoked",
        unless=rf"{_CURSES}|dumb|most exciting",
    ),
    "fear": Sound(
        {"emotion": "worry"}, only="worr|scare|scary|afraid|nervous|anxious|fear|terrif|horrif", unless=_NOT_ME
    ),
    "gratitude": Sound({"sentiment": "positive", "emotion": "gratitude"}, only="thank|appreciat|grateful"),
    "grief": Sound(),
    "joy": Sound({"sentiment": "positive"}, only=r"happy|enjoy|glad|love|\bjoy|fun\b|:\)", unless=r"\bnot\b|n't"),
    "love": Sound({"sentiment": "positive"}, only="love|favou?rite|adore", unless=r"\bnot\b|n't"),
    "nervousness": Sound({"emotion": "worry"}, only="worr|nervous|anxious|uncomfortable|tense", unless=_NOT_ME),
    "neutral": Sound({"sentiment": "neutral", "emotion": "none"}, unless=_CHARGED),
    "optimism": Sound(),
    "pride": Sound(),
    "realization": Sound(),
    "relief": Sound(),
    "remorse": Sound(),
    "sadness": Sound({"sentiment": "negative"}, only=r"\bsad|sorry|\bmiss|:\(|cry|hurt|heartbr|sucks|depress"),
    "surprise": Sound(),
}

POSITIVE_FROM: Final = 1.0
NEGATIVE_TO: Final = -1.0
NEUTRAL_WITHIN: Final = 0.4
"""Mean rating of 20 readers, -4 to 4; ratings between these are left out: readers split over them."""

NOT_A_REPLY: Final = "http|#|@"
"""What a tweet has and a text message has not."""


def sentiment_of_rating(rating: float) -> str | None:
    """Return the sentiment that a mean rating settles, or ``None``."""
    if rating >= POSITIVE_FROM:
        return "positive"
    if rating <= NEGATIVE_TO:
        return "negative"
    return "neutral" if abs(rating) <= NEUTRAL_WITHIN else None
