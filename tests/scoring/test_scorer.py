import sys
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from copilot.domain.label import Intent
from copilot.errors import ArtefactCorruptError, ConfigurationError
from copilot.scoring.base import ReplyInput
from copilot.scoring.scorer import build_scorer
from tests.scoring.encoder import SHIPPED, needs_artefact

NOW = datetime(2026, 11, 23, 15, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def shipped():
    built = build_scorer(model=SHIPPED, sessions=2)
    yield built
    built.close()


def test_a_missing_model_is_refused_at_the_start():
    with pytest.raises(ArtefactCorruptError):
        build_scorer(model="no-such-model")


def test_the_card_lists_labels_and_thresholds():
    scorer = build_scorer(backend="fake", sessions=1)
    card = scorer.card()
    scorer.close()
    assert card["labels"]["applies"] == [intent.value for intent in Intent]
    assert set(card["thresholds"]["intents"]) == {intent.value for intent in Intent}
    assert card["model"] == "fake@1"


def test_the_extra_backend_says_which_extra_is_missing(monkeypatch):
    from copilot.scoring import sentence_transformers as backend

    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ConfigurationError, match="train"):
        backend.SentenceTransformersReplyEncoder(None)


@needs_artefact
def test_many_at_once_equal_each_alone_byte_for_byte(shipped):
    texts = [
        "how much for 20 seats?",
        "take me off",
        "ok",
        "call me tomorrow at 3",
        "no gracias",
        "It's broken again!!",
    ]
    turns = [ReplyInput(text, context="Did it go well?", received_at=NOW) for text in texts * 8]
    together = shipped.score(turns, timedelta(seconds=60))
    alone = {text: shipped.score([ReplyInput(text, context="Did it go well?", received_at=NOW)])[0] for text in texts}
    for turn, scored in zip(turns, together, strict=True):
        assert scored.analysis.model_dump_json() == alone[turn.text].analysis.model_dump_json()
        assert scored.vector.tobytes() == alone[turn.text].vector.tobytes()


@needs_artefact
def test_the_shipped_model_knows_a_price_question_and_explains_it(shipped):
    [scored] = shipped.score([ReplyInput("how much does it cost per month?", received_at=NOW)], explain=True)
    assert scored.analysis.primary == Intent.PRICING_QUESTION
    nearest = scored.analysis.explanation.nearest
    assert len(nearest) == 5
    assert [n.similarity for n in nearest] == sorted((n.similarity for n in nearest), reverse=True)
    assert {"encode", "consent", "language", "slots", "calibrate", "assemble", "explain"} <= scored.durations_ms.keys()


@needs_artefact
def test_query_and_item_about_one_thing_lie_near(shipped):
    vectors = shipped.embed(["price list for teams", "how much does it cost", "the cat sleeps on the roof"])
    assert vectors.shape == (3, shipped.dimension)
    assert vectors.dtype == np.float32
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]
