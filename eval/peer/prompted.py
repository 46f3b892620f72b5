"""Peer: a language model that is only prompted, through any OpenAI-compatible endpoint."""

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx2
import numpy as np

from copilot.errors import ConfigurationError
from copilot.scoring.base import ReplyInput
from copilot.training.dataset import HEADS, TONE_HEADS
from eval.own.caller import Caller, SystemFailedError, json_object
from eval.prediction import Prediction

PROMPT: Final = Path(__file__).parent / "prompt" / "read_reply.md"
DEADLINE: Final = timedelta(seconds=60)
"""For one reply with its retries."""
_THREADS: Final = 4
_ANSWER_TOKENS: Final = 400
"""The longest answer asked for is some 250 tokens."""
_ABSTAIN_BELOW: Final = 0.5
"""A prompted model has no held-out rows to fit a threshold on: it abstains when it is less sure than this."""
_PLACE: Final = "the language model"
_VARIABLES: Final = "COPILOT_EVAL_LLM_"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is called and what it costs."""

    url: str
    """Base of the API, such as ``https://host/v1``; ``/chat/completions`` is put behind it."""
    model: str
    key: str = field(default="", repr=False)
    price_in: float | None = None
    """Of a million tokens read, in whatever currency; ``None``: not known."""
    price_out: float | None = None
    """Of a million tokens written."""


@dataclass(slots=True)
class Spending:
    """What reading replies took so far."""

    latencies_ms: list[float] = field(default_factory=list)
    """Of every answered reply, retries included."""
    tokens_in: int = 0
    tokens_out: int = 0
    unreadable: int = 0
    """Answers that were not the JSON asked for; each counts as abstaining."""

    def cost_per_1000(self, endpoint: Endpoint) -> float | None:
        """Return what a thousand replies cost; ``None`` without prices or replies."""
        if not self.latencies_ms or endpoint.price_in is None or endpoint.price_out is None:
            return None
        cost = self.tokens_in * endpoint.price_in + self.tokens_out * endpoint.price_out
        return cost / 1e6 * 1000 / len(self.latencies_ms)


class PromptedPeer:
    """Asks a model to label each reply. Customer text goes as JSON data behind the guide, never into it."""

    is_thread_safe = False  # it has threads of its own

    def __init__(self, endpoint: Endpoint, *, caller: Caller | None = None) -> None:
        """Prepare calls; none is made.

        Args:
            endpoint: Where to call.
            caller: What calls it, where not over this machine's network.
        """
        self._endpoint = endpoint
        self._guide = PROMPT.read_text("utf-8")
        self._caller = caller or Caller(endpoint.url, place=_PLACE, key=endpoint.key, deadline=DEADLINE)
        self.spending = Spending()

    @property
    def name(self) -> str:
        """Return the model's name with the version of the prompt."""
        return f"peer: {self._endpoint.model}, prompted@{hashlib.sha256(self._guide.encode()).hexdigest()[:8]}"

    @property
    def sends_to(self) -> str:
        """Return the host that gets the text of every row."""
        return urlsplit(self._endpoint.url).hostname or self._endpoint.url

    @property
    def about(self) -> str:
        """Return what it is, where it sends rows and, once it has read, what that took."""
        about = f"a language model at {self.sends_to} given the label guide and nothing else, no examples"
        if not self.spending.latencies_ms:
            return about
        middle, late = np.percentile(self.spending.latencies_ms, [50, 95])
        cost = self.spending.cost_per_1000(self._endpoint)
        price = "cost not evaluated: no prices stated" if cost is None else f"{cost:.2f} per 1,000 replies"
        return (
            f"{about}; {price}; {middle:.0f} ms a reply, {late:.0f} ms at the 95th percentile;"
            f" {self.spending.unreadable} of {len(self.spending.latencies_ms)} answers unreadable"
        )

    def predict(self, turns: Sequence[ReplyInput], *, advance: Callable[[], None] | None = None) -> list[Prediction]:
        """Return one prediction a turn, in order; an unreadable answer abstains.

        Raises:
            SystemFailedError: A reply was not answered within the deadline and the tries, or was refused.
        """
        predictions = []
        with ThreadPoolExecutor(_THREADS) as pool:
            for prediction in pool.map(self._read, turns):
                predictions.append(prediction)
                if advance is not None:
                    advance()
        return predictions

    def _read(self, turn: ReplyInput) -> Prediction:
        body = {
            "model": self._endpoint.model,
            "temperature": 0,
            "max_tokens": _ANSWER_TOKENS,
            "response_format": {"type": "json_object"},
            "messages": [
                {"role": "system", "content": self._guide},
                {"role": "user", "content": json.dumps({"context": turn.context, "reply": turn.text})},
            ],
        }
        started = time.perf_counter()
        response = self._caller.call("POST", "/chat/completions", body)
        took_ms = (time.perf_counter() - started) * 1e3
        if response.status_code != httpx2.codes.OK:
            raise SystemFailedError(f"{_PLACE} refused a request: status {response.status_code}")
        answer = _payload_of(response)
        spent = self.spending
        spent.latencies_ms.append(took_ms)
        usage = answer.get("usage") or {}
        spent.tokens_in += int(usage.get("prompt_tokens") or 0)
        spent.tokens_out += int(usage.get("completion_tokens") or 0)
        try:
            return prediction_of(json.loads(answer["choices"][0]["message"]["content"]))
        except (ValueError, TypeError, LookupError, AttributeError):
            spent.unreadable += 1
            return Prediction(primary={}, abstained=True, intents=())


