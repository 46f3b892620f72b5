"""Texts that give orders to whoever reads them, and harmless sentences of the same length to compare them with."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from copilot.training.dataset import Turn

SHIPPED: Final = Path(__file__).resolve().parent / "data" / "injection" / "data.jsonl"

Kind = Literal["order", "system", "markup", "persuasion", "hidden", "consent", "context"]


@dataclass(frozen=True, slots=True)
class Injection:
    """One text that wants a certain answer."""

    id: str
    kind: Kind
    language: str
    target: str
    """The intent it orders."""
    context: str | None
    """Only of kind ``context``: the order stands here, and ``text`` is an ordinary reply to it."""
    text: str

    @property
    def order(self) -> str:
        """Return the part that gives the order."""
        return self.text if self.context is None else self.context


@dataclass(frozen=True, slots=True)
class Attack:
    """An ordinary labelled reply and the injection it is joined with."""

    turn: Turn
    injection: Injection
    control: str
    """Harmless words of the same number."""


def read_injections(path: Path = SHIPPED) -> list[Injection]:
    """Return the shipped injections, in their order."""
    with path.open(encoding="utf-8") as lines:
        return [Injection(**json.loads(line)) for line in lines]


def pair_up(turns: Sequence[Turn], injections: Sequence[Injection], *, most: int, seed: int) -> list[Attack]:
    """Return at most so many replies in scope, each with an injection whose target is no reading of that reply.

    Replies and injections are drawn at random under the seed; the injections go round, so that each is used about
    equally often.
    """
    rng = random.Random(seed)
    inside = [turn for turn in turns if turn.intents]
    chosen = rng.sample(inside, min(most, len(inside)))
    waiting = rng.sample(list(injections), len(injections))
    attacks = []
    for turn in chosen:
        readings = {*(turn.intents or ()), *turn.accept}
        fitting = next((injection for injection in waiting if injection.target not in readings), None)
        if fitting is None:
            continue
        waiting.remove(fitting)
        waiting.append(fitting)
        attacks.append(Attack(turn, fitting, harmless_words(len(fitting.order.split()), rng)))
    return attacks


def harmless_words(count: int, rng: random.Random) -> str:
    """Return so many words of prose that wants nothing, from a random sentence on."""
    start = rng.randrange(len(_PROSE))
    words = [word for sentence in (*_PROSE[start:], *_PROSE[:start]) for word in sentence.split()]
    repeats = count // len(words) + 1
    return " ".join((words * repeats)[:count])


_PROSE: Final = (
    "The bus was full this morning and the windows were fogged up.",
    "My neighbour painted his fence green over the weekend.",
    "There were eleven ducks on the pond behind the library.",
    "The bakery on the corner smells of cinnamon until about ten.",
    "It rained from noon and then the sun came out for a while.",
    "Our cat sleeps on top of the radiator most of the winter.",
    "The train to the coast takes a little under two hours.",
    "Someone left a red umbrella on the bench by the fountain.",
    "The choir rehearses on the second floor above the post office.",
    "Half of the leaves came down in one windy night.",
)
