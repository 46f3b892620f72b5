import numpy as np
import pytest

from copilot.scoring.base import ReplyInput
from copilot.scoring.calibration import HEADS
from tests.scoring.encoder import build_encoder

TURNS = [
    ReplyInput("looks good, how much for 20 seats?", context="Did the trial go well?"),
    ReplyInput("Yes", context="Can I take you off our list?"),
    ReplyInput("Yes", context="Shall I send the contract?"),
    ReplyInput("k"),
    ReplyInput("👍🏽 " * 60),
    ReplyInput("word " * 320, context="question " * 170),
    ReplyInput("؀ \u200b\u202e مرحبا"),
    ReplyInput("", context=""),
]


@pytest.fixture(scope="module", params=["fake", "onnx", "onnx, base", "sentence_transformers"])
def encoder(request):
    if request.param != "sentence_transformers":
        return build_encoder(request.param)
    _, artefact = request.getfixturevalue("trained")
    from copilot.scoring.sentence_transformers import SentenceTransformersReplyEncoder

    return SentenceTransformersReplyEncoder(artefact)


def assert_same(a, b):
    assert a.logits.keys() == b.logits.keys()
    for head in a.logits:
        assert a.logits[head].tobytes() == b.logits[head].tobytes()
    assert a.vector.tobytes() == b.vector.tobytes()


def test_every_turn_gets_every_head_and_a_unit_vector(encoder):
    for turn in encoder.encode(TURNS):
        assert {head: len(values) for head, values in turn.logits.items()} == {h: len(v) for h, v in HEADS.items()}
        assert all(values.dtype == np.float32 and np.isfinite(values).all() for values in turn.logits.values())
        assert turn.vector.shape == (encoder.dimension,)
        assert turn.vector.dtype == np.float32
        assert np.linalg.norm(turn.vector) == pytest.approx(1.0, abs=1e-4)


def test_nothing_in_nothing_out(encoder):
    assert encoder.encode([]) == []


def test_a_batch_gives_each_turn_what_it_gets_alone_in_order(encoder):
    for turn, together in zip(TURNS, encoder.encode(TURNS), strict=True):
        [alone] = encoder.encode([turn])
        assert_same(alone, together)


def test_the_same_turn_twice_gives_the_same_bytes(encoder):
    first, second = encoder.encode([TURNS[0], TURNS[0]])
    assert_same(first, second)


def test_the_context_changes_what_yes_means(encoder):
    without, other = encoder.encode([TURNS[1], TURNS[2]])
    assert not np.array_equal(without.logits["primary"], other.logits["primary"])


def test_an_empty_context_is_no_context(encoder):
    empty, none = encoder.encode([ReplyInput("hello", context=""), ReplyInput("hello")])
    assert_same(empty, none)


def test_a_query_embeds_like_a_turn_without_context(encoder):
    [turn] = encoder.encode([ReplyInput("how much for 20 seats?")])
    np.testing.assert_array_equal(encoder.embed("how much for 20 seats?"), turn.vector)


def test_a_long_document_embeds_to_a_unit_vector(encoder):
    assert np.linalg.norm(encoder.embed("a case study. " * 2000)) == pytest.approx(1.0, abs=1e-4)


def test_it_names_its_model_and_version(encoder):
    name, _, version = encoder.model_id.partition("@")
    assert name
    assert version
