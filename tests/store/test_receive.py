"""Receiving: one transaction, no second effect, and everything found in its place."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from copilot.domain.consent import ConsentEvent, ConsentState, ConsentTier
from copilot.domain.conversation import Contact, Conversation, Deal, Direction, Signal, Stage
from copilot.errors import ConflictError, InvalidInputError, MessageIdReusedError, NotFoundError
from copilot.store.entry import ConsentMark, MediaItem


def test_reply_is_stored_with_its_conversation_and_turn(desk: Any) -> None:
    media = (MediaItem(content_type="image/png", url="https://example.com/a.png"),)
    received = desk.receive(message_id="SM1", text="hi \U0001f44b", media=media)
    with desk.store.read() as tx:
        stored = tx.messages.get(received.reply.id)
        assert stored == received.reply
        assert (stored.seq, stored.text, stored.media) == (1, "hi \U0001f44b", media)
        assert stored.direction is Direction.INBOUND
        assert stored.at == stored.received_at == desk.clock.now()
        assert tx.conversations.get(received.conversation.id).contact.phone == "+15550100"
        assert [reply.id for reply in tx.messages.of_turn(received.turn_id)] == [received.reply.id]


def test_repeat_delivery_has_no_second_effect(desk: Any) -> None:
    first = desk.stop(message_id="SM1")
    again = desk.stop(message_id="SM1")
    assert (first.duplicate, again.duplicate) == (False, True)
    assert (again.reply, again.turn_id, again.consent_event) == (first.reply, first.turn_id, None)
    assert again.reply.consent.event is ConsentEvent.OPT_OUT
    with desk.store.read() as tx:
        assert len(tx.messages.recent(first.conversation.id)) == 1
        assert len(tx.consent.events_of(first.conversation.subject_key)) == 1


def test_same_message_id_with_another_body_changes_nothing(desk: Any) -> None:
    first = desk.receive(message_id="SM1", fingerprint="a")
    with pytest.raises(MessageIdReusedError):
        desk.stop(message_id="SM1", fingerprint="b")
    with desk.store.read() as tx:
        assert len(tx.messages.recent(first.conversation.id)) == 1
        assert tx.consent.status_of(first.conversation.subject_key).state is ConsentState.UNKNOWN


def test_same_message_id_of_another_provider_is_another_message(desk: Any) -> None:
    assert not desk.receive(provider="twilio", message_id="SM1").duplicate
    assert not desk.receive(provider="aws", message_id="SM1").duplicate


def test_message_id_cannot_be_both_directions(desk: Any) -> None:
    desk.receive(message_id="SM1")
    with pytest.raises(MessageIdReusedError):
        desk.send(message_id="SM1")


def test_one_of_many_simultaneous_deliveries_stores_the_reply(desk: Any) -> None:
    ready, results = threading.Barrier(6), []

    def deliver() -> None:
        ready.wait()
        results.append(desk.stop(message_id="SM1"))

    threads = [threading.Thread(target=deliver) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(result.duplicate for result in results) == [False, True, True, True, True, True]
    assert len({result.reply.id for result in results}) == 1
    with desk.store.read() as tx:
        assert len(tx.consent.events_of(results[0].conversation.subject_key)) == 1


def test_opt_out_acts_in_the_same_transaction(desk: Any) -> None:
    received = desk.stop()
    assert received.consent_status.state is ConsentState.OPTED_OUT
    event = received.consent_event
    assert event is not None
    assert (event.method, event.rule, event.message_id) == ("keyword", "stop", received.reply.id)
    assert received.consent_status.version == event.version == 1


def test_failed_transaction_leaves_nothing(desk: Any) -> None:
    def receive_then_fail() -> None:
        with desk.store.transaction() as tx:
            tx.receive(desk.reply(message_id="SM1"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        receive_then_fail()
    with desk.store.read() as tx:
        assert tx.messages.find("api", "SM1") is None
        assert tx.contacts.get(desk.store.subject_of("+15550100")) is None


def test_conversation_without_an_id_is_that_of_the_pair(desk: Any) -> None:
    first, second = desk.receive(), desk.receive()
    elsewhere = desk.receive(recipient="+15550198")
    assert first.conversation.id == second.conversation.id != elsewhere.conversation.id
    assert elsewhere.conversation.subject_key == first.conversation.subject_key


def test_given_conversation_id_is_accepted_and_found_again_by_the_pair(desk: Any) -> None:
    named = desk.receive(conversation=Conversation(id="deal-42"))
    assert named.conversation.id == "deal-42"
    assert desk.receive().conversation.id == "deal-42"


def test_conversation_id_of_another_contact_is_refused(desk: Any) -> None:
    desk.receive(conversation=Conversation(id="deal-42"))
    with pytest.raises(ConflictError):
        desk.receive(sender="+15550101", conversation=Conversation(id="deal-42"))


def test_given_knowledge_is_merged_over_what_is_stored(desk: Any) -> None:
    signal = Signal(type="item_viewed", at=datetime(2026, 11, 1, tzinfo=UTC))
    desk.receive(
        conversation=Conversation(
            stage=Stage.LEAD,
            industry="software",
            contact=Contact(first_name="Dana", attributes={"plan": "pro"}),
            deal=Deal(product="Workspace", quantity=20),
            signals=(signal,),
        )
    )
    stored = desk.receive(
        conversation=Conversation(
            stage=Stage.CLOSING,
            contact=Contact(company="Northwind", attributes={"seats": 20}),
            deal=Deal(amount=480),
            signals=(signal, Signal(type="ticket_solved")),
        )
    ).conversation
    assert (stored.stage, stored.industry) == (Stage.CLOSING, "software")
    assert (stored.contact.first_name, stored.contact.company) == ("Dana", "Northwind")
    assert stored.contact.attributes == {"plan": "pro", "seats": 20}
    assert stored.deal == Deal(product="Workspace", quantity=20, amount=480)
    assert [each.type for each in stored.signals] == ["item_viewed", "ticket_solved"]


def test_contact_is_shared_by_their_conversations(desk: Any) -> None:
    desk.receive(conversation=Conversation(contact=Contact(first_name="Dana")))
    assert desk.receive(recipient="+15550198").conversation.contact.first_name == "Dana"


def test_context_is_the_last_outbound_message_before_the_first_reply(desk: Any) -> None:
    desk.send(text="older")
    desk.send(text="Did the trial go well?")
    received = desk.receive(settle=timedelta(seconds=3))
    desk.send(text="sent meanwhile")
    desk.receive(settle=timedelta(seconds=3))
    with desk.store.read() as tx:
        assert tx.messages.context_of_turn(received.turn_id) == "Did the trial go well?"


def test_given_context_wins_over_the_stored_one(desk: Any) -> None:
    desk.send()
    received = desk.receive(context="Shall I send the contract?")
    with desk.store.read() as tx:
        assert tx.messages.context_of_turn(received.turn_id) == "Shall I send the contract?"


def test_first_reply_to_nothing_has_no_context(desk: Any) -> None:
    received = desk.receive()
    with desk.store.read() as tx:
        assert tx.messages.context_of_turn(received.turn_id) is None


def test_recent_messages_come_in_order_of_arrival(desk: Any) -> None:
    desk.send(text="1")
    conversation_id = desk.receive(text="2", at=datetime(2020, 1, 1, tzinfo=UTC)).conversation.id
    last = desk.send(text="3", conversation_id=conversation_id)
    desk.receive(text="4")
    with desk.store.read() as tx:
        assert [message.text for message in tx.messages.recent(conversation_id)] == ["1", "2", "3", "4"]
        assert [message.text for message in tx.messages.recent(conversation_id, limit=2)] == ["3", "4"]
        until = tx.messages.recent(conversation_id, until_seq=last.message.seq)
        assert [message.text for message in until] == ["1", "2", "3"]
        assert [message.text for message in tx.conversations.load(conversation_id).messages] == ["1", "2", "3", "4"]


def test_outbound_message_is_recorded_once_with_its_origin(desk: Any) -> None:
    first = desk.send(message_id="OUT", suggestion_id="sug_1", decision_id="dec_1")
    again = desk.send(message_id="OUT", suggestion_id="sug_1", decision_id="dec_1")
    assert (first.duplicate, again.duplicate) == (False, True)
    assert again.message == first.message
    assert (first.message.sent_by, first.message.suggestion_id, first.message.decision_id) == ("rep", "sug_1", "dec_1")
    with pytest.raises(MessageIdReusedError):
        desk.send(message_id="OUT", fingerprint="other")


def test_outbound_message_needs_a_place(desk: Any) -> None:
    with pytest.raises(NotFoundError):
        desk.send(conversation_id="cnv_none")
    with pytest.raises(InvalidInputError):
        desk.send(to=None)


def test_naive_time_is_refused(desk: Any) -> None:
    with pytest.raises(ValueError, match="offset"):
        desk.receive(at=datetime(2026, 1, 1))  # the point of this test
    assert desk.receive(at=datetime.fromisoformat("2026-11-24T10:00:00-05:00")).reply.at.hour == 10


def test_times_come_back_in_utc(desk: Any) -> None:
    reply_id = desk.receive(at=datetime.fromisoformat("2026-11-24T10:00:00.000001-05:00")).reply.id
    with desk.store.read() as tx:
        at = tx.messages.get(reply_id).at
    assert (at, at.tzinfo) == (datetime(2026, 11, 24, 15, 0, 0, 1, tzinfo=UTC), UTC)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (["opt_out", "opt_in"], "opt_in"),
        (["opt_in", "opt_out"], "opt_out"),
        (["opt_out", "help"], "opt_out"),
        (["help", None], "help"),
    ],
)
def test_turn_keeps_its_last_stop_or_start(desk: Any, events: list[str | None], expected: str) -> None:
    for event in events:
        mark = None if event is None else ConsentMark(event=ConsentEvent(event), tier=ConsentTier.KEYWORD)
        turn_id = desk.receive(settle=timedelta(seconds=3), consent=mark).turn_id
    with desk.store.read() as tx:
        assert tx.turns.get(turn_id).consent.event == expected
