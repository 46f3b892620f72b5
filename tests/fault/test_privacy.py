"""What a customer writes, and from which number, stays out of everything that operators read."""

from pathlib import Path
from typing import Any

MARKS = ("Zanzibar", "15550166", "Quagga")


def test_no_text_and_no_number_reaches_the_logs_or_the_metrics(
    start_server: Any, send_layer: Any, tmp_path: Path
) -> None:
    send_layer.is_down = True
    server = start_server(**send_layer.env, COPILOT_SCORER="onnx", COPILOT_MODEL=str(tmp_path / "none"))
    person = {"from": "+15550166", "conversation": {"contact": {"first_name": "Quagga", "phone": "+15550166"}}}
    for number, text in enumerate(("Zanzibar how much?", "Zanzibar 😀", "STOP Zanzibar", "STOP")):
        body = {"message_id": f"m{number}", "to": "+15550199", "text": text, "settle_ms": 0, **person}
        assert server.http.post("/v1/replies", json=body).status_code == 202
    http = server.http
    http.post("/v1/replies", json={"message_id": "m0", "to": "+15550199", "text": "Zanzibar other", **person})
    http.post("/v1/intent", json={"replies": [{"text": "Zanzibar", "Quagga": 1}]})
    http.post("/v1/intent", content=b'{"replies": [{"text": "Zanzibar', headers={"Content-Type": "application/json"})
    http.post("/v1/suggest", json={"conversation": {"messages": [{"direction": "inbound", "text": "Zanzibar"}]}})
    http.post("/v1/knowledge/search", json={"query": "Zanzibar"})
    http.get("/v1/replies/Zanzibar-15550166")
    http.get("/Zanzibar", params={"q": "Quagga"})
    send_layer.await_that(lambda: len(send_layer.attempts) > 0)
    metrics = http.get("/metrics").text
    server.stop()
    for mark in MARKS:
        assert mark not in metrics
        assert mark not in server.output
