"""Bad input: a problem document that names the field, repeats nothing of the body, and leaves nothing behind."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

MARK = "Zanzibar-5551234"
"""Stands in the bodies, and must not come back."""
JSON = {"Content-Type": "application/json"}
REPLY = {"message_id": "bad", "from": "+15550100", "to": "+15550199", "text": MARK}
ITEM = {"kind": "template", "title": MARK, "body": "Hello {first_name}"}


def intent(**values: Any) -> dict[str, Any]:
    return {"replies": [{"text": MARK, **values}]}


def conversation(**values: Any) -> dict[str, Any]:
    return {"conversation": {"messages": [{"direction": "inbound", "text": MARK}], **values}}


def without(body: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != name}


INTENT, SUGGEST, REPLIES, MESSAGES, ITEMS = (
    ("POST", "/v1/intent"),
    ("POST", "/v1/suggest"),
    ("POST", "/v1/replies"),
    ("POST", "/v1/messages"),
    ("PUT", "/v1/knowledge/x"),
)

WRONG_FIELDS = {
    "empty text": (INTENT, intent(text=""), "/replies/0/text"),
    "text of NUL only": (INTENT, intent(text="\0\0"), "/replies/0/text"),
    "1,601 characters": (INTENT, intent(text="x" * 1601), "/replies/0/text"),
    "5,000 characters": (INTENT, intent(text="x" * 5000), "/replies/0/text"),
    "context too long": (INTENT, intent(context="x" * 1601), "/replies/0/context"),
    "no replies": (INTENT, {"replies": []}, "/replies"),
    "257 replies": (INTENT, {"replies": [{"text": MARK}] * 257}, "/replies"),
    "replies missing": (INTENT, {}, "/replies"),
    "replies no list": (INTENT, {"replies": MARK}, "/replies"),
    "text a number": (INTENT, intent(text=12), "/replies/0/text"),
    "text null": (INTENT, intent(text=None), "/replies/0/text"),
    "second reply wrong": (INTENT, {"replies": [{"text": MARK}, {"text": ""}]}, "/replies/1/text"),
    "explain a word": (INTENT, {**intent(), "explain": "yes"}, "/explain"),
    "explain a number": (INTENT, {**intent(), "explain": 1}, "/explain"),
    "unknown field": (INTENT, intent(mood=MARK), "/replies/0/mood"),
    "unknown field above": (INTENT, {**intent(), "model": MARK}, "/model"),
    "unknown time zone": (INTENT, intent(timezone="Mars/Olympus"), "/replies/0/timezone"),
    "naive time": (INTENT, intent(received_at="2026-11-23T15:04:05"), "/replies/0/received_at"),
    "time a number": (INTENT, intent(received_at=1_795_000_000), "/replies/0/received_at"),
    "time a number in words": (INTENT, intent(received_at="1795000000"), "/replies/0/received_at"),
    "time a date": (INTENT, intent(received_at="2026-11-23"), "/replies/0/received_at"),
    "time before the year 1": (INTENT, intent(received_at="0001-01-01T00:00:00+14:00"), "/replies/0/received_at"),
    "quantity a word": (SUGGEST, conversation(deal={"quantity": "20"}), "/conversation/deal/quantity"),
    "quantity a truth": (SUGGEST, conversation(deal={"quantity": True}), "/conversation/deal/quantity"),
    "unknown stage": (SUGGEST, conversation(stage="won"), "/conversation/stage"),
    "unknown deal field": (SUGGEST, conversation(deal={"budget": MARK}), "/conversation/deal/budget"),
    "attribute an object": (
        SUGGEST,
        conversation(contact={"attributes": {"seats": {"a": 1}}}),
        "/conversation/contact/attributes/seats",
    ),
    "unknown direction": (SUGGEST, conversation(messages=[{"direction": "up", "text": MARK}]), None),
    "contract link a script": (
        SUGGEST,
        conversation(deal={"contract_url": "javascript:alert(1)"}),
        "/conversation/deal/contract_url",
    ),
    "customer number": (REPLIES, {**REPLY, "from": "five five five"}, "/from"),
    "our number": (REPLIES, {**REPLY, "to": "x"}, "/to"),
    "message id missing": (REPLIES, without(REPLY, "message_id"), "/message_id"),
    "message id empty": (REPLIES, {**REPLY, "message_id": ""}, "/message_id"),
    "neither text nor media": (REPLIES, without(REPLY, "text"), "/text"),
    "settle_ms a word": (REPLIES, {**REPLY, "settle_ms": "3000"}, "/settle_ms"),
    "settle_ms too long": (REPLIES, {**REPLY, "settle_ms": 60_001}, "/settle_ms"),
    "settle_ms negative": (REPLIES, {**REPLY, "settle_ms": -1}, "/settle_ms"),
    "provider": (REPLIES, {**REPLY, "provider": "Not A Name"}, "/provider"),
    "conversation of nobody": (MESSAGES, {"message_id": "m", "text": MARK, "sent_by": "rep"}, "/to"),
    "sender without customer": (
        MESSAGES,
        {"message_id": "m", "text": MARK, "sent_by": "rep", "from": "+15550199"},
        "/to",
    ),
    "sent by nobody known": (
        MESSAGES,
        {"message_id": "m", "text": MARK, "sent_by": "robot", "conversation_id": "c"},
        "/sent_by",
    ),
    "braces that are no slot": (ITEMS, {**ITEM, "body": "Hello {First Name}"}, "/body"),
    "brace left open": (ITEMS, {**ITEM, "body": "Hello {first_name"}, "/body"),
    "address no URL": (ITEMS, {**ITEM, "url": "ftp://example.com"}, "/url"),
    "language in words": (ITEMS, {**ITEM, "language": "english"}, "/language"),
    "unknown kind": (ITEMS, {**ITEM, "kind": "poem"}, "/kind"),
    "unknown intent": (ITEMS, {**ITEM, "intents": ["buy"]}, "/intents/0"),
    "title empty": (ITEMS, {**ITEM, "title": "  "}, "/title"),
}

RAW = {
    "NaN": (SUGGEST, '{"conversation":{"deal":{"quantity":NaN}}}', 422, "/conversation/deal/quantity"),
    "Infinity": (SUGGEST, '{"conversation":{"deal":{"amount":-Infinity}}}', 422, "/conversation/deal/amount"),
    "a number beyond floats": (SUGGEST, '{"conversation":{"deal":{"amount":1e999}}}', 422, "/conversation/deal/amount"),
    "NaN as text": (INTENT, '{"replies":[{"text":NaN}]}', 422, "/replies/0/text"),
    "lone surrogate": (INTENT, '{"replies":[{"text":"a\\ud800"}]}', 422, "/replies/0/text"),
    "half a pair": (REPLIES, '{"message_id":"m","from":"+15550100","to":"+15550199","text":"\\udc00"}', 422, "/text"),
    "lone surrogate in an id": (INTENT, '{"replies":[{"text":"a","id":"\\ud800"}]}', 422, "/replies/0/id"),
    "lone surrogate in an attribute": (
        SUGGEST,
        '{"conversation":{"contact":{"attributes":{"a":"\\udfff"}}}}',
        422,
        "/conversation/contact/attributes/a",
    ),
    "lone surrogate as a name": (INTENT, '{"replies":[{"text":"a","\\ud800":1}]}', 422, "/replies/0"),
    "invalid JSON": (INTENT, '{"replies":[{"text":"' + MARK, 400, ""),
    "no JSON": (REPLIES, MARK, 400, ""),
    "invalid UTF-8": (INTENT, b'{"replies":[{"text":"\xff\xfe"}]}', 400, ""),
    "bottomless nesting": (INTENT, '{"replies":' + "[" * 100_000 + "]" * 100_000 + "}", 400, ""),
    "a number of 5,000 digits": (SUGGEST, '{"conversation":{"deal":{"amount":' + "9" * 5000 + "}}}", 400, ""),
    "a list": (INTENT, "[1]", 422, ""),
    "null": (INTENT, "null", 422, ""),
    "nothing": (INTENT, "", 422, ""),
}


def check_problem(response: Any, status: int, code: str | None = None, pointer: str | None = None) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert document["status"] == status
    assert document["type"] == f"urn:sms-copilot:problem:{document['code']}"
    assert document["title"]
    assert document["detail"]
    if code is not None:
        assert document["code"] == code
    if pointer is not None:
        assert pointer in [field["pointer"] for field in document["errors"]]
    assert MARK not in response.text
    return document


@pytest.fixture(autouse=True)
def _leaves_nothing_behind(shared: Any) -> Iterator[None]:
    yield
    for table in ("messages", "conversations", "contacts", "turns", "knowledge_items"):
        assert shared.count_rows(table) == 0, table


@pytest.mark.parametrize("name", WRONG_FIELDS)
def test_a_wrong_field_is_named(shared: Any, name: str) -> None:
    (method, path), body, pointer = WRONG_FIELDS[name]
    response = shared.http.request(method, path, json=body)
    document = check_problem(response, 422, "invalid_input", pointer)
    assert all(field["message"] and field["code"] for field in document["errors"])


@pytest.mark.parametrize("name", RAW)
def test_a_body_that_cannot_be_read_is_refused(shared: Any, name: str) -> None:
    (method, path), body, status, pointer = RAW[name]
    response = shared.http.request(method, path, content=body, headers=JSON)
    check_problem(response, status, "invalid_json" if status == 400 else "invalid_input", pointer)


def test_only_the_wrong_field_is_named_not_the_list_around_it(shared: Any) -> None:
    response = shared.http.post("/v1/intent", json=intent(text=""))
    assert [field["pointer"] for field in response.json()["errors"]] == ["/replies/0/text"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_another_content_type_is_refused(shared: Any, kind: str) -> None:
    response = shared.http.post("/v1/intent", content=json.dumps(intent()), headers={"Content-Type": kind})
    check_problem(response, 415, "unsupported_media_type")


def _chunks() -> Iterator[bytes]:
    for _ in range(20):
        yield MARK.encode() * (1024 * 1024 // len(MARK))


@pytest.mark.parametrize("path", ["/v1/intent", "/v1/replies"])
def test_20_megabytes_are_refused_by_their_declared_length(shared: Any, path: str) -> None:
    check_problem(shared.http.post(path, content=b"".join(_chunks()), headers=JSON), 413, "body_too_large")


def test_20_megabytes_in_chunks_are_refused(shared: Any) -> None:
    check_problem(shared.http.post("/v1/intent", content=_chunks(), headers=JSON), 413, "body_too_large")


def test_a_body_of_wrong_fields_only_is_answered_briefly(shared: Any) -> None:
    body = {"conversation": {f"{MARK[:3]}{number}" * 100: 1 for number in range(5_000)}}
    response = shared.http.post("/v1/suggest", json=body)
    assert response.status_code == 422
    assert len(response.content) < 20_000


@pytest.mark.parametrize(
    ("path", "pointer"),
    [
        ("/v1/replies/x?wait_ms=10001", "wait_ms"),
        ("/v1/replies/x?wait_ms=-1", "wait_ms"),
        ("/v1/replies/x?wait_ms=soon", "wait_ms"),
        ("/v1/decisions/x?wait_ms=10001", "wait_ms"),
        ("/v1/knowledge?limit=0", "limit"),
        ("/v1/knowledge?kind=poem", "kind"),
        ("/v1/knowledge/a%20b", "item_id"),
        ("/v1/knowledge/" + "a" * 65, "item_id"),
    ],
)
def test_a_wrong_parameter_is_named(shared: Any, path: str, pointer: str) -> None:
    check_problem(shared.http.get(path), 422, "invalid_input", pointer)


@pytest.mark.parametrize("item_id", ["a%20b", "a%2Fb", "%C3%A9", "a" * 65])
def test_a_knowledge_id_has_only_plain_characters(shared: Any, item_id: str) -> None:
    response = shared.http.put(f"/v1/knowledge/{item_id}", json=ITEM)
    assert response.status_code in (404, 422)  # a slash inside makes another path
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("key", [None, "", "k" * 256])
def test_a_claim_needs_a_usable_idempotency_key(shared: Any, key: str | None) -> None:
    headers = {} if key is None else {"Idempotency-Key": key}
    response = shared.http.post("/v1/decisions/x/claim", headers=headers)
    document = check_problem(response, 422, "invalid_input")
    assert document["errors"][0]["pointer"].lower() == "idempotency-key"


@pytest.mark.parametrize(
    "path",
    [
        "/v1/replies/none",
        "/v1/replies/%00",
        "/v1/replies/%FF",
        "/v1/decisions/none",
        "/v1/knowledge/none",
        "/v2/intent",
    ],
)
def test_what_does_not_exist_is_404(shared: Any, path: str) -> None:
    check_problem(shared.http.get(path), 404, "not_found")


def test_changing_what_does_not_exist_is_404(shared: Any) -> None:
    http = shared.http
    check_problem(http.delete("/v1/knowledge/none"), 404, "not_found")
    check_problem(http.post("/v1/decisions/none/claim", headers={"Idempotency-Key": "k"}), 404, "not_found")
    correction = {"reason": "they meant the oven"}
    check_problem(http.post("/v1/consent/events/none/corrections", json=correction), 404, "not_found")
    message = {"message_id": "m", "conversation_id": "none", "text": MARK, "sent_by": "rep"}
    check_problem(http.post("/v1/messages", json=message), 404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/v1/intent", {"POST"}),
        ("DELETE", "/v1/replies", {"POST"}),
        ("PATCH", "/v1/knowledge/x", {"GET", "PUT", "DELETE"}),
        ("POST", "/healthz", {"GET"}),
    ],
)
def test_a_method_that_is_not_offered_is_405_with_those_that_are(
    shared: Any, method: str, path: str, allowed: set[str]
) -> None:
    response = shared.http.request(method, path)
    check_problem(response, 405, "method_not_allowed")
    assert set(response.headers["allow"].split(", ")) == allowed


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil", ""])
def test_a_foreign_host_is_refused_while_no_keys_are_configured(shared: Any, host: str) -> None:
    response = shared.http.post("/v1/intent", json=intent(), headers={"Host": host})
    check_problem(response, 403, "host_not_allowed", "Host")


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "LOCALHOST", "127.0.0.1:1", "[::1]", "[::1]:8000"])
def test_this_machine_is_answered_under_its_names(shared: Any, host: str) -> None:
    assert shared.http.post("/v1/intent", json=intent(), headers={"Host": host}).status_code == 200


def test_a_batch_with_one_wrong_item_adds_none(shared: Any) -> None:
    items = [{**ITEM, "id": "a"}, {**ITEM, "id": "b", "body": "{oops"}]
    check_problem(shared.http.post("/v1/knowledge/batch", json={"items": items}), 422, None, "/items/1/body")
    check_problem(shared.http.post("/v1/knowledge/batch", json={"items": items[1:]}), 422, None, "/items/0/body")


def test_a_batch_with_an_id_twice_adds_none(shared: Any) -> None:
    items = [{**ITEM, "id": "a"}, {**ITEM, "id": "a"}]
    check_problem(shared.http.post("/v1/knowledge/batch", json={"items": items}), 422, None, "/items/1/id")
