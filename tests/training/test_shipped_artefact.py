"""The committed artefacts are whole, small, and those their manifests and cards describe."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from copilot.domain.label import LABELS_VERSION
from copilot.training.artefact import LANGUAGES, Artefact
from copilot.training.dataset import HEADS, TRAINING_TURNS, Turn, read_turns, split_by_writer
from copilot.training.measure import ROOT
from copilot.training.size import SIZES

LARGEST = {"small": 40_000_000, "base": 95_000_000}
"""Bytes of all that is committed of an artefact."""


@pytest.fixture(scope="module", params=LARGEST)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def folder(size: str) -> Path:
    folder = ROOT / "models" / SIZES[size].artefact
    if size == "base" and not folder.is_dir():
        pytest.skip(f"models/{folder.name} is not shipped yet")
    return folder


@pytest.fixture(scope="module")
def artefact(folder: Path) -> Artefact:
    return Artefact(folder)


@pytest.fixture(scope="module")
def manifest(artefact: Artefact) -> dict[str, Any]:
    return artefact.manifest


def test_labels_are_those_of_the_domain(manifest: dict[str, Any]) -> None:
    assert manifest["labels_version"] == LABELS_VERSION
    assert {head: tuple(labels) for head, labels in manifest["heads"].items()} == HEADS
    assert manifest["languages"] == list(LANGUAGES)


def test_it_fits_its_size_limit(size: str, folder: Path) -> None:
    assert sum(path.stat().st_size for path in folder.iterdir() if path.is_file()) <= LARGEST[size]


def test_writers_are_the_split_of_the_committed_data(manifest: dict[str, Any]) -> None:
    assert manifest["writers"] == split_by_writer(read_turns(TRAINING_TURNS)).writers()


def test_examples_are_unit_vectors_of_training_turns(folder: Path, manifest: dict[str, Any]) -> None:
    rows = [json.loads(line) for line in (folder / "examples.jsonl").read_text(encoding="utf-8").splitlines()]
    vectors = np.load(folder / "examples.npy").astype(np.float32)
    assert vectors.shape == (len(rows), manifest["vector_dimension"])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(rows)), abs=2e-3)
    assert {row["source"] for row in rows} <= set(manifest["writers"]["train"])


def test_thresholds_are_ordered(artefact: Artefact) -> None:
    fitted = artefact.calibration
    assert 0 < fitted.review_threshold <= fitted.act_threshold < 1
    assert (fitted.platt.scale > 0).all()
    assert ((fitted.thresholds > 0) & (fitted.thresholds < 1)).all()


def test_a_yes_means_what_was_asked(artefact: Artefact) -> None:
    asked = {
        "Shall I send the contract?": "purchase_ready",
        "Can I take you off our list?": "opt_out",
        "Does Tuesday 3pm work?": "meeting_accept",
    }
    turns = [Turn(id=q, context=q, text="yes", intents=(), source="", tones={}) for q in asked]
    assert artefact.answer(turns).label("primary") == list(asked.values())


def test_card_shows_the_manifest_figures(folder: Path, manifest: dict[str, Any]) -> None:
    card = (folder / "README.md").read_text(encoding="utf-8")
    for group in ("test_writers", "public_written", "public_real"):
        assert f"{manifest['metrics'][group]['primary_macro_f1']:.3f}" in card
