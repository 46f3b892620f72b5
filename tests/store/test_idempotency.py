"""Idempotency keys: the first answer is the answer, for three days."""

from datetime import timedelta
from typing import Any

import pytest

from copilot.errors import IdempotencyKeyReusedError
from copilot.store.row import StoredAnswer

ANSWER = StoredAnswer(status=201, body='{"id": "x"}')


def save(desk: Any, key: str = "k", fingerprint: str = "f") -> None:
    with desk.store.transaction() as tx:
        tx.idempotency.save("PUT /v1/x", key, fingerprint, ANSWER.status, ANSWER.body)


def find(desk: Any, key: str = "k", fingerprint: str = "f", route: str = "PUT /v1/x") -> StoredAnswer | None:
    with desk.store.read() as tx:
        return tx.idempotency.find(route, key, fingerprint)


def test_repeat_gets_the_first_answer(desk: Any) -> None:
    assert find(desk) is None
    save(desk)
    assert find(desk) == ANSWER


def test_key_is_scoped_to_its_route(desk: Any) -> None:
    save(desk)
    assert find(desk, route="POST /v1/x") is None


def test_key_with_another_request_is_refused(desk: Any) -> None:
    save(desk)
    with pytest.raises(IdempotencyKeyReusedError):
        find(desk, fingerprint="g")


def test_answers_are_forgotten_after_72_hours(desk: Any) -> None:
    save(desk, "old")
    desk.clock.advance(timedelta(hours=71))
    assert find(desk, "old") == ANSWER
    save(desk, "new")
    desk.clock.advance(timedelta(hours=1))
    assert find(desk, "old", fingerprint="g") is None
    with desk.store.transaction() as tx:
        assert tx.idempotency.prune() == 1
    assert find(desk, "new") == ANSWER


def test_forgotten_key_can_be_used_again_before_it_is_pruned(desk: Any) -> None:
    save(desk)
    desk.clock.advance(timedelta(hours=72))
    save(desk, fingerprint="g")
    assert find(desk, fingerprint="g") == ANSWER
