"""When to come back: the moment the customer named, else a default, always in their local time and in the future."""

from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from copilot.clock import to_utc
from copilot.domain.analysis import WhenValue
from copilot.routing.base import DecisionContext
from copilot.routing.policy_model import Policy, clock_time
from copilot.routing.reading import later

_WHOLE_DAY: Final = timedelta(hours=23)
"""A range from midnight at least this long (a day shortened by DST) names days, not hours."""
_SATURDAY: Final = 5


def named_moment(context: DecisionContext, policy: Policy) -> datetime | None:
    """Return the first moment in the text that lies in the future, in UTC; None when there is none.

    Days and months named as a whole begin at ``follow_up.at``; of a range that has begun ("this month", "later today"),
    the middle of what is left is taken.
    """
    for slot in context.analysis.slots if context.analysis else ():
        if isinstance(slot.value, WhenValue):
            try:
                moment = _moment_in(slot.value, context, policy)
            except (OverflowError, ValueError):  # beyond the calendar: no usable date
                continue
            if moment is not None and moment > context.received_at:
                return moment
    return None


def default_moment(context: DecisionContext, policy: Policy, *, days: int = 0, business_days: int = 0) -> datetime:
    """Return ``follow_up.at`` after so many days, moved off a weekend, in UTC."""
    zone, opens = _zone_and_time(context, policy)
    try:
        day = context.received_at.astimezone(zone).date() + timedelta(days=days)
        left = business_days
        while left or day.weekday() >= _SATURDAY:
            day += timedelta(days=1)
            left -= left > 0 and day.weekday() < _SATURDAY
        return to_utc(datetime.combine(day, opens, zone))
    except (OverflowError, ValueError):
        return later(context.received_at, timedelta(days=days + business_days))


def _moment_in(value: WhenValue, context: DecisionContext, policy: Policy) -> datetime | None:
    zone, opens = _zone_and_time(context, policy, value.start)
    start, end = _in_zone(value.start, zone), _in_zone(value.end, zone)
    now = context.received_at.astimezone(zone)
    if start > now:
        names_days = start.time() == time.min and to_utc(end) - to_utc(start) >= _WHOLE_DAY
        return to_utc(datetime.combine(start.date(), opens, zone) if names_days else start)
    if end <= now:
        return None
    middle = now + (end - now) / 2
    morning = datetime.combine(middle.date(), opens, zone)
    if morning > now:
        return to_utc(morning)
    if middle.time() < clock_time(policy.follow_up.until):
        return to_utc(middle)
    return to_utc(datetime.combine(middle.date() + timedelta(days=1), opens, zone))


def _in_zone(moment: datetime, zone: tzinfo) -> datetime:
    return moment.replace(tzinfo=zone) if moment.utcoffset() is None else moment.astimezone(zone)


def _zone_and_time(context: DecisionContext, policy: Policy, named: datetime | None = None) -> tuple[tzinfo, time]:
    """Return the customer's zone and the time of day to return at; the zone of a named moment, then UTC, stand in."""
    opens = clock_time(policy.follow_up.at)
    if context.timezone:
        try:
            return ZoneInfo(context.timezone), opens
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass  # a caller's free string: the moment's own offset is the next best
    if offset := named.utcoffset() if named else None:
        # A fixed offset rather than the moment's own zone: it is what survives being stored.
        return timezone(offset), opens
    return UTC, clock_time(policy.follow_up.at_utc)
