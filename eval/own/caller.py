"""HTTP calls with a deadline and few retries, for a server that may be busy for a moment."""

import random
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import httpx2

from copilot.errors import CopilotError

TRIES: Final = 4
"""Calls before an answer is given up."""
DEADLINE: Final = timedelta(minutes=2)
"""With all retries: 256 replies take seconds, on a slow machine under load half a minute."""
_FIRST_PAUSE_S: Final = 0.5
_LONGEST_PAUSE_S: Final = 30.0
_PASSING: Final = frozenset({429, 502, 503, 504})
"""Statuses that waiting may mend."""


class SystemFailedError(CopilotError):
    """A system that is measured did not answer; without its answers there are no figures."""

    code = "system_failed"


class Caller:
    """Calls one server; safe for threads. No proxy of the environment is used and no redirect is followed."""

    def __init__(
        self,
        base: str,
        *,
        place: str,
        key: str = "",
        client: httpx2.Client | None = None,
        deadline: timedelta = DEADLINE,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Prepare calls; none is made.

        Args:
            base: URL that paths are put behind.
            place: Names the server in errors.
            key: Sent as Bearer; empty: none.
            client: One that reaches an app in this process, for tests.
            deadline: For one call with its retries.
            now: Seconds that never run backwards.
            sleep: Waits that many seconds.
        """
        self._base, self._place = base.rstrip("/"), place
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = client or httpx2.Client(trust_env=False)
        self._deadline_s = deadline.total_seconds()
        self._now, self._sleep = now, sleep
        self._jitter = random.Random(0)

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> httpx2.Response:
        """Return the first answer that waiting would not mend, whatever its status.

        Raises:
            SystemFailedError: None came within the deadline and the tries.
        """
        ends_at = self._now() + self._deadline_s
        for number in range(1, TRIES + 1):
            response, why = self._try_once(method, path, body, ends_at - self._now())
            if response is not None and response.status_code not in _PASSING:
                return response
            pause_s = self._pause_s(number, response)
            if number == TRIES or self._now() + pause_s >= ends_at:
                break
            self._sleep(pause_s)
        tries = "1 try" if number == 1 else f"{number} tries"
        raise SystemFailedError(f"{self._place} did not answer {path}: {why}, after {tries}")

    def _try_once(
        self, method: str, path: str, body: dict[str, Any] | None, left_s: float
    ) -> tuple[httpx2.Response | None, str]:
        options: dict[str, Any] = {} if body is None else {"json": body}
        try:
            response = self._client.request(
                method, self._base + path, headers=self._headers, timeout=max(left_s, 0.001), **options
            )
        except httpx2.HTTPError as error:
            return None, type(error).__name__
        return response, f"status {response.status_code}"

    def _pause_s(self, number: int, response: httpx2.Response | None) -> float:
        asked = "" if response is None else response.headers.get("Retry-After", "")
        if asked.isdigit():
            return min(float(asked), _LONGEST_PAUSE_S)
        return min(_FIRST_PAUSE_S * float(2 ** (number - 1)), _LONGEST_PAUSE_S) * (1 + self._jitter.random() / 4)


def json_object(response: httpx2.Response) -> dict[str, Any] | None:
    """Return the object that an answer carries, ``None`` where its body is anything else."""
    try:
        body = response.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) else None
