"""The API in one process: the fake scorer, a library in memory, a clock that moves when told, no network at all."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from copilot.api.app import create_app
from copilot.clock import ManualClock
from copilot.service.copilot import Copilot
from copilot.settings import load_settings

START = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
CUSTOMER, OURS = "+15550100", "+15550199"
PATIENT_MS = 10_000
"""Longest wait for a decision that is on its way; a test that passes never waits for it."""


@dataclass
class Api:
    """The running API with what stands behind it, and short ways to call it."""

    http: TestClient
    app: ASGIApp
    copilot: Copilot
    clock: ManualClock
    numbers: Iterator[int] = field(default_factory=count)

    def reply(self, text: str = "how much for 20 seats?", **values: Any) -> dict[str, Any]:
        """Return a body of ``POST /v1/replies`` that is decided at once."""
        body = {
            "message_id": f"SM{next(self.numbers)}",
            "from": CUSTOMER,
            "to": OURS,
            "text": text,
            "settle_ms": 0,
        }
        return {**body, **values}

    def receive(self, text: str = "how much for 20 seats?", **values: Any) -> dict[str, Any]:
        """Receive a reply and return the receipt."""
        response = self.http.post("/v1/replies", json=self.reply(text, **values))
        assert response.status_code == 202, response.text
        receipt: dict[str, Any] = response.json()
        return receipt

    def read_reply(self, reply_id: str, wait_ms: int = PATIENT_MS) -> dict[str, Any]:
        """Return what became of a reply, waiting for its decision."""
        response = self.http.get(f"/v1/replies/{reply_id}", params={"wait_ms": wait_ms})
        assert response.status_code == 200, response.text
        status: dict[str, Any] = response.json()
        return status

    def send(self, text: str = "Did the trial go well?", **values: Any) -> dict[str, Any]:
        """Record a text that a rep sent."""
        body = {"message_id": f"OUT{next(self.numbers)}", "to": CUSTOMER, "from": OURS, "text": text, "sent_by": "rep"}
        response = self.http.post("/v1/messages", json={**body, **values})
        assert response.status_code == 201, response.text
        recorded: dict[str, Any] = response.json()
        return recorded

    def claim(self, decision_id: str, key: str = "k1") -> Response:
        """Claim a decision."""
        return self.http.post(f"/v1/decisions/{decision_id}/claim", headers={"Idempotency-Key": key})

    def settle(self, by: timedelta = timedelta(seconds=3)) -> None:
        """Let a span pass and have the worker look at once."""
        self.clock.advance(by)
        self.copilot.settler.wake()

    def count_rows(self, table: str) -> int:
        """Return how many rows a table holds."""
        with self.copilot.store.read() as tx:
            return int(tx._session.connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())

    def consent_events(self, phone: str = CUSTOMER) -> list[Any]:
        """Return the ledger lines of a number."""
        with self.copilot.store.read() as tx:
            return tx.consent.events_of(tx.subject_of(phone))

    def consent_state(self, phone: str = CUSTOMER) -> str:
        """Return the present consent of a number."""
        with self.copilot.store.read() as tx:
            return str(tx.consent.status_of(tx.subject_of(phone)).state)


OpenApi = Callable[..., AbstractContextManager[Api]]


@contextmanager
def open_api_in(data_dir: Path, **settings: Any) -> Iterator[Api]:
    """Run the API on a data folder; any setting may be given."""
    chosen = {"scorer": "fake", "knowledge": "memory", "starter_knowledge": False, **settings}
    clock = ManualClock(START)
    copilot = Copilot(load_settings(data_dir=data_dir, **chosen), clock)
    app = create_app(copilot)
    with TestClient(
        app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False, client=("127.0.0.1", 40_000)
    ) as http:
        yield Api(http, app, copilot, clock)


@pytest.fixture
def open_api(data_dir: Path) -> OpenApi:
    """Return a way to run the API with settings of the test's own."""
    return lambda **settings: open_api_in(data_dir, **settings)


@pytest.fixture
def api(data_dir: Path) -> Iterator[Api]:
    """Return an API with an empty database."""
    with open_api_in(data_dir) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """Return an API for tests that leave nothing behind."""
    with open_api_in(tmp_path_factory.mktemp("shared") / "data") as opened:
        yield opened
