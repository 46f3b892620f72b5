"""Errors at the edge: every one becomes an RFC 9457 problem document with a stable code, never echoing the body."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from copilot import errors
from copilot.api.waiting import CallerDepartedError
from copilot.errors import CopilotError, FieldError

_log = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"

STATUS: Final[Mapping[type[CopilotError], int]] = {
    errors.InvalidInputError: 422,
    errors.NotFoundError: 404,
    errors.ConflictError: 409,
    errors.AuthenticationError: 401,
    errors.PermissionDeniedError: 403,
    errors.OverloadedError: 429,
    errors.DeadlineExceededError: 503,
    errors.PartUnavailableError: 503,
    errors.ConfigurationError: 503,
    CallerDepartedError: 499,  # nobody hears it; the metrics count it, under the number that proxies use for it
}
"""HTTP status of each kind of error; a subclass has its parent's."""

_TITLES: Final = {
    400: "The request could not be read",
    401: "A key is needed",
    403: "Not allowed",
    404: "No such thing",
    405: "This method is not offered here",
    408: "The body did not arrive in time",
    409: "The present state forbids it",
    413: "The body is too large",
    415: "This content type is not understood",
    422: "Some fields are wrong",
    429: "Too busy",
    500: "Something went wrong here",
    503: "A needed part is not available",
}
_CODES: Final = {
    400: "invalid_json",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "unsupported_media_type",
}


class ProblemField(BaseModel):
    """One wrong field."""

    pointer: str
    code: str
    message: str


class Problem(BaseModel):
    """An RFC 9457 problem document."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[ProblemField] = []


def status_of(error: CopilotError) -> int:
    """Return the HTTP status of an error: that of its nearest ancestor in ``STATUS``."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def problem(
    status: int, code: str, detail: str, fields: Sequence[FieldError] = (), headers: Mapping[str, str] | None = None
) -> Response:
    """Return a problem document as a response."""
    document = Problem(
        type=f"urn:sms-copilot:problem:{code}",
        title=_TITLES.get(status, "The request failed"),
        status=status,
        detail=detail,
        code=code,
        errors=[ProblemField(pointer=f.pointer, code=f.code, message=f.message) for f in fields],
    )
    return Response(document.model_dump_json(), status, dict(headers or {}), MEDIA_TYPE)


def problem_of(error: CopilotError) -> Response:
    """Return the problem document of an error of ours."""
    headers = {}
    if isinstance(error, errors.OverloadedError):
        headers["Retry-After"] = str(error.retry_after_s)
    if isinstance(error, errors.PartUnavailableError | errors.DeadlineExceededError):
        headers["Retry-After"] = "1"
    if isinstance(error, errors.AuthenticationError):
        headers["WWW-Authenticate"] = "Bearer"
    code = error.reason if isinstance(error, errors.ClaimRefusedError) else error.code
    fields: Sequence[FieldError] = getattr(error, "errors", ())
    return problem(status_of(error), code, error.message, fields, headers)


_MOST_FIELDS: Final = 50
"""Wrong fields that are named; a body of 6 MB can hold a million."""
_LONGEST_STEP: Final = 64
"""Characters of a field's name that are repeated: a pointer shall not be a way to echo the body."""


_OF_ABSENT_FIELDS: Final = frozenset({"missing", "value_error"})
"""Codes that a field can have which the body lacks."""


def _pointer(body: object, location: Sequence[int | str], code: str) -> str:
    """Return the JSON Pointer of a pydantic location: steps that only name a member of a union are left out."""
    parts: list[str] = []
    for position, step in enumerate(location):
        is_last = position == len(location) - 1
        if isinstance(body, dict) and isinstance(step, str):
            if step not in body and not (is_last and code in _OF_ABSENT_FIELDS):
                continue
            body = body.get(step)
        elif isinstance(body, list) and isinstance(step, int):
            body = body[step] if step < len(body) else None
        elif not is_last or not isinstance(body, dict | list):
            continue
        parts.append(_printable(step))
    return "".join(f"/{part}" for part in parts)


def _printable(step: int | str) -> str:
    known = str(step)[:_LONGEST_STEP].encode("utf-8", "replace").decode()
    return known.replace("~", "~0").replace("/", "~1")


_MESSAGES: Final = {
    "string_unicode": "contains a lone surrogate; send valid Unicode",
    "extra_forbidden": "is not a known field",
    "json_invalid": "is not valid JSON",
}


def field_errors(body: object, found: Sequence[Any]) -> list[FieldError]:
    """Translate pydantic's errors into field errors, without any value that was sent."""
    fields = []
    for error in found:
        where, *location = error["loc"] or ("body",)
        if error["type"] == "json_invalid":
            location = []
        pointer = _pointer(body, location, error["type"]) if where == "body" else "/".join(map(str, location))
        message = _MESSAGES.get(error["type"], error["msg"].removeprefix("Value error, "))
        fields.append(FieldError(pointer, error["type"], message.replace("Tuple should", "List should")))
        if len(fields) == _MOST_FIELDS:
            break
    return [field for field in dict.fromkeys(fields) if not _is_echo(field, fields)]


def _is_echo(field: FieldError, fields: Sequence[FieldError]) -> bool:
    """Pydantic leaves wrong items out of a list and then finds the list too short: only the first is news."""
    return field.code == "too_short" and any(other.pointer.startswith(f"{field.pointer}/") for other in fields)


async def _on_copilot_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, CopilotError)
    return problem_of(error)


async def _on_validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if any(tuple(each["loc"]) == ("body",) for each in found) and not _is_json(request):
        return problem(415, "unsupported_media_type", "Send the body with Content-Type: application/json.")
    fields = field_errors(error.body, found)
    if any(field.code == "json_invalid" for field in fields):
        return problem(400, "invalid_json", "The body is not valid JSON.", fields)
    names = ", ".join(dict.fromkeys(field.pointer or "the body" for field in fields[:5]))
    return problem(422, "invalid_input", f"Wrong: {names}. See errors for what to do.", fields)


async def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status, headers = error.status_code, dict(error.headers or {})
    detail, fields = _TITLES.get(status, "The request failed") + ".", []
    if status == 400:  # FastAPI's answer to bytes that are no UTF-8, to numbers without end and to bottomless nesting
        detail, fields = "The body is not valid JSON.", [FieldError("", "json_invalid", _MESSAGES["json_invalid"])]
    if status == 405:
        headers["Allow"] = ", ".join(_methods_offered(request))
    return problem(status, _CODES.get(status, "http_error"), detail, fields, headers)


def _is_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))


def _methods_offered(request: Request) -> list[str]:
    """Return every method of a path: the router names only those of the first route that fits."""
    path = getattr(request.scope.get("route"), "path", "")
    return sorted(method.upper() for method in request.app.openapi()["paths"].get(path, {}))


async def _on_unexpected(request: Request, error: Exception) -> Response:
    # Only the type: an exception's own text may hold what a customer wrote.
    route = getattr(request.scope.get("route"), "path", "")
    _log.error("unexpected %s in %s %s", type(error).__name__, request.method, route)
    return problem(500, "internal_error", "This is our fault; the request may be sent again.")


def install_problem_handlers(app: FastAPI) -> None:
    """Answer every error of an app by a problem document."""
    app.add_exception_handler(CopilotError, _on_copilot_error)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(Exception, _on_unexpected)
