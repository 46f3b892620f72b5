"""Answers: serialised once by pydantic, with durations in a header and never in the body."""

from collections.abc import Mapping

from fastapi import Response
from pydantic import BaseModel


def json_response(body: BaseModel, status: int = 200, durations_ms: Mapping[str, float] | None = None) -> Response:
    """Return a body as it is declared, without validating it a second time."""
    headers = {}
    if durations_ms:
        headers["Server-Timing"] = ", ".join(f"{name};dur={value:.2f}" for name, value in durations_ms.items())
    return Response(body.model_dump_json(by_alias=True), status, headers, "application/json")
