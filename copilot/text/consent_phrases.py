"""The second consent tier: requests for no more messages in free words, read by a grammar of high precision.

It asks who is addressed and what is asked, so that look-alikes ("stop by tomorrow?", "don't text me before 9", "cancel my
order") stay out. What it does not know is left to the model tier; it never guesses.
"""

import re
from typing import Final

from copilot.text.normalise import fold, split_clauses
from copilot.text.phrase_english import ENGLISH
from copilot.text.phrase_rule import Grammar

GRAMMARS: Final[tuple[Grammar, ...]] = (ENGLISH,)

_STOP_SIGNS: Final = re.compile(r"(?:\U0001f6d1\ufe0f?\s*)+")
_DRAWN_OUT: Final = re.compile(r"(\w)\1{2,}")
_MISSPELT: Final = frozenset({"sotp", "stpo", "tsop", "stahp", "stap", "stopit", "unsub", "unsubscibe", "unsubcribe", "unsuscribe"})
_TEASING: Final = re.compile(r"\b(?:ha(?:ha)+|lo+l|lmao|omg|aw+|hehe|blush\w*|too kind|flatter\w*)\b")
_MAX_CHARS: Final = 1600
"""Longer texts are read up to here: the API accepts no more, and a pattern must not cost more than that."""


def match_phrase(text: str) -> str | None:
    """Return the name of the phrase rule that asks for no more messages, or None."""
    text = text[:_MAX_CHARS]
    if _STOP_SIGNS.fullmatch(text.strip()):
        return "stop_sign"
    folded = _DRAWN_OUT.sub(r"\1", fold(text))
    if folded == "stop" or folded.replace(" ", "") in _MISSPELT:
        return "stop_misspelt"
    clauses = split_clauses(text)
    for grammar in GRAMMARS:
        if rule := grammar.find(clauses):
            return rule
    if len(clauses) > 1 and clauses[-1].text == "stop" and not clauses[-1].is_question and not _TEASING.search(folded):
        return "stop_last_word"
    return None
