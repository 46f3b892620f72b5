"""API keys: ``sk_live_<id>_<secret>``. Only the SHA-256 of the secret is kept; 256 random bits need no slow hash."""

import hashlib
import hmac
import re
import secrets
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, insert, or_, select, update

from copilot.errors import AuthenticationError, NotFoundError
from copilot.store.row import ApiKeyRow, ApiRole, NewApiKey
from copilot.store.schema import api_keys
from copilot.store.session import Session

_PREFIX: Final = "sk_live_"
_SECRET_BYTES: Final = 32
_SHAPE: Final = re.compile(rf"{_PREFIX}([0-9a-f]{{16}})_([A-Za-z0-9_-]{{43}})")
_REFUSED: Final = "this API key is not valid; ask an administrator for one"
_COLUMNS = [column for column in api_keys.columns if column.name != "secret_sha256"]


class ApiKeyRepository:
    """API keys by id and by their text."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def create(self, name: str, role: ApiRole, expires_at: datetime | None = None) -> NewApiKey:
        """Make a key; its text is given back here and never again."""
        key_id, secret = secrets.token_hex(8), secrets.token_urlsafe(_SECRET_BYTES)
        values = {"id": key_id, "name": name, "role": role, "secret_sha256": _digest(secret), "expires_at": expires_at}
        self._session.connection.execute(insert(api_keys).values(created_at=self._session.now(), **values))
        row = self._session.connection.execute(select(*_COLUMNS).where(api_keys.c.id == key_id)).one()
        return NewApiKey(key=_key(row), text=f"{_PREFIX}{key_id}_{secret}")

    def authenticate(self, text: str) -> ApiKeyRow:
        """Return the key this text belongs to.

        Raises:
            AuthenticationError: Malformed, unknown, wrong, expired or revoked; which of them is not told.
        """
        shape = _SHAPE.fullmatch(text)
        if shape is None:
            raise AuthenticationError(_REFUSED)
        key_id, secret = shape.groups()
        row = self._session.connection.execute(select(api_keys).where(api_keys.c.id == key_id)).one_or_none()
        is_right = hmac.compare_digest(_digest(secret), _digest("") if row is None else row.secret_sha256)
        if row is None or not is_right or row.revoked_at is not None:
            raise AuthenticationError(_REFUSED)
        if row.expires_at is not None and row.expires_at <= self._session.now():
            raise AuthenticationError(_REFUSED)
        return ApiKeyRow(**{name: value for name, value in row._mapping.items() if name != "secret_sha256"})

    def touch(self, key_id: str) -> None:
        """Note that a key was used now."""
        change = update(api_keys).where(api_keys.c.id == key_id)
        self._session.connection.execute(change.values(last_used_at=self._session.now()))

    def list(self) -> list[ApiKeyRow]:
        """Return every key ever made, oldest first."""
        query = select(*_COLUMNS).order_by(api_keys.c.created_at, api_keys.c.id)
        return [_key(row) for row in self._session.connection.execute(query)]

    def revoke(self, key_id: str) -> None:
        """End a key's validity now; ending it twice keeps the first moment.

        Raises:
            NotFoundError: No key has this id.
        """
        change = update(api_keys).where(api_keys.c.id == key_id, api_keys.c.revoked_at.is_(None))
        if self._session.connection.execute(change.values(revoked_at=self._session.now())).rowcount == 1:
            return
        if self._session.connection.execute(select(api_keys.c.id).where(api_keys.c.id == key_id)).first() is None:
            raise NotFoundError("no API key has this id")

    def any_usable(self) -> bool:
        """Return whether any key is neither expired nor revoked."""
        is_current = or_(api_keys.c.expires_at.is_(None), api_keys.c.expires_at > self._session.now())
        query = select(api_keys.c.id).where(api_keys.c.revoked_at.is_(None), is_current).limit(1)
        return self._session.connection.execute(query).first() is not None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("ascii")).hexdigest()


def _key(row: Row[Any]) -> ApiKeyRow:
    return ApiKeyRow(**row._mapping)
