import numpy as np
import pytest

from copilot.domain.label import Intent
from copilot.scoring.base import ReplyInput
from copilot.scoring.calibration import calibrate
from copilot.scoring.fake import FAKE_CALIBRATION, FakeReplyEncoder


def read(text):
    [encoded] = FakeReplyEncoder().encode([ReplyInput(text)])
    return calibrate(encoded.logits, FAKE_CALIBRATION)


@pytest.mark.parametrize("intent", list(Intent))
def test_a_text_can_name_its_intent(intent):
    assert read(f"something intent:{intent.value}").primary == intent


def test_a_second_name_applies_too():
    turn = read("intent:discount_request intent:price_objection")
    assert [score.name for score in turn.intents] == [Intent.DISCOUNT_REQUEST, Intent.PRICE_OBJECTION]


def test_out_of_scope_and_unknown_texts_abstain():
    assert read("intent:out_of_scope").abstain_reason == "out_of_scope"
    assert read("the cat sleeps").abstain_reason == "low_confidence"


def test_shared_words_mean_near():
    encoder = FakeReplyEncoder()
    price, also, cat = (encoder.embed(t) for t in ("price for seats", "seats price please", "a sleeping cat"))
    assert np.dot(price, also) > np.dot(price, cat)
