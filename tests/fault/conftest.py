"""A real server in a process of its own, which can be killed, and a receiver for what it delivers."""

import base64
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import httpx2
import pytest

from copilot.connectors.standard_webhook import parse_secrets
from copilot.connectors.webhook_receiver import WebhookReceiver
from copilot.errors import PartUnavailableError

ROOT = Path(__file__).parents[2]
GUARD = ROOT / "tests" / "guard"
SECRET = "whsec_" + base64.b64encode(b"a secret of the tests, 32 bytes.").decode()
DEADLINE_S = 60
"""Longest wait for anything; a test that passes waits for none of it."""


class Server:
    """``sms-copilot serve`` on a free port, with everything it writes kept."""

    def __init__(self, data_dir: Path, env: dict[str, str]) -> None:
        """Start it and wait until it is ready."""
        self.lines: list[str] = []
        self._grown = threading.Condition()
        self._has_ended = False
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COPILOT_")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "copilot.cli", "serve", "--port", "0", "--data-dir", str(data_dir)],
            cwd=ROOT,
            env={**kept, "PYTHONPATH": str(GUARD), "PYTHONUNBUFFERED": "1", **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        ready = self._await_line("is ready on ")
        self.url = ready.split("is ready on ")[1].split()[0]
        self.http = httpx2.Client(base_url=self.url, timeout=DEADLINE_S, trust_env=False)

    @property
    def output(self) -> str:
        """Everything it has written so far."""
        with self._grown:
            return "\n".join(self.lines)

    def receive(self, text: str = "how much for 20 seats?", **values: Any) -> dict[str, Any]:
        """Receive a reply that is decided at once."""
        response = self.http.post("/v1/replies", json=reply(text, **values))
        assert response.status_code == 202, response.text
        receipt: dict[str, Any] = response.json()
        return receipt

    def kill(self) -> None:
        """Kill it as the kernel would: nothing of it runs any more."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end, and wait."""
        if self._process.poll() is None:
            self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        self._process.send_signal(how)
        self._process.wait(timeout=DEADLINE_S)
        self._reader.join(timeout=DEADLINE_S)
        assert self._process.stdout is not None
        self._process.stdout.close()
        self.http.close()

    def _await_line(self, text: str) -> str:
        with self._grown:
            self._grown.wait_for(lambda: self._find(text) is not None or self._has_ended, DEADLINE_S)
            line = self._find(text)
        if line is None:
            self._process.kill()
            pytest.fail(f"no line with {text!r} in:\n{self.output}")
        return line

    def _find(self, text: str) -> str | None:
        return next((line for line in self.lines if text in line), None)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._grown:
                self.lines.append(line.rstrip())
                self._grown.notify_all()
        with self._grown:
            self._has_ended = True
            self._grown.notify_all()


def reply(text: str, **values: Any) -> dict[str, Any]:
    """Return a body of ``POST /v1/replies``."""
    body = {"message_id": f"SM-{text[:20]}", "from": "+15550100", "to": "+15550199", "text": text, "settle_ms": 0}
    return {**body, **values}


class SendLayer:
    """Takes webhooks as a send layer would, and counts what came; it can be down."""

    def __init__(self) -> None:
        self.is_down = False
        self.attempts: Counter[str] = Counter()
        self.taken: dict[str, dict[str, Any]] = {}
        self._changed = threading.Condition()
        self._receiver = WebhookReceiver(parse_secrets(SECRET), self._take, port=0)

    @property
    def env(self) -> dict[str, str]:
        """What makes a server deliver here."""
        return {
            "COPILOT_SEND_LAYER": "http",
            "COPILOT_SEND_LAYER_URL": self._receiver.url,
            "COPILOT_SEND_LAYER_SECRET": SECRET,
        }

    def start(self) -> Self:
        """Begin to answer."""
        self._receiver.start()
        return self

    def stop(self) -> None:
        """Stop answering."""
        self._receiver.stop()

    def await_that(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is true of what came."""
        with self._changed:
            assert self._changed.wait_for(is_so, DEADLINE_S)

    def _take(self, event_id: str, payload: dict[str, Any]) -> None:
        with self._changed:
            self.attempts[event_id] += 1
            if not self.is_down:
                assert self.taken.setdefault(event_id, payload) == payload, "one id, two events"
            self._changed.notify_all()
        if self.is_down:
            raise PartUnavailableError("down for a test")


StartServer = Callable[..., Server]


@pytest.fixture
def start_server(data_dir: Path) -> Iterator[StartServer]:
    """Return a way to start servers on one data folder; whatever runs at the end is stopped."""
    started: list[Server] = []

    def start(**env: str) -> Server:
        cheap = {"COPILOT_SCORER": "fake", "COPILOT_KNOWLEDGE": "memory", "COPILOT_STARTER_KNOWLEDGE": "false"}
        server = Server(data_dir, {**cheap, **env})
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def send_layer() -> Iterator[SendLayer]:
    """Return a running send layer."""
    layer = SendLayer().start()
    yield layer
    layer.stop()
