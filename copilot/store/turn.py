"""Turns: replies gather until they settle; a worker leases the turn; its lease runs out if the worker dies."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, func, insert, select, update

from copilot.domain.analysis import Analysis, ConsentFinding
from copilot.domain.consent import ConsentEvent
from copilot.errors import NotFoundError, TurnChangedError
from copilot.store.codec import DEGRADED, HITS
from copilot.store.row import ConversationRow, TurnRow
from copilot.store.schema import conversations, turns
from copilot.store.session import Session

MAX_SETTLE_FACTOR: Final = 10
"""A burst is scored after this many settle windows even when replies keep coming."""
_OPEN: Final = ("settling", "leased")


class TurnRepository:
    """Turns by id and by when they fall due."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, turn_id: str) -> TurnRow:
        """Return a turn.

        Raises:
            NotFoundError: No turn has this id.
        """
        query = (
            select(turns, conversations.c.subject_key)
            .join(conversations, conversations.c.id == turns.c.conversation_id)
            .where(turns.c.id == turn_id)
        )
        row = self._session.connection.execute(query).one_or_none()
        if row is None:
            raise NotFoundError("no turn has this id")
        return _turn(row)

    def join(
        self, conversation: ConversationRow, *, settle: timedelta, context: str | None, finding: ConsentFinding
    ) -> str:
        """Return the id of the open turn a new reply belongs to, opened if there is none.

        A turn that is being scored goes back to settling: its outcome will be refused.
        """
        now = self._session.now()
        query = select(turns).where(turns.c.conversation_id == conversation.id, turns.c.state.in_(_OPEN))
        row = self._session.connection.execute(query.with_for_update()).one_or_none()
        if row is None:
            turn_id = self._session.new_id("trn")
            self._session.connection.execute(
                insert(turns).values(
                    id=turn_id,
                    conversation_id=conversation.id,
                    state="settling",
                    opened_at=now,
                    due_at=now + settle,
                    attempts=0,
                    context_override=context,
                    consent=finding.model_dump_json(),
                    degraded=DEGRADED.write(()),
                )
            )
            return turn_id
        stored = ConsentFinding.model_validate_json(row.consent)
        self._session.connection.execute(
            update(turns)
            .where(turns.c.id == row.id)
            .values(
                state="settling",
                due_at=min(now + settle, row.opened_at + MAX_SETTLE_FACTOR * settle),
                context_override=context if row.context_override is None else row.context_override,
                consent=_later_finding(stored, finding).model_dump_json(),
            )
        )
        return str(row.id)

    def next_due_at(self) -> datetime | None:
        """Return when the next open turn falls due; None when there is none."""
        moment: datetime | None = self._session.connection.scalar(
            select(func.min(turns.c.due_at)).where(turns.c.state.in_(_OPEN))
        )
        return moment

    def due(self, limit: int = 100) -> list[str]:
        """Return ids of turns that have settled, or whose lease ran out, the longest due first."""
        query = select(turns.c.id).where(turns.c.state.in_(_OPEN), turns.c.due_at <= self._session.now())
        return list(self._session.connection.scalars(query.order_by(turns.c.due_at, turns.c.id).limit(limit)))

    def lease(self, turn_id: str, lease_for: timedelta) -> TurnRow | None:
        """Take a due turn for a time; None when it is not due, taken, decided or gone."""
        now = self._session.now()
        change = (
            update(turns)
            .where(turns.c.id == turn_id, turns.c.state.in_(_OPEN), turns.c.due_at <= now)
            .values(state="leased", due_at=now + lease_for, attempts=turns.c.attempts + 1)
        )
        return self.get(turn_id) if self._session.connection.execute(change).rowcount == 1 else None

    def lease_next(self, lease_for: timedelta) -> TurnRow | None:
        """Take the turn that is due the longest; None when none is due."""
        return next((turn for turn_id in self.due(10) if (turn := self.lease(turn_id, lease_for))), None)

    def free_leases(self) -> int:
        """Make every leased turn due at once; return how many. Only for who knows that no other worker lives."""
        change = update(turns).where(turns.c.state == "leased").values(state="settling", due_at=self._session.now())
        return self._session.connection.execute(change).rowcount

    def close(self, turn_id: str, attempt: int, **values: object) -> None:
        """Mark a leased turn as decided and store what was found out.

        Raises:
            NotFoundError: No turn has this id.
            TurnChangedError: Replies joined it, or its lease went to somebody else.
        """
        change = _leased(turn_id, attempt).values(state="decided", decided_at=self._session.now(), error=None, **values)
        if self._session.connection.execute(change).rowcount == 0:
            self.get(turn_id)
            raise TurnChangedError("the turn changed while it was being scored; lease and score it again")

    def fail(self, turn_id: str, attempt: int, error: str, retry_at: datetime | None) -> None:
        """Give a leased turn back, to be tried again at ``retry_at``, or for good when that is None.

        ``error`` is the name of an error, never its text. A turn that changed meanwhile is left alone.
        """
        values: dict[str, object] = (
            {"state": "failed"} if retry_at is None else {"state": "settling", "due_at": retry_at}
        )
        self._session.connection.execute(_leased(turn_id, attempt).values(error=error[:200], **values))

    def settle_now(self, turn_id: str) -> None:
        """Make a settling turn due at once."""
        change = update(turns).where(turns.c.id == turn_id, turns.c.state == "settling")
        self._session.connection.execute(change.values(due_at=self._session.now()))


def _leased(turn_id: str, attempt: int) -> Any:
    return update(turns).where(turns.c.id == turn_id, turns.c.state == "leased", turns.c.attempts == attempt)


def _later_finding(stored: ConsentFinding, new: ConsentFinding) -> ConsentFinding:
    """Return what a burst does to consent: its last stop or start, and HELP only when it has neither."""
    if new.event is None or (new.event == ConsentEvent.HELP and stored.event is not None):
        return stored
    return new


def _turn(row: Row[Any]) -> TurnRow:
    values = dict(row._mapping)
    values |= {
        "consent": ConsentFinding.model_validate_json(row.consent),
        "analysis": None if row.analysis is None else Analysis.model_validate_json(row.analysis),
        "hits": None if row.hits is None else HITS.read(row.hits),
        "degraded": DEGRADED.read(row.degraded),
    }
    return TurnRow(**values)
