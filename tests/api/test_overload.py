"""Too much at once: stateless calls are put off, replies are stored, and a stop always acts."""

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from copilot.scoring.fake import FakeReplyEncoder
from tests.service.door import Door, build_door

BODY = {"replies": [{"text": "how much?"}]}


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    """Put a door before the model."""
    door = build_door(monkeypatch)
    yield door
    door.open()


@pytest.fixture
def full(open_api: Any, door: Door) -> Iterator[Any]:
    """Return an API whose one place for a turn is taken until the door opens."""
    with open_api(scoring_sessions=1, scoring_queue=1) as api, ThreadPoolExecutor(4) as callers:
        door.shut()
        api.first = callers.submit(api.http.post, "/v1/intent", json=BODY)
        door.await_arrival()
        yield api
        door.open()


def test_stateless_calls_get_429_with_retry_after(full: Any) -> None:
    for path, body in (("/v1/intent", BODY), ("/v1/suggest", _conversation("how much?"))):
        refused = full.http.post(path, json=body)
        assert (refused.status_code, refused.json()["code"]) == (429, "overloaded")
        assert int(refused.headers["retry-after"]) >= 1


def test_who_was_taken_is_answered(full: Any, door: Door) -> None:
    door.open()
    assert full.first.result(timeout=30).status_code == 200


def test_a_reply_is_stored_and_decided_when_there_is_room_again(full: Any, door: Door) -> None:
    receipt = full.receive("how much?")
    assert receipt["decision"] is None
    door.open()
    full.first.result(timeout=30)
    full.settle()
    assert full.read_reply(receipt["reply_id"])["analysis"]["primary"] == "pricing_question"


def test_a_stop_acts_and_is_decided(full: Any) -> None:
    receipt = full.receive("STOP", settle_ms=None)
    assert receipt["decision"]["action"] == "suppress"
    assert full.consent_state() == "opted_out"


def test_a_turn_that_finds_no_room_for_long_is_shown_to_a_person(full: Any) -> None:
    receipt = full.receive("how much?")
    with full.copilot.store.transaction() as tx:
        turn_id = tx.messages.get(receipt["reply_id"]).turn_id
        tx._session.connection.exec_driver_sql("UPDATE turns SET attempts = 30 WHERE id = ?", (turn_id,))
    full.settle()
    status = full.read_reply(receipt["reply_id"])
    assert status["decision"]["action"] == "hold_for_review"
    assert status["degraded"][0]["part"] == "model"


def test_a_deadline_ends_the_wait(open_api: Any, door: Door) -> None:
    with open_api(scoring_sessions=1, scoring_deadline_ms=50) as api:
        door.shut()
        late = api.http.post("/v1/intent", json=BODY)
        assert (late.status_code, late.json()["code"]) == (503, "deadline_exceeded")
        door.open()


def test_a_departed_caller_s_turns_are_dropped(open_api: Any, door: Door) -> None:
    with open_api(scoring_sessions=1) as api, ThreadPoolExecutor(2) as callers:
        door.shut()
        first = callers.submit(api.http.post, "/v1/intent", json=BODY)
        door.await_arrival()
        statuses = _call_and_hang_up(api, {"replies": [{"text": "nobody waits for this"}]})
        door.open()
        assert first.result(timeout=30).status_code == 200
        assert api.http.post("/v1/intent", json=BODY).status_code == 200
        assert "nobody waits for this" not in door.seen
        assert statuses == [499]


def test_an_error_in_the_model_reaches_every_waiter_and_no_log(
    open_api: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(self: object, turns: Any) -> None:
        raise RuntimeError(f"cannot read {turns[0].text}")

    with open_api() as api:
        monkeypatch.setattr(FakeReplyEncoder, "encode", fail)
        answers = [api.http.post("/v1/intent", json={"replies": [{"text": "Zanzibar"}]}) for _ in range(3)]
        assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(500, "internal_error")] * 3
        receipt = api.receive("Zanzibar")
        assert receipt["decision"] is None
        assert all("Zanzibar" not in answer.text for answer in answers)
    assert "RuntimeError" in caplog.text
    assert "Zanzibar" not in caplog.text


def _conversation(text: str) -> dict[str, Any]:
    return {"conversation": {"messages": [{"direction": "inbound", "text": text}]}}


def _call_and_hang_up(api: Any, body: Any) -> list[int]:
    """Send a request, and hang up as soon as it has been read."""
    messages = [
        {"type": "http.request", "body": json.dumps(body).encode(), "more_body": False},
        {"type": "http.disconnect"},
    ]
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/v1/intent",
        "raw_path": b"/v1/intent",
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1"), (b"content-type", b"application/json")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }

    def run() -> Future[None] | None:
        asyncio.run(api.app(scope, receive, send))
        return None

    with ThreadPoolExecutor(1) as other_loop:
        other_loop.submit(run).result(timeout=30)
    return statuses
