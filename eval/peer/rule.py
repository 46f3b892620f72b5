"""What a keyword rule is, and how replies and contexts are folded before rules read them."""

import re
import unicodedata
from dataclasses import dataclass
from re import Pattern

_RUN = re.compile(r"([a-z])\1{2,}")
_QUOTES = str.maketrans("‘’´`“”", "''''\"\"")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the rule sheet."""

    intent: str
    pattern: Pattern[str]
    """Searched in the folded reply."""
    context: Pattern[str] | None = None
    """Searched in the folded last outbound message; a rule that has it never fires without one."""

    def matches(self, reply: str, context: str) -> bool:
        """Return whether it fires on a folded reply and context."""
        if self.context is not None and not self.context.search(context):
            return False
        return self.pattern.search(reply) is not None


def rule(intent: str, *patterns: str, context: str | None = None) -> Rule:
    """Return a rule that fires where any of the patterns stands in the reply, whole words only.

    Patterns are regular expressions in lower case without accents; what follows a word start may end anywhere where it
    is written with a trailing ``*``.
    """
    body = "|".join(p[:-1] + r"\w*" if p.endswith("*") else p for p in patterns)
    asked = None if context is None else re.compile(rf"(?<!\w)(?:{context})(?!\w)")
    return Rule(intent, re.compile(rf"(?<!\w)(?:{body})(?!\w)"), asked)


def whole(intent: str, *patterns: str, context: str | None = None) -> Rule:
    """Return a rule that fires where one of the patterns is all the reply says, punctuation and emoji aside."""
    asked = None if context is None else re.compile(rf"(?<!\w)(?:{context})(?!\w)")
    return Rule(intent, re.compile(rf"^\W*(?:{'|'.join(patterns)})\W*$"), asked)


def starts(intent: str, *patterns: str, context: str) -> Rule:
    """Return a rule that fires where the reply to such a context begins with one of the patterns."""
    asked = re.compile(rf"(?<!\w)(?:{context})(?!\w)")
    return Rule(intent, re.compile(rf"^\W*(?:{'|'.join(patterns)})(?!\w)"), asked)


def fold(text: str) -> str:
    """Return the text in lower case, without accents, quotes straight, letters said three times said once."""
    plain = unicodedata.normalize("NFKD", text.translate(_QUOTES)).casefold()
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(_RUN.sub(r"\1", kept).split())
