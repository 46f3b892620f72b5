"""Decisions go to the send layer's URL as Standard Webhooks."""

import ipaddress
import socket
import threading
from datetime import datetime, timedelta
from typing import Any

import httpx2

from copilot.connectors.base import Delivery, Event
from copilot.connectors.retry import parse_retry_after
from copilot.connectors.standard_webhook import (
    ID_HEADER,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    parse_secrets,
    sign,
    timestamp_of,
)
from copilot.errors import ConfigurationError

_BODY_LIMIT = 16 * 1024
"""Bytes of an answer that are taken off the wire, so that the receiver can finish writing. They are not looked at."""


class HttpSendLayer:
    """Posts each event, signed, to one URL.

    The URL is the operator's, never a caller's, so private addresses are allowed: a send layer often lives on one.
    Redirects are not followed, proxies and certificates named in the environment are not used, and what the other
    side answers is never read into anything but a status. Every attempt has its own connection: a stale one would
    cost a retry, and the whole attempt can be cut at its deadline.
    """

    def __init__(self, url: str, secret: str, *, timeout: timedelta = timedelta(seconds=15)) -> None:
        """Check the address and the secret; nothing is sent yet.

        Args:
            url: https, or http on a loopback host; without user name and password.
            secret: ``whsec_…``; while one is being changed, new and old separated by a space.
            timeout: Longest an attempt may take from connecting to the answer's end.

        Raises:
            ConfigurationError: The URL or the secret cannot be used; neither is repeated in the message.
        """
        self._url = check_url(url)
        self._secrets = parse_secrets(secret)
        self._timeout = timeout
        self._client = httpx2.Client(
            timeout=timeout.total_seconds(),
            follow_redirects=False,
            trust_env=False,
            limits=httpx2.Limits(max_keepalive_connections=0),
            headers={"user-agent": "sms-copilot", "content-type": "application/json"},
        )

    def deliver(self, event: Event, *, attempted_at: datetime) -> Delivery:
        """Try once, within the configured timeout. Never raises for what the other side does."""
        try:
            signature = sign(self._secrets, event.id, attempted_at, event.body)
        except ValueError:
            # Ours to mend, and no later attempt would go better.
            return Delivery(outcome="rejected", status=None, detail="the event's id or time cannot be signed")
        headers = {
            ID_HEADER: event.id,
            TIMESTAMP_HEADER: timestamp_of(attempted_at),
            SIGNATURE_HEADER: signature,
        }
        with _Cutter(self._timeout) as cutter:
            try:
                return self._post(event.body, headers, cutter, attempted_at)
            except httpx2.HTTPError as error:
                kind = "deadline passed" if cutter.has_cut else type(error).__name__
                return Delivery(outcome="retry", status=None, detail=kind)

    def _post(self, body: bytes, headers: dict[str, str], cutter: "_Cutter", attempted_at: datetime) -> Delivery:
        with self._client.stream(
            "POST", self._url, content=body, headers=headers, extensions={"trace": cutter.trace}
        ) as response:
            _drain(response)
            return judge(response.status_code, response.headers.get("retry-after"), attempted_at)

    def close(self) -> None:
        """Release connections."""
        self._client.close()


def check_url(url: str) -> httpx2.URL:
    """Return the parsed URL of a send layer.

    Raises:
        ConfigurationError: It is not absolute, not https off this machine, or carries credentials.
    """
    try:
        parsed = httpx2.URL(url)
    except (httpx2.InvalidURL, TypeError, ValueError):
        raise ConfigurationError("the send layer's URL cannot be read") from None
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise ConfigurationError("the send layer's URL is absolute, such as https://sender.example/decisions")
    if parsed.userinfo:
        raise ConfigurationError("the send layer's URL carries no user name or password: webhooks are signed instead")
    if parsed.scheme == "http" and not _is_loopback(parsed.host):
        raise ConfigurationError("the send layer's URL needs https: plain http is for this machine only")
    return parsed


def judge(status: int, retry_after: str | None, now: datetime) -> Delivery:
    """Say what an HTTP status means for a delivery (Standard Webhooks 1.0.0, "Delivery success and failure").

    Only 2xx is success and only 410 is final. Every other 4xx is tried again too: a wrong secret (401), a route not
    deployed yet (404) or a receiver's own defect (400, 422) is mended by a person while the event waits, and the
    schedule ends in a dead letter that can be replayed.
    """
    detail = f"HTTP {status}"
    if 200 <= status < 300:
        return Delivery(outcome="delivered", status=status, detail=detail)
    if status == 410:
        return Delivery(outcome="disabled", status=status, detail=detail)
    return Delivery(outcome="retry", status=status, detail=detail, retry_after_s=parse_retry_after(retry_after, now))


def _drain(response: httpx2.Response) -> None:
    taken = 0
    try:
        for chunk in response.iter_raw():
            taken += len(chunk)
            if taken >= _BODY_LIMIT:
                return
    except httpx2.HTTPError:
        return  # the status has been said; what became of the rest changes nothing


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class _Cutter:
    """Ends an attempt at its deadline. The client's own timeouts begin anew with every byte that trickles in."""

    def __init__(self, after: timedelta) -> None:
        self.has_cut = False
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(after.total_seconds(), self._cut)
        self._timer.daemon = True

    def __enter__(self) -> "_Cutter":
        self._timer.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._timer.cancel()
        with self._lock:
            self._socket = None

    def trace(self, name: str, info: dict[str, Any]) -> None:
        """Note the socket of the attempt as soon as there is one (httpcore's ``trace`` extension)."""
        if name not in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            return
        with self._lock:
            self._socket = info["return_value"].get_extra_info("socket")
            if self.has_cut:
                self._shut()

    def _cut(self) -> None:
        with self._lock:
            self.has_cut = True
            self._shut()

    def _shut(self) -> None:
        if self._socket is None:
            return
        try:
            # The plain method also on a TLS socket: its own would take the TLS state from under the reading thread.
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
        except OSError:
            return  # closed already
