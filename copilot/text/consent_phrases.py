"""The second consent tier: requests for no more messages in free words, read by a grammar of high precision.

It asks who is addressed and what is asked, so that look-alikes ("stop by tomorrow?", "don't text me before 9",
"cancel my order") stay out. What it does not know is left to the model tier; it never guesses.
"""

import re
from collections.abc import Sequence
from typing import Final

from copilot.text.normalise import Clause, fold, join_single_words, split_clauses
from copilot.text.phrase_english import ENGLISH
from copilot.text.phrase_french import FRENCH
from copilot.text.phrase_german import GERMAN
from copilot.text.phrase_portuguese import PORTUGUESE
from copilot.text.phrase_rule import Grammar
from copilot.text.phrase_spanish import SPANISH

GRAMMARS: Final[tuple[Grammar, ...]] = (ENGLISH, SPANISH, FRENCH, GERMAN, PORTUGUESE)

_STOP_SIGNS: Final = re.compile(r"(?:\U0001f6d1\ufe0f?\s*)+")
_DRAWN_OUT: Final = re.compile(r"(\w)\1{2,}")
_MISSPELT: Final = frozenset(
    {"sotp", "stpo", "tsop", "stahp", "stap", "stopit", "unsub", "unsubscibe", "unsubcribe", "unsuscribe"}
)
_LONE_STOP: Final = re.compile(r"(?:.* but )?(?:stopp? |s t o p )*(?:stopp?|s t o p)")
_BACKING: Final = re.compile(
    r"\b(?:thanks?|thx|please|pls|not interested|wrong (?:number|person)|enough|texts?|texting|messag\w+|spam\w*"
    r"|harass\w*|report\w*|lawyer)\b"
)
"""What may follow a first "stop" for it to mean us: "Stop, I want to change my order" must not."""
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
    stressed = join_single_words(clauses)
    for grammar in GRAMMARS:
        if rule := grammar.find(clauses) or (stressed != clauses and grammar.find(stressed)):
            return rule
    return None if _TEASING.search(folded) else _find_lone_stop(clauses)


def _find_lone_stop(clauses: Sequence[Clause]) -> str | None:
    """Find "stop" as a clause of its own: the last word of a message, or its first with everything after backing it."""
    if len(clauses) < 2:
        return None
    first, *_, last = clauses
    if _LONE_STOP.fullmatch(last.text) and not last.is_question:
        return "stop_last_word"
    if _LONE_STOP.fullmatch(first.text) and not first.is_question and all(_BACKING.search(c.text) for c in clauses[1:]):
        return "stop_first_word"
    return None
