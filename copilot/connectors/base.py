"""The seam of the send layer: who carries decisions out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Event:
    """One event to deliver, at least once, with a stable id."""

    id: str
    """Constant over retries: the receiver drops repeats by it."""
    type: str
    """Such as ``decision.made``."""
    occurred_at: datetime
    body: bytes
    """The exact JSON bytes; what is signed is what is sent."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How one attempt ended."""

    outcome: Literal["delivered", "retry", "rejected", "disabled"]
    """``rejected``: will never be taken; ``disabled``: the endpoint said 410 and wants no more."""
    status: int | None
    """HTTP status, or None when no answer came."""
    detail: str
    retry_after_s: float | None = None
    """The receiver's own wish, when it gave one."""


class SendLayer(Protocol):
    """Takes decisions to whoever sends."""

    def deliver(self, event: Event, *, attempted_at: datetime) -> Delivery:
        """Try once, within the configured timeout. Never raises for what the other side does."""
        ...

    def close(self) -> None:
        """Release connections."""
        ...
