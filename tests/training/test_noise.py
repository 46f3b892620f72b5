"""Mistyped copies."""

import random

from copilot.training.dataset import Turn
from copilot.training.noise import mistype, mistype_turns

TURNS = [
    Turn(id=f"a-{i}", context="Shall we?", text=text, intents=("opt_out",), source="w", tones={})
    for i, text in enumerate(("stop", "please take me off your list", "how much is it for twenty seats"))
]


def test_copies_keep_all_but_the_spelling() -> None:
    copies = mistype_turns(TURNS, share=1.0, seed=3)
    assert [copy.id for copy in sorted(copies, key=lambda copy: copy.id)] == ["a-1-m", "a-2-m"]
    for copy in copies:
        [turn] = [turn for turn in TURNS if copy.id.startswith(turn.id)]
        assert copy.text != turn.text
        assert (copy.context, copy.intents, copy.source) == (turn.context, turn.intents, turn.source)
        assert copy.weight < turn.weight


def test_the_seed_decides() -> None:
    assert mistype_turns(TURNS, share=0.5, seed=3) == mistype_turns(TURNS, share=0.5, seed=3)


def test_a_text_without_letters_is_left_alone() -> None:
    assert mistype("12:30 👍", random.Random(1)) == "12:30 👍"
