"""Consent over HTTP: words act in the transaction that stores the reply, whatever else is broken."""

from typing import Any

import pytest


@pytest.mark.parametrize("word", ["STOP", "stop.", "Unsubscribe", "CANCEL", "s t o p"])
def test_a_keyword_stops_at_once(api: Any, word: str) -> None:
    receipt = api.receive(word, settle_ms=None)
    assert receipt["consent"] == {"event": "opt_out", "tier": "keyword"}
    assert receipt["decision"]["action"] == "suppress"
    assert receipt["decision"]["priority"] == 100
    assert receipt["decision"]["notice_text"]
    assert api.consent_state() == "opted_out"


def test_a_keyword_stops_whatever_was_asked_before(api: Any) -> None:
    assert api.receive("stop", context="Should we start or stop the trial?")["decision"]["action"] == "suppress"


def test_a_second_stop_sends_no_second_notice(api: Any) -> None:
    api.receive("STOP")
    assert api.receive("STOP")["decision"]["notice_text"] is None


def test_stop_while_a_burst_settles_decides_the_burst(api: Any) -> None:
    first = api.receive("how much?", settle_ms=None)
    stop = api.receive("STOP", settle_ms=None)
    assert stop["decision"]["action"] == "suppress"
    assert stop["decision"]["turn"] == [first["reply_id"], stop["reply_id"]]


def test_yes_after_stop_opts_in_and_yes_alone_does_not(api: Any) -> None:
    assert api.receive("YES")["consent"] == {"event": None, "tier": None}
    assert api.consent_state() == "unknown"
    api.receive("STOP")
    receipt = api.receive("YES")
    assert receipt["consent"]["event"] == "opt_in"
    assert receipt["decision"]["action"] == "send_notice"
    assert api.consent_state() == "opted_in"


def test_start_opts_in_and_is_confirmed(api: Any) -> None:
    api.receive("STOP")
    receipt = api.receive("START", settle_ms=None)
    assert receipt["consent"] == {"event": "opt_in", "tier": "keyword"}
    assert receipt["decision"]["action"] == "send_notice"
    assert "subscribed" in receipt["decision"]["notice_text"]
    assert [event.event for event in api.consent_events()] == ["opt_out", "opt_in"]


def test_help_gets_its_notice_and_changes_nothing(api: Any) -> None:
    receipt = api.receive("HELP", settle_ms=None)
    assert receipt["consent"] == {"event": "help", "tier": "keyword"}
    assert receipt["decision"]["action"] == "send_notice"
    assert api.consent_state() == "unknown"


def test_an_opt_out_is_global_to_the_number(api: Any) -> None:
    api.receive("STOP", to="+15550198")
    receipt = api.receive("how much?", to="+15550199")
    assert receipt["decision"]["action"] == "hold_for_review"


def test_a_free_worded_opt_out_enters_the_ledger_with_model_and_score(api: Any) -> None:
    receipt = api.receive("intent:opt_out leave it be")
    assert receipt["consent"] == {"event": None, "tier": None}
    assert receipt["decision"]["action"] == "suppress"
    [event] = api.consent_events()
    assert (event.event, event.method, event.model_version) == ("opt_out", "model", "fake@1")
    assert event.score > 0.9
    assert receipt["decision"]["preconditions"]["consent_version"] == 1
    status = api.read_reply(receipt["reply_id"])
    assert status["analysis"]["consent"] == {"event": "opt_out", "tier": "model"}


def test_a_likely_opt_out_is_held_and_enters_nothing(api: Any) -> None:
    receipt = api.receive("intent:opt_out=0.6 leave it be")
    assert receipt["decision"]["action"] == "hold_for_review"
    assert api.consent_events() == []


def test_a_wrongly_heard_opt_out_is_corrected_with_a_reason_once(api: Any) -> None:
    api.receive("intent:opt_out leave it be")
    [event] = api.consent_events()
    path, body = f"/v1/consent/events/{event.id}/corrections", {"reason": "they meant the oven, not us"}
    first = api.http.post(path, json=body, headers={"Idempotency-Key": "c1"})
    assert first.status_code == 201
    assert first.json()["corrects"] == event.id
    assert api.consent_state() != "opted_out"
    assert api.http.post(path, json=body, headers={"Idempotency-Key": "c1"}).json() == first.json()
    other = api.http.post(path, json={"reason": "another reason entirely"}, headers={"Idempotency-Key": "c1"})
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    again = api.http.post(path, json=body)
    assert (again.status_code, again.json()["code"]) == (409, "correction_refused")
    assert len(api.consent_events()) == 2


def test_a_keyword_is_never_corrected(api: Any) -> None:
    api.receive("STOP")
    [event] = api.consent_events()
    path = f"/v1/consent/events/{event.id}/corrections"
    refused = api.http.post(path, json={"reason": "a very good reason"})
    assert (refused.status_code, refused.json()["code"]) == (409, "correction_refused")
    assert api.consent_state() == "opted_out"


@pytest.mark.parametrize("reason", ["", "short", "          x          "])
def test_a_correction_needs_a_written_reason(api: Any, reason: str) -> None:
    refused = api.http.post("/v1/consent/events/x/corrections", json={"reason": reason})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/reason"
