"""Pieces of a time expression, and the arithmetic that turns them into moments of a zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from copilot.domain.analysis import WhenValue

DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Now:
    """The moment a text is read at, in the zone of its writer."""

    local: datetime
    zone: ZoneInfo
    is_month_first: bool

    @property
    def today(self) -> date:
        """Return the local date."""
        return self.local.date()


@dataclass(frozen=True, slots=True)
class DayPiece:
    """Whole days: ``first`` up to but without ``beyond``."""

    start: int
    end: int
    first: date
    beyond: date


@dataclass(frozen=True, slots=True)
class ClockPiece:
    """A time of day in minutes after midnight; ``until`` equals ``begin`` for a moment."""

    start: int
    end: int
    begin: int
    until: int
    is_fixed: bool = True
    """Says itself whether it is before or after noon."""
    is_part: bool = False
    """A part of the day ("morning")."""
    needs_day: bool = False
    """Too weak to stand alone ("at 3 …", "morning")."""
    is_today: bool = False
    """Says itself that it is today ("tonight", "this afternoon")."""


@dataclass(frozen=True, slots=True)
class MomentPiece:
    """A moment counted from now ("in an hour")."""

    start: int
    end: int
    at: datetime


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or its last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return date(year, month + 1, last)
            except ValueError:
                continue
    raise ValueError("no such month")


def at_minute(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return a local time of day, 0 … 1,440 and beyond into later days.

    A time that the clock skips in spring moves on by the skipped hour; one that comes twice in autumn is the first.
    """
    wanted = datetime.combine(day + timedelta(days=minute // DAY_MINUTES), time(), zone) + timedelta(
        minutes=minute % DAY_MINUTES
    )
    return wanted.astimezone(UTC).astimezone(zone)


def whole_days(piece: DayPiece, zone: ZoneInfo) -> WhenValue:
    """Return midnight to midnight."""
    return WhenValue(start=at_minute(piece.first, 0, zone), end=at_minute(piece.beyond, 0, zone))
