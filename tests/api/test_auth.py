"""Who may call what: roles, revocation, and keys that nobody can read back."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from copilot.api.auth import KeyRing

INTENT = ("POST", "/v1/intent", {"replies": [{"text": "hi"}]})
SUGGEST = ("POST", "/v1/suggest", {"conversation": {}})
REPLIES = ("POST", "/v1/replies", {"message_id": "m", "from": "+15550100", "to": "+15550199", "text": "hi"})
MESSAGES = (
    "POST",
    "/v1/messages",
    {"message_id": "n", "to": "+1555010", "from": "12345", "text": "a", "sent_by": "rep"},
)
SEARCH = ("POST", "/v1/knowledge/search", {"query": "hi"})
PUT = ("PUT", "/v1/knowledge/x", {"kind": "offer", "title": "t", "body": "b"})
RETIRE = ("DELETE", "/v1/knowledge/none", None)
BATCH = ("POST", "/v1/knowledge/batch", {"items": [{"kind": "offer", "title": "t", "body": "b", "id": "y"}]})
CORRECT = ("POST", "/v1/consent/events/none/corrections", {"reason": "a written reason"})
CLAIM = ("POST", "/v1/decisions/none/claim", None)
READ = ("GET", "/v1/replies/none", None)
MODEL = ("GET", "/v1/model", None)
METRICS = ("GET", "/metrics", None)

ALLOWED = {
    "rep": (INTENT, SUGGEST, MESSAGES, SEARCH, CLAIM, READ, MODEL),
    "hook": (INTENT, SUGGEST, REPLIES, MESSAGES, SEARCH, CLAIM, READ, MODEL),
    "evaluator": (INTENT, SUGGEST, SEARCH, MODEL),
    "admin": (INTENT, SUGGEST, REPLIES, MESSAGES, SEARCH, PUT, RETIRE, BATCH, CORRECT, CLAIM, READ, MODEL, METRICS),
}
CALLS = ALLOWED["admin"]


@pytest.fixture
def make_key(api: Any) -> Callable[..., Any]:
    """Return a way to make a key; the service notices at once."""
    now = [0.0]
    api.app._app.state.key_ring = KeyRing(api.copilot.store, now=lambda: now[0])

    def make(role: str, **values: Any) -> Any:
        with api.copilot.store.transaction() as tx:
            key = tx.api_keys.create("a test", role, **values)
        now[0] += 10
        return key

    make.pass_seconds = lambda seconds: now.__setitem__(0, now[0] + seconds)  # type: ignore[attr-defined]
    return make


def call(api: Any, request: tuple[str, str, Any], key: str | None, **headers: str) -> Any:
    method, path, body = request
    sent = {**({} if key is None else {"Authorization": f"Bearer {key}"}), "Idempotency-Key": "k", **headers}
    return api.http.request(method, path, json=body, headers=sent)


@pytest.mark.parametrize("role", ALLOWED)
def test_a_role_may_do_what_it_is_for_and_nothing_else(api: Any, make_key: Any, role: str) -> None:
    key = make_key(role).text
    for request in CALLS:
        answer = call(api, request, key)
        if request in ALLOWED[role]:
            assert answer.status_code in (200, 201, 202, 204, 404), (request, answer.text)
        else:
            assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied"), request


def test_no_key_is_refused_once_there_are_keys(api: Any, make_key: Any) -> None:
    assert call(api, INTENT, None).status_code == 200
    make_key("hook")
    refused = call(api, INTENT, None)
    assert (refused.status_code, refused.json()["code"]) == (401, "unauthenticated")
    assert refused.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("wrong", ["x", "sk_live_0000000000000000_" + "A" * 43, "Ключ", "é" * 43])
def test_a_wrong_key_is_refused(api: Any, make_key: Any, wrong: str) -> None:
    make_key("hook")
    headers = [(b"Authorization", b"Bearer " + wrong.encode())]
    assert api.http.post("/v1/intent", json=INTENT[2], headers=headers).status_code == 401


@pytest.mark.parametrize("scheme", ["Basic", "bearer", "BEARER", ""])
def test_only_the_bearer_scheme_counts(api: Any, make_key: Any, scheme: str) -> None:
    key = make_key("hook").text
    answer = api.http.post("/v1/intent", json=INTENT[2], headers={"Authorization": f"{scheme} {key}".strip()})
    assert answer.status_code == (200 if scheme.lower() == "bearer" else 401)


def test_a_wrong_body_from_nobody_is_401_not_422(api: Any, make_key: Any) -> None:
    make_key("hook")
    assert api.http.post("/v1/intent", json={"replies": []}).status_code == 401


def test_a_revoked_key_stops_working_within_seconds(api: Any, make_key: Any) -> None:
    make_key("admin")
    key = make_key("hook")
    assert call(api, INTENT, key.text).status_code == 200
    with api.copilot.store.transaction() as tx:
        tx.api_keys.revoke(key.key.id)
    make_key.pass_seconds(3)
    assert call(api, INTENT, key.text).status_code == 401


def test_an_expired_key_is_refused(api: Any, make_key: Any) -> None:
    make_key("admin")
    key = make_key("hook", expires_at=api.clock.now() + timedelta(hours=1))
    assert call(api, INTENT, key.text).status_code == 200
    api.clock.advance(timedelta(hours=1))
    make_key.pass_seconds(3)
    assert call(api, INTENT, key.text).status_code == 401


def test_with_a_key_any_host_is_answered(api: Any, make_key: Any) -> None:
    assert call(api, INTENT, make_key("hook").text, Host="copilot.example").status_code == 200


def test_another_machine_is_refused_while_there_are_no_keys(api: Any) -> None:
    from starlette.testclient import TestClient

    for client in (("192.0.2.7", 1), ("testclient", 1), ("", 0)):
        stranger = TestClient(api.app, base_url="http://127.0.0.1", client=client)
        assert stranger.post("/v1/intent", json=INTENT[2]).status_code == 401


def test_health_needs_no_key(api: Any, make_key: Any) -> None:
    make_key("hook")
    assert api.http.get("/healthz").status_code == 200
    assert api.http.get("/readyz").status_code == 200


def test_a_key_is_nowhere_in_the_data_folder(api: Any, make_key: Any, data_dir: Path) -> None:
    key = make_key("hook").text
    call(api, INTENT, key)
    secret = key.rsplit("_", 1)[1] if "_" not in key[-43:] else key[-43:]
    for file in data_dir.rglob("*"):
        if file.is_file():
            assert secret.encode() not in file.read_bytes(), file.name


def test_a_used_key_shows_when_it_was_used(api: Any, make_key: Callable[..., Any]) -> None:
    made = make_key("hook")
    assert call(api, MODEL, made.text).status_code == 200
    with api.copilot.store.read() as tx:
        [row] = tx.api_keys.list()
    assert row.last_used_at == api.copilot.clock.now()
