"""One suite for the seam, run against every send layer."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from copilot.connectors.base import Delivery, Event, SendLayer
from copilot.connectors.fake import FakeSendLayer
from copilot.connectors.http_send_layer import HttpSendLayer

AT = datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC)
EVENT = Event(id="msg_1", type="decision.made", occurred_at=AT, body=b'{"type":"decision.made"}')
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class FakeRig:
    """The fake, told what to do."""

    def __init__(self) -> None:
        self.layer = FakeSendLayer()
        self.hang_up: Callable[[], None] = self.layer.hang_up

    def answer(self, status: int, retry_after_s: int | None = None) -> None:
        if status == 410:
            self.layer.say_gone()
        elif status >= 300:
            self.layer.fail(status=status, retry_after_s=retry_after_s)

    def bodies(self) -> list[bytes]:
        return [attempt.event.body for attempt in self.layer.attempts]


class HttpRig:
    """The HTTP send layer and a server of its own."""

    def __init__(self, server: Any) -> None:
        self.layer = HttpSendLayer(server.url, SECRET)
        self.hang_up: Callable[[], None] = server.hang_up
        self._server = server

    def answer(self, status: int, retry_after_s: int | None = None) -> None:
        wish = {} if retry_after_s is None else {"Retry_After": str(retry_after_s)}
        self._server.answer(status, **wish)

    def bodies(self) -> list[bytes]:
        return [request.body for request in self._server.requests]


@pytest.fixture(params=["fake", "http"])
def rig(request: pytest.FixtureRequest) -> Iterator[FakeRig | HttpRig]:
    made = FakeRig() if request.param == "fake" else HttpRig(request.getfixturevalue("server"))
    yield made
    made.layer.close()


def deliver(layer: SendLayer) -> Delivery:
    return layer.deliver(EVENT, attempted_at=AT)


def test_an_event_arrives_byte_for_byte(rig: FakeRig | HttpRig) -> None:
    assert deliver(rig.layer) == Delivery("delivered", 204, "HTTP 204")
    assert rig.bodies() == [EVENT.body]


def test_a_repeat_is_delivered_again(rig: FakeRig | HttpRig) -> None:
    assert [deliver(rig.layer).outcome for _ in range(2)] == ["delivered", "delivered"]
    assert rig.bodies() == [EVENT.body, EVENT.body]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_trouble_on_the_other_side_is_tried_again(rig: FakeRig | HttpRig, status: int) -> None:
    rig.answer(status)
    assert deliver(rig.layer) == Delivery("retry", status, f"HTTP {status}")


def test_the_receivers_wish_is_handed_on(rig: FakeRig | HttpRig) -> None:
    rig.answer(429, retry_after_s=17)
    assert deliver(rig.layer) == Delivery("retry", 429, "HTTP 429", retry_after_s=17)


def test_a_broken_connection_is_tried_again_and_has_no_status(rig: FakeRig | HttpRig) -> None:
    rig.hang_up()
    assert deliver(rig.layer) == Delivery("retry", None, "RemoteProtocolError")


def test_410_disables(rig: FakeRig | HttpRig) -> None:
    rig.answer(410)
    assert [deliver(rig.layer) for _ in range(2)] == [Delivery("disabled", 410, "HTTP 410")] * 2
