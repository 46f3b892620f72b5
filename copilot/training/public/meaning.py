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
        if self.intents is None or (self.only and not re.search(self.only, text, re.IGNORECASE)):
            return False
        return not (self.unless and re.search(self.unless, text, re.IGNORECASE))


def means(*intents: str, note: str = "", only: str = "", unless: str = "") -> Meaning:
    """Map a label to intents of ours, primary first."""
    return Meaning(intents, note, only, unless)


def unused(note: str) -> Meaning:
    """Leave a label out: its rows would get different labels under our guide."""
    return Meaning(None, note)


OUT: Final = Meaning(())
"""A wish that is none of ours."""
