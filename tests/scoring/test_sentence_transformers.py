"""The reference backend against the network that training fits, on a random two-layer encoder."""

from importlib.util import find_spec

import numpy as np
import pytest

from copilot.asset import sha256_of
from copilot.errors import ArtefactCorruptError
from copilot.scoring.artefact import load_artefact
from copilot.scoring.base import ReplyInput
from copilot.scoring.calibration import HEADS
from copilot.scoring.sentence_transformers import SentenceTransformersReplyEncoder
from tests.scoring.encoder import SHIPPED, needs_artefact
from tests.scoring.test_artefact import write_manifest

WIDTH = 24
pytestmark = [
    needs_artefact,  # its tokenizer is used
    pytest.mark.skipif(find_spec("sentence_transformers") is None, reason="the extra train is not installed"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning"),
]


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A random network, and an artefact that carries its reference weights."""
    import torch

    from copilot.training.network import ReplyNetwork, tiny_encoder

    folder = tmp_path_factory.mktemp("artefact") / "tiny"
    (folder / "reference").mkdir(parents=True)
    shipped = load_artefact(SHIPPED).folder
    (folder / "tokenizer.json").write_bytes((shipped / "tokenizer.json").read_bytes())
    (folder / "model.onnx").write_bytes(b"")
    (folder / "examples.jsonl").write_text("")
    np.save(folder / "examples.npy", np.zeros((0, WIDTH), dtype=np.float16))
    torch.manual_seed(1)
    network = ReplyNetwork(tiny_encoder(30522, width=WIDTH)).eval()
    with torch.no_grad():
        network.no_context.normal_()
        network.projection.weight.normal_()
    network.encoder.save_pretrained(folder / "reference" / "encoder")
    from transformers import BertTokenizerFast

    BertTokenizerFast(tokenizer_file=str(folder / "tokenizer.json")).save_pretrained(folder / "reference" / "encoder")
    arrays = {
        f"{head}.{part}": getattr(network.heads[head], part).detach().numpy()
        for head in HEADS
        for part in ("weight", "bias")
    }
    arrays |= {f"projection.{part}": getattr(network.projection, part).detach().numpy() for part in ("weight", "bias")}
    np.savez(folder / "reference" / "heads.npz", no_context=network.no_context.detach().numpy(), **arrays)
    write_manifest(folder, vector_dimension=WIDTH)
    assert sha256_of(folder / "model.onnx")
    return network, load_artefact(str(folder))


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
