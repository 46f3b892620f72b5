"""Time: one UTC type that refuses naive times, and a clock that can be stopped in tests."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Annotated, Protocol
from zoneinfo import available_timezones

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field


def to_utc(moment: datetime) -> datetime:
    """Return the same moment in UTC.

    Raises:
        ValueError: The time carries no offset.
    """
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError("a time needs an offset, such as 2026-11-23T15:04:05Z")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("this time is outside the years 1 to 9999 in UTC") from error


_RFC_3339_DATE = re.compile(r"\d{4}-\d\d-\d\d[Tt ]", re.ASCII)


def _refuse_numbers(value: object) -> object:
    # "1700000000" would pass for a Unix time.
    if isinstance(value, datetime) or (isinstance(value, str) and _RFC_3339_DATE.match(value)):
        return value
    raise ValueError("a time is an RFC 3339 string with an offset, such as 2026-11-23T15:04:05Z")


UtcTime = Annotated[AwareDatetime, BeforeValidator(_refuse_numbers), AfterValidator(to_utc)]
"""A moment in UTC. Input must be RFC 3339 with an offset; a Unix number or a naive time is refused."""


@cache
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def check_timezone(name: str) -> str:
    """Return the name of a time zone that exists.

    Raises:
        ValueError: The IANA database does not know it.
    """
    if name not in _known_zones():
        raise ValueError("this is not an IANA time zone, such as America/Chicago")
    return name


Timezone = Annotated[str, AfterValidator(check_timezone), Field(json_schema_extra={"format": "iana-timezone"})]
"""An IANA time zone name, such as ``America/Chicago``."""


class Clock(Protocol):
    """Where *now* comes from."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)


class ManualClock:
    """A clock that moves only when told: the fake that ships."""

    def __init__(self, start: datetime) -> None:
        self._now = to_utc(start)

    def now(self) -> datetime:
        """Return the moment it was last set to."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move forward by a span."""
        self._now += by
