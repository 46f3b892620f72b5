"""A full disk: replies are refused whole, readiness says so, reads go on, and all is well when space returns."""

from pathlib import Path
from typing import Any

from sqlalchemy import event

from copilot.service.settling import TURN_LEASE
from tests.api.conftest import open_api_in

TABLES = ("messages", "turns", "decisions", "outbox", "consent_events", "contacts")


def limit_pages(api: Any, pages: int) -> None:
    """Let the database grow to so many pages: what SQLite sees when the disk is full."""
    engine = api.copilot.store._engine
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _: connection.execute(f"PRAGMA max_page_count={pages}"))


def page_count(api: Any) -> int:
    with api.copilot.store.read() as tx:
        return int(tx._session.connection.exec_driver_sql("PRAGMA page_count").scalar_one())


def test_a_full_disk_is_503_without_partial_rows_and_passes(data_dir: Path) -> None:
    with open_api_in(data_dir) as api:
        first = api.receive("how much?")
        limit_pages(api, page_count(api) + 12)
        acknowledged, refused = [first], 0
        for number in range(60):
            body = api.reply("x" * 1500, message_id=f"FULL{number}", **{"from": f"+1555030{number:02d}"})
            response = api.http.post("/v1/replies", json=body)
            if response.status_code == 202:
                acknowledged.append(response.json())
                continue
            refused += 1
            assert (response.status_code, response.json()["code"]) == (503, "store_unavailable")
            assert response.headers["retry-after"]
            assert "xxx" not in response.text
        assert refused > 0
        assert api.count_rows("messages") == api.count_rows("turns") == len(acknowledged)
        assert api.count_rows("decisions") == api.count_rows("outbox")

        ready = api.http.get("/readyz")
        assert ready.status_code == 503
        assert ready.json()["ready"] is False
        assert [part["part"] for part in ready.json()["degraded"]] == ["store"]
        assert api.http.get("/healthz").status_code == 200
        assert api.http.get(f"/v1/replies/{first['reply_id']}").status_code == 200
        assert api.http.post("/v1/intent", json={"replies": [{"text": "how much?"}]}).status_code == 200
        stop = api.http.post("/v1/replies", json=api.reply("STOP"))
        assert stop.status_code in (202, 503)

        limit_pages(api, 1_000_000)
        assert api.http.get("/readyz").status_code == 200
        assert api.receive("STOP", message_id="after")["decision"]["action"] == "suppress"
        api.clock.advance(TURN_LEASE)
        api.copilot.settler.wake()
        for receipt in acknowledged:
            assert api.read_reply(receipt["reply_id"])["state"] == "decided"
        assert api.count_rows("decisions") == api.count_rows("outbox")
        with api.copilot.store.read() as tx:
            assert tx.verify_ledger() == []
