"""API keys: shown once, stored hashed, refused without saying why."""

from datetime import timedelta
from typing import Any

import pytest

from copilot.errors import AuthenticationError, NotFoundError


def create(desk: Any, **values: Any) -> Any:
    with desk.store.transaction() as tx:
        return tx.api_keys.create(**{"name": "crm hook", "role": "hook", **values})


def authenticate(desk: Any, text: str) -> Any:
    with desk.store.read() as tx:
        return tx.api_keys.authenticate(text)


def test_key_opens_with_its_text(desk: Any) -> None:
    made = create(desk)
    assert made.text.startswith(f"sk_live_{made.key.id}_")
    assert authenticate(desk, made.text) == made.key
    assert made.key.role == "hook"


def test_secret_is_not_stored(desk: Any) -> None:
    secret = create(desk).text.split("_", 3)[3]
    desk.store.scrub()
    assert len(secret) == 43
    assert secret.encode() not in desk.path.read_bytes()


def test_wrong_texts_are_refused_alike(desk: Any) -> None:
    made, other = create(desk), create(desk)
    secret = other.text.split("_", 3)[3]
    swapped = f"sk_live_{made.key.id}_{secret}"
    unknown = f"sk_live_{'0' * 16}_{secret}"
    texts = ["", "sk_live_", f"sk_live_{made.key.id}_", swapped, unknown, made.text + "x", made.text[8:], "\ud800"]
    messages = set()
    for text in texts:
        with pytest.raises(AuthenticationError) as refused:
            authenticate(desk, text)
        messages.add(refused.value.message)
    assert len(messages) == 1


def test_expired_key_is_refused(desk: Any) -> None:
    made = create(desk, expires_at=desk.clock.now() + timedelta(days=1))
    assert authenticate(desk, made.text).id == made.key.id
    desk.clock.advance(timedelta(days=1))
    with pytest.raises(AuthenticationError):
        authenticate(desk, made.text)


def test_revoked_key_is_refused_and_stays_listed(desk: Any) -> None:
    made = create(desk)
    with desk.store.transaction() as tx:
        tx.api_keys.revoke(made.key.id)
        revoked_at = desk.clock.now()
        desk.clock.advance(timedelta(days=1))
        tx.api_keys.revoke(made.key.id)
        assert [key.revoked_at for key in tx.api_keys.list()] == [revoked_at]
        with pytest.raises(NotFoundError):
            tx.api_keys.revoke("none")
    with pytest.raises(AuthenticationError):
        authenticate(desk, made.text)


def test_use_is_noted(desk: Any) -> None:
    made = create(desk)
    with desk.store.transaction() as tx:
        tx.api_keys.touch(made.key.id)
    assert authenticate(desk, made.text).last_used_at == desk.clock.now()


def test_keys_are_usable_until_expired_or_revoked(desk: Any) -> None:
    with desk.store.transaction() as tx:
        assert not tx.api_keys.any_usable()
        tx.api_keys.create("a", "admin", desk.clock.now() + timedelta(days=1))
        assert tx.api_keys.any_usable()
    desk.clock.advance(timedelta(days=1))
    with desk.store.transaction() as tx:
        assert not tx.api_keys.any_usable()
        made = tx.api_keys.create("b", "rep")
        assert tx.api_keys.any_usable()
        tx.api_keys.revoke(made.key.id)
        assert not tx.api_keys.any_usable()
