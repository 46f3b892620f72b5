"""Erasure and export: everything is given out, then no file holds a word of it, and the stop still stands."""

from pathlib import Path
from typing import Any

import pytest

from copilot.domain.consent import ConsentEvent, ConsentState, ConsentTier
from copilot.domain.conversation import Contact, Conversation, Deal, Signal
from copilot.errors import NotFoundError
from copilot.store.entry import ConsentMark, OutboxEvent

PHONE = "+15550142"
SECRETS = (PHONE, PHONE[1:], "Zebulon", "marzipan", "SMerase", "tangerine", "quagmire", "periwinkle", "obsidian")


def live_through_much(desk: Any) -> str:
    """Leave traces of one customer in every table, among those of others; return their subject key."""
    for number in range(8):
        desk.decide(desk.receive(sender=f"+1555020{number}", text=f"other customer {number} " * 40))
    known = Conversation(
        contact=Contact(first_name="Zebulon"), deal=Deal(name="tangerine"), signals=(Signal(type="quagmire"),)
    )
    for number in range(6):
        received = desk.receive(
            sender=PHONE,
            message_id=f"SMerase{number}",
            text="I love marzipan " * 90,
            conversation=known,
            context="obsidian",
        )
        decision = desk.decide(received)
        with desk.store.transaction() as tx:
            tx.claim(decision.id, "k")
            tx.outbox.enqueue(
                OutboxEvent(type="x", payload=b"periwinkle", subject_key=received.conversation.subject_key)
            )
    desk.send(to=PHONE, text="marzipan for you")
    mark = ConsentMark(event=ConsentEvent.OPT_OUT, tier=ConsentTier.KEYWORD, rule="stop")
    subject_key: str = desk.receive(sender=PHONE, message_id="SMerase-stop", consent=mark).conversation.subject_key
    with desk.store.transaction() as tx:
        tx.idempotency.save("claim", "k", "f", 200, "marzipan", subject_key)
    return subject_key


def found_in_files(path: Path) -> list[tuple[str, str]]:
    files = [file for file in path.parent.iterdir() if file.name.startswith(path.name)]
    return [(file.name, secret) for file in files for secret in SECRETS if secret.encode() in file.read_bytes()]


def test_erasure_leaves_no_word_or_number_in_any_file(desk: Any) -> None:
    subject_key = live_through_much(desk)
    assert {secret for _, secret in found_in_files(desk.path)} == set(SECRETS)
    erased = desk.store.erase(subject_key, actor="admin")
    assert (erased.messages, erased.conversations, erased.decisions, erased.scrubbed) == (8, 1, 6, True)
    assert found_in_files(desk.path) == []


def test_erasure_spares_everybody_else(desk: Any) -> None:
    live_through_much(desk)
    desk.store.erase(desk.store.subject_of(PHONE), actor="admin")
    with desk.store.read() as tx:
        kept = tx.export(desk.store.subject_of("+15550203"))
        assert kept["conversations"][0]["messages"][0]["text"].startswith("other customer 3")
        assert tx.outbox.stats().pending == 8


def test_opt_out_outlives_erasure(desk: Any) -> None:
    subject_key = live_through_much(desk)
    desk.store.erase(subject_key, actor="admin")
    with desk.store.read() as tx:
        assert tx.consent.status_of(subject_key).state is ConsentState.OPTED_OUT
        assert tx.contacts.get(subject_key) is None
        assert tx.verify_ledger() == []
    back = desk.receive(sender=PHONE)
    assert back.consent_status.state is ConsentState.OPTED_OUT
    assert back.conversation.subject_key == subject_key


def test_erasure_is_in_the_ledger_without_personal_data(desk: Any) -> None:
    subject_key = live_through_much(desk)
    erased = desk.store.erase(subject_key, actor="admin")
    with desk.store.read() as tx:
        stop, erasure = tx.consent.events_of(subject_key)
    assert (erasure.id, erasure.event, erasure.actor) == (erased.event_id, "erasure", "admin")
    assert (stop.event, stop.message_id, stop.provider_message_id, stop.reason) == ("opt_out", None, None, None)


def test_erasing_an_unknown_contact_is_not_found(desk: Any) -> None:
    with pytest.raises(NotFoundError):
        desk.store.erase("0" * 64, actor="admin")


def test_reader_that_holds_the_log_is_reported_and_scrubbed_later(desk: Any) -> None:
    subject_key = live_through_much(desk)
    with desk.store.read() as tx:
        assert tx.contacts.get(subject_key) is not None
        assert not desk.store.erase(subject_key, actor="admin").scrubbed
    assert desk.store.scrub()
    assert found_in_files(desk.path) == []


def test_export_holds_everything(desk: Any) -> None:
    subject_key = live_through_much(desk)
    with desk.store.read() as tx:
        out = tx.export(subject_key)
    [thread] = out["conversations"]
    assert out["contact"]["phone"] == PHONE
    assert out["contact"]["profile"]["first_name"] == "Zebulon"
    assert out["consent"]["state"] == "opted_out"
    assert [line["event"] for line in out["consent"]["events"]] == ["opt_out"]
    assert len(thread["messages"]) == 8
    assert [turn["state"] for turn in thread["turns"]] == ["decided"] * 6 + ["settling"]
    assert thread["turns"][0]["decision"]["decision"]["action"] == "suggest_to_rep"
    assert len(thread["turns"][0]["suggestions"]) == 1


def test_export_of_an_unknown_contact_is_not_found(desk: Any) -> None:
    with desk.store.read() as tx, pytest.raises(NotFoundError):
        tx.export("0" * 64)
