"""A running service, over its API. ``COPILOT_API_KEY`` holds the key when it wants one."""

import os
from types import TracebackType
from typing import Any, Final, Self

import httpx2

from copilot.api.shape import KnowledgeSearchRequest
from copilot.domain.conversation import Conversation
from copilot.domain.knowledge import Hit, KnowledgeItem
from copilot.errors import ConfigurationError, CopilotError, FieldError, InvalidInputError

API_KEY_VARIABLE: Final = "COPILOT_API_KEY"
"""Holds the key to send; no setting of the service itself."""
_TIMEOUT_S: Final = 120.0
"""Embedding thousands of items takes its time."""
_PAGE: Final = 200
_BATCH: Final = 5_000


class ServiceRefusedError(CopilotError):
    """The running service did not do it; the message is its own."""

    code = "service_refused"


class RemoteDesk:
    """Works through a running service: the library, and answers to one conversation."""

    def __init__(self, url: str) -> None:
        key = os.environ.get(API_KEY_VARIABLE, "").strip()
        if not key.isascii() or not key.isprintable():
            raise ConfigurationError(f"{API_KEY_VARIABLE} is no key: one looks like sk_live_…")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx2.Client(base_url=url, headers=headers, timeout=_TIMEOUT_S, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def put_all(self, items: list[KnowledgeItem]) -> tuple[int, int]:
        """Add or replace items, all or none."""
        if len(items) > _BATCH:
            raise InvalidInputError(f"a running service takes up to {_BATCH} items at once; stop it to import more")
        body = self._call("POST", "/v1/knowledge/batch", {"items": [item.model_dump(mode="json") for item in items]})
        return body["added"], body["changed"]

    def all_items(self) -> list[KnowledgeItem]:
        """Return the whole library, by id."""
        items: list[KnowledgeItem] = []
        after = ""
        while True:
            page = self._call("GET", f"/v1/knowledge?limit={_PAGE}{after}")
            items += [KnowledgeItem.model_validate(item) for item in page["items"]]
            if page["next"] is None:
                return items
            after = f"&after={page['next']}"

    def search(self, asked: KnowledgeSearchRequest) -> list[Hit]:
        """Search by words."""
        found = self._call("POST", "/v1/knowledge/search", asked.model_dump(mode="json"))
        return [Hit.model_validate(hit) for hit in found["hits"]]

    def suggest(self, conversation: Conversation) -> dict[str, Any]:
        """Return the answer of ``POST /v1/suggest``."""
        answer = self._call("POST", "/v1/suggest", {"conversation": conversation.model_dump(mode="json")})
        return dict(answer)

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        try:
            answer = self._client.request(method, path, json=body)
        except httpx2.HTTPError as error:
            raise ServiceRefusedError(f"the running service did not answer: {type(error).__name__}") from error
        if answer.is_success:
            return answer.json()
        try:
            problem = answer.json()
        except ValueError:
            raise ServiceRefusedError(f"the running service answered {answer.status_code}") from None
        if answer.status_code in (401, 403):
            raise ServiceRefusedError(
                f"{problem['detail'].rstrip('.')}. This command reads its key from {API_KEY_VARIABLE}."
            )
        fields = [FieldError(f["pointer"], f["code"], f["message"]) for f in problem.get("errors", [])]
        if fields:
            raise InvalidInputError(problem["detail"], fields)
        raise ServiceRefusedError(problem["detail"])
