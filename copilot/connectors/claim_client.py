"""What a send layer asks of the copilot: may this be sent, and: this was sent."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import httpx2

from copilot.errors import PartUnavailableError


@dataclass(frozen=True, slots=True)
class Granted:
    """Go: send ``text`` now."""

    claim_id: str
    text: str | None
    """None: there is nothing to send."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Do not send; trying again changes nothing."""

    code: str
    """Such as ``newer_inbound`` or ``opted_out``."""


class ClaimClient:
    """Calls ``/v1/decisions/{id}/claim`` and ``/v1/messages``."""

    def __init__(self, copilot_url: str, *, api_key: str | None, timeout: timedelta) -> None:
        self._client = httpx2.Client(
            base_url=copilot_url,
            timeout=timeout.total_seconds(),
            trust_env=False,
            # The other side may close a kept connection just as it is used again, which would cost a retry.
            limits=httpx2.Limits(max_keepalive_connections=0),
            headers={} if api_key is None else {"authorization": f"Bearer {api_key}"},
        )

    def claim(self, decision_id: str, *, idempotency_key: str) -> Granted | Refusal:
        """Ask whether a decision may be carried out now; the same key gets the same answer.

        Raises:
            PartUnavailableError: No answer, or one that a later attempt may better.
        """
        answer = self._post(f"/v1/decisions/{quote(decision_id, safe='')}/claim", {}, idempotency_key)
        if answer.status_code in (404, 409):
            return Refusal(_code_of(answer))
        body = _json_of(answer)
        claim_id, text = body.get("claim_id"), body.get("text")
        if not isinstance(claim_id, str) or not isinstance(text, str | None):
            raise PartUnavailableError("the copilot's claim is not as the contract has it")
        return Granted(claim_id, text)

    def record(
        self, *, message_id: str, conversation_id: str, text: str, decision_id: str, suggestion_id: str | None
    ) -> None:
        """Tell the copilot what was sent; the same message id has no second effect.

        Raises:
            PartUnavailableError: No answer, or one that a later attempt may better.
        """
        body = {
            "provider": "fake",
            "message_id": message_id,
            "conversation_id": conversation_id,
            "text": text,
            "sent_by": "automation",
            "decision_id": decision_id,
            "suggestion_id": suggestion_id,
        }
        _json_of(self._post("/v1/messages", body, message_id))

    def close(self) -> None:
        """Release connections."""
        self._client.close()

    def _post(self, path: str, body: dict[str, Any], idempotency_key: str) -> httpx2.Response:
        try:
            return self._client.post(path, json=body, headers={"idempotency-key": idempotency_key})
        except httpx2.HTTPError as error:
            raise PartUnavailableError(f"the copilot did not answer: {type(error).__name__}") from None


def _json_of(answer: httpx2.Response) -> dict[str, Any]:
    if not answer.is_success:
        raise PartUnavailableError(f"the copilot answered HTTP {answer.status_code}")
    try:
        body = answer.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise PartUnavailableError("the copilot answered something that is not a JSON object")
    return body


def _code_of(answer: httpx2.Response) -> str:
    try:
        return str(answer.json()["code"])
    except (ValueError, KeyError, TypeError):
        return f"http_{answer.status_code}"
