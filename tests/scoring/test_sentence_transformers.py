"""The reference backend against the network that training fits, on a random two-layer encoder."""

import numpy as np
import pytest

from copilot.errors import ArtefactCorruptError
from copilot.scoring.base import ReplyInput
from copilot.scoring.calibration import HEADS
from copilot.scoring.sentence_transformers import SentenceTransformersReplyEncoder

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")


@pytest.mark.parametrize("turn", [ReplyInput("how much?"), ReplyInput("yes", context="Shall I send it?")])
def test_it_gives_what_the_trained_network_gives(trained, turn):
    import torch

    from copilot.training.dataset import encode, pad

    network, artefact = trained
    encoder = SentenceTransformersReplyEncoder(artefact)
    [ours] = encoder.encode([turn])
    tokenizer = encoder._tokenizer._tokenizer
    feed = {name: torch.from_numpy(array) for name, array in pad([encode(tokenizer, turn.text, turn.context)]).items()}
    with torch.inference_mode():
        theirs = dict(zip([*HEADS, "vector"], (output[0].numpy() for output in network(**feed)), strict=True))
    for head in HEADS:
        np.testing.assert_allclose(ours.logits[head], theirs[head], atol=1e-4)
    np.testing.assert_allclose(ours.vector, theirs["vector"], atol=1e-4)
    assert encoder.model_id == "tiny@1+fp32"


def test_an_artefact_without_reference_weights_is_refused(trained, tmp_path):
    from dataclasses import replace

    with pytest.raises(ArtefactCorruptError, match="reference"):
        SentenceTransformersReplyEncoder(replace(trained[1], folder=tmp_path))
