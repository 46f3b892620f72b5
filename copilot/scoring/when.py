"""When: moments and ranges in a text, resolved against the time it came and the zone of its writer.

Own grammar: of the libraries tried on replies, dateparser's search took 0.4 to 22 ms a text and read "the sun" as
Sunday and "we" as Wednesday, ctparse took 3 to 11 ms, parsedatetime reads English only, without ranges, and took "sun"
and "march on" for dates. This takes 0.02 to 0.2 ms. English is covered widely, Spanish, French, German and
Portuguese in
their commonest forms.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from copilot.domain.analysis import WhenValue
from copilot.scoring.calendar_word import WEEKDAY
from copilot.scoring.span import FoundSlot
from copilot.scoring.when_amount import AMOUNT_TRIGGERS, find_amounts
from copilot.scoring.when_clock import CLOCK_WORDS, HOUR_CUES, find_clocks
from copilot.scoring.when_day import DAY_TRIGGERS, find_days
from copilot.scoring.when_span import DAY_MINUTES, ClockPiece, DayPiece, MomentPiece, Now, at_minute, whole_days

Piece = DayPiece | ClockPiece | MomentPiece

_WORD: Final = re.compile(r"[\w']+")
_TRIGGERS: Final = DAY_TRIGGERS | CLOCK_WORDS | HOUR_CUES | AMOUNT_TRIGGERS
_JOIN: Final = re.compile(
    r"[ ,]*(?:(?:at|@|around|about|by|from|on|in the|in|between|before|um|gegen|ab|a las?|a|as|por la|"
    r"de la|en la|pela|de|da|le|the|early|late|vers|entre|sobre las) ?)?(?:the )?"
)
_JOIN_AFTER: Final = re.compile(
    r"[ ,]*(?:after|anytime after|any time after|nach|apres|despues de las?|depois das?) ?(?:the )?"
)
_TO: Final = re.compile(r" ?(?:-|to|through|thru|until|till|bis|hasta el|hasta|al|a|au|ate) ?(?:the )?")
_AND: Final = re.compile(r" (?:and|y|et|und|e) ")
_BETWEEN: Final = re.compile(r"(?<!\w)(?:between|entre|zwischen) $")
_AFTER: Final = re.compile(
    r"(?<!\w)(?:after|nach|despues de(?: el| las?)?|despues del|apres|depois d[eoa]s?)(?: the| le| les| el)? $"
)
_AFTERWARDS: Final = timedelta(days=7)
"""How long "after Friday" or "after the holidays" lasts: the sender means soon after, not for ever."""
_FIRST_AFTERNOON_MINUTE: Final = 720


def find_when(flat: str, *, received_at: datetime, zone: ZoneInfo, is_month_first: bool) -> list[FoundSlot]:
    """Return the times in a flattened text, none overlapping, in order.

    A bare weekday is its next occurrence, never today; "next Tuesday" is the Tuesday of the next week (weeks begin on
    Monday). A time of day without a day is its next occurrence. A month is the whole month. Weeks, months and days run
    from local midnight to midnight. Past expressions ("yesterday") resolve too: a caller that wants the future compares
    with its now.
    """
    words = frozenset(_WORD.findall(flat))
    has_digit = any(char.isdecimal() for char in flat)
    if not has_digit and _TRIGGERS.isdisjoint(words) and not any("'" in w or "-" in w for w in words):
        return []
    now = Now(received_at.astimezone(zone), zone, is_month_first)
    pieces: list[Piece] = []
    if has_digit or not AMOUNT_TRIGGERS.isdisjoint(words):
        pieces.extend(find_amounts(flat, now))
    pieces.extend(find_days(flat, words, has_digit=has_digit, now=now))
    pieces.extend(find_clocks(flat, words, has_digit=has_digit))
    return list(_assemble(flat, _without_overlaps(pieces), now))


def _without_overlaps(pieces: Sequence[Piece]) -> list[Piece]:
    kept: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (p.start - p.end, isinstance(p, ClockPiece) and p.needs_day, p.start)):
        if all(piece.end <= other.start or other.end <= piece.start for other in kept):
            kept.append(piece)
    return sorted(kept, key=lambda p: p.start)


def _assemble(flat: str, pieces: list[Piece], now: Now) -> Iterator[FoundSlot]:
    index = 0
    while index < len(pieces):
        group = [pieces[index]]
        index += 1
        while index < len(pieces) and _fits(flat, group, pieces[index]):
            group.append(pieces[index])
            index += 1
        try:
            found = _resolve(flat, group, now)
        except (ValueError, OverflowError):  # beyond the years 1 to 9999
            continue
        if found is not None:
            yield found


def _fits(flat: str, group: list[Piece], piece: Piece) -> bool:
    if isinstance(piece, MomentPiece) or any(isinstance(p, MomentPiece) for p in group):
        return False
    gap = flat[group[-1].end : piece.start]
    has_day = any(isinstance(p, DayPiece) for p in group)
    if isinstance(piece, DayPiece):
        if not has_day:
            return _JOIN.fullmatch(gap) is not None
        before = group[-1]
        if isinstance(before, DayPiece) and before.first == piece.first and _JOIN.fullmatch(gap):
            return True  # "Friday the 27th"
        is_only_day = len(group) == 1 and isinstance(group[0], DayPiece)
        to = _TO.fullmatch(gap) or (_AND.fullmatch(gap) and _BETWEEN.search(flat, 0, group[0].start))
        return is_only_day and bool(to)
    clocks = [p for p in group if isinstance(p, ClockPiece)]
    if any(c.is_part == piece.is_part for c in clocks) or (piece.is_today and has_day and not clocks):
        return False
    return _JOIN.fullmatch(gap) is not None or _JOIN_AFTER.fullmatch(gap) is not None


def _resolve(flat: str, group: list[Piece], now: Now) -> FoundSlot | None:
    start, end = group[0].start, group[-1].end
    first = group[0]
    if isinstance(first, MomentPiece):
        return FoundSlot("when", start, end, WhenValue(start=first.at, end=first.at))
    days = [p for p in group if isinstance(p, DayPiece)]
    clocks = [p for p in group if isinstance(p, ClockPiece)]
    after = _AFTER.search(flat, 0, start)
    if not clocks:
        named = _merge(flat, days)
        if after is None:
            return FoundSlot("when", start, end, whole_days(named, now.zone))
        later = replace(named, first=named.beyond, beyond=named.beyond + _AFTERWARDS)
        return FoundSlot("when", after.start(), end, whole_days(later, now.zone))
    clock = _combine(clocks)
    if not days and all(c.needs_day for c in clocks):
        return None
    if days and (days[-1].beyond - days[-1].first).days > 7:
        return FoundSlot("when", days[0].start, days[-1].end, whole_days(_merge(flat, days), now.zone))
    is_after = after is not None or any(_JOIN_AFTER.fullmatch(flat[a.end : b.start]) for a, b in pairwise(group))
    if is_after and clock.begin == clock.until:
        start = after.start() if after is not None else start
        clock = replace(clock, until=max(DAY_MINUTES, clock.begin))
    day = days[0].first if days else _day_of(clock, now)
    until = days[-1].beyond - timedelta(days=1) if days else day
    value = WhenValue(
        start=at_minute(day, clock.begin, now.zone),
        end=at_minute(until if clock.until > clock.begin else day, clock.until, now.zone),
    )
    return FoundSlot("when", start, end, value)


def _combine(clocks: list[ClockPiece]) -> ClockPiece:
    """Return the time of day of "in the evening at 8": the exact time, its half of the day from the part."""
    exact = next((c for c in clocks if not c.is_part), clocks[0])
    part = next((c for c in clocks if c.is_part), None)
    if part is None or exact.is_part:
        return replace(exact, is_today=any(c.is_today for c in clocks))
    begin, until = exact.begin, exact.until
    if not exact.is_fixed:
        is_morning = part.until <= _FIRST_AFTERNOON_MINUTE
        begin, until = (_in_half(minute, is_morning) for minute in (begin, until))
    return replace(exact, begin=begin, until=max(begin, until), is_today=part.is_today)


def _in_half(minute: int, is_morning: bool) -> int:
    if minute >= DAY_MINUTES:
        return minute
    return minute % 720 if is_morning else minute % 720 + 720


def _day_of(clock: ClockPiece, now: Now) -> date:
    minute = now.local.hour * 60 + now.local.minute
    is_over = max(clock.until, clock.begin) <= minute
    return now.today + timedelta(days=1 if is_over and not clock.is_today else 0)


def _merge(flat: str, days: list[DayPiece]) -> DayPiece:
    """Return one range of "Monday to Wednesday"; a weekday before the first is the one after it."""
    first, last = days[0], days[-1]
    beyond = last.beyond
    if beyond <= first.first and flat[last.start : last.end].split()[-1] in WEEKDAY:
        beyond += timedelta(days=7)
    return replace(first, end=last.end, beyond=max(first.beyond, beyond))
