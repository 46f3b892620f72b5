"""Encoders the contract suite runs against, and small workers for the pool's tests."""

import threading

import pytest

from copilot.asset import asset_folder
from copilot.errors import ArtefactCorruptError
from copilot.scoring.artefact import MANIFEST, load_artefact
from copilot.scoring.fake import FakeReplyEncoder

SHIPPED = "reply-scorer-small"
SHIPPED_BASE = "reply-scorer-base"


def has_shipped_artefact(name: str = SHIPPED) -> bool:
    """Whether a trained artefact lies in this checkout."""
    try:
        return (asset_folder("models") / name / MANIFEST).is_file()
    except ArtefactCorruptError:
        return False


needs_artefact = pytest.mark.skipif(not has_shipped_artefact(), reason="models/reply-scorer-small is not trained yet")


def build_encoder(backend):
    """Return an encoder, or skip with the reason it cannot be had here."""
    if backend == "fake":
        return FakeReplyEncoder()
    name = SHIPPED_BASE if backend == "onnx, base" else SHIPPED
    if not has_shipped_artefact(name):
        pytest.skip(f"models/{name} is not trained yet")
    from copilot.scoring.onnx import OnnxReplyEncoder

    return OnnxReplyEncoder(load_artefact(name))


class Gate:
    """A worker's door: it reports each turn that arrives and keeps it until opened."""

    def __init__(self):
        self.arrived = threading.Semaphore(0)
        self._opened = threading.Semaphore(0)

    def wait(self):
        self.arrived.release()
        assert self._opened.acquire(timeout=30)

    def await_arrival(self):
        assert self.arrived.acquire(timeout=30)

    def open(self, times=1):
        self._opened.release(times)
