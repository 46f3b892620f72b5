"""The one HTTP client that both services are measured with: keep-alive sockets, a thread for each client.

It writes a request in one piece and reads no more of an answer than status and length, as load generators do: a general
client (``http.client``) adds 0.5 to 1 ms to each request, of its own and by sending head and body apart.
"""

import socket
import threading
import time
from dataclasses import dataclass
from typing import Final

_TIMEOUT_S: Final = 120.0
_READ: Final = 1 << 18
_LENGTH: Final = b"content-length:"


@dataclass(frozen=True, slots=True)
class Load:
    """What a burst of requests took."""

    latencies_ms: list[float]
    """From the first byte sent to the last byte read, of each request."""
    seconds: float
    """Of the whole burst."""
    client_cpu_s: float
    """Processor time of the client itself: far below ``seconds``, or the client was the bottleneck."""


class HttpClient:
    """Posts bodies; lives in a process of its own."""

    def post(self, port: int, path: str, bodies: list[bytes], clients: int) -> Load:
        """Send every body once, dealt out over ``clients`` connections, each sending its next one when answered.

        Raises:
            RuntimeError: An answer was not 200.
        """
        connections = [_Connection(port, path) for _ in range(clients)]
        latencies: list[list[float]] = [[] for _ in connections]
        faults: list[str] = []

        def run(number: int) -> None:
            try:
                latencies[number].extend(connections[number].post(body) for body in bodies[number::clients])
            except Exception as error:
                faults.append(f"{path}: {type(error).__name__}: {error}")

        threads = [threading.Thread(target=run, args=(number,)) for number in range(clients)]
        started, cpu = time.perf_counter(), time.process_time()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds, cpu_s = time.perf_counter() - started, time.process_time() - cpu
        for connection in connections:
            connection.close()
        if faults:
            raise RuntimeError(faults[0])
        return Load([spent for each in latencies for spent in each], seconds, cpu_s)


class _Connection:
    """A keep-alive connection that posts JSON to one path."""

    def __init__(self, port: int, path: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=_TIMEOUT_S)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "

    def post(self, body: bytes) -> float:
        """Return the milliseconds of one request.

        Raises:
            RuntimeError: The answer was not 200, or ended early.
        """
        request = f"{self._head}{len(body)}\r\n\r\n".encode() + body
        started = time.perf_counter()
        self._socket.sendall(request)
        head, answer = self._read_answer()
        spent = time.perf_counter() - started
        if head.split(maxsplit=2)[1] != b"200":
            raise RuntimeError(f"answered {head.splitlines()[0]!r}: {answer[:200]!r}")
        return spent * 1e3

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _read_answer(self) -> tuple[bytes, bytes]:
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._receive()
        head, _, rest = received.partition(b"\r\n\r\n")
        chunks, missing = [rest], _content_length(head) - len(rest)
        while missing > 0:
            chunks.append(self._receive())
            missing -= len(chunks[-1])
        return head, b"".join(chunks)

    def _receive(self) -> bytes:
        if data := self._socket.recv(_READ):
            return data
        raise RuntimeError("the connection was closed in the middle of an answer")


def _content_length(head: bytes) -> int:
    for line in head.lower().splitlines():
        if line.startswith(_LENGTH):
            return int(line[len(_LENGTH) :])
    raise RuntimeError("the answer does not say how long it is")
