"""``kill -9`` in the middle of 200 replies: what was acknowledged is there once, with its effects once."""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from copilot.clock import SystemClock
from copilot.store.engine import open_engine
from copilot.store.store import Store

REPLIES = 200
PEOPLE = 25
CLIENTS = 8
WORDS = ("how much?", "STOP", "intent:opt_out leave it", "thanks", "YES", "where do i sign", "hello", "START")


def bodies(seed: int) -> list[dict[str, Any]]:
    """Return 200 replies of 25 people, some in bursts, some with words of consent."""
    chance = random.Random(seed)
    return [
        {
            "message_id": f"SM{number}",
            "from": f"+1555020{chance.randrange(PEOPLE):02d}",
            "to": "+15550199",
            "text": chance.choice(WORDS),
            "settle_ms": chance.choice((0, 0, 50)),
        }
        for number in range(REPLIES)
    ]


class Clients:
    """Post replies from several threads and kill the server after so many receipts."""

    def __init__(self, server: Any, kill_after: int) -> None:
        self._server = server
        self._kill_after = kill_after
        self._lock = threading.Lock()
        self.receipts: dict[str, dict[str, Any]] = {}

    def post_all(self, replies: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """Return message id → receipt of those that were acknowledged."""
        with ThreadPoolExecutor(CLIENTS) as threads:
            list(threads.map(self._post, replies))
        return self.receipts

    def _post(self, body: dict[str, Any]) -> None:
        try:
            response = self._server.http.post("/v1/replies", json=body)
        except (httpx2.HTTPError, RuntimeError):  # killed, or the client was closed by the kill
            return
        assert response.status_code == 202, response.text
        with self._lock:
            self.receipts[body["message_id"]] = response.json()
            if len(self.receipts) == self._kill_after:
                self._server.kill()


@pytest.mark.parametrize("seed", [1, 2])
def test_every_acknowledged_reply_is_there_once_with_its_effects_once(
    start_server: Any, send_layer: Any, data_dir: Path, seed: int
) -> None:
    replies = bodies(seed)
    first = start_server(**send_layer.env)
    acknowledged = Clients(first, random.Random(seed).randrange(20, REPLIES - 20)).post_all(replies)
    assert 20 <= len(acknowledged) < REPLIES

    second = start_server(**send_layer.env)
    again = Clients(second, REPLIES + 1).post_all(replies)
    assert set(again) == {body["message_id"] for body in replies}
    for message_id, receipt in acknowledged.items():
        repeated = again[message_id]
        assert repeated["duplicate"] is True
        assert repeated["reply_id"] == receipt["reply_id"]
        assert receipt["decision"] is None or repeated["decision"] == receipt["decision"]

    decisions = {}
    for receipt in again.values():
        status = second.http.get(f"/v1/replies/{receipt['reply_id']}", params={"wait_ms": 10_000}).json()
        assert status["state"] == "decided"
        assert receipt["reply_id"] in status["decision"]["turn"]
        decisions[status["decision"]["id"]] = status["decision"]
    send_layer.await_that(lambda: len(send_layer.taken) >= len(decisions))
    second.stop()

    assert Counter(r for decision in decisions.values() for r in decision["turn"]) == Counter(
        receipt["reply_id"] for receipt in again.values()
    )
    delivered = Counter(event["data"]["decision"]["id"] for event in send_layer.taken.values())
    assert delivered == Counter(decisions.keys())
    check_database(data_dir)


def check_database(data_dir: Path) -> None:
    """Check the invariants over everything stored."""
    engine = open_engine(data_dir / "copilot.db")
    with engine.connect() as connection:

        def one(query: str) -> Any:
            return connection.execute(text(query)).scalar_one()

        assert one("SELECT count(*) FROM messages") == REPLIES
        assert one("SELECT count(DISTINCT provider_message_id) FROM messages") == REPLIES
        assert one("SELECT count(*) FROM turns WHERE state <> 'decided'") == 0
        assert one("SELECT count(*) FROM decisions") == one("SELECT count(*) FROM turns")
        assert one("SELECT count(*) FROM outbox") == one("SELECT count(*) FROM decisions")
        assert one("SELECT count(DISTINCT decision_id) FROM outbox") == one("SELECT count(*) FROM decisions")
        assert one("SELECT count(*) FROM outbox WHERE state <> 'delivered'") == 0
        by_words = "SELECT count(*) FROM consent_events WHERE method <> 'model'"
        with_words = "SELECT count(*) FROM messages WHERE consent LIKE '%keyword%' OR consent LIKE '%phrase%'"
        assert one(by_words) == one(with_words)
        twice = "SELECT count(*) FROM (SELECT message_id FROM consent_details GROUP BY message_id HAVING count(*) > 1)"
        assert one(twice) == 0
    store = Store(engine, subject_key=b"k" * 32, clock=SystemClock())
    with store.read() as tx:
        assert tx.verify_ledger() == []
    store.close()
