"""One screen for each reply. It shows the reply and what was typed, never what the system said of it."""

from dataclasses import dataclass
from typing import Final, Protocol

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from eval.label.guide import GROUPS, MEANINGS
from eval.label.pick import Pick

_SHOWN: Final = 11
"""Candidates listed: the largest group, whole."""


@dataclass(frozen=True, slots=True)
class View:
    """What a reader needs to see for one reply."""

    number: int
    """Of this reply, from 1."""
    total: int
    context: str | None
    text: str
    pick: Pick
    minutes_left: float | None
    """At the speed so far; None before that is known."""


class Screen(Protocol):
    """Where a session is shown."""

    def show(self, view: View) -> None:
        """Show one reply in place of what was there."""
        ...


class TerminalScreen:
    """The terminal, cleared for each reply, so that no customer's words stay behind on it."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def show(self, view: View) -> None:
        """Show one reply in place of what was there."""
        self._console.clear()
        self._console.print(render(view))


def render(view: View) -> RenderableType:
    """Return the screen of one reply."""
    left = "" if view.minutes_left is None else f" · about {view.minutes_left:.0f} min left"
    turn = Text()
    if view.context:
        turn.append(f"we   {_plain(view.context)}\n\n", "dim")
    turn.append("they ", "dim")
    turn.append(_plain(view.text), "bold")
    parts: list[RenderableType] = [Panel(turn, title=f"{view.number} of {view.total}{left}", title_align="left")]
    if view.pick.is_explaining:
        parts.append(_guide())
    parts += _question(view.pick) if view.pick.is_asking else _choice(view.pick)
    return Group(*parts)


def _choice(pick: Pick) -> list[RenderableType]:
    typed = Text()
    if pick.chosen:
        typed.append(f"{', '.join(pick.chosen)} and also? ")
    typed.append(f"› {pick.query}▁", "bold")
    lines: list[RenderableType] = [typed]
    if pick.command is not None:
        lines.append(Text(f"Enter: {pick.command} · or go on typing", "yellow"))
    if pick.candidates:
        table = Table.grid(padding=(0, 2))
        for number, name in enumerate(pick.candidates[:_SHOWN], start=1):
            digit = str(number % 10) if number <= 10 else " "
            table.add_row(digit, Text(name, "bold" if number == 1 else ""), Text(MEANINGS[name], "dim"))
        lines.append(table)
    else:
        groups = "  ".join(f"{number} {name}" for number, name in enumerate(GROUPS, start=1))
        done = "no further one" if pick.chosen else "out of scope"
        lines.append(
            Text(f"type a few letters, or a group: {groups}\nEnter {done} · u undo · s skip · q quit · ? all", "dim")
        )
    return lines


def _question(pick: Pick) -> list[RenderableType]:
    intents = ", ".join(pick.chosen) or "out of scope"
    more = " · , further intent" if pick.chosen else ""
    return [
        Text(intents, "bold green"),
        Text("Would you have wanted a person on it within five minutes?  y yes · n or Enter no", "bold"),
        Text(f"x wants no more messages{more} · Backspace back · ? all", "dim"),
    ]


def _guide() -> Table:
    table = Table.grid(padding=(0, 2))
    for number, (group, intents) in enumerate(GROUPS.items(), start=1):
        table.add_row(Text(f"{number} {group}", "bold"), "", "")
        for name, meaning in intents.items():
            table.add_row("", name, Text(meaning, "dim"))
    return table


def _plain(text: str) -> str:
    """Return a text without what would steer a terminal; line ends stay."""
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text)