def read_endpoint(
    environment: Mapping[str, str], *, price_in: float | None = None, price_out: float | None = None
) -> Endpoint | None:
    """Return the endpoint that ``COPILOT_EVAL_LLM_URL``, ``_MODEL``, ``_KEY`` and ``_PRICE_IN``/``_OUT`` name, if any.

    Args:
        environment: Variables by name.
        price_in: Of a million tokens read, before the variable.
        price_out: Of a million tokens written, before the variable.

    Raises:
        ConfigurationError: Only one of URL and model is set, or a price is no number.
    """
    url, model = environment.get(f"{_VARIABLES}URL", ""), environment.get(f"{_VARIABLES}MODEL", "")
    if not url and not model:
        return None
    if not url or not model:
        raise ConfigurationError(f"set both {_VARIABLES}URL and {_VARIABLES}MODEL")
    return Endpoint(
        url=url,
        model=model,
        key=environment.get(f"{_VARIABLES}KEY", ""),
        price_in=_price(environment, "PRICE_IN") if price_in is None else price_in,
        price_out=_price(environment, "PRICE_OUT") if price_out is None else price_out,
    )


def prediction_of(answer: Mapping[str, Any]) -> Prediction:
    """Return the prediction of a model's answer; labels outside the set are dropped, tables brought to at most 1.

    Raises:
        ValueError: It names no intent and does not say that none applies.
    """
    ranked = _table(answer.get("primary"), HEADS["applies"])
    outside = _number(answer.get("out_of_scope"))
    if not ranked and not outside:
        raise ValueError("no intent is named")
    total = max(1.0, sum(ranked.values()) + outside)
    primary = {label: p / total for label, p in ranked.items()}
    outside /= total
    best, sure = max(primary.items(), key=lambda item: item[1], default=("", 0.0))
    abstained = outside >= sure or sure < _ABSTAIN_BELOW
    named = answer.get("intents")
    given = [i for i in named if i in HEADS["applies"]] if isinstance(named, list) else []
    intents = tuple(dict.fromkeys(given if abstained else [best, *given]))
    tones = {head: _whole(_table(answer.get(head), HEADS[head])) for head in TONE_HEADS}
    return Prediction(
        primary=primary,
        out_of_scope=outside,
        abstained=abstained,
        intents=intents,
        sentiment=tones["sentiment"],
        emotion=tones["emotion"],
        urgency=tones["urgency"],
        purchase=tones["purchase"],
        opts_out="opt_out" in intents,
        opt_out_tier="model" if "opt_out" in intents else None,
    )


def _table(given: Any, labels: Sequence[str]) -> dict[str, float]:
    """Return known labels with their probabilities; a model that gives only a label is sure of it."""
    if isinstance(given, str):
        given = {given: 1.0}
    if not isinstance(given, Mapping):
        return {}
    return {label: _number(p) for label, p in given.items() if label in labels}


def _whole(table: dict[str, float]) -> dict[str, float] | None:
    total = sum(table.values())
    return {label: p / total for label, p in table.items()} if total > 0 else None


def _number(given: Any) -> float:
    is_number = isinstance(given, (int, float)) and not isinstance(given, bool)
    return min(max(float(given), 0.0), 1.0) if is_number and given == given else 0.0


def _payload_of(response: httpx2.Response) -> dict[str, Any]:
    payload = json_object(response)
    if payload is None:
        raise SystemFailedError(f"{_PLACE} did not answer with a JSON object")
    return payload


def _price(environment: Mapping[str, str], name: str) -> float | None:
    stated = environment.get(f"{_VARIABLES}{name}", "")
    if not stated:
        return None
    try:
        return float(stated)
    except ValueError as error:
        raise ConfigurationError(f"{_VARIABLES}{name} must be a number") from error
