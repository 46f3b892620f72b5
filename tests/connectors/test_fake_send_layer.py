"""The shipped fake carries decisions out as a real send layer does: once, claimed, and recorded."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from copilot.clock import ManualClock
from copilot.connectors.base import Delivery, Event
from copilot.connectors.fake_send_layer import FakeSendLayerServer, ReceivedDecision, SentMessage
from copilot.connectors.http_send_layer import HttpSendLayer
from copilot.domain.decision import Action

AT = datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NOTICE = "You are unsubscribed."


class StubCopilot:
    """Answers claims and records as the HTTP contract has it."""

    def __init__(self, server: Any) -> None:
        self.url = server.url
        self.refusal: str | None = None
        self.broken_records = 0
        self.text: str | None = NOTICE
        self._server = server
        server.respond = self._respond

    @property
    def claims(self) -> list[Any]:
        return [request for request in self._server.requests if request.path.endswith("/claim")]

    @property
    def records(self) -> list[Any]:
        return [request for request in self._server.requests if request.path == "/v1/messages"]

    def _respond(self, request: Any) -> Any:
        if request.path == "/v1/messages":
            if self.broken_records:
                self.broken_records -= 1
                return self._json(503, {"code": "store_unavailable"})
            return self._json(201, {"message_id": "msg_1", "conversation_id": "c1", "duplicate": False})
        if self.refusal is not None:
            return self._json(409, {"code": self.refusal})
        claim_id = f"clm_{request.path.split('/')[3]}"
        return self._json(200, {"go": True, "claim_id": claim_id, "text": self.text, "expires_at": AT.isoformat()})

    def _json(self, status: int, body: dict[str, object]) -> Any:
        return self._server.answer_of(status, json.dumps(body).encode())


@pytest.fixture
def copilot(server: Any) -> StubCopilot:
    return StubCopilot(server)


@pytest.fixture
def events() -> list[ReceivedDecision]:
    return []


@pytest.fixture
def texts() -> list[SentMessage]:
    return []


@pytest.fixture
def fake(
    copilot: StubCopilot, events: list[ReceivedDecision], texts: list[SentMessage]
) -> Iterator[FakeSendLayerServer]:
    made = FakeSendLayerServer(
        copilot.url,
        SECRET,
        api_key="sk_test",
        on_event=events.append,
        on_sent=texts.append,
        timeout=timedelta(seconds=60),
        clock=ManualClock(AT),
    )
    with made:
        yield made


@pytest.fixture
def post(fake: FakeSendLayerServer) -> Iterator[Callable[..., Delivery]]:
    layer = HttpSendLayer(fake.url, SECRET)

    def post_one(event_id: str = "msg_1", kind: str = "decision.made", **changed: object) -> Delivery:
        payload = {"type": kind, "timestamp": AT.isoformat(), "data": data(**changed)}
        event = Event(id=event_id, type=kind, occurred_at=AT, body=json.dumps(payload).encode())
        return layer.deliver(event, attempted_at=AT)

    yield post_one
    layer.close()


def data(**changed: object) -> dict[str, object]:
    decision = {
        "id": "dec_1",
        "action": "suppress",
        "priority": 100,
        "deadline_at": "2026-11-23T15:09:05Z",
        "follow_up_at": None,
        "assignee": None,
        "suggestion_id": None,
        "auto_send": False,
        "notice_text": NOTICE,
        **changed,
    }
    return {"decision": decision, "conversation_id": "c1", "reply_id": "rpl_1", "suggestion": None}


def test_a_notice_is_claimed_sent_and_recorded(
    post: Callable[..., Delivery], fake: FakeSendLayerServer, copilot: StubCopilot
) -> None:
    assert post().status == 204
    assert [message.text for message in fake.sent] == [NOTICE]
    (claim,), (record,) = copilot.claims, copilot.records
    assert claim.path == "/v1/decisions/dec_1/claim"
    assert claim.headers["idempotency-key"] == "msg_1"
    assert claim.headers["authorization"] == record.headers["authorization"] == "Bearer sk_test"
    assert record.json == {
        "provider": "fake",
        "message_id": "fake-clm_dec_1",
        "conversation_id": "c1",
        "text": NOTICE,
        "sent_by": "automation",
        "decision_id": "dec_1",
        "suggestion_id": None,
    }


def test_a_suggestion_that_may_go_by_itself_is_recorded_with_its_id(
    post: Callable[..., Delivery], copilot: StubCopilot, fake: FakeSendLayerServer
) -> None:
    copilot.text = "Here is the page."
    post(action="send_material", auto_send=True, notice_text=None, suggestion_id="sug_1")
    assert [message.text for message in fake.sent] == ["Here is the page."]
    assert copilot.records[0].json["suggestion_id"] == "sug_1"


def test_a_repeat_has_no_second_effect(
    post: Callable[..., Delivery], fake: FakeSendLayerServer, copilot: StubCopilot, events: list[ReceivedDecision]
) -> None:
    assert [post().status, post().status] == [204, 204]
    assert (len(fake.sent), len(fake.received), len(events)) == (1, 1, 1)
    assert (len(copilot.claims), len(copilot.records)) == (1, 1)


def test_a_record_that_failed_is_made_up_for_without_sending_twice(
    post: Callable[..., Delivery], fake: FakeSendLayerServer, copilot: StubCopilot, texts: list[SentMessage]
) -> None:
    copilot.broken_records = 1
    assert [post().status, post().status] == [503, 204]
    assert len(fake.sent) == len(texts) == 1
    assert [record.json["message_id"] for record in copilot.records] == ["fake-clm_dec_1"] * 2


def test_a_refused_claim_sends_nothing_and_is_not_tried_again(
    post: Callable[..., Delivery], fake: FakeSendLayerServer, copilot: StubCopilot
) -> None:
    copilot.refusal = "newer_inbound"
    assert post(action="send_material", auto_send=True).status == 204
    assert fake.sent == ()
    assert fake.received[0].did == "sent nothing, refused: newer_inbound"
    assert copilot.records == []


def test_a_copilot_that_hangs_up_means_try_again(
    post: Callable[..., Delivery], fake: FakeSendLayerServer, server: Any
) -> None:
    server.hang_up()
    assert post().status == 503
    assert (fake.sent, fake.received) == ((), ())


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"claim_id": 7, "text": null}'])
def test_a_claim_outside_the_contract_sends_nothing(
    post: Callable[..., Delivery], fake: FakeSendLayerServer, server: Any, body: bytes
) -> None:
    server.answer(200, body=body)
    assert post().status == 503
    assert fake.sent == ()


@pytest.mark.parametrize(
    ("changed", "did"),
    [
        ({"action": "suppress"}, "stop everything to this number"),
        ({"action": "send_notice"}, "send nothing: the provider has answered"),
        ({"action": "notify_specialist"}, "alert a specialist now, answer due by 2026-11-23T15:09:05Z"),
        ({"action": "hand_to_support", "assignee": {"id": "u1", "name": "Ines"}}, "move the thread to Ines"),
        ({"action": "suggest_to_rep"}, "show the suggestions to a rep"),
        ({"action": "send_material"}, "offer the material to a rep, as nobody allowed sending it"),
        (
            {"action": "schedule_follow_up", "follow_up_at": "2026-12-01T15:00:00Z"},
            "come back at 2026-12-01T15:00:00Z, if still welcome then",
        ),
        ({"action": "no_reply"}, "do nothing"),
        ({"action": "hold_for_review"}, "pause automation for this contact until a human has looked"),
    ],
)
def test_what_needs_no_text_is_noted_and_not_claimed(
    post: Callable[..., Delivery],
    fake: FakeSendLayerServer,
    copilot: StubCopilot,
    changed: dict[str, object],
    did: str,
) -> None:
    post(notice_text=None, suggestion_id="sug_1", **changed)
    assert [received.did for received in fake.received] == [did]
    assert (copilot.claims, fake.sent) == ([], ())


@pytest.mark.parametrize("action", list(Action))
def test_every_action_is_known(post: Callable[..., Delivery], fake: FakeSendLayerServer, action: Action) -> None:
    assert post(action=action.value, notice_text=None).status == 204
    assert fake.received[0].action is action


def test_fields_added_later_are_passed_over(post: Callable[..., Delivery], fake: FakeSendLayerServer) -> None:
    assert post(colour="green").status == 204
    assert len(fake.sent) == 1


def test_other_events_are_taken_and_left_alone(post: Callable[..., Delivery], fake: FakeSendLayerServer) -> None:
    assert post(kind="erasure.completed").status == 204
    assert fake.received == ()


def test_a_decision_outside_the_contract_gets_400(post: Callable[..., Delivery], fake: FakeSendLayerServer) -> None:
    assert post(action="dance").status == 400
    assert fake.received == ()
