"""Without its model the service still takes replies, honours stops, and says what is missing."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from copilot.asset import asset_folder
from copilot.errors import ArtefactCorruptError

SHIPPED = "reply-scorer-small"
ONNX = {"COPILOT_SCORER": "onnx", "COPILOT_SCORING_SESSIONS": "1"}


def shipped() -> Path | None:
    """Return the shipped artefact's folder, if there is one."""
    try:
        folder = asset_folder("models") / SHIPPED
    except ArtefactCorruptError:
        return None
    return folder if (folder / "manifest.json").is_file() else None


needs_model = pytest.mark.skipif(shipped() is None, reason="models/reply-scorer-small is not trained yet")


def damaged(tmp_path: Path, how: str) -> Path:
    """Return a copy of the shipped artefact with something wrong in it."""
    source = shipped()
    assert source is not None
    copy = tmp_path / "artefact"
    shutil.copytree(source, copy)
    if how == "one byte flipped":
        model = bytearray((copy / "model.onnx").read_bytes())
        model[len(model) // 2] ^= 1
        (copy / "model.onnx").write_bytes(model)
    elif how == "model gone":
        (copy / "model.onnx").unlink()
    elif how == "manifest cut short":
        manifest = (copy / "manifest.json").read_bytes()
        (copy / "manifest.json").write_bytes(manifest[: len(manifest) // 2])
    return copy


def check_degraded(server: Any) -> None:
    """Check everything that a service without its model still does."""
    ready = server.http.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["ready"] is True
    assert "model" in [part["part"] for part in ready.json()["degraded"]]

    receipt = server.receive("how much for 20 seats?")
    assert "model" in [part["part"] for part in receipt["degraded"]]
    assert receipt["decision"]["action"] == "hold_for_review"
    status = server.http.get(f"/v1/replies/{receipt['reply_id']}").json()
    assert [part["part"] for part in status["degraded"]] == ["model"]
    assert status["analysis"]["primary"] is None
    assert status["analysis"]["abstained"] is False
    assert {"intents", "sentiment"} <= {part["part"] for part in status["analysis"]["not_evaluated"]}
    assert [slot["type"] for slot in status["analysis"]["slots"]] == ["quantity"]

    stop = server.receive("STOP")
    assert stop["consent"] == {"event": "opt_out", "tier": "keyword"}
    assert stop["decision"]["action"] == "suppress"
    phrase = server.receive("take me off your list", **{"from": "+15550101"})
    assert phrase["consent"] == {"event": "opt_out", "tier": "phrase"}

    intent = server.http.post("/v1/intent", json={"replies": [{"text": "how much?"}]}).json()
    assert [part["part"] for part in intent["degraded"]] == ["model"]
    assert intent["versions"]["model"] is None
    conversation = {"messages": [{"direction": "inbound", "text": "how much?"}]}
    suggest = server.http.post("/v1/suggest", json={"conversation": conversation}).json()
    assert "model" in [part["part"] for part in suggest["degraded"]]
    assert suggest["hits"] == []
    assert server.http.get("/v1/model").status_code == 503
    assert server.http.post("/v1/knowledge/search", json={"query": "price"}).status_code == 503


def test_a_missing_model(start_server: Any, tmp_path: Path) -> None:
    check_degraded(start_server(**ONNX, COPILOT_MODEL=str(tmp_path / "none")))


@needs_model
@pytest.mark.parametrize("how", ["one byte flipped", "model gone", "manifest cut short"])
def test_a_damaged_model(start_server: Any, tmp_path: Path, how: str) -> None:
    check_degraded(start_server(**ONNX, COPILOT_MODEL=str(damaged(tmp_path, how))))


@needs_model
def test_the_shipped_model_answers_and_items_added_without_it_are_found_with_it(
    start_server: Any, tmp_path: Path
) -> None:
    without = start_server(**ONNX, COPILOT_MODEL=str(tmp_path / "none"), COPILOT_KNOWLEDGE="chroma")
    item = {"kind": "tutorial", "title": "Sign a contract online", "body": "Open the link and sign with a finger."}
    assert without.http.put("/v1/knowledge/sign", json=item).status_code == 201
    without.stop()
    server = start_server(**ONNX, COPILOT_KNOWLEDGE="chroma")
    assert server.http.get("/readyz").json()["degraded"] == []
    intent = server.http.post("/v1/intent", json={"replies": [{"text": "how much for 20 seats?"}]}).json()
    assert intent["analyses"][0]["primary"] == "pricing_question"
    hits = server.http.post("/v1/knowledge/search", json={"query": "sign a contract online"}).json()["hits"]
    assert [hit["id"] for hit in hits] == ["sign"]
