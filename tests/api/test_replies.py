"""Replies: stored once, settled into turns, decided once, and read with what we said before."""

from datetime import timedelta
from typing import Any

import pytest


def test_a_receipt_has_the_shape_of_the_contract(api: Any) -> None:
    receipt = api.receive()
    assert set(receipt) >= {"reply_id", "conversation_id", "duplicate", "consent", "decision"}
    assert receipt["duplicate"] is False
    assert receipt["consent"] == {"event": None, "tier": None}
    decision = receipt["decision"]
    assert decision["turn"] == [receipt["reply_id"]]
    assert decision["preconditions"]["last_inbound_id"] == receipt["reply_id"]
    assert decision["preconditions"]["consent_version"] == 0
    assert decision["preconditions"]["versions"]["model"] == "fake@1"
    assert {reason["state"] for reason in decision["reasons"]} >= {"applies", "does_not_apply"}


def test_a_repeat_gets_the_same_receipt_and_has_no_second_effect(api: Any) -> None:
    body = api.reply("STOP", message_id="SM-once")
    first = api.http.post("/v1/replies", json=body).json()
    again = api.http.post("/v1/replies", json=body)
    assert again.status_code == 202
    assert again.json() == {**first, "duplicate": True}
    assert [api.count_rows(table) for table in ("messages", "turns", "decisions", "outbox")] == [1, 1, 1, 1]
    assert len(api.consent_events()) == 1


def test_a_repeat_may_ask_for_another_settle_window(api: Any) -> None:
    body = api.reply(message_id="SM-once")
    first = api.http.post("/v1/replies", json=body).json()
    again = api.http.post("/v1/replies", json={**body, "settle_ms": 3000}).json()
    assert again == {**first, "duplicate": True}


@pytest.mark.parametrize(
    "change",
    [{"text": "other"}, {"from": "+15550101"}, {"context": "x"}, {"at": "2026-11-24T15:00:00Z"}, {"to": "12345"}],
)
def test_the_same_message_id_with_another_body_changes_nothing(api: Any, change: dict[str, str]) -> None:
    body = api.reply("how much?", message_id="SM-once")
    first = api.http.post("/v1/replies", json=body).json()
    refused = api.http.post("/v1/replies", json={**body, **change})
    assert refused.status_code == 409
    assert refused.json()["code"] == "message_id_reused"
    assert [api.count_rows(table) for table in ("messages", "contacts", "turns", "decisions")] == [1, 1, 1, 1]
    assert api.read_reply(first["reply_id"])["decision"] == first["decision"]


def test_the_same_message_id_of_another_provider_is_another_reply(api: Any) -> None:
    first = api.receive(message_id="SM-1", provider="api")
    second = api.receive(message_id="SM-1", provider="twilio")
    assert first["reply_id"] != second["reply_id"]


def test_replies_within_the_settle_window_become_one_turn(api: Any) -> None:
    first = api.receive("hi there", settle_ms=None)
    api.clock.advance(timedelta(seconds=2))
    second = api.receive("how much for 20 seats?", settle_ms=None)
    assert first["decision"] is None
    assert second["decision"] is None
    api.settle()
    statuses = [api.read_reply(receipt["reply_id"]) for receipt in (first, second)]
    assert statuses[0]["decision"] == statuses[1]["decision"]
    assert statuses[0]["decision"]["turn"] == [first["reply_id"], second["reply_id"]]
    assert statuses[0]["analysis"]["primary"] == "pricing_question"
    assert api.count_rows("decisions") == 1


def test_replies_further_apart_are_two_turns(api: Any) -> None:
    first = api.receive("hi there", settle_ms=None)
    api.settle()
    api.read_reply(first["reply_id"])
    second = api.receive("how much?", settle_ms=None)
    api.settle()
    assert api.read_reply(second["reply_id"])["decision"]["turn"] == [second["reply_id"]]
    assert api.count_rows("decisions") == 2


def test_two_people_do_not_share_a_turn(api: Any) -> None:
    receipts = [api.receive("hi", settle_ms=None, **{"from": f"+1555010{n}"}) for n in range(2)]
    api.settle()
    turns = [api.read_reply(receipt["reply_id"])["decision"]["turn"] for receipt in receipts]
    assert turns == [[receipt["reply_id"]] for receipt in receipts]


def test_settle_ms_0_decides_at_once_and_takes_what_was_settling_along(api: Any) -> None:
    first = api.receive("hello", settle_ms=None)
    second = api.receive("how much?", settle_ms=0)
    assert second["decision"]["turn"] == [first["reply_id"], second["reply_id"]]


def test_a_wait_that_ends_first_is_no_error(api: Any) -> None:
    receipt = api.receive(settle_ms=None)
    status = api.read_reply(receipt["reply_id"], wait_ms=1)
    assert (status["state"], status["decision"]) == ("settling", None)


def test_a_reply_can_be_read_back_with_everything_made_of_it(api: Any) -> None:
    receipt = api.receive("how much for 20 seats?")
    status = api.read_reply(receipt["reply_id"], wait_ms=0)
    assert status["state"] == "decided"
    assert status["analysis"]["primary"] == "pricing_question"
    assert status["decision"] == receipt["decision"]
    assert status["hits"] == []
    assert {suggestion["id"] for suggestion in status["suggestions"]} >= {receipt["decision"]["suggestion_id"]}
    report = api.http.get(f"/v1/decisions/{receipt['decision']['id']}").json()
    assert report["decision"] == receipt["decision"]
    assert report["state"] == "open"
    assert report["suggestions"] == status["suggestions"]


def test_what_we_sent_is_the_context_of_the_next_reply(api: Any) -> None:
    sent = api.send("Shall I book Tuesday?")
    receipt = api.receive("yes")
    assert receipt["conversation_id"] == sent["conversation_id"]
    assert _context_of(api, receipt) == "Shall I book Tuesday?"
    assert _context_of(api, api.receive("no", context="Is this Ann?")) == "Is this Ann?"


def test_a_sent_message_is_recorded_once(api: Any) -> None:
    body = {"message_id": "OUT", "to": "+15550100", "from": "+15550199", "text": "Hello", "sent_by": "campaign"}
    first = api.http.post("/v1/messages", json=body)
    again = api.http.post("/v1/messages", json=body)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == {**first.json(), "duplicate": True}
    assert api.http.post("/v1/messages", json={**body, "text": "Bye"}).json()["code"] == "message_id_reused"
    assert api.count_rows("messages") == 1


def test_a_sent_message_is_not_a_reply(api: Any) -> None:
    assert api.http.get(f"/v1/replies/{api.send()['message_id']}").status_code == 404


def test_a_conversation_id_of_another_contact_is_refused(api: Any) -> None:
    api.receive(conversation={"id": "deal-7"})
    refused = api.http.post("/v1/replies", json=api.reply(conversation={"id": "deal-7"}, **{"from": "+15550101"}))
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    assert api.count_rows("contacts") == 1


def test_what_the_caller_knows_of_the_deal_reaches_the_decision(api: Any) -> None:
    conversation = {"id": "deal-8", "stage": "closing", "contact": {"first_name": "Ann"}}
    receipt = api.receive("how much for 20 seats?", conversation=conversation)
    assert receipt["conversation_id"] == "deal-8"
    assert receipt["decision"]["action"] == "notify_specialist"
    assert receipt["decision"]["deadline_at"] == "2026-11-24T15:05:00Z"


def _context_of(api: Any, receipt: dict[str, Any]) -> str | None:
    with api.copilot.store.read() as tx:
        context: str | None = tx.messages.context_of_turn(tx.messages.get(receipt["reply_id"]).turn_id)
        return context
