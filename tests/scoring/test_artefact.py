import json

import numpy as np
import pytest

from copilot.asset import sha256_of
from copilot.domain.label import Intent
from copilot.errors import ArtefactCorruptError
from copilot.scoring.artefact import load_artefact, read_examples
from copilot.scoring.calibration import HEADS
from tests.scoring.encoder import SHIPPED, needs_artefact


def write_manifest(folder, **changes):
    names = ["model.onnx", "tokenizer.json", "examples.jsonl", "examples.npy"]
    manifest = {
        "format": 2,
        "name": "tiny",
        "version": "1",
        "labels_version": "2",
        "inputs": {"context_tokens": 96, "reply_tokens": 400},
        "heads": {head: list(labels) for head, labels in HEADS.items()},
        "vector_dimension": 2,
        "temperatures": dict.fromkeys(HEADS, 1.0),
        "applies": {"scale": [1.0] * 31, "primary_scale": [0.0] * 31, "bias": [0.0] * 31, "thresholds": [0.5] * 31},
        "abstain": {"out_of_scope_threshold": 0.5, "tau": 0.4, "pair_sum": 0.6, "pair_gap": 0.2},
        "consent": {"label": "opt_out", "act_threshold": 0.9, "review_threshold": 0.5},
        "languages": ["en"],
        "files": {name: sha256_of(folder / name) for name in names},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest | changes))


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "tiny"
    made.mkdir()
    (made / "model.onnx").write_bytes(b"not a model")
    (made / "tokenizer.json").write_text("{}")
    row = {"context": None, "text": "how much", "intents": ["pricing_question"], "source": "t01"}
    (made / "examples.jsonl").write_text(json.dumps(row) + "\n")
    np.save(made / "examples.npy", np.array([[1, 0]], dtype=np.float16))
    write_manifest(made)
    return made


def test_a_sound_folder_loads(folder):
    artefact = load_artefact(str(folder))
    assert artefact.model_id == "tiny@1"
    assert artefact.calibration.languages == {"en"}
    examples, vectors = read_examples(artefact)
    assert examples[0].intents == (Intent.PRICING_QUESTION,)
    assert vectors.shape == (1, 2)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "examples.jsonl", "examples.npy"])
def test_a_changed_or_missing_file_is_named(folder, name):
    with (folder / name).open("ab") as file:
        file.write(b"x")
    with pytest.raises(ArtefactCorruptError, match=name):
        load_artefact(str(folder))
    (folder / name).unlink()
    with pytest.raises(ArtefactCorruptError, match=name):
        load_artefact(str(folder))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"format": 1}, "format"),
        ({"labels_version": "1"}, "labels"),
        ({"heads": {}}, "label"),
        ({"temperatures": {}}, "temperature"),
        ({"applies": {"scale": [1.0], "primary_scale": [0.0], "bias": [0.0], "thresholds": [0.5]}}, "31 intents"),
        ({"consent": {"act_threshold": 0.1, "review_threshold": 0.5}}, "consent"),
        ({"abstain": {"tau": float("nan")}}, "abstain"),
        ({"files": {}}, "model.onnx"),
        ({"files": {"../x": ""}}, "model.onnx"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused_with_the_reason(folder, changes, told):
    write_manifest(folder, **changes)
    with pytest.raises(ArtefactCorruptError, match=told):
        load_artefact(str(folder))


def test_a_manifest_that_is_not_json_or_not_there_is_refused(folder):
    (folder / "manifest.json").write_text("{")
    with pytest.raises(ArtefactCorruptError):
        load_artefact(str(folder))
    (folder / "manifest.json").unlink()
    with pytest.raises(ArtefactCorruptError):
        load_artefact(str(folder))


@pytest.mark.parametrize("name", ["no-such-model", "../tests", "/no/such/folder", ""])
def test_a_name_that_is_no_artefact_is_refused(name):
    with pytest.raises(ArtefactCorruptError):
        load_artefact(name)


def test_a_file_that_is_no_model_is_refused_by_the_runtime(folder):
    from copilot.scoring.onnx import OnnxReplyEncoder

    with pytest.raises(ArtefactCorruptError):
        OnnxReplyEncoder(load_artefact(str(folder)))


@needs_artefact
def test_the_shipped_artefact_is_sound():
    artefact = load_artefact(SHIPPED)
    examples, vectors = read_examples(artefact)
    assert len(examples) == len(vectors) > 0
    assert artefact.card
