"""Consent: what a reply did to it, which tier found out, and the state that results."""

from enum import StrEnum


class ConsentEvent(StrEnum):
    """What a customer's words do to their consent."""

    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    HELP = "help"


class ConsentTier(StrEnum):
    """Who found the event: exact word, phrase grammar, or the model."""

    KEYWORD = "keyword"
    PHRASE = "phrase"
    MODEL = "model"


class ConsentState(StrEnum):
    """A contact's present consent; ``unknown`` until they or an import say something."""

    UNKNOWN = "unknown"
    OPTED_IN = "opted_in"
    OPTED_OUT = "opted_out"
