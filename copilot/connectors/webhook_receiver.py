"""The receiving side of our webhooks over HTTP: reads, verifies and answers. Loopback only."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from copilot.clock import Clock, SystemClock
from copilot.connectors.standard_webhook import SigningSecret, verify
from copilot.errors import AuthenticationError, InvalidInputError, PartUnavailableError

_BODY_LIMIT = 64 * 1024
"""Bytes; a decision with all its reasons stays under 20 kB."""

Take = Callable[[str, dict[str, Any]], None]
"""Carries out one verified event, given its webhook id and payload.

``InvalidInputError``: the payload is not what it should be; ``PartUnavailableError``: deliver it again later.
"""


class WebhookReceiver:
    """Takes ``POST`` on any path and answers 204 once the event was carried out."""

    def __init__(
        self, secrets: tuple[SigningSecret, ...], take: Take, *, port: int, clock: Clock | None = None
    ) -> None:
        self._secrets = secrets
        self._take = take
        self._clock = clock or SystemClock()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler_for(self))
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def start(self) -> Self:
        """Begin answering in the background."""
        # Polled often, so that stop() returns at once.
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop answering, wait for what is under way, and give the port back."""
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._thread = None
        self._server.server_close()

    def answer(self, headers: dict[str, str], body: bytes) -> tuple[int, str]:
        """Return status and reason for one request."""
        try:
            event_id = verify(self._secrets, headers, body, now=self._clock.now())
        except AuthenticationError as error:
            return 401, error.message
        try:
            payload = json.loads(body)
        except ValueError:
            return 400, "the body is not JSON"
        if not isinstance(payload, dict):
            return 400, "the body is not a JSON object"
        try:
            self._take(event_id, payload)
        except InvalidInputError as error:
            return 400, error.message
        except PartUnavailableError as error:
            return 503, error.message
        return 204, ""


def _handler_for(receiver: WebhookReceiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """One connection; what it says goes nowhere but to the receiver."""

        protocol_version = "HTTP/1.1"
        timeout = 10
        """Seconds a sender may be silent."""

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if not (length.isascii() and length.isdigit()):
                return self._say(411, "a Content-Length is needed")
            if int(length[:12]) > _BODY_LIMIT:
                return self._say(413, f"at most {_BODY_LIMIT} bytes")
            return self._say(*receiver.answer(dict(self.headers.items()), self.rfile.read(int(length))))

        def _say(self, status: int, reason: str) -> None:
            text = reason.encode()
            # One request a connection: nothing of an unread body can be taken for the next request.
            self.close_connection = True
            self.send_response(status)
            if status != 204:
                self.send_header("Content-Type", "text/plain; charset=utf-8")
                self.send_header("Content-Length", str(len(text)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *args: object) -> None:
            """Write nothing: a request line may carry what does not belong in a log."""

    return Handler
