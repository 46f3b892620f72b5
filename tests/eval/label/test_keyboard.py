"""Keys of a real terminal, without Enter after each."""

import os
import sys
import threading

import pytest

from copilot.errors import ConfigurationError
from eval.label.keyboard import TerminalKeyboard
from eval.label.pick import BACKSPACE, ENTER, INTERRUPT

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
termios = pytest.importorskip("termios")


def test_keys_are_read_one_by_one_from_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "r") as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        keyboard = TerminalKeyboard()
        keys = []
        # A key at a time: the terminal drops what is typed while its mode changes.
        for sent in (b"o", b"\r", b"\x7f", b"\x1b[A", b"\x03"):
            keys.append(_read_when_asked(keyboard, ours, sent))
    os.close(ours)
    assert keys == ["o", ENTER, BACKSPACE, "", INTERRUPT]


def _read_when_asked(keyboard: TerminalKeyboard, descriptor: int, sent: bytes) -> str:
    """Type into the terminal as soon as it has been put into its mode for single keys."""

    stdin = sys.stdin.fileno()
    has_typed = threading.Event()

    def type_it() -> None:
        while termios.tcgetattr(stdin)[3] & termios.ICANON:
            has_typed.wait(0.001)
        os.write(descriptor, sent)

    typist = threading.Thread(target=type_it)
    typist.start()
    key = keyboard.read()
    typist.join()
    return key


def test_without_a_terminal_there_is_no_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    with open(os.devnull) as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        with pytest.raises(ConfigurationError, match="run it on a terminal"):
            TerminalKeyboard()
