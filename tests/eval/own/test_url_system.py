"""A system by URL, against the real service in this process and against servers that misbehave."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from copilot.errors import ConfigurationError, CopilotError, InvalidInputError
from copilot.scoring.base import ReplyInput
from eval.check import check_predictions
from eval.own.caller import TRIES, Caller, SystemFailedError
from eval.own.open_system import open_system
from eval.own.url_system import BATCH, UrlSystem, connect, is_local
from tests.api.conftest import open_api_in
from tests.eval.own.conftest import SECRET

Answer = Callable[[httpx2.Request], httpx2.Response]


class Watch:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.at = 0.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds


def system_of(transport: httpx2.BaseTransport, watch: Watch | None = None, key: str = "") -> UrlSystem:
    watch = watch or Watch()
    caller = Caller(
        "http://127.0.0.1:8000",
        place="127.0.0.1:8000",
        key=key,
        client=httpx2.Client(transport=transport, trust_env=False),
        deadline=timedelta(seconds=20),
        now=watch.now,
        sleep=watch.sleep,
    )
    return UrlSystem(caller, place="127.0.0.1:8000")


def serving(answer: Answer) -> httpx2.MockTransport:
    """A server that knows no /v1/model and answers /v1/intent as told."""
    return httpx2.MockTransport(lambda request: httpx2.Response(404) if request.method == "GET" else answer(request))


def answering(analyses: list[Any], **more: Any) -> httpx2.MockTransport:
    return serving(lambda request: httpx2.Response(200, json={"analyses": analyses, **more}))


def refusal(transport: httpx2.BaseTransport, error: type[CopilotError]) -> str:
    with pytest.raises(error) as raised:
        system_of(transport).predict([ReplyInput(SECRET, id="r-7"), ReplyInput("x", id="r-8")])
    assert "Zelda" not in raised.value.message
    return raised.value.message


def test_the_real_service_answers_as_a_system(tmp_path: Path) -> None:
    turns = [
        ReplyInput("intent:pricing_question purchase:strong", "Keen?", id="a"),
        ReplyInput("STOP", id="b"),
        ReplyInput("intent:opt_out=0.6", id="c"),
        ReplyInput("mm", id="d"),
    ]
    done: list[None] = []
    with open_api_in(tmp_path / "data") as api:
        system = system_of(api.http._transport)
        predictions = system.predict(turns, advance=lambda: done.append(None))
    assert system.name == "fake@1 at 127.0.0.1:8000"
    assert len(done) == 4
    check_predictions(predictions, ["a", "b", "c", "d"], system=system.name)
    price, stop, maybe, dull = predictions
    assert price.best == "pricing_question" and price.intents == ("pricing_question",) and price.abstained is False
    assert price.primary is not None and len(price.primary) == 5 and price.out_of_scope is None
    assert price.purchase is not None and max(price.purchase, key=price.purchase.__getitem__) == "strong"
    assert (stop.opts_out, stop.opt_out_tier, price.opts_out) == (True, "keyword", False)
    assert maybe.held is True
    assert dull.abstained is True and dull.best is not None


def test_long_lists_go_in_batches_of_the_contract(tmp_path: Path) -> None:
    with open_api_in(tmp_path / "data") as api:
        assert len(system_of(api.http._transport).predict([ReplyInput("hi")] * (BATCH + 1))) == BATCH + 1


def test_what_the_real_service_refuses_is_named_by_row_and_field(tmp_path: Path) -> None:
    turns = [ReplyInput("fine", id="a"), ReplyInput(SECRET * 100, id="b")]
    with open_api_in(tmp_path / "data") as api, pytest.raises(InvalidInputError) as raised:
        system_of(api.http._transport).predict(turns)
    assert raised.value.message == "127.0.0.1:8000 refused row b: text, string_too_long"


def test_the_key_goes_as_bearer() -> None:
    seen: list[str | None] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request.headers.get("Authorization"))
        return httpx2.Response(200, json={"analyses": [{}]})

    system_of(serving(answer), key="sk_live_1").predict([ReplyInput("x")])
    system_of(serving(answer)).predict([ReplyInput("x")])
    assert seen == ["Bearer sk_live_1", None]


def test_a_server_of_ones_own_needs_to_say_no_more_than_it_knows() -> None:
    analyses = [
        {"primary": "greeting"},
        {"top": [{"name": "greeting", "probability": 0.6}, {"name": "out_of_scope", "probability": 0.3}]},
    ]
    first, second = system_of(answering(analyses)).predict([ReplyInput("a"), ReplyInput("b")])
    assert first.primary == {"greeting": 1.0} and not first.has_probabilities
    assert (first.intents, first.abstained, first.opts_out, first.purchase) == (None, None, None, None)
    assert second.primary == {"greeting": 0.6} and second.out_of_scope == 0.3 and second.has_probabilities


@pytest.mark.parametrize(
    ("transport", "error", "said"),
    [
        (answering([{}]), InvalidInputError, "127.0.0.1:8000: 1 answers to 2 replies, row r-7 and following"),
        (answering([{}, 3]), InvalidInputError, "127.0.0.1:8000, row r-8: an analysis of another shape"),
        (
            answering([{}, {"top": [{"name": "x"}]}]),
            InvalidInputError,
            "127.0.0.1:8000, row r-8: an analysis of another",
        ),
        (answering([{}, {"purchase": "hot"}]), InvalidInputError, "127.0.0.1:8000, row r-8: an analysis of another"),
        (
            answering([{}, {}], degraded=[{"part": "model", "reason": "gone"}]),
            SystemFailedError,
            "127.0.0.1:8000 answered without its model",
        ),
        (
            serving(lambda r: httpx2.Response(200, text="hello")),
            InvalidInputError,
            "127.0.0.1:8000: the answer is no JSON",
        ),
        (serving(lambda r: httpx2.Response(200, json={})), InvalidInputError, "127.0.0.1:8000: the answer has no list"),
        (serving(lambda r: httpx2.Response(500)), SystemFailedError, "127.0.0.1:8000 answered 500"),
        (serving(lambda r: httpx2.Response(307)), SystemFailedError, "127.0.0.1:8000 answered 307"),
        (
            serving(lambda r: httpx2.Response(401)),
            ConfigurationError,
            "127.0.0.1:8000 answered 401: put a key that it takes into COPILOT_EVAL_KEY",
        ),
        (serving(lambda r: httpx2.Response(422)), InvalidInputError, "127.0.0.1:8000 refused a batch of replies"),
    ],
)
def test_a_server_that_misbehaves_is_one_clear_error(
    transport: httpx2.BaseTransport, error: type[CopilotError], said: str
) -> None:
    assert refusal(transport, error).startswith(said)


def test_nan_and_numbers_out_of_range_name_the_row() -> None:
    text = json.dumps({"analyses": [{"top": [{"name": "greeting", "probability": float("nan")}]}]})
    transport = serving(lambda r: httpx2.Response(200, text=text))
    [prediction] = system_of(transport).predict([ReplyInput("x")])
    with pytest.raises(InvalidInputError, match="row r-7: primary: greeting: not a finite number"):
        check_predictions([prediction], ["r-7"], system="theirs")


def test_a_busy_server_is_asked_again_after_the_pause_it_wants() -> None:
    watch = Watch()
    answers = [
        httpx2.Response(429, headers={"Retry-After": "3"}),
        httpx2.Response(503),
        httpx2.Response(200, json={"analyses": [{}]}),
    ]
    assert len(system_of(serving(lambda r: answers.pop(0)), watch).predict([ReplyInput("x")])) == 1
    assert watch.slept[0] == 3 and 0 < watch.slept[1] < 2


def test_retries_end() -> None:
    watch, calls = Watch(), []

    def answer(request: httpx2.Request) -> httpx2.Response:
        calls.append(request)
        raise httpx2.ConnectError("refused")

    with pytest.raises(SystemFailedError, match=f"did not answer /v1/intent: ConnectError, after {TRIES} tries"):
        system_of(serving(answer), watch).predict([ReplyInput("x")])
    assert len(calls) == TRIES and len(watch.slept) == TRIES - 1


def test_the_deadline_ends_retries_early() -> None:
    watch = Watch()
    slow = serving(lambda r: httpx2.Response(429, headers={"Retry-After": "15"}))
    with pytest.raises(SystemFailedError, match="status 429, after 2 tries"):
        system_of(slow, watch).predict([ReplyInput("x")])
    assert watch.slept == [15]


def test_a_model_that_changes_on_the_way_is_not_measured() -> None:
    versions = iter(["m@1", "m@2"])
    changing = serving(lambda r: httpx2.Response(200, json={"analyses": [{}], "versions": {"model": next(versions)}}))
    system = system_of(changing)
    system.predict([ReplyInput("x")])
    assert system.name == "m@1 at 127.0.0.1:8000"
    with pytest.raises(SystemFailedError, match="changed its model while it was measured: m@1, then m@2"):
        system.predict([ReplyInput("x")])


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://", "the URL cannot be read"),
        ("http://user:pw@localhost:1", "put the key into COPILOT_EVAL_KEY"),
        ("http://localhost:1/?key=k", "put the key into COPILOT_EVAL_KEY"),
    ],
)
def test_a_url_that_cannot_be_used_is_refused_without_repeating_it(url: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        connect(url)
    assert said in raised.value.message and "pw" not in raised.value.message


def test_a_key_that_no_header_carries_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPILOT_EVAL_KEY", "schlüssel")
    with pytest.raises(ConfigurationError, match="COPILOT_EVAL_KEY is no key"):
        connect("http://localhost:1")


@pytest.mark.parametrize("url", ["http://localhost:8000", "http://127.0.0.1", "http://[::1]:8000"])
def test_this_machine_is_local(url: str) -> None:
    assert is_local(url)


@pytest.mark.parametrize("url", ["http://example.com", "http://10.0.0.1", "http://localhost.example.com", "http://"])
def test_other_machines_are_not(url: str) -> None:
    assert not is_local(url)


def test_replies_that_must_stay_here_go_to_no_other_machine() -> None:
    with pytest.raises(ConfigurationError, match="stay on this machine"):
        open_system("https://example.com", local_only=True)
