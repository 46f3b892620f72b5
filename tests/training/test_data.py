"""What the training turns must be: labelled by the guide's labels, no near copies, and nothing of the yardstick."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable

import pytest

from copilot.training.dataset import TRAINING_TURNS, Turn, read_turns
from eval.row_set import PUBLIC

NEAR = 0.7
"""Jaccard similarity of character trigrams from which two texts count as the same."""
SHORTEST = 5
"""Words from which likeness says something: "yes please" is everybody's."""


def _folded(text: str | None) -> str:
    return re.sub(r"\W+", " ", (text or "").casefold()).strip()


def _trigrams(text: str) -> frozenset[str]:
    folded = _folded(text)
    return frozenset(folded[start : start + 3] for start in range(len(folded) - 2))


def _near_pairs(texts: Iterable[Turn], others: Iterable[Turn]) -> list[tuple[str, str]]:
    """Return pairs (id, id) of near copies.

    Near copies lack at most 30 % of each other's trigrams, so each has one of the other's rarest third among its own
    rarest third: only such pairs are compared (prefix filtering).
    """
    left = [(turn.id, _trigrams(turn.text)) for turn in texts if len(turn.text.split()) >= SHORTEST]
    right = [(turn.id, _trigrams(turn.text)) for turn in others if len(turn.text.split()) >= SHORTEST]
    frequency = Counter(gram for _, grams in right for gram in grams)

    def rarest(grams: frozenset[str]) -> list[str]:
        ordered = sorted(grams, key=lambda gram: (frequency[gram], gram))
        return ordered[: len(grams) - math.ceil(NEAR * len(grams)) + 1]

    postings: dict[str, list[int]] = defaultdict(list)
    for number, (_, grams) in enumerate(right):
        for gram in rarest(grams):
            postings[gram].append(number)
    found = []
    for turn_id, grams in left:
        for number in {number for gram in rarest(grams) for number in postings[gram]}:
            other_id, theirs = right[number]
            shared = len(grams & theirs)
            if other_id != turn_id and shared >= NEAR * (len(grams) + len(theirs) - shared):
                found.append((turn_id, other_id))
    return found


@pytest.fixture(scope="module")
def turns() -> list[Turn]:
    return read_turns(TRAINING_TURNS)


@pytest.fixture(scope="module")
def yardstick() -> list[Turn]:
    return read_turns(PUBLIC)


def test_no_turn_of_the_yardstick_stands_in_training(turns: list[Turn], yardstick: list[Turn]) -> None:
    known = {(_folded(turn.context), _folded(turn.text)) for turn in turns}
    assert [turn.id for turn in yardstick if (_folded(turn.context), _folded(turn.text)) in known] == []


def test_no_near_copy_of_the_yardstick_stands_in_training(turns: list[Turn], yardstick: list[Turn]) -> None:
    assert _near_pairs(yardstick, turns) == []


def test_a_near_copy_would_be_found() -> None:
    text = "please send the order form for fourteen seats to our office"
    one = Turn(id="a", context=None, text=text, intents=(), source="t01", tones={})
    other = Turn(id="b", context=None, text=text.replace("fourteen", "fifteen"), intents=(), source="t02", tones={})
    assert _near_pairs([one], [other]) == [("a", "b")]


def test_ids_are_unique(turns: list[Turn]) -> None:
    assert len({turn.id for turn in turns}) == len(turns)


def test_later_writers_repeat_nobody(turns: list[Turn]) -> None:
    assert _near_pairs([turn for turn in turns if turn.source.startswith("u")], turns) == []
