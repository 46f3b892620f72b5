"""Idempotency keys: the first answer to a request is kept and given again to its repeats."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, insert, select

from copilot.errors import IdempotencyKeyReusedError
from copilot.store.row import StoredAnswer
from copilot.store.schema import idempotency_keys
from copilot.store.session import Session

KEEP: Final = timedelta(hours=72)
"""Longer than any client's retries over a weekend."""


class IdempotencyRepository:
    """Answers by (route, key)."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, route: str, key: str, fingerprint: str) -> StoredAnswer | None:
        """Return the first answer, or None when the key is new or older than 72 hours.

        Raises:
            IdempotencyKeyReusedError: The key came with another request.
        """
        query = select(idempotency_keys).where(
            idempotency_keys.c.route == route,
            idempotency_keys.c.key == key,
            idempotency_keys.c.created_at > self._session.now() - KEEP,
        )
        row = self._session.connection.execute(query).one_or_none()
        if row is None:
            return None
        if row.fingerprint != fingerprint:
            raise IdempotencyKeyReusedError("this Idempotency-Key was used for another request; take a new one")
        return StoredAnswer(status=row.status, body=row.body)

    def save(
        self, route: str, key: str, fingerprint: str, status: int, body: str, subject_key: str | None = None
    ) -> None:
        """Keep an answer, in the transaction of its effect. ``subject_key``: whose data the body holds."""
        same = (idempotency_keys.c.route == route, idempotency_keys.c.key == key)
        self._session.connection.execute(delete(idempotency_keys).where(*same))  # an old one, else find had returned it
        values = {"route": route, "key": key, "fingerprint": fingerprint, "status": status, "body": body}
        self._session.connection.execute(
            insert(idempotency_keys).values(subject_key=subject_key, created_at=self._session.now(), **values)
        )

    def prune(self) -> int:
        """Forget keys older than 72 hours; return how many."""
        old = idempotency_keys.c.created_at <= self._session.now() - KEEP
        return self._session.connection.execute(delete(idempotency_keys).where(old)).rowcount
