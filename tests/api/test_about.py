"""What runs here: versions, policy, health and metrics, none of them with a customer's words."""

from typing import Any

MARK = "Zanzibar"


def test_model_tells_versions_labels_and_thresholds(shared: Any) -> None:
    model = shared.http.get("/v1/model").json()
    assert model["model"] == "fake@1"
    assert len(model["labels"]["applies"]) == 31
    assert 0 < model["thresholds"]["consent"]["act_threshold"] < 1


def test_policy_tells_its_rules_in_order_and_its_thresholds(shared: Any) -> None:
    policy = shared.http.get("/v1/policy").json()
    assert policy["id"] == shared.copilot.policy.id
    assert policy["rule_order"][0] == "opt_out_event"


def test_a_healthy_service_is_alive_and_ready(shared: Any) -> None:
    assert shared.http.get("/healthz").json() == {"status": "alive"}
    ready = shared.http.get("/readyz")
    assert ready.status_code == 200
    assert (ready.json()["ready"], ready.json()["degraded"]) == (True, [])


def test_metrics_count_routes_and_decisions_and_hold_nothing_personal(api: Any) -> None:
    api.receive(f"{MARK} how much?", message_id=f"{MARK}-1")
    settling = api.receive(f"{MARK} hello", settle_ms=None, **{"from": "+15550177"})
    api.settle()
    api.read_reply(settling["reply_id"])
    api.http.get(f"/v1/replies/{MARK}")
    api.http.get(f"/{MARK}")
    metrics = api.http.get("/metrics")
    assert metrics.headers["content-type"].startswith("text/plain")
    assert 'copilot_requests_total{method="POST",route="/v1/replies",status="202"} 2.0' in metrics.text
    decided = [line for line in metrics.text.splitlines() if line.startswith("copilot_decisions_total{")]
    assert sum(float(line.rsplit(" ", 1)[1]) for line in decided) == 2
    for private in (MARK, "15550100", "15550177", settling["reply_id"], settling["conversation_id"]):
        assert private not in metrics.text
