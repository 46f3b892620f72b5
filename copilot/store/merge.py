"""How new knowledge about a contact, a deal or signals joins what is stored: given values win, the rest stays."""

from collections.abc import Sequence
from typing import Final

from copilot.domain.conversation import Contact, Deal, Signal

MAX_SIGNALS: Final = 100
"""As many as a conversation may carry on the wire; the oldest to arrive are dropped."""


def merge_contact(stored: Contact, given: Contact | None) -> Contact:
    """Return the stored contact with every given field over it; attributes are merged by name."""
    if given is None:
        return stored
    return stored.model_copy(update=_given_fields(given) | {"attributes": {**stored.attributes, **given.attributes}})


def merge_deal(stored: Deal | None, given: Deal | None) -> Deal | None:
    """Return the stored deal with every given field over it; a deal with another id replaces it."""
    if stored is None or given is None:
        return given or stored
    if given.id is not None and stored.id is not None and given.id != stored.id:
        return given
    return stored.model_copy(update=_given_fields(given) | {"attributes": {**stored.attributes, **given.attributes}})


def merge_signals(stored: Sequence[Signal], given: Sequence[Signal]) -> tuple[Signal, ...]:
    """Return both in order of arrival, each signal once."""
    merged = list(stored)
    merged += [
        signal for position, signal in enumerate(given) if signal not in stored and signal not in given[:position]
    ]
    return tuple(merged[-MAX_SIGNALS:])


def _given_fields(given: Contact | Deal) -> dict[str, object]:
    return {name: value for name in given.model_fields_set if (value := getattr(given, name)) is not None}
