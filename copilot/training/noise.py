"""Hasty typing: copies of turns with typos, so that the encoder meets broken word pieces before customers send them."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from copilot.training.dataset import Turn

LETTERS_A_TYPO: Final = 12
FEWEST_WORDS: Final = 3
"""Shorter replies are left alone: a typo in "yes" or "stop" makes another word of it."""
WEIGHT: Final = 0.5
"""Pull of a copy beside that of its turn."""


def mistype_turns(turns: Sequence[Turn], *, share: float, seed: int) -> list[Turn]:
    """Return copies of a share of the turns, labels kept, their replies mistyped; ids end in ``-m``."""
    rng = random.Random(seed)
    longer = [turn for turn in turns if len(turn.text.split()) >= FEWEST_WORDS]
    drawn = rng.sample(longer, min(len(longer), round(share * len(turns))))
    return [
        replace(turn, id=f"{turn.id}-m", text=mistype(turn.text, rng), weight=WEIGHT * turn.weight) for turn in drawn
    ]


def mistype(text: str, rng: random.Random) -> str:
    """Return the text with a letter dropped, doubled, exchanged with the next, or replaced, for every dozen letters."""
    characters = list(text)
    places = [i for i, char in enumerate(characters) if char.isalpha()]
    for i in rng.sample(places, -(-len(places) // LETTERS_A_TYPO)):
        slip = rng.randrange(4)
        if slip == 0:
            characters[i] = ""
        elif slip == 1:
            characters[i] *= 2
        elif slip == 2 and i + 1 < len(characters):
            characters[i], characters[i + 1] = characters[i + 1], characters[i]
        else:
            characters[i] = rng.choice("abcdefghijklmnopqrstuvwxyz")
    return "".join(characters)
