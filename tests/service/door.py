"""A door before the model: tests decide when a turn gets through."""

import threading
from typing import Any

import pytest

from copilot.scoring.base import EncodedTurn
from copilot.scoring.fake import FakeReplyEncoder


class Door:
    """Keeps every turn before the model from ``shut`` until ``open``."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._arrived = threading.Semaphore(0)
        self._is_open = threading.Event()
        self._is_open.set()  # a scorer tries itself out when it is built

    def pass_through(self, text: str) -> None:
        """Wait until the door is open."""
        self.seen.append(text)
        if not self._is_open.is_set():
            self._arrived.release()
        assert self._is_open.wait(timeout=30)

    def await_arrival(self) -> None:
        """Wait until a turn stands before the shut door."""
        assert self._arrived.acquire(timeout=30)

    def shut(self) -> None:
        """Let nothing through from now on."""
        self._is_open.clear()

    def open(self) -> None:
        """Let everything through from now on."""
        self._is_open.set()


def build_door(monkeypatch: pytest.MonkeyPatch) -> Door:
    """Put a door before the fake model of every scorer built from now on."""
    door = Door()

    class GuardedEncoder(FakeReplyEncoder):
        def encode(self, turns: Any) -> list[EncodedTurn]:
            door.pass_through(turns[0].text)
            return super().encode(turns)

    monkeypatch.setattr("copilot.scoring.scorer.FakeReplyEncoder", GuardedEncoder)
    return door
