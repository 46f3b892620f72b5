"""What an explanation weighs, and what it costs."""

from collections.abc import Sequence

import numpy as np
import pytest

from copilot.domain.label import Intent
from copilot.scoring.base import EncodedTurn, ReplyInput
from copilot.scoring.calibration import HEADS
from copilot.scoring.explain import MOST_PASSES, MOST_WORDS, explain_turn
from copilot.scoring.fake import FAKE_CALIBRATION

PRICE = list(Intent).index(Intent.PRICING_QUESTION)


class PriceEncoder:
    """Sees a price question where "cost" stands, and counts its passes."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, turns: Sequence[ReplyInput]) -> list[EncodedTurn]:
        self.texts += [turn.text for turn in turns]
        return [self._read(turn.text) for turn in turns]

    def _read(self, text: str) -> EncodedTurn:
        logits = {head: np.zeros(len(labels), dtype=np.float32) for head, labels in HEADS.items()}
        logits["primary"][PRICE] = 6.0 if "cost" in text else 0.0
        return EncodedTurn(logits, np.ones(2, dtype=np.float32) / np.sqrt(2))


def explain(text: str, *, is_wanted=lambda: True):
    encoder, turn = PriceEncoder(), ReplyInput(text)
    [encoded] = PriceEncoder().encode([turn])
    found = explain_turn(
        turn,
        encoded,
        Intent.PRICING_QUESTION,
        encoder=encoder,
        calibration=FAKE_CALIBRATION,
        examples=[],
        vectors=np.zeros((0, 2), dtype=np.float32),
        is_wanted=is_wanted,
    )
    return found, encoder


def test_the_word_that_decides_weighs_most() -> None:
    found, _ = explain("what does it cost?")
    assert max(found.words, key=lambda word: word.weight).text == "cost?"


@pytest.mark.parametrize("words", [2, 10, 11, 20, 33, 40, 80])
def test_an_explanation_never_costs_more_than_ten_further_passes(words: int) -> None:
    text = " ".join(["cost", *(f"w{i}" for i in range(words - 1))])
    found, encoder = explain(text)
    assert len(encoder.texts) == len(found.words) <= MOST_PASSES
    assert found.words[0].text.split()[0] == "cost"
    assert sum(len(word.text.split()) for word in found.words) == min(words, MOST_WORDS)


def test_spans_lie_where_they_say() -> None:
    text = "  so, what would\nit cost us — all in — per head for sixteen of us in May "
    found, _ = explain(text)
    assert all(text[word.start : word.end] == word.text for word in found.words)


def test_a_single_word_is_the_whole_answer_and_costs_no_pass() -> None:
    found, encoder = explain("cost")
    assert [word.text for word in found.words] == ["cost"]
    assert not encoder.texts


def test_it_ends_when_nobody_waits() -> None:
    answers = iter([True, True, False])
    found, _ = explain("what does it cost us", is_wanted=lambda: next(answers))
    assert len(found.words) == 2
