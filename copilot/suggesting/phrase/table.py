"""Looking up a fixed line in the customer's language."""

from collections.abc import Mapping
from typing import Final

from copilot.suggesting.phrase.english import ENGLISH
from copilot.suggesting.phrase.french import FRENCH
from copilot.suggesting.phrase.german import GERMAN
from copilot.suggesting.phrase.line import Line
from copilot.suggesting.phrase.portuguese import PORTUGUESE
from copilot.suggesting.phrase.spanish import SPANISH

LANGUAGES: Final[Mapping[str, Mapping[Line, str]]] = {
    "en": ENGLISH,
    "de": GERMAN,
    "es": SPANISH,
    "fr": FRENCH,
    "pt": PORTUGUESE,
}


def line_text(line: Line, language: str) -> tuple[str, str]:
    """Return a line and the language it is in: the one asked for, else English."""
    used = language if language in LANGUAGES else "en"
    return LANGUAGES[used][line], used
