"""The lexicon reads wordings: fitted on turns, alike however it is batched, added as far as it helps."""

import numpy as np
import pytest
import torch

from copilot.training.dataset import HEADS, Encoded, Turn
from copilot.training.lesson import tensors
from copilot.training.lexicon import BUCKETS, LABELS, Lexicon, fit_lexicon, fit_shares

OPENING, CLOSING = 1, 2
CPU = torch.device("cpu")
PRICE = HEADS["primary"].index("pricing_question")
THANKS = HEADS["primary"].index("gratitude")


def item(reply: list[int], context: list[int] | None = None) -> Encoded:
    """Lay word pieces out as serving does."""
    if context is None:
        return Encoded([OPENING, *reply, CLOSING], [0] * (len(reply) + 2))
    head = [OPENING, *context, CLOSING]
    return Encoded([*head, *reply, CLOSING], [0] * len(head) + [1] * (len(reply) + 1))


def turn(number: int, intent: str | None, weight: float = 1.0) -> Turn:
    intents = None if intent is None else (intent,)
    return Turn(id=str(number), context=None, text="x", intents=intents, source="w", tones={}, weight=weight)


@pytest.fixture(scope="module")
def fitted() -> Lexicon:
    """Return a lexicon that has seen word 50 ask for prices and word 60 give thanks."""
    rng = np.random.default_rng(3)
    turns, items = [], []
    for number in range(60):
        asks = number % 2 == 0
        others = rng.integers(100, 900, size=5).tolist()
        turns.append(turn(number, "pricing_question" if asks else "gratitude"))
        items.append(item([50 if asks else 60, *others], context=rng.integers(100, 900, size=4).tolist()))
    lexicon = Lexicon((OPENING, CLOSING))
    fit_lexicon(lexicon, turns, items, seed=1)
    return lexicon


def added(lexicon: Lexicon, *items: Encoded) -> np.ndarray:
    with torch.inference_mode():
        return torch.cat(lexicon(**tensors(items, CPU)), dim=1).numpy()


def test_a_fresh_lexicon_says_nothing() -> None:
    assert not added(Lexicon((OPENING, CLOSING)), item([50])).any()


def test_words_of_the_reply_speak_for_the_labels_they_stood_with(fitted: Lexicon) -> None:
    price, thanks = added(fitted, item([50, 7]), item([60, 7], context=[8]))
    assert price[PRICE] > price[THANKS]
    assert thanks[THANKS] > thanks[PRICE]


def test_a_word_of_the_context_is_another_word(fitted: Lexicon) -> None:
    in_reply, in_context = added(fitted, item([50], context=[7]), item([7], context=[50]))
    assert in_reply[PRICE] > in_context[PRICE]


def test_a_label_nobody_gave_stays_silent(fitted: Lexicon) -> None:
    silent = HEADS["primary"].index("renewal_question")
    assert added(fitted, item([50, 60, 7]))[0, silent] == 0


def test_neighbours_in_a_batch_change_nothing(fitted: Lexicon) -> None:
    items = [item([50, 7]), item(list(range(100, 140)), context=[3, 4]), item([60], context=[5])]
    alone = np.concatenate([added(fitted, each) for each in items])
    assert added(fitted, *items) == pytest.approx(alone, abs=1e-6)


def test_a_reply_has_the_same_words_with_and_without_context(fitted: Lexicon) -> None:
    def buckets(encoded: Encoded) -> set[int]:
        with torch.inference_mode():
            return set(fitted.hash(**tensors([encoded], CPU))[0].tolist())

    assert (
        len(buckets(item([50, 7, 9])) - buckets(item([50, 7, 9], context=[5]))) <= 1
    )  # the opening, which is no reply


def test_weights_are_rounded_by_column() -> None:
    lexicon = Lexicon((OPENING, CLOSING))
    weights = np.zeros((BUCKETS, LABELS))
    weights[5, 0], weights[6, 0], weights[5, 1] = 2.0, -1.0, 1e-3
    lexicon.set_weights(weights, np.arange(LABELS))
    back = lexicon.table.numpy() * lexicon.scale.numpy()
    assert np.abs(back - weights).max() <= 1.0 / 127
    assert back[5, 1] == pytest.approx(1e-3)
    assert lexicon.bias.numpy() == pytest.approx(np.arange(LABELS))


def test_turns_that_nobody_judged_teach_nothing() -> None:
    lexicon = Lexicon((OPENING, CLOSING))
    fit_lexicon(lexicon, [turn(1, None), turn(2, None)], [item([50]), item([60])], seed=1)
    assert not added(lexicon, item([50, 60])).any()


def test_as_much_is_added_as_surprises_least() -> None:
    rng = np.random.default_rng(5)
    turns = [turn(i, "pricing_question" if i % 2 else "gratitude") for i in range(200)]
    nothing = {head: np.zeros((200, len(labels))) for head, labels in HEADS.items()}
    useful = {head: values.copy() for head, values in nothing.items()}
    for i in range(200):
        right, wrong = (PRICE, THANKS) if i % 2 else (THANKS, PRICE)
        useful["primary"][i, right if rng.random() < 0.9 else wrong] = 1.0
    noise = nothing | {"primary": rng.normal(size=(200, 32))}
    assert fit_shares(nothing, useful, turns)["primary"] > 0
    assert fit_shares(useful, noise, turns)["primary"] < 1
    assert fit_shares(nothing, nothing, turns)["sentiment"] == 0


def test_shares_scale_each_head(fitted: Lexicon) -> None:
    lexicon = Lexicon((OPENING, CLOSING))
    lexicon.load_state_dict(fitted.state_dict())
    lexicon.share_out({head: 2.0 if head == "primary" else 0.0 for head in HEADS})
    before, after = added(fitted, item([50, 7]))[0], added(lexicon, item([50, 7]))[0]
    assert after[:32] == pytest.approx(2 * before[:32], rel=1e-5)
    assert not after[32:].any()
