"""Ctrl-C, SIGTERM and a closed terminal: how a command that stays up is told to end."""

import signal
from types import FrameType


def end_when_asked(*signals: signal.Signals) -> None:
    """Let the first of these signals end the command with exit code 0, through every ``with`` and ``finally``.

    Later ones are ignored: what the first one began takes seconds at most. A signal that is ignored already, as SIGHUP
    is under ``nohup``, stays ignored.
    """
    listened = [number for number in signals if signal.getsignal(number) is not signal.SIG_IGN]

    def end(number: int, frame: FrameType | None) -> None:
        for heard in listened:
            signal.signal(heard, signal.SIG_IGN)
        raise SystemExit(0)

    for number in listened:
        signal.signal(number, end)
