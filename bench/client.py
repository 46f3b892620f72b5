"""The one HTTP client that both services are measured with: keep-alive connections, a thread for each client."""

import http.client
import threading
import time
from dataclasses import dataclass

_TIMEOUT_S = 120.0


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
        connections = [http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT_S) for _ in range(clients)]
        for connection in connections:
            connection.connect()
        latencies: list[list[float]] = [[] for _ in connections]
        faults: list[str] = []

        def run(number: int) -> None:
            try:
                for body in bodies[number::clients]:
                    latencies[number].append(_post(connections[number], path, body))
            except Exception as error:
                faults.append(f"{type(error).__name__}: {error}")

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
        return Load([ms for each in latencies for ms in each], seconds, cpu_s)


def _post(connection: http.client.HTTPConnection, path: str, body: bytes) -> float:
    started = time.perf_counter()
    connection.request("POST", path, body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    answer = response.read()
    spent = time.perf_counter() - started
    if response.status != 200:
        raise RuntimeError(f"{path} answered {response.status}: {answer[:200]!r}")
    return spent * 1e3
