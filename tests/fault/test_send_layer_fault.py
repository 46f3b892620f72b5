"""A send layer that is down: events wait in the outbox and come later, once by id."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def test_events_wait_over_a_restart_and_are_taken_once_by_id(
    start_server: Any, send_layer: Any, data_dir: Path
) -> None:
    send_layer.is_down = True
    first = start_server(**send_layer.env)
    decisions = [
        first.receive(f"how much for {number} seats?", **{"from": f"+1555040{number}"})["decision"]["id"]
        for number in range(5)
    ]
    send_layer.await_that(lambda: len(send_layer.attempts) == 5)
    assert first.http.get("/readyz").json()["outbox_pending"] == 5
    assert send_layer.taken == {}
    first.kill()
    send_layer.is_down = False

    second = start_server(**send_layer.env)
    extra = second.receive("thanks")["decision"]["id"]
    send_layer.await_that(lambda: len(send_layer.taken) == 6)
    delivered = [event["data"]["decision"]["id"] for event in send_layer.taken.values()]
    assert sorted(delivered) == sorted([*decisions, extra])
    second.stop()
    with closing(sqlite3.connect(data_dir / "copilot.db")) as database:
        states = database.execute("SELECT state, count(*) FROM outbox GROUP BY state").fetchall()
    assert states == [("delivered", 6)]


def test_an_event_carries_the_decision_and_never_the_customer_s_text(start_server: Any, send_layer: Any) -> None:
    server = start_server(**send_layer.env)
    receipt = server.receive("Zanzibar how much?")
    send_layer.await_that(lambda: len(send_layer.taken) == 1)
    [event] = send_layer.taken.values()
    assert event["type"] == "decision.made"
    assert event["data"]["decision"] == receipt["decision"]
    assert event["data"]["reply_id"] == receipt["reply_id"]
    assert event["data"]["suggestion"]["id"] == receipt["decision"]["suggestion_id"]
    assert "Zanzibar" not in str(event)
