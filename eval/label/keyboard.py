"""The seam of the keyboard: one key at a time, from a terminal or from a script."""

import sys
from collections import deque
from collections.abc import Iterable
from typing import Protocol

import typer

from copilot.errors import ConfigurationError
from eval.label.pick import BACKSPACE, ENTER, ESCAPE, INTERRUPT


class Keyboard(Protocol):
    """Where keys come from."""

    def read(self) -> str:
        """Return the next key: a character, or one of ``pick``'s names; ``INTERRUPT`` when there is no further one."""
        ...


class TerminalKeyboard:
    """Single keys of the terminal, without Enter after each."""

    def __init__(self) -> None:
        """Find the terminal.

        Raises:
            ConfigurationError: Standard input is none.
        """
        if not sys.stdin.isatty():
            raise ConfigurationError("labelling needs a keyboard: run it on a terminal")
        self._waiting: deque[str] = deque()

    def read(self) -> str:
        """Return the next key; arrows and other keys that send a sequence count as a key without a meaning."""
        if not self._waiting:
            self._waiting.extend(split_keys(self._typed()))
        return self._waiting.popleft()

    def _typed(self) -> str:
        try:
            return typer.getchar()
        except (KeyboardInterrupt, EOFError):
            return INTERRUPT


class ScriptedKeyboard:
    """Keys of a script, for demonstrations and tests; then it interrupts."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._waiting = deque(key for chunk in keys for key in split_keys(chunk))

    def read(self) -> str:
        """Return the next key."""
        return self._waiting.popleft() if self._waiting else INTERRUPT


def split_keys(typed: str) -> list[str]:
    """Return the keys of what a terminal gave at once: fast typing comes as one piece, an arrow as a sequence."""
    if len(typed) > 1 and typed.startswith((ESCAPE, "\x00", "\xe0")):
        return [""]
    named = {"\n": ENTER, "\x08": BACKSPACE, "\x04": INTERRUPT}
    return [named.get(key, key) for key in typed] or [INTERRUPT]
