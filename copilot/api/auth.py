"""Who may call what: API keys with a role, or, with no keys configured, this machine only."""

import ipaddress
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Final

from fastapi import Request

from copilot.api.waiting import in_thread
from copilot.errors import AuthenticationError, FieldError, PermissionDeniedError, StoreUnavailableError
from copilot.store.row import ApiKeyRow, ApiRole
from copilot.store.store import Store

LOCAL_HOSTS: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""With no keys, only these Host headers: a foreign one means a browser was tricked into calling us (DNS rebinding)."""
_REMEMBER_S: Final = 2.0
"""How long a checked key is believed: a revoked one stops working within it."""
_REMEMBERED: Final = 1_000
_NOTED_EVERY: Final = timedelta(minutes=1)
"""How exactly ``last_used_at`` is kept: a write for every call would cost more than the call."""


class KeyRing:
    """Checks keys against the store, remembering each answer for a moment. Used on the event loop only.

    A remembered answer costs no thread: checking every call in one took 0.2 of the 1.2 ms around a score.
    """

    def __init__(self, store: Store, now: Callable[[], float] = time.monotonic) -> None:
        """Take the store and a clock of seconds that never goes back."""
        self._store = store
        self._now = now
        self._known: dict[str, tuple[float, ApiKeyRow]] = {}
        self._any: tuple[float, bool] | None = None

    async def any_usable(self) -> bool:
        """Return whether any key is configured."""
        known = self._any
        if known is not None and self._now() - known[0] <= _REMEMBER_S:
            return known[1]
        answer = await in_thread(self._read_any)
        self._any = (self._now(), answer)
        return answer

    async def check(self, text: str) -> ApiKeyRow:
        """Return the key behind a bearer text.

        Raises:
            AuthenticationError: Unknown, expired or revoked.
        """
        now = self._now()
        known = self._known.get(text)
        if known is not None and now - known[0] <= _REMEMBER_S:
            return known[1]
        row = await in_thread(lambda: self._read(text))
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[text] = (now, row)
        return row

    def _read_any(self) -> bool:
        with self._store.read() as tx:
            return tx.api_keys.any_usable()

    def _read(self, text: str) -> ApiKeyRow:
        with self._store.read() as tx:
            row = tx.api_keys.authenticate(text)
            is_noted = row.last_used_at is not None and tx.now() - row.last_used_at < _NOTED_EVERY
        if not is_noted:
            # Who used a key when is worth knowing, but no reason to refuse a caller while the database is full.
            with suppress(StoreUnavailableError), self._store.transaction() as tx:
                tx.api_keys.touch(row.id)
        return row


def require(*roles: ApiRole) -> Callable[[Request], Awaitable[str]]:
    """Return a dependency that lets these roles through and gives the caller's name. ``admin`` always passes."""
    allowed = frozenset({*roles, "admin"})

    async def check(request: Request) -> str:
        ring: KeyRing = request.app.state.key_ring
        if not await ring.any_usable():
            return _local_caller(request)
        scheme, _, text = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not text:
            raise AuthenticationError("Send a key: Authorization: Bearer sk_live_…")
        key = await ring.check(text.strip())
        if key.role not in allowed:
            raise PermissionDeniedError(f"A key with role {key.role} may not do this; it takes {_either(allowed)}.")
        return f"key:{key.id}"

    return check


def _local_caller(request: Request) -> str:
    peer = request.client.host if request.client is not None else ""
    if not _is_loopback(peer):
        raise AuthenticationError("No keys are configured, so only this machine is answered. Make a key first.")
    host = request.headers.get("host", "")
    if _without_port(host).lower() not in LOCAL_HOSTS:
        raise HostNotAllowedError()
    return "local"


class HostNotAllowedError(PermissionDeniedError):
    """A Host header that does not name this machine while no keys are configured."""

    code = "host_not_allowed"

    def __init__(self) -> None:
        super().__init__("No keys are configured, so only Host localhost, 127.0.0.1 or [::1] is answered.")
        self.errors = (FieldError("Host", "host_not_allowed", "use localhost, 127.0.0.1 or [::1], or make a key"),)


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _either(roles: frozenset[str]) -> str:
    return " or ".join(sorted(roles))
