"""A system by URL: whatever answers ``POST /v1/intent`` as this service does."""

import ipaddress
import os
import threading
from collections.abc import Callable, Sequence
from typing import Any, Final, NoReturn

import httpx2

from copilot.errors import ConfigurationError, InvalidInputError
from copilot.scoring.base import ReplyInput
from eval.own.caller import Caller, SystemFailedError, json_object
from eval.own.python_system import row_name
from eval.own.wire import prediction_from_wire
from eval.prediction import Prediction

KEY_VARIABLE: Final = "COPILOT_EVAL_KEY"
"""Holds the key to send; none where it is not set."""
BATCH: Final = 256
"""The contract's most replies a call."""


class UrlSystem:
    """Asks a server in batches."""

    def __init__(self, caller: Caller, *, place: str) -> None:
        """Reach the server once, to learn what it serves.

        Args:
            caller: Of the server; ``connect`` builds one.
            place: Host and port, for names and errors.

        Raises:
            SystemFailedError: Nothing answers there.
            ConfigurationError: It wants another key.
        """
        self._caller, self._place = caller, place
        self._lock = threading.Lock()
        self._model = self._ask_model()
        self.is_thread_safe: bool = True
        """Two batches may be under way at once."""

    @property
    def name(self) -> str:
        """Return the model and where it is served; just the place where the server does not say."""
        return self._place if self._model is None else f"{self._model} at {self._place}"

    def predict(self, turns: Sequence[ReplyInput], *, advance: Callable[[], None] | None = None) -> list[Prediction]:
        """Return one prediction a turn, in order.

        Raises:
            SystemFailedError: It did not answer in time, answered without its model, or changed it on the way.
            InvalidInputError: It refused a row or answered with the wrong length or shape.
            ConfigurationError: It wants another key.
        """
        predictions: list[Prediction] = []
        for start in range(0, len(turns), BATCH):
            batch = turns[start : start + BATCH]
            predictions += self._predict_batch(batch, start)
            for _ in batch:
                if advance is not None:
                    advance()
        return predictions

    def _predict_batch(self, batch: Sequence[ReplyInput], start: int) -> list[Prediction]:
        replies = [{"id": f"r{n}", "text": turn.text, "context": turn.context} for n, turn in enumerate(batch)]
        response = self._caller.call("POST", "/v1/intent", {"replies": replies})
        if response.status_code == 422:
            self._refuse_row(response, batch, start)
        answer = self._body(response)
        analyses = answer.get("analyses")
        if not isinstance(analyses, list):
            raise InvalidInputError(f"{self._place}: the answer has no list of analyses")
        if len(analyses) != len(batch):
            rows = f"{row_name(batch[0], start)} and following"
            raise InvalidInputError(f"{self._place}: {len(analyses)} answers to {len(batch)} replies, {rows}")
        self._check_model(answer)
        return [
            prediction_from_wire(analysis, f"{self._place}, {row_name(turn, start + number)}")
            for number, (turn, analysis) in enumerate(zip(batch, analyses, strict=True))
        ]

    def _check_model(self, answer: dict[str, Any]) -> None:
        """Refuse figures of no model, or of two."""
        degraded = answer.get("degraded")
        if isinstance(degraded, list) and any(isinstance(d, dict) and d.get("part") == "model" for d in degraded):
            raise SystemFailedError(f"{self._place} answered without its model; measure again when /readyz is clean")
        versions = answer.get("versions")
        model = versions.get("model") if isinstance(versions, dict) else None
        if model is None:
            return
        with self._lock:
            known, self._model = self._model, self._model or str(model)
        if known is not None and known != model:
            raise SystemFailedError(f"{self._place} changed its model while it was measured: {known}, then {model}")

    def _ask_model(self) -> str | None:
        response = self._caller.call("GET", "/v1/model")
        if response.status_code in (404, 405):
            return None
        model = self._body(response).get("model")
        return None if model is None else str(model)

    def _body(self, response: httpx2.Response) -> dict[str, Any]:
        if response.status_code in (401, 403):
            status = response.status_code
            raise ConfigurationError(f"{self._place} answered {status}: put a key that it takes into {KEY_VARIABLE}")
        if not response.is_success:
            raise SystemFailedError(f"{self._place} answered {response.status_code}")
        body = json_object(response)
        if body is None:
            raise InvalidInputError(f"{self._place}: the answer is no JSON object")
        return body

    def _refuse_row(self, response: httpx2.Response, batch: Sequence[ReplyInput], start: int) -> NoReturn:
        """Name the row that the server refused, by the pointer of its problem document."""
        try:
            first = response.json()["errors"][0]
            _, _, place, field = first["pointer"].split("/")[:4]
            turn, code = batch[int(place)], str(first["code"])
        except (ValueError, KeyError, TypeError, IndexError):
            raise InvalidInputError(f"{self._place} refused a batch of replies and did not say which") from None
        raise InvalidInputError(f"{self._place} refused {row_name(turn, start + int(place))}: {field}, {code}")


def connect(url: str) -> UrlSystem:
    """Return the system at a URL; the key comes from ``COPILOT_EVAL_KEY``.

    Raises:
        ConfigurationError: The URL or the key is none.
        SystemFailedError: Nothing answers there.
    """
    base = _parse(url)
    if base is None or base.scheme not in ("http", "https") or not base.host:
        raise ConfigurationError("--system: the URL cannot be read; write http://host:port")
    if base.userinfo or base.query:
        raise ConfigurationError(f"--system: put the key into {KEY_VARIABLE}, not into the URL")
    key = os.environ.get(KEY_VARIABLE, "").strip()
    if not key.isascii() or not key.isprintable():
        raise ConfigurationError(f"{KEY_VARIABLE} is no key: it holds characters that no header can carry")
    place = base.host if base.port is None else f"{base.host}:{base.port}"
    return UrlSystem(Caller(url, place=place, key=key), place=place)


def is_local(url: str) -> bool:
    """Whether a URL leads to this machine."""
    base = _parse(url)
    if base is None or base.host == "localhost":
        return base is not None
    try:
        return ipaddress.ip_address(base.host).is_loopback
    except ValueError:
        return False


def _parse(url: str) -> httpx2.URL | None:
    try:
        return httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError):
        return None
