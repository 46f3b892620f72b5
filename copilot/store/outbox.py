"""The outbox: events written with the effect they tell of, delivered at least once and roughly in order."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, exists, func, insert, or_, select, update

from copilot.errors import ConflictError, NotFoundError
from copilot.store.entry import OutboxEvent
from copilot.store.row import OutboxRow, OutboxStats
from copilot.store.schema import outbox
from copilot.store.session import Session

_WAITING = outbox.c.state.in_(("pending", "leased"))
_COLUMNS = [column for column in outbox.columns if column.name != "subject_key"]


class OutboxRepository:
    """Events by id and by when they fall due."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def enqueue(self, event: OutboxEvent) -> OutboxRow:
        """Add an event, due at once."""
        event_id, now = event.id or self._session.new_id("msg"), self._session.now()
        self._session.connection.execute(
            insert(outbox).values(
                id=event_id,
                type=event.type,
                payload=event.payload,
                decision_id=event.decision_id,
                conversation_id=event.conversation_id,
                subject_key=event.subject_key,
                state="pending",
                attempts=0,
                next_attempt_at=now,
                expires_at=event.expires_at,
                created_at=now,
            )
        )
        return self.get(event_id)

    def get(self, event_id: str) -> OutboxRow:
        """Return an event.

        Raises:
            NotFoundError: No event has this id.
        """
        row = self._session.connection.execute(select(*_COLUMNS).where(outbox.c.id == event_id)).one_or_none()
        if row is None:
            raise NotFoundError("no event in the outbox has this id")
        return _event(row)

    def lease(self, limit: int, lease_for: timedelta) -> list[OutboxRow]:
        """Take due events for a time, in order; those nobody wants any more go to the dead letters on the way.

        An event waits while an earlier one of its conversation is in flight, but not while that one waits for a
        retry: a stop must not stand behind a page that fails for hours.
        """
        now, connection = self._session.now(), self._session.connection
        is_due = or_(
            and_(outbox.c.state == "pending", outbox.c.next_attempt_at <= now),
            and_(outbox.c.state == "leased", outbox.c.lease_until <= now),
        )
        connection.execute(
            update(outbox).where(is_due, outbox.c.expires_at <= now).values(_end("dead", None, "expired"))
        )
        earlier = outbox.alias("earlier")
        is_in_flight = exists().where(
            earlier.c.conversation_id == outbox.c.conversation_id,
            earlier.c.seq < outbox.c.seq,
            earlier.c.state == "leased",
            earlier.c.lease_until > now,
        )
        query = select(outbox.c.seq).where(is_due, ~is_in_flight).order_by(outbox.c.seq).limit(limit)
        taken = list(connection.scalars(query.with_for_update(skip_locked=True)))
        change = update(outbox).where(outbox.c.seq.in_(taken))
        connection.execute(change.values(state="leased", lease_until=now + lease_for, attempts=outbox.c.attempts + 1))
        return self._all(select(*_COLUMNS).where(outbox.c.seq.in_(taken)).order_by(outbox.c.seq))

    def free_leases(self) -> int:
        """Make every leased event due at once; return how many. Only for who knows that no other worker lives."""
        values = {"state": "pending", "lease_until": None, "next_attempt_at": self._session.now()}
        return self._session.connection.execute(
            update(outbox).where(outbox.c.state == "leased").values(values)
        ).rowcount

    def delivered(self, event_id: str, attempt: int, status: int | None, detail: str = "") -> bool:
        """Record that a leased event arrived; False, with nothing changed, when the lease went to somebody else."""
        return self._settle(
            event_id, attempt, {**_end("delivered", status, detail), "delivered_at": self._session.now()}
        )

    def retry(self, event_id: str, attempt: int, next_attempt_at: datetime, status: int | None, detail: str) -> bool:
        """Give a leased event back for another attempt; False when the lease went to somebody else."""
        return self._settle(event_id, attempt, {**_end("pending", status, detail), "next_attempt_at": next_attempt_at})

    def dead(self, event_id: str, attempt: int, status: int | None, detail: str) -> bool:
        """Move a leased event to the dead letters; False when the lease went to somebody else."""
        return self._settle(event_id, attempt, _end("dead", status, detail))

    def next_due_at(self) -> datetime | None:
        """Return when the next event falls due; None when none waits."""
        pending = select(func.min(outbox.c.next_attempt_at)).where(outbox.c.state == "pending")
        leased = select(func.min(outbox.c.lease_until)).where(outbox.c.state == "leased")
        moments = [self._session.connection.scalar(query) for query in (pending, leased)]
        return min((moment for moment in moments if moment is not None), default=None)

    def dead_letters(self, limit: int = 100, after_seq: int = 0) -> list[OutboxRow]:
        """Return events that were given up, oldest first, beginning after ``after_seq``."""
        query = select(*_COLUMNS).where(outbox.c.state == "dead", outbox.c.seq > after_seq)
        return self._all(query.order_by(outbox.c.seq).limit(limit))

    def replay(self, event_id: str) -> OutboxRow:
        """Put a dead letter back, due at once and without expiry, under the same id.

        Raises:
            NotFoundError: No event has this id.
            ConflictError: The event is no dead letter.
        """
        if self._revive(outbox.c.id == event_id) == 0:
            self.get(event_id)
            raise ConflictError("only a dead letter can be replayed")
        return self.get(event_id)

    def replay_all(self) -> int:
        """Put every dead letter back; return how many."""
        return self._revive()

    def stats(self) -> OutboxStats:
        """Return how far delivery is behind."""
        count = select(func.count()).select_from(outbox)
        return OutboxStats(
            pending=self._session.connection.scalar(count.where(_WAITING)) or 0,
            dead=self._session.connection.scalar(count.where(outbox.c.state == "dead")) or 0,
            oldest_pending_at=self._session.connection.scalar(select(func.min(outbox.c.created_at)).where(_WAITING)),
        )

    def _settle(self, event_id: str, attempt: int, values: dict[str, object]) -> bool:
        held = (outbox.c.id == event_id, outbox.c.state == "leased", outbox.c.attempts == attempt)
        return self._session.connection.execute(update(outbox).where(*held).values(values)).rowcount == 1

    def _revive(self, *conditions: Any) -> int:
        change = update(outbox).where(outbox.c.state == "dead", *conditions)
        values = {"state": "pending", "attempts": 0, "next_attempt_at": self._session.now(), "expires_at": None}
        return self._session.connection.execute(change.values(values)).rowcount

    def _all(self, query: Any) -> list[OutboxRow]:
        return [_event(row) for row in self._session.connection.execute(query)]


def _end(state: str, status: int | None, detail: str) -> dict[str, object]:
    return {"state": state, "lease_until": None, "last_status": status, "last_detail": detail[:500]}


def _event(row: Row[Any]) -> OutboxRow:
    return OutboxRow(**row._mapping)
