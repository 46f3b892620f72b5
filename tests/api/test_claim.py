"""A claim re-checks a decision's preconditions at send time: go, or the reason why not."""

from datetime import timedelta
from typing import Any

import pytest


@pytest.fixture
def decision_id(api: Any) -> str:
    """A decision to claim."""
    found: str = api.receive()["decision"]["id"]
    return found


def refusal(response: Any) -> str:
    assert response.status_code == 409, response.text
    assert response.headers["content-type"] == "application/problem+json"
    code: str = response.json()["code"]
    return code


def test_go_comes_with_the_chosen_text_and_an_expiry(api: Any, decision_id: str) -> None:
    claimed = api.claim(decision_id)
    assert claimed.status_code == 200
    claim = claimed.json()
    assert claim["go"] is True
    assert claim["claim_id"]
    report = api.http.get(f"/v1/decisions/{decision_id}").json()
    texts = {suggestion["id"]: suggestion["text"] for suggestion in report["suggestions"]}
    assert claim["text"] == texts[report["decision"]["suggestion_id"]]
    assert claim["expires_at"] == report["decision"]["preconditions"]["expires_at"]
    assert (report["state"], report["claim_id"]) == ("claimed", claim["claim_id"])


def test_the_same_key_gets_the_same_claim_to_the_byte(api: Any, decision_id: str) -> None:
    first = api.claim(decision_id)
    api.clock.advance(timedelta(days=30))
    assert api.claim(decision_id).content == first.content


def test_another_key_finds_it_claimed(api: Any, decision_id: str) -> None:
    api.claim(decision_id)
    assert refusal(api.claim(decision_id, "k2")) == "already_claimed"


def test_a_newer_reply_refuses_the_older_decision(api: Any, decision_id: str) -> None:
    newer = api.receive("actually, never mind", settle_ms=None)
    assert refusal(api.claim(decision_id)) == "newer_inbound"
    api.settle()
    newer_decision = api.read_reply(newer["reply_id"])["decision"]
    assert api.http.get(f"/v1/decisions/{decision_id}").json()["state"] == "superseded"
    assert api.claim(newer_decision["id"], "k3").status_code == 200


def test_a_stop_refuses_everything_but_its_own_notice(api: Any, decision_id: str) -> None:
    stop = api.receive("STOP", to="+15550198")
    assert refusal(api.claim(decision_id)) == "opted_out"
    notice = api.claim(stop["decision"]["id"], "notice")
    assert notice.json()["text"] == stop["decision"]["notice_text"]


def test_a_stop_notice_is_not_sent_after_five_minutes(api: Any) -> None:
    stop = api.receive("STOP")
    api.clock.advance(timedelta(minutes=5))
    assert refusal(api.claim(stop["decision"]["id"])) == "expired"


def test_an_expired_decision_is_refused(api: Any, decision_id: str) -> None:
    api.clock.advance(timedelta(days=3))
    assert refusal(api.claim(decision_id)) == "expired"
    assert api.http.get(f"/v1/decisions/{decision_id}").json()["state"] == "expired"


def test_a_change_of_consent_supersedes(api: Any, decision_id: str) -> None:
    api.receive("START", to="+15550198")
    assert refusal(api.claim(decision_id)) == "superseded"


def test_a_stateless_decision_cannot_be_claimed(api: Any) -> None:
    conversation = {"messages": [{"direction": "inbound", "text": "how much?"}]}
    decision = api.http.post("/v1/suggest", json={"conversation": conversation}).json()["decision"]
    assert decision["id"] is None
