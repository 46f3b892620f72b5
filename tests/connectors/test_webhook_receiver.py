"""The receiver lets nothing through that is not signed, and asks for a retry when it could not act."""

import http.client
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from copilot.clock import ManualClock
from copilot.connectors.base import Delivery, Event
from copilot.connectors.http_send_layer import HttpSendLayer
from copilot.connectors.standard_webhook import parse_secrets
from copilot.connectors.webhook_receiver import WebhookReceiver
from copilot.errors import CopilotError, InvalidInputError, PartUnavailableError

AT = datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class Desk:
    """Takes events, or raises what it was told to."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, dict[str, Any]]] = []
        self.trouble: CopilotError | None = None

    def take(self, event_id: str, payload: dict[str, Any]) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.taken.append((event_id, payload))


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def receiver(desk: Desk) -> Iterator[WebhookReceiver]:
    made = WebhookReceiver(parse_secrets(SECRET), desk.take, port=0, clock=ManualClock(AT)).start()
    yield made
    made.stop()


def post(receiver: WebhookReceiver, body: bytes, secret: str = SECRET) -> Delivery:
    layer = HttpSendLayer(receiver.url, secret)
    try:
        event = Event(id="msg_1", type="decision.made", occurred_at=AT, body=body)
        return layer.deliver(event, attempted_at=AT)
    finally:
        layer.close()


def test_a_signed_event_is_taken(receiver: WebhookReceiver, desk: Desk) -> None:
    assert post(receiver, b'{"type": "decision.made"}').status == 204
    assert desk.taken == [("msg_1", {"type": "decision.made"})]


def test_another_secret_gets_401(receiver: WebhookReceiver, desk: Desk) -> None:
    assert post(receiver, b"{}", "whsec_" + "AAAA" * 8).status == 401
    assert desk.taken == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe"])
def test_a_signed_body_that_is_no_json_object_gets_400(receiver: WebhookReceiver, desk: Desk, body: bytes) -> None:
    assert post(receiver, body).status == 400
    assert desk.taken == []


def test_an_event_of_another_shape_gets_400(receiver: WebhookReceiver, desk: Desk) -> None:
    desk.trouble = InvalidInputError("not what it should be")
    assert post(receiver, b"{}").status == 400


def test_when_it_could_not_act_it_asks_for_a_retry(receiver: WebhookReceiver, desk: Desk) -> None:
    desk.trouble = PartUnavailableError("the copilot did not answer")
    assert post(receiver, b"{}") == Delivery("retry", 503, "HTTP 503")


def test_a_body_over_64_kb_is_not_read(receiver: WebhookReceiver) -> None:
    assert status_of(receiver, {"Content-Length": "65537"}) == 413


@pytest.mark.parametrize("length", [None, "-1", "many", "١"])
def test_a_request_without_a_length_is_refused(receiver: WebhookReceiver, length: str | None) -> None:
    assert status_of(receiver, {} if length is None else {"Content-Length": length}) == 411


def test_it_listens_on_loopback_only(receiver: WebhookReceiver) -> None:
    assert receiver.url.startswith("http://127.0.0.1:")


def test_stopping_twice_and_before_the_start_does_no_harm() -> None:
    never_started = WebhookReceiver(parse_secrets(SECRET), Desk().take, port=0)
    never_started.stop()
    never_started.stop()


def status_of(receiver: WebhookReceiver, headers: dict[str, str]) -> int:
    connection = http.client.HTTPConnection(receiver.url.removeprefix("http://").rstrip("/"))
    try:
        connection.putrequest("POST", "/")
        for name, value in headers.items():
            connection.putheader(name, value.encode())
        connection.endheaders()
        return connection.getresponse().status
    finally:
        connection.close()
