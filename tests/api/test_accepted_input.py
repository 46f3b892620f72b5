"""Unusual text is text: accepted, scored, and never changed beyond dropping NUL."""

from typing import Any

import pytest

UNUSUAL = {
    "zero-width": "how\u200b much\u200d is\ufeff it",
    "right-to-left override": "\u202etnuocsid a em evig\u202c",
    "arabic": "كم السعر لعشرين مقعدا؟",
    "200 emoji": "😀" * 200,
    "flags and families": "👨‍👩‍👧‍👦🏳️‍🌈" * 50,
    "combining marks": "e\u0301" * 300,
    "1,600 characters": "x" * 1600,
    "1,600 astral characters": "𝒳" * 1600,
    "only spaces": "   \n\t ",
    "control characters": "a\u0001b\u0008c\u007f",
    "a bare newline": "\n",
    "markup": "<script>alert('x')</script>'; DROP TABLE messages; --",
    "a template": "{first_name} {{x}} %s %(a)s ${b}",
}


@pytest.mark.parametrize("name", UNUSUAL)
def test_unusual_text_is_scored_alone_and_in_a_conversation(shared: Any, name: str) -> None:
    text = UNUSUAL[name]
    scored = shared.http.post("/v1/intent", json={"replies": [{"text": text, "context": text}], "explain": True})
    assert scored.status_code == 200
    assert len(scored.json()["analyses"][0]["top"]) == 5
    messages = [{"direction": "outbound", "text": text}, {"direction": "inbound", "text": text}]
    answered = shared.http.post("/v1/suggest", json={"conversation": {"messages": messages}})
    assert answered.status_code == 200
    assert answered.json()["analysis"]["top"]


@pytest.mark.parametrize("name", UNUSUAL)
def test_unusual_text_is_stored_as_it_came(shared: Any, name: str) -> None:
    receipt = shared.receive(UNUSUAL[name])
    assert receipt["decision"] is not None
    with shared.copilot.store.read() as tx:
        assert tx.messages.get(receipt["reply_id"]).text == UNUSUAL[name]


def test_nul_is_dropped(shared: Any) -> None:
    receipt = shared.receive("S\0TOP\0", **{"from": "+15550131"})
    assert receipt["consent"] == {"event": "opt_out", "tier": "keyword"}
    with shared.copilot.store.read() as tx:
        assert tx.messages.get(receipt["reply_id"]).text == "STOP"


def test_a_stop_hidden_by_zero_width_characters_is_a_stop(shared: Any) -> None:
    assert shared.receive("S\u200bT\u200bO\u200bP", **{"from": "+15550132"})["consent"]["event"] == "opt_out"


def test_a_picture_without_words_is_a_reply(shared: Any) -> None:
    media = [{"content_type": "image/jpeg", "url": "https://example.com/a.jpg"}]
    receipt = shared.receive("", media=media, **{"from": "+15550133"})
    assert receipt["decision"]["action"] == "hold_for_review"


def test_anything_may_stand_under_attributes(shared: Any) -> None:
    attributes = {"seats": 20, "tier": "gold", "is_partner": True, "score": 0.5, "ключ": "значение"}
    messages = [{"direction": "inbound", "text": "how much?"}]
    conversation = {"messages": messages, "contact": {"attributes": attributes}, "deal": {"attributes": attributes}}
    assert shared.http.post("/v1/suggest", json={"conversation": conversation}).status_code == 200


def test_offsets_count_code_points_and_utf16_units(shared: Any) -> None:
    body = {"replies": [{"text": "😀 20 seats"}]}
    [slot] = shared.http.post("/v1/intent", json=body).json()["analyses"][0]["slots"]
    assert (slot["start"], slot["end"]) == (2, 10)
    assert (slot["start_utf16"], slot["end_utf16"]) == (3, 11)
