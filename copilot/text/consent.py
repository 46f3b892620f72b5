"""Read consent from a text, without any model: exact words first, then the phrase grammar."""

from dataclasses import dataclass
from typing import Final

from copilot.domain.consent import ConsentEvent, ConsentTier
from copilot.text.consent_phrases import match_phrase
from copilot.text.consent_words import match_keyword


@dataclass(frozen=True, slots=True)
class ConsentMatch:
    """What a text does to consent, and what showed it."""

    event: ConsentEvent | None
    tier: ConsentTier | None
    """None exactly when ``event`` is."""
    rule: str | None
    """Stable id ("keyword.stop", "phrase.take_off"), never words of the customer."""


NO_MATCH: Final = ConsentMatch(None, None, None)


def detect_consent(text: str, *, opted_out: bool, extra_keywords: frozenset[str] = frozenset()) -> ConsentMatch:
    """Return what the text does to consent by keyword or phrase; ``NO_MATCH`` when neither speaks.

    Args:
        text: the customer's message as it came.
        opted_out: whether the contact is opted out now; only then does YES opt in.
        extra_keywords: further opt-out words of this deployment, and optional ones (``TD``) to switch on.
    """
    if keyword := match_keyword(text, opted_out=opted_out, extra_keywords=extra_keywords):
        event, name = keyword
        return ConsentMatch(event, ConsentTier.KEYWORD, f"keyword.{name}")
    if rule := match_phrase(text):
        return ConsentMatch(ConsentEvent.OPT_OUT, ConsentTier.PHRASE, f"phrase.{rule}")
    return NO_MATCH
