"""What a label of a public set means among ours."""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Meaning:
    """The intents that rows of one foreign label carry, and which of its rows are trusted."""

    intents: tuple[str, ...] | None
    """Ours, primary first; empty is out of scope, ``None`` leaves the label unused."""
    note: str = ""
    """Where the meaning leaks, or why the label is unused."""
    only: str = ""
    """Pattern that a row's text must hold to be used; any text when empty."""
    unless: str = ""
    """Pattern that excludes a row; none when empty."""

    def accepts(self, text: str) -> bool:
        """Tell whether a row of this label with this text is used."""
        return self.intents is not None and is_picked(text, only=self.only, unless=self.unless)


def is_picked(text: str, *, only: str, unless: str) -> bool:
    """Tell whether a text holds one pattern and not the other, in any case; an empty pattern asks nothing."""
    if only and not re.search(only, text, re.IGNORECASE):
        return False
    return not (unless and re.search(unless, text, re.IGNORECASE))


def means(*intents: str, note: str = "", only: str = "", unless: str = "") -> Meaning:
    """Map a label to intents of ours, primary first."""
    return Meaning(intents, note, only, unless)


def unused(note: str) -> Meaning:
    """Leave a label out: its rows would get different labels under our guide."""
    return Meaning(None, note)


OUT: Final = Meaning(())
"""A wish that is none of ours."""
