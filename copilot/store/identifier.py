"""Ids: a prefix that says what it names, and 128 bits that sort by time of making."""

import secrets
from collections.abc import Callable

from copilot.clock import Clock

IdFactory = Callable[[str], str]
"""Prefix → new id, such as ``rpl`` → ``rpl_0192…``."""


def time_ordered_ids(clock: Clock) -> IdFactory:
    """Return a factory of ``<prefix>_<32 hex digits>``: 48 bits of milliseconds, as in UUIDv7, then 80 random bits."""

    def new_id(prefix: str) -> str:
        milliseconds = int(clock.now().timestamp() * 1000)
        return f"{prefix}_{milliseconds:012x}{secrets.token_hex(10)}"

    return new_id
