"""The OpenAPI document: what is committed is what runs, and what runs keeps to it, whatever is sent."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings, strategies
from starlette.types import Message, Receive, Scope, Send

from tests.api.conftest import open_api_in

DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.json"
EXAMPLES = 20
"""Random cases of each call, beside those that cover every keyword of its schema."""
ZONES = available_timezones()

schemathesis.openapi.format("iana-timezone", strategies.sampled_from(sorted(ZONES)))


class Caller:
    """The API under test, called from this machine; it is started by the fixture, not by each call."""

    def __init__(self) -> None:
        self.app: Any = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a call on."""
        if scope["type"] == "lifespan":
            await _stay(receive, send)
        else:
            await self.app({**scope, "client": ("127.0.0.1", 1)}, receive, send)


async def _stay(receive: Receive, send: Send) -> None:
    message: Message = {"type": ""}
    while message["type"] != "lifespan.shutdown":
        message = await receive()
        await send({"type": f"{message['type']}.complete"})


caller = Caller()
schema = schemathesis.openapi.from_dict(json.loads(DOCUMENT.read_text()))
schema.app = caller
_rejection = schema.config.checks.negative_data_rejection
# A list beyond its limit can be a body beyond its limit, which is found first.
_rejection.expected_statuses = [*_rejection.expected_statuses, "413"]


@pytest.fixture(scope="module", autouse=True)
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with open_api_in(tmp_path_factory.mktemp("openapi") / "data") as api:
        caller.app = api.app
        yield


def test_the_committed_document_is_the_one_the_command_prints() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "copilot.cli", "openapi"], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    assert printed == DOCUMENT.read_text(), "run `make openapi`"


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_keeps_to_the_document(case: schemathesis.Case) -> None:
    if _has_an_id_twice(case.body) or _has_an_unknown_zone(case.body) or _has_a_time_at_the_edge(case.body):
        return  # may be refused for what no JSON Schema can say
    case.call_and_validate(headers={"Host": "localhost"})


def _has_an_id_twice(body: Any) -> bool:
    items = body.get("items") if isinstance(body, dict) else None
    ids = [repr(item.get("id")) for item in items or () if isinstance(item, dict)] if isinstance(items, list) else []
    return len(ids) != len(set(ids))


def _has_an_unknown_zone(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_has_an_unknown_zone, value))
    if not isinstance(value, dict):
        return False
    zone = value.get("timezone")
    return (isinstance(zone, str) and zone not in ZONES) or any(map(_has_an_unknown_zone, value.values()))


def _has_a_time_at_the_edge(body: Any) -> bool:
    """Whether a time may lie outside the years 1 to 9999 once it is in UTC."""
    text = json.dumps(body, default=str)
    return "0001-01-01T" in text or "9999-12-31T" in text
