"""Ready means: replies can be taken. A replica without its model still honours a stop."""

from copilot.domain.analysis import Degradation
from copilot.domain.model import DomainModel
from copilot.service.copilot import Copilot


class Readiness(DomainModel):
    """The body of ``GET /readyz``."""

    ready: bool
    degraded: tuple[Degradation, ...]
    """Parts that are down; without those of the database the service still takes replies."""
    outbox_pending: int | None
    outbox_dead: int | None


def readiness_of(copilot: Copilot) -> Readiness:
    """Probe the database by writing to it, and ask every part."""
    health = copilot.store.health()
    degraded = list(copilot.degraded())
    if not health.writable:
        degraded.append(Degradation(part="store", reason=health.reason or "the database cannot be written"))
    if health.migrations_behind:
        degraded.append(Degradation(part="store", reason="migrations are behind; restart the service"))
    outbox = health.outbox
    return Readiness(
        ready=health.writable and not health.migrations_behind,
        degraded=tuple(degraded),
        outbox_pending=None if outbox is None else outbox.pending,
        outbox_dead=None if outbox is None else outbox.dead,
    )
