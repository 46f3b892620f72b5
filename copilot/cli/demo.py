"""``demo``: six conversations played through a real service, with a fake send layer carrying the decisions out."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from copilot.cli.stopping import end_when_asked
from copilot.errors import ConfigurationError

if TYPE_CHECKING:
    import httpx2
    from rich.console import Console

    from copilot.connectors.fake_send_layer import FakeSendLayerServer

_START_DEADLINE_S: Final = 60.0
_DELIVERY_DEADLINE_S: Final = 10.0

CONVERSATIONS: Final[tuple[dict[str, Any], ...]] = (
    {
        "title": "Software, closing: a hot price question",
        "turns": [
            (
                "Hi Dana, did the trial go well? Happy to answer anything before you decide.",
                "went great. how much for 20 seats, and can we start monday?",
            )
        ],
        "conversation": {
            "stage": "closing",
            "industry": "software",
            "contact": {"first_name": "Dana", "company": "Harbor Freight Forwarding", "timezone": "America/Chicago"},
            "deal": {
                "product": "Team plan",
                "quantity": 20,
                "contract_url": "https://example.com/sign/harbor-20",
                "owner": "Sam",
            },
        },
    },
    {
        "title": "Retail, lead: out, in free words",
        "turns": [
            (
                "New arrivals this week: 30 coats back in stock. Want the link?",
                "please lose my number, i never asked for these",
            )
        ],
        "conversation": {"stage": "lead", "industry": "retail", "contact": {"first_name": "Priya"}},
    },
    {
        "title": "Property, proposal: the same word after two questions",
        "turns": [
            ("Does Tuesday 3pm work for a second viewing of Elm Road 4?", "Yes"),
            ("The seller agreed to your price. Shall I send the contract over for signature?", "Yes"),
        ],
        "conversation": {
            "stage": "proposal",
            "industry": "property",
            "contact": {"first_name": "Marcus", "timezone": "Europe/London"},
            "deal": {"contract_url": "https://example.com/sign/elm-road-4"},
        },
    },
    {
        "title": "Telecom, renewal: a complaint",
        "turns": [
            (
                "Your plan renews next month. Shall we keep it as it is?",
                "Great, third outage this week. Love it. Nobody even called me back.",
            )
        ],
        "conversation": {"stage": "renewal", "industry": "telecom", "contact": {"first_name": "Leo"}},
    },
    {
        "title": "Education, qualification: not now, with a date",
        "turns": [
            (
                "The spring course has four places left. Shall I hold one for you?",
                "not this term, ask me again in march",
            )
        ],
        "conversation": {
            "stage": "qualification",
            "industry": "education",
            "contact": {"first_name": "Amara", "timezone": "Europe/Dublin"},
        },
    },
    {
        "title": "Finance, lead: hard to tell what is meant",
        "turns": [
            (
                "Rates changed this morning. Would you like to see your new monthly payment?",
                "the blue one was nicer tbh but whatever ravi says",
            )
        ],
        "conversation": {"stage": "lead", "industry": "finance", "contact": {"first_name": "Jo"}},
    },
)


def demo() -> None:
    """Start a service of its own, play conversations through it, and stay up on a terminal until Ctrl-C."""
    end_when_asked(signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    import httpx2
    from rich.console import Console

    from copilot.connectors.fake_send_layer import FakeSendLayerServer

    console = Console()
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    secret = "whsec_" + b64encode(secrets.token_bytes(32)).decode()
    with (
        tempfile.TemporaryDirectory(prefix="sms-copilot-demo-") as folder,
        FakeSendLayerServer(url, secret) as send_layer,
        _service(Path(folder), port, send_layer.url, secret),
        httpx2.Client(base_url=url, timeout=30, trust_env=False) as client,
    ):
        for number, scene in enumerate(CONVERSATIONS, start=1):
            _play(console, client, number, scene)
        _await_deliveries(send_layer, sum(len(scene["turns"]) for scene in CONVERSATIONS))
        console.print(
            f"The fake send layer verified {len(send_layer.received)} decisions and sent {len(send_layer.sent)} texts:"
        )
        for sent in send_layer.sent:
            console.print(f"  to the customer: {sent.text}", highlight=False, markup=False, soft_wrap=True)
        if sys.stdout.isatty() and sys.stdin.isatty():
            console.print(f"\nThe service answers on {url} until Ctrl-C.", highlight=False)
            console.print(f"Try it: curl {url}/v1/model ({url}/openapi.json says what else).", highlight=False)
            while True:
                signal.pause()


@contextmanager
def _service(folder: Path, port: int, send_layer_url: str, secret: str) -> Iterator[None]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("COPILOT_")}
    chosen = {
        "COPILOT_DATA_DIR": str(folder),
        "COPILOT_PORT": str(port),
        "COPILOT_SEND_LAYER": "http",
        "COPILOT_SEND_LAYER_URL": send_layer_url,
        "COPILOT_SEND_LAYER_SECRET": secret,
        "COPILOT_OUR_COMPANY": "Northwind Sales",
        "COPILOT_OUR_REP_NAME": "Sam",
    }
    # A process group of its own: Ctrl-C on the terminal reaches this command alone, which then ends the service.
    process = subprocess.Popen([sys.executable, "-m", "copilot.cli", "serve"], env={**own, **chosen}, process_group=0)
    try:
        deadline = time.monotonic() + _START_DEADLINE_S
        while not _is_ready(f"http://127.0.0.1:{port}"):
            if process.poll() is not None:
                raise ConfigurationError("the demo's service did not start; its message stands above")
            if time.monotonic() > deadline:
                raise ConfigurationError("the demo's service was not ready in time")
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_ready(url: str) -> bool:
    import httpx2

    try:
        return httpx2.get(f"{url}/readyz", timeout=2, trust_env=False).is_success
    except httpx2.HTTPError:
        return False


def _play(console: "Console", client: "httpx2.Client", number: int, scene: dict[str, Any]) -> None:
    from copilot.cli.panel import answer_panel

    customer, ours = f"+1555010{number:02d}", "+15550199"
    for turn, (said, text) in enumerate(scene["turns"], start=1):
        sent = {"message_id": f"demo-out-{number}-{turn}", "from": ours, "to": customer, "text": said}
        _posted(client, "/v1/messages", {**sent, "sent_by": "campaign"})
        reply = {"message_id": f"demo-in-{number}-{turn}", "from": customer, "to": ours, "text": text, "settle_ms": 0}
        started = time.perf_counter()
        receipt = _posted(client, "/v1/replies", {**reply, "conversation": scene["conversation"]})
        spent_ms = (time.perf_counter() - started) * 1000
        status = client.get(f"/v1/replies/{receipt['reply_id']}", params={"wait_ms": 10_000}).json()
        console.print(answer_panel(scene["title"], said, text, status, f"{spent_ms:.0f} ms, stored and decided"))


def _posted(client: "httpx2.Client", path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = client.post(path, json=body)
    if not answer.is_success:
        raise ConfigurationError(f"the demo's service answered {answer.status_code}: {json.dumps(answer.json())}")
    return dict(answer.json())


def _await_deliveries(send_layer: "FakeSendLayerServer", count: int) -> None:
    deadline = time.monotonic() + _DELIVERY_DEADLINE_S
    while len(send_layer.received) < count and time.monotonic() < deadline:
        time.sleep(0.05)
