"""Without its index the service answers without hits, and says so."""

from pathlib import Path
from typing import Any

ITEM = {"kind": "tutorial", "title": "Sign a contract online", "body": "Open the link and sign with a finger."}
ASK = {"conversation": {"messages": [{"direction": "inbound", "text": "how do I sign a contract online?"}]}}


def test_a_chroma_that_cannot_open_costs_the_hits_and_nothing_else(start_server: Any, data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "knowledge").write_text("a file where a folder should be")
    server = start_server(COPILOT_KNOWLEDGE="chroma")
    ready = server.http.get("/readyz")
    assert ready.status_code == 200
    assert [part["part"] for part in ready.json()["degraded"]] == ["knowledge"]
    answer = server.http.post("/v1/suggest", json=ASK).json()
    assert answer["analysis"]["top"]
    assert answer["hits"] == []
    assert [part["part"] for part in answer["degraded"]] == ["knowledge"]
    receipt = server.receive("how much?")
    status = server.http.get(f"/v1/replies/{receipt['reply_id']}").json()
    assert status["hits"] is None, "not searched is not the same as nothing found"
    assert [part["part"] for part in status["degraded"]] == ["knowledge"]
    refused = server.http.post("/v1/knowledge/search", json={"query": "sign"})
    assert (refused.status_code, refused.json()["code"]) == (503, "knowledge_unavailable")


def test_an_item_put_while_chroma_is_down_is_found_after_the_next_start(start_server: Any, data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "knowledge").write_text("a file where a folder should be")
    server = start_server(COPILOT_KNOWLEDGE="chroma")
    assert server.http.put("/v1/knowledge/sign", json=ITEM).status_code == 201
    assert server.http.delete("/v1/knowledge/sign").status_code == 204
    assert server.http.put("/v1/knowledge/sign", json=ITEM).status_code == 201
    server.stop()
    (data_dir / "knowledge").unlink()
    server = start_server(COPILOT_KNOWLEDGE="chroma")
    assert server.http.get("/readyz").json()["degraded"] == []
    assert [hit["id"] for hit in server.http.post("/v1/suggest", json=ASK).json()["hits"]] == ["sign"]
