"""Draw rows so that no label and no set floods the training turns."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from copilot.training.dataset import Turn


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that may be drawn."""

    label: str
    """The set's own label, or the rule that read the row."""
    turn: Turn

    @property
    def group(self) -> str:
        """Return what is limited beside the label: our primary, or the label itself where intents are unjudged."""
        return self.turn.primary if self.turn.is_intent_judged else self.label


def draw(
    candidates: Iterable[Candidate], *, limit_per_label: int, limit_per_group: Callable[[str], int], seed: int
) -> list[Turn]:
    """Return at most so many rows of a foreign label and so many of a group, its labels in turn.

    Which rows are drawn depends on their ids and the seed, not on their order.
    """
    piles: dict[str, dict[str, list[Turn]]] = defaultdict(lambda: defaultdict(list))
    for candidate in candidates:
        piles[candidate.group][candidate.label].append(candidate.turn)
    drawn = []
    for group, pile in sorted(piles.items()):
        for label, turns in pile.items():
            turns.sort(key=lambda turn: turn.id)
            random.Random(f"{seed}-{label}").shuffle(turns)
        by_label = [turns for _, turns in sorted(pile.items())]
        in_turn = [turns[place] for place in range(limit_per_label) for turns in by_label if place < len(turns)]
        drawn += in_turn[: limit_per_group(group)]
    return drawn
