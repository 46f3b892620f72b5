"""The guard itself works, in this process and in the programs that tests start."""

import os
import socket
import subprocess
import sys

import pytest

from tests.conftest import GUARD, ForeignSocketError


def test_a_connection_beyond_loopback_is_refused() -> None:
    with socket.socket() as outgoing, pytest.raises(ForeignSocketError):
        outgoing.connect(("192.0.2.1", 80))


def test_a_started_program_is_refused_too() -> None:
    code = "import socket; socket.socket().connect(('192.0.2.1', 80))"
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(GUARD)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "beyond loopback" in ended.stderr
