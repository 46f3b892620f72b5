"""What every test gets: no socket beyond loopback, no model hub, and a data folder of its own."""

import ipaddress
import os
import sys
from pathlib import Path
from typing import Any

import pytest

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["ANONYMIZED_TELEMETRY"] = "False"
for name in [name for name in os.environ if name.startswith("COPILOT_")]:
    del os.environ[name]

GUARD = Path(__file__).parent / "guard"
"""Put on ``PYTHONPATH`` of a subprocess, it forbids the same there."""


class ForeignSocketError(AssertionError):
    """Something tried to leave this machine."""


def _forbid_foreign_sockets(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in {"socket.connect", "socket.sendto"}:
        return
    address = arguments[1]
    if not isinstance(address, tuple):  # a Unix socket stays here
        return
    host = address[0]
    try:
        local = ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = host == "localhost"
    if not local:
        raise ForeignSocketError("a test tried to reach beyond loopback")


# An audit hook cannot be taken out again, by nobody: no library can undo it.
sys.addaudithook(_forbid_foreign_sockets)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data folder that does not exist yet."""
    return tmp_path / "data"
