"""One round: each stack asked in turn about the same turns, so that a machine that slows down slows all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bench.client import Load
from bench.figure import Series
from bench.sample import Turn, intent_body, suggest_body
from bench.server import Server
from bench.worker import Worker

LARGE: Final = 256
SMALL: Final = 32
CLIENTS: Final = 8
OUR_PATH: Final = "/v1/intent"
PLAIN_PATH: Final = "/intent"
STEPS: Final = 17
"""Series that a round adds to."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is asked."""

    rounds: int
    singles: int
    """Single replies a stack and round with one client; three times as many with eight."""
    repeats: int
    """Batches of 256 a round, one for the plain stack; four times as many of 32."""
    starts: int
    head_rows: int
    """Rows that the plain stack's head is fitted on."""


FULL: Final = Sizes(rounds=6, singles=60, repeats=3, starts=3, head_rows=1500)
QUICK: Final = Sizes(rounds=3, singles=25, repeats=1, starts=1, head_rows=500)


class Rounds:
    """Both stacks, running, with the client between them, and what was measured so far."""

    def __init__(
        self,
        *,
        turns: list[Turn],
        sizes: Sizes,
        client: Worker,
        plain: Worker,
        plain_server: Server,
        ours: Worker,
        our_server: Server,
        advance: Callable[[str], None],
    ) -> None:
        """Take both stacks; ``advance`` hears the name of each series when a round has added to it."""
        self._turns, self._sizes, self._client, self._advance = turns, sizes, client, advance
        self._plain, self._plain_server, self._ours, self._our_server = plain, plain_server, ours, our_server
        self.series: dict[str, Series] = {}
        self.client_share = 0.0
        """Greatest share of a burst's time that the client itself spent computing."""

    def run(self, number: int) -> None:
        """Measure everything once, with turns of this round's own."""
        self._run_singles(number)
        self._run_clients(number)
        self._run_small()
        self._run_large()

    def forget(self) -> None:
        """Drop what was measured: the first round was the warm-up."""
        self.series.clear()
        self.client_share = 0.0

    def _run_singles(self, number: int) -> None:
        turns = self._window(self._sizes.singles, number)
        bodies = [intent_body([turn]) for turn in turns]
        self._add("plain: single, in process", "ms", self._plain.call("singles", turns))
        self._add("ours: single, HTTP, 1 client", "ms", self._post_ours(bodies, 1).latencies_ms)
        self._add("plain: single, HTTP, 1 client", "ms", self._post_plain(bodies, 1).latencies_ms)
        self._add("ours: single, scorer in process", "ms", self._ours.call("singles", turns))
        suggests = [suggest_body(turn, position) for position, turn in enumerate(turns)]
        self._add(
            "ours: /v1/suggest, 1 client", "ms", self._post(self._our_server, "/v1/suggest", suggests, 1).latencies_ms
        )

    def _run_clients(self, number: int) -> None:
        bodies = [intent_body([turn]) for turn in self._window(3 * self._sizes.singles, number)]
        for name, post in (("ours", self._post_ours), ("plain", self._post_plain)):
            load = post(bodies, CLIENTS)
            self._add(f"{name}: single, HTTP, 8 clients", "ms", load.latencies_ms)
            self._add(f"{name}: throughput, HTTP, 8 clients", "replies/s", [len(bodies) / load.seconds])

    def _run_small(self) -> None:
        batches = [self._turns[start : start + SMALL] for start in range(0, LARGE, SMALL)][: 4 * self._sizes.repeats]
        bodies = [intent_body(batch) for batch in batches]
        self._add_rate("ours: batch 32, HTTP", SMALL, self._post_ours(bodies, 1))
        self._add(
            "plain: batch 32, in process", "replies/s", [SMALL / self._plain.call("batch", one) for one in batches]
        )
        self._add_rate("plain: batch 32, HTTP", SMALL, self._post_plain(bodies, 1))

    def _run_large(self) -> None:
        turns, body = self._turns[:LARGE], [intent_body(self._turns[:LARGE])]
        encoder: list[float] = []
        served: list[float] = []
        scorer: list[float] = []
        for _ in range(self._sizes.repeats):
            encoder.append(LARGE / self._ours.call("encoder", turns))
            served.append(LARGE / self._post_ours(body, 1).seconds)
            scorer.append(LARGE / self._ours.call("scorer", turns))
        self._add("ours: batch 256, bare encoder", "replies/s", encoder)
        self._add("ours: batch 256, HTTP", "replies/s", served)
        self._add("ours: batch 256, scorer in process", "replies/s", scorer)
        self._add("plain: batch 256, in process", "replies/s", [LARGE / self._plain.call("batch", turns)])
        self._add_rate("plain: batch 256, HTTP", LARGE, self._post_plain(body, 1))

    def _window(self, count: int, number: int) -> list[Turn]:
        return [self._turns[(number * count + position) % len(self._turns)] for position in range(count)]

    def _post_ours(self, bodies: list[bytes], clients: int) -> Load:
        return self._post(self._our_server, OUR_PATH, bodies, clients)

    def _post_plain(self, bodies: list[bytes], clients: int) -> Load:
        return self._post(self._plain_server, PLAIN_PATH, bodies, clients)

    def _post(self, server: Server, path: str, bodies: list[bytes], clients: int) -> Load:
        load: Load = self._client.call("post", server.port, path, bodies, clients)
        self.client_share = max(self.client_share, load.client_cpu_s / load.seconds)
        return load

    def _add(self, name: str, unit: str, values: list[float]) -> None:
        self.series.setdefault(name, Series(unit)).rounds.append(values)
        self._advance(name)

    def _add_rate(self, name: str, size: int, load: Load) -> None:
        self._add(name, "replies/s", [size * 1e3 / spent for spent in load.latencies_ms])
