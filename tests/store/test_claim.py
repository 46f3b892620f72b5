"""Claims: a decision is carried out once, and only while its preconditions hold."""

import json
import threading
from datetime import timedelta
from typing import Any

import pytest

from copilot.domain.consent import ConsentTier
from copilot.domain.decision import Action
from copilot.errors import ClaimRefusedError, NotFoundError


def claim(desk: Any, decision_id: str, key: str = "k1") -> Any:
    with desk.store.transaction() as tx:
        return tx.claim(decision_id, key)


def refusal(desk: Any, decision_id: str, key: str = "k1") -> str:
    with pytest.raises(ClaimRefusedError) as refused:
        claim(desk, decision_id, key)
    return refused.value.reason


def test_claim_gives_the_text_of_the_chosen_suggestion(desk: Any) -> None:
    decision = desk.decide(desk.receive())
    given = claim(desk, decision.id)
    assert json.loads(given.body) == {
        "go": True,
        "claim_id": given.claim_id,
        "text": "20 seats are $480 a month.",
        "expires_at": "2026-11-24T15:10:00Z",
    }
    with desk.store.read() as tx:
        stored = tx.decisions.get(decision.id)
    assert (stored.claim_id, stored.claimed_at) == (given.claim_id, desk.clock.now())


def test_claim_gives_the_notice_when_no_suggestion_was_chosen(desk: Any) -> None:
    received = desk.stop()
    decision = desk.decide(received, action=Action.SUPPRESS, suggestion_id=None, notice_text="You are unsubscribed.")
    assert claim(desk, decision.id).text == "You are unsubscribed."


def test_claim_of_a_decision_without_words_has_no_text(desk: Any) -> None:
    decision = desk.decide(desk.receive(), action=Action.NO_REPLY, suggestion_id=None)
    assert claim(desk, decision.id).text is None


def test_same_key_gets_the_same_claim_even_after_expiry(desk: Any) -> None:
    decision = desk.decide(desk.receive())
    first = claim(desk, decision.id)
    desk.clock.advance(timedelta(hours=1))
    desk.stop()
    again = claim(desk, decision.id)
    assert (again.body, again.claim_id, again.repeated) == (first.body, first.claim_id, True)


def test_unknown_decision_is_not_found(desk: Any) -> None:
    with pytest.raises(NotFoundError):
        claim(desk, "dec_none")


def test_another_key_is_refused(desk: Any) -> None:
    decision = desk.decide(desk.receive())
    claim(desk, decision.id)
    assert refusal(desk, decision.id, "k2") == "already_claimed"


def test_two_simultaneous_claims_have_one_winner(desk: Any) -> None:
    decision, ready, results = desk.decide(desk.receive()), threading.Barrier(4), []

    def contend(key: str) -> None:
        ready.wait()
        try:
            results.append(claim(desk, decision.id, key).claim_id)
        except ClaimRefusedError as error:
            results.append(error.reason)

    threads = [threading.Thread(target=contend, args=(f"k{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results.count("already_claimed") == 3


def test_expired_decision_is_refused(desk: Any) -> None:
    decision = desk.decide(desk.receive())
    desk.clock.advance(timedelta(minutes=10))
    assert refusal(desk, decision.id) == "expired"


def test_opt_out_after_the_decision_stops_it(desk: Any) -> None:
    decision = desk.decide(desk.receive())
    desk.stop()
    assert refusal(desk, decision.id) == "opted_out"


def test_opt_out_to_another_of_our_numbers_stops_it(desk: Any) -> None:
    decision = desk.decide(desk.receive())
    desk.stop(recipient="+15550198")
    assert refusal(desk, decision.id) == "opted_out"


@pytest.mark.parametrize("action", [Action.SUPPRESS, Action.SEND_NOTICE])
def test_fixed_notices_may_follow_an_opt_out(desk: Any, action: Action) -> None:
    decision = desk.decide(desk.stop(), action=action, suggestion_id=None, notice_text="notice")
    assert claim(desk, decision.id).text == "notice"


@pytest.mark.parametrize("action", sorted(set(Action) - {Action.SUPPRESS, Action.SEND_NOTICE}))
def test_nothing_else_may_follow_an_opt_out(desk: Any, action: Action) -> None:
    assert refusal(desk, desk.decide(desk.stop(), action=action).id) == "opted_out"


def test_newer_reply_makes_the_decision_stale(desk: Any) -> None:
    decision = desk.decide(desk.receive())
    desk.receive()
    assert refusal(desk, decision.id) == "newer_inbound"


def test_reply_in_another_conversation_does_not(desk: Any) -> None:
    decision = desk.decide(desk.receive())
    desk.receive(recipient="+15550198")
    assert claim(desk, decision.id).text is not None


def test_newer_decision_supersedes_an_unclaimed_one_only(desk: Any) -> None:
    old, claimed = desk.decide(desk.receive()), desk.decide(desk.receive(sender="+15550101"))
    claim(desk, claimed.id)
    newer = desk.decide(desk.receive())
    desk.decide(desk.receive(sender="+15550101"))
    with desk.store.read() as tx:
        assert tx.decisions.get(old.id).superseded_by == newer.id
        assert tx.decisions.get(claimed.id).superseded_by is None
    assert refusal(desk, old.id) == "newer_inbound"


def test_consent_that_changed_without_an_opt_out_supersedes(desk: Any) -> None:
    decision = desk.decide(desk.receive())
    desk.start(recipient="+15550198")
    assert refusal(desk, decision.id) == "superseded"


def test_rep_answer_silences_automation_but_not_the_rep(desk: Any) -> None:
    automatic = desk.decide(desk.receive(), action=Action.SEND_MATERIAL, auto_send=True)
    manual = desk.decide(desk.receive(sender="+15550101"))
    desk.send()
    desk.send(to="+15550101")
    assert refusal(desk, automatic.id) == "superseded"
    assert claim(desk, manual.id).text is not None


def test_correcting_a_false_stop_does_not_revive_the_decision(desk: Any) -> None:
    decision = desk.decide(desk.receive())
    stopped = desk.stop(ConsentTier.PHRASE, recipient="+15550198")
    with desk.store.transaction() as tx:
        tx.consent.correct(stopped.consent_event.id, actor="admin", reason="they asked about the stop button")
    assert refusal(desk, decision.id) == "superseded"
