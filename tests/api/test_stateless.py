"""The stateless calls: one JSON shape, nothing stored, nothing to claim."""

from datetime import UTC, datetime
from typing import Any

import pytest

ANALYSIS = {
    "id", "primary", "abstained", "abstain_reason", "intents", "top", "sentiment", "emotion", "urgency", "purchase",
    "language", "consent", "slots", "not_evaluated", "explanation",
}  # fmt: skip
DECISION = {
    "id", "action", "priority", "deadline_at", "follow_up_at", "assignee", "suggestion_id", "auto_send", "notice_text",
    "turn", "reasons", "preconditions",
}  # fmt: skip
SUGGESTION = {"id", "kind", "text", "sources", "blanks", "segments", "encoding", "cost", "why", "drafted_by"}


def intent(api: Any, *replies: dict[str, Any], **values: Any) -> dict[str, Any]:
    response = api.http.post("/v1/intent", json={"replies": list(replies), **values})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def suggest(api: Any, *messages: tuple[str, str], **values: Any) -> dict[str, Any]:
    listed = [{"direction": direction, "text": text} for direction, text in messages]
    response = api.http.post("/v1/suggest", json={"conversation": {"messages": listed, **values}})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_intent_answers_in_the_shape_of_the_contract(shared: Any) -> None:
    answer = intent(shared, {"id": "r1", "text": "how much for 20 seats?", "context": "Did the trial go well?"})
    assert set(answer) == {"versions", "analyses", "degraded"}
    assert answer["versions"] == {"model": "fake@1", "policy": shared.copilot.policy.id, "labels": "2"}
    assert answer["degraded"] == []
    [analysis] = answer["analyses"]
    assert set(analysis) >= ANALYSIS
    assert analysis["id"] == "r1"
    assert analysis["primary"] == analysis["top"][0]["name"] == "pricing_question"
    assert len(analysis["top"]) == 5
    assert sum(score["probability"] for score in analysis["top"]) <= 1
    assert analysis["explanation"] is None
    assert analysis["slots"][0]["type"] == "quantity"


def test_analyses_come_in_the_order_of_the_replies(shared: Any) -> None:
    texts = ["how much?", "thanks", "where do i sign", "hello"] * 16
    analyses = intent(shared, *({"id": str(n), "text": text} for n, text in enumerate(texts)))["analyses"]
    assert [analysis["id"] for analysis in analyses] == [str(n) for n in range(64)]
    assert analyses[2]["primary"] == "purchase_ready"


def test_256_replies_are_scored_as_each_alone(shared: Any) -> None:
    texts = [f"how much for {n} seats" for n in range(256)]
    together = intent(shared, *({"text": text} for text in texts))["analyses"]
    for position in (0, 100, 255):
        assert intent(shared, {"text": texts[position]})["analyses"] == [together[position]]


def test_an_unclear_reply_abstains_and_still_names_the_likeliest(shared: Any) -> None:
    [analysis] = intent(shared, {"text": "blorp"})["analyses"]
    assert (analysis["primary"], analysis["abstained"]) == (None, True)
    assert analysis["abstain_reason"] == "low_confidence"
    assert len(analysis["top"]) == 5


def test_explain_tells_word_weights(shared: Any) -> None:
    [analysis] = intent(shared, {"text": "how much is it"}, explain=True)["analyses"]
    assert [word["text"] for word in analysis["explanation"]["words"]]


def test_when_is_read_against_the_reply_s_own_time_and_zone(shared: Any) -> None:
    reply = {"text": "call me tomorrow at 3pm", "received_at": "2026-11-23T15:04:05Z", "timezone": "America/Chicago"}
    [analysis] = intent(shared, reply)["analyses"]
    [when] = [slot["value"] for slot in analysis["slots"] if slot["type"] == "when"]
    assert datetime.fromisoformat(when["start"]).astimezone(UTC) == datetime(2026, 11, 24, 21, 0, tzinfo=UTC)


def test_durations_are_in_a_header_never_in_the_body(shared: Any) -> None:
    response = shared.http.post("/v1/intent", json={"replies": [{"text": "hi"}]})
    assert "encode;dur=" in response.headers["server-timing"]
    assert "dur" not in response.text


