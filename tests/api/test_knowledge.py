"""The library over HTTP: put, read, page, search, retire, and many at once."""

from datetime import timedelta
from typing import Any

import pytest

ITEM = {"kind": "tutorial", "title": "Sign a contract online", "body": "Open the link and sign with your finger."}


def put(api: Any, item_id: str, **values: Any) -> Any:
    return api.http.put(f"/v1/knowledge/{item_id}", json={**ITEM, **values})


def hits(api: Any, query: str, **values: Any) -> list[str]:
    response = api.http.post("/v1/knowledge/search", json={"query": query, **values})
    assert response.status_code == 200, response.text
    return [hit["id"] for hit in response.json()["hits"]]


def test_put_answers_201_for_a_new_item_and_200_for_a_changed_one(api: Any) -> None:
    first, again = put(api, "sign"), put(api, "sign", title="Sign it")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["title"] == "Sign it"
    assert api.http.get("/v1/knowledge/sign").json() == again.json()
    assert again.json()["stages"] == again.json()["industries"] == []


def test_an_item_is_searchable_when_put_has_answered(api: Any) -> None:
    put(api, "sign")
    put(api, "soup", title="Tomato soup", body="Boil tomatoes with basil.")
    assert hits(api, "sign a contract online")[0] == "sign"
    put(api, "sign", title="Bake bread", body="Flour, water, salt, oven.")
    assert "sign" not in hits(api, "contract link finger")


def test_a_hit_has_the_shape_of_the_contract(api: Any) -> None:
    put(api, "sign", url="https://example.com/sign", internal=True)
    [hit] = api.http.post("/v1/knowledge/search", json={"query": "sign a contract online"}).json()["hits"]
    assert 0 < hit.pop("score") <= 1
    assert hit == {
        "id": "sign",
        "kind": "tutorial",
        "title": "Sign a contract online",
        "url": "https://example.com/sign",
        "internal": True,
    }


def test_nothing_good_enough_gives_no_hits(api: Any) -> None:
    put(api, "sign")
    assert hits(api, "zzz qqq xxyy") == []


def test_search_filters_by_stage_and_language_and_validity(api: Any) -> None:
    put(api, "closing", stages=["closing"])
    put(api, "any")
    put(api, "spanish", language="es")
    put(api, "over", valid_until="2026-11-24T14:59:59Z")
    found = hits(api, "sign a contract online", stage="lead", language="en")
    assert found == ["any"]
    assert set(hits(api, "sign a contract online", stage="closing", language="en")) == {"any", "closing"}


def test_an_unknown_industry_excludes_nothing(api: Any) -> None:
    put(api, "retail", industries=["retail"])
    assert hits(api, "sign a contract online", industry="Zoo keeping") == ["retail"]


def test_an_item_falls_out_when_its_time_is_over(api: Any) -> None:
    put(api, "offer", valid_until="2026-11-25T00:00:00Z")
    assert hits(api, "sign a contract online") == ["offer"]
    api.clock.advance(timedelta(days=1))
    assert hits(api, "sign a contract online") == []


def test_limit_bounds_the_hits(api: Any) -> None:
    for number in range(5):
        put(api, f"sign-{number}")
    assert len(hits(api, "sign a contract online", limit=3)) == 3


def test_the_list_is_paged_by_id(api: Any) -> None:
    for name in "edcba":
        put(api, name)
    seen, after = [], None
    for _ in range(3):
        query = {"limit": 2, **({} if after is None else {"after": after})}
        page = api.http.get("/v1/knowledge", params=query).json()
        seen += [item["id"] for item in page["items"]]
        after = page["next"]
    assert (seen, after) == (list("abcde"), None)


def test_the_list_is_narrowed_by_kind_and_language(api: Any) -> None:
    put(api, "a")
    put(api, "b", kind="offer")
    put(api, "c", kind="offer", language="es")
    query = {"kind": "offer", "language": "es"}
    assert [item["id"] for item in api.http.get("/v1/knowledge", params=query).json()["items"]] == ["c"]


def test_a_retired_item_is_gone_from_everywhere(api: Any) -> None:
    put(api, "sign")
    assert api.http.delete("/v1/knowledge/sign").status_code == 204
    assert api.http.get("/v1/knowledge/sign").status_code == 404
    assert api.http.delete("/v1/knowledge/sign").status_code == 404
    assert hits(api, "sign a contract online") == []
    assert put(api, "sign").status_code == 201


def test_a_batch_adds_and_changes_all(api: Any) -> None:
    put(api, "a")
    items = [{**ITEM, "id": "a", "title": "New"}, {**ITEM, "id": "b"}]
    assert api.http.post("/v1/knowledge/batch", json={"items": items}).json() == {"added": 1, "changed": 1}
    assert api.http.get("/v1/knowledge/a").json()["title"] == "New"


def test_a_batch_with_one_wrong_item_changes_nothing(api: Any) -> None:
    put(api, "a")
    items = [{**ITEM, "id": "a", "title": "New"}, {**ITEM, "id": "b", "body": "{Oops}"}]
    refused = api.http.post("/v1/knowledge/batch", json={"items": items})
    assert refused.status_code == 422
    assert api.http.get("/v1/knowledge/a").json()["title"] == ITEM["title"]
    assert api.http.get("/v1/knowledge/b").status_code == 404


@pytest.mark.parametrize("body", ["a {{literal}} brace", "{first_name} {crm_field_7}", "no slot"])
def test_slots_and_doubled_braces_are_fine(api: Any, body: str) -> None:
    assert put(api, "t", kind="template", body=body).status_code == 201


def test_a_price_is_kept_as_it_was_given(api: Any) -> None:
    price = {"product": "Seats", "plan": "Team", "amount": 24.0, "currency": "USD", "per": "seat", "min_quantity": 5.0}
    assert put(api, "p", kind="price", price=price).json()["price"] == price
