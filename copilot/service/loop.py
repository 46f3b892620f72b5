"""A background thread that does what is due, sleeps until something is, and outlives whatever one step does to it."""

import logging
import threading
from collections.abc import Callable
from typing import Final

from copilot.errors import StoreUnavailableError

_log = logging.getLogger(__name__)

IDLE_S: Final = 1.0
"""Longest sleep between looks: covers clocks that jump and rows written by another process."""


class BackgroundLoop:
    """Calls ``step`` again and again; it returns the seconds until it is worth calling again."""

    def __init__(self, name: str, step: Callable[[], float], patience_s: float) -> None:
        """Prepare the thread.

        Args:
            name: Of the thread, for logs.
            step: Does everything that is due; looks at ``is_stopping`` between pieces of work.
            patience_s: Longest wait for the step in hand when stopping, in seconds.
        """
        self._name = name
        self._step = step
        self._patience_s = patience_s
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def is_stopping(self) -> bool:
        """Whether the step should end after the piece in hand."""
        return self._stopping.is_set()

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def wake(self) -> None:
        """Look again now: something was stored."""
        self._wake.set()

    def stop(self) -> None:
        """Finish the piece in hand and stop."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=self._patience_s)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                pause = self._step()
            except StoreUnavailableError as error:
                _log.error("%s waits for the store: %s", self._name, error.message)
                pause = IDLE_S
            except Exception as error:
                # The type only: an exception's text may hold what a customer wrote.
                _log.error("%s failed with %s", self._name, type(error).__name__)
                pause = IDLE_S
            self._wake.wait(pause)
            self._wake.clear()