def test_the_same_request_gets_the_same_bytes(shared: Any) -> None:
    body = {"conversation": {"messages": [{"direction": "inbound", "text": "how much?", "at": "2026-11-24T10:00:00Z"}]}}
    first, second = (shared.http.post("/v1/suggest", json=body) for _ in range(2))
    assert first.content == second.content


def test_suggest_answers_in_the_shape_of_the_contract(shared: Any) -> None:
    answer = suggest(shared, ("outbound", "Did the trial go well?"), ("inbound", "how much for 20 seats?"))
    assert set(answer) == {"versions", "analysis", "hits", "decision", "suggestions", "degraded"}
    assert set(answer["decision"]) == DECISION
    assert answer["decision"]["id"] is None
    assert answer["suggestions"]
    for number, suggestion in enumerate(answer["suggestions"], start=1):
        assert set(suggestion) == SUGGESTION
        assert suggestion["id"] == f"s{number}"
    assert answer["decision"]["suggestion_id"] in [suggestion["id"] for suggestion in answer["suggestions"]]


def test_trailing_replies_are_one_turn_and_what_we_said_last_is_their_context(shared: Any) -> None:
    messages = [
        {"id": "m1", "direction": "outbound", "text": "Shall we talk price?"},
        {"id": "m2", "direction": "inbound", "text": "hi"},
        {"id": "m3", "direction": "inbound", "text": "how much?"},
    ]
    answer = shared.http.post("/v1/suggest", json={"conversation": {"messages": messages}}).json()
    assert answer["decision"]["turn"] == ["m2", "m3"]
    assert answer["decision"]["preconditions"]["last_inbound_id"] == "m3"
    alone = intent(shared, {"text": "hi\nhow much?", "context": "Shall we talk price?"})["analyses"][0]
    assert answer["analysis"]["top"] == alone["top"]


@pytest.mark.parametrize("messages", [[], [("inbound", "how much?"), ("outbound", "It is $20 a seat.")]])
def test_when_our_word_is_last_there_are_opening_drafts_and_no_analysis(shared: Any, messages: list[Any]) -> None:
    answer = suggest(shared, *messages, stage="closing", contact={"first_name": "Ann"})
    assert answer["analysis"] is None
    assert answer["decision"]["action"] == "suggest_to_rep"
    assert answer["suggestions"]


def test_now_is_the_last_message_s_time(shared: Any) -> None:
    messages = [{"direction": "inbound", "text": "how much?", "at": "2026-01-05T10:00:00+01:00"}]
    conversation = {"messages": messages, "stage": "closing"}
    decision = shared.http.post("/v1/suggest", json={"conversation": conversation}).json()["decision"]
    assert decision["deadline_at"] == "2026-01-05T09:05:00Z"


def test_a_stop_suppresses_and_shows_no_hits(shared: Any) -> None:
    answer = suggest(shared, ("inbound", "STOP"))
    assert answer["decision"]["action"] == "suppress"
    assert (answer["hits"], answer["suggestions"]) == ([], [])


def test_what_nobody_can_fill_is_a_visible_blank(api: Any) -> None:
    body = {"kind": "template", "title": "Price", "body": "Hi {first_name}, {product} is {amount}.", "stages": []}
    api.http.put("/v1/knowledge/price", json={**body, "intents": ["pricing_question"]})
    answer = suggest(api, ("inbound", "how much is it, the price?"), contact={"first_name": "Ann"})
    [draft] = [each for each in answer["suggestions"] if "price" in each["sources"]][:1]
    assert draft["text"].startswith("Hi Ann, ")
    assert {blank["name"] for blank in draft["blanks"]} >= {"product", "amount"}


def test_nothing_is_stored(api: Any) -> None:
    intent(api, {"text": "STOP"})
    suggest(api, ("inbound", "STOP"), id="deal-1", contact={"phone": "+15550100"})
    tables = ("messages", "conversations", "contacts", "turns", "decisions", "consent_events", "outbox")
    assert [api.count_rows(table) for table in tables] == [0] * len(tables)
