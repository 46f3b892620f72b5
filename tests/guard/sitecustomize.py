"""Python loads this at start when the folder is on PYTHONPATH: the subprocess may reach loopback only."""

import ipaddress
import sys


def _forbid(event, arguments):  # type: ignore[no-untyped-def]  # runs before anything is installed
    if event in {"socket.connect", "socket.sendto"} and isinstance(arguments[1], tuple):
        host = arguments[1][0]
        try:
            local = ipaddress.ip_address(host).is_loopback
        except ValueError:
            local = host == "localhost"
        if not local:
            raise AssertionError("a tested program tried to reach beyond loopback")


sys.addaudithook(_forbid)
