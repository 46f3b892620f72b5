"""What keys do to one reply: a pure state, so that a session can be replayed key by key."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from copilot.domain.label import Intent
from eval.label.guide import GROUPS, find_intents

ENTER: Final = "\r"
BACKSPACE: Final = "\x7f"
ESCAPE: Final = "\x1b"
INTERRUPT: Final = "\x03"
"""Ctrl-C, and the end of the input."""


class Command(StrEnum):
    """What ends the work on a reply without an answer."""

    UNDO = "undo"
    SKIP = "skip"
    QUIT = "quit"


COMMANDS: Final = {"u": Command.UNDO, "s": Command.SKIP, "q": Command.QUIT}
"""One letter alone, then Enter: "s" skips, "su" is on its way to ``support_issue``."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person says of one reply."""

    intents: tuple[str, ...]
    """Primary first; () is out of scope."""
    wants_person: bool
    """Whether they would have wanted a person on it within five minutes."""


@dataclass(frozen=True, slots=True)
class Pick:
    """How far the choice for one reply is."""

    query: str = ""
    """Letters typed."""
    group: int | None = None
    """Group chosen by digit, from 0."""
    chosen: tuple[str, ...] = ()
    is_asking: bool = False
    """The intents are chosen; now the question about a person."""
    is_explaining: bool = False
    """Every intent is listed with its meaning."""

    @property
    def candidates(self) -> list[str]:
        """Return what a digit or Enter would choose, the likeliest first; empty before anything was typed."""
        if not self.query and self.group is None:
            return []
        return [name for name in find_intents(self.query, self.group) if name not in self.chosen]

    @property
    def command(self) -> Command | None:
        """Return the command that Enter would carry out."""
        return COMMANDS.get(self.query) if self.group is None else None


def press(pick: Pick, key: str) -> Pick | Answer | Command:
    """Return what one key makes of a choice; a key without a meaning changes nothing."""
    if key == INTERRUPT:
        return Command.QUIT
    if key == "?":
        return replace(pick, is_explaining=not pick.is_explaining)
    return _ask(pick, key) if pick.is_asking else _choose(pick, key)


def _choose(pick: Pick, key: str) -> Pick | Command:
    if key == ENTER:
        return _enter(pick)
    if key == ESCAPE:
        return replace(pick, query="", group=None)
    if key == BACKSPACE:
        if pick.query:
            return replace(pick, query=pick.query[:-1])
        return replace(pick, group=None) if pick.group is not None else replace(pick, chosen=pick.chosen[:-1])
    if key.isdigit() and key.isascii():
        return _digit(pick, (int(key) - 1) % 10)
    if len(key) == 1 and key.isascii() and key.isalpha():
        return replace(pick, query=pick.query + key.lower())
    return pick


def _enter(pick: Pick) -> Pick | Command:
    if pick.command is not None:
        return pick.command
    if pick.query:
        return _take(pick, 0)
    # A group alone says nothing yet; an empty line says out of scope, or that there is no further intent.
    return pick if pick.group is not None else replace(pick, is_asking=True)


def _digit(pick: Pick, place: int) -> Pick:
    if pick.candidates:
        return _take(pick, place)
    return replace(pick, group=place) if not pick.query and place < len(GROUPS) else pick


def _take(pick: Pick, place: int) -> Pick:
    candidates = pick.candidates
    if place >= len(candidates):
        return pick
    return replace(pick, query="", group=None, chosen=(*pick.chosen, candidates[place]), is_asking=True)


def _ask(pick: Pick, key: str) -> Pick | Answer:
    lowered = key.lower()
    if lowered == "y":
        return Answer(pick.chosen, wants_person=True)
    if lowered == "n" or key == ENTER:
        return Answer(pick.chosen, wants_person=False)
    if lowered == "x":
        return replace(pick, chosen=_toggle_opt_out(pick.chosen))
    if key in (",", "+") and pick.chosen:
        return replace(pick, is_asking=False)
    if key in (BACKSPACE, ESCAPE) or lowered == "u":
        return replace(pick, is_asking=False, chosen=pick.chosen[:-1])
    return pick


def _toggle_opt_out(chosen: tuple[str, ...]) -> tuple[str, ...]:
    """A wish for no more messages is always primary, whatever stands beside it."""
    rest = tuple(intent for intent in chosen if intent != Intent.OPT_OUT)
    return rest if Intent.OPT_OUT in chosen else (Intent.OPT_OUT.value, *rest)
