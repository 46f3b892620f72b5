"""What every repository works with: one open transaction, the clock, the id factory and the key of subjects."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from copilot.clock import Clock
from copilot.store.identifier import IdFactory
from copilot.store.subject import subject_key


@dataclass(frozen=True, slots=True)
class Session:
    """One open transaction and its surroundings."""

    connection: Connection
    clock: Clock
    new_id: IdFactory
    secret: bytes = field(repr=False)

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return self.clock.now()

    def subject_of(self, phone: str) -> str:
        """Return the keyed hash that stands for an E.164 number."""
        return subject_key(self.secret, phone)
