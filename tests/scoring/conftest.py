"""A random network with reference weights, so that the torch backend is tested without trained ones."""

from importlib.util import find_spec

import numpy as np
import pytest

from copilot.scoring.artefact import load_artefact
from tests.scoring.encoder import SHIPPED, has_shipped_artefact
from tests.scoring.test_artefact import write_manifest

WIDTH = 24


@pytest.fixture(scope="session")
def trained(tmp_path_factory):
    """A random network, and an artefact that carries its reference weights."""
    if not has_shipped_artefact():
        pytest.skip("models/reply-scorer-small, whose tokenizer is used, is not trained yet")
    if find_spec("sentence_transformers") is None:
        pytest.skip("the extra train is not installed")
    import torch
    from tokenizers import Tokenizer

    from copilot.training.export import export_reference
    from copilot.training.lexicon import Lexicon
    from copilot.training.network import ReplyNetwork, tiny_encoder

    folder = tmp_path_factory.mktemp("artefact") / "tiny"
    folder.mkdir()
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
    network.lexicon = Lexicon((101, 102))
    network.lexicon.rarity.uniform_()
    network.lexicon.table.random_(-127, 127)
    network.lexicon.scale.uniform_()
    network.lexicon.bias.normal_()
    export_reference(network, Tokenizer.from_file(str(folder / "tokenizer.json")), folder / "reference")
    write_manifest(folder, vector_dimension=WIDTH)
    return network, load_artefact(str(folder))
