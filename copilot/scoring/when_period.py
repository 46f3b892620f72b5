"""Weeks, months, quarters, years, seasons and holidays as half-open ranges of dates."""

from datetime import date, timedelta
from typing import Final

from copilot.scoring.when_span import add_months

Days = tuple[date, date]

_UNIT: Final[dict[str, str]] = {
    name: unit
    for unit, names in {
        "day": "day",
        "week": "week|wk|semana|semaine|woche",
        "weekend": "weekend|week end|week-end|wochenende|fin de semana|fim de semana",
        "month": "month|mes|mois|monat|monats",
        "quarter": "quarter|qtr|trimestre|quartal",
        "year": "year|yr|ano|annee|l'annee|jahr|jahres",
    }.items()
    for name in names.split("|")
}
_SEASON_MONTH: Final = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
"""First month, northern hemisphere."""
_EARLY: Final = ("early", "beginning", "the beginning", "start", "the start", "anfang", "debut", "principios", "inicio")
_MIDDLE: Final = ("mid", "middle", "the middle", "mitte", "mi", "mediados", "meados")


def period_days(today: date, unit: str, offset: int) -> Days:
    """Return the calendar period ``offset`` periods after the one of ``today``; weeks begin on Monday."""
    unit = _UNIT[unit]
    if unit == "day":
        first = today + timedelta(days=offset)
        return first, first + timedelta(days=1)
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * offset)
    if unit == "week":
        return monday, monday + timedelta(days=7)
    if unit == "weekend":
        return monday + timedelta(days=5), monday + timedelta(days=7)
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    first = add_months(date(today.year, (today.month - 1) // months * months + 1, 1), months * offset)
    return first, add_months(first, months)


def month_days(today: date, month: int, *, year: str | None, is_last: bool) -> Days:
    """Return a whole month: of the given year, else the present or next one of that name (or the last one past)."""
    number = int(year) if year else today.year + (month < today.month)
    if is_last:
        number = today.year - (month >= today.month)
    first = date(number, month, 1)
    return first, add_months(first, 1)


def season_days(today: date, season: str, which: str | None) -> Days:
    """Return the present or coming season; with "next" one that has not begun, with "last" one that is over."""
    seasons = [date(year, _SEASON_MONTH[season], 1) for year in range(today.year - 2, today.year + 2)]
    spans = [(first, add_months(first, 3)) for first in seasons]
    if which == "last":
        return [span for span in spans if span[1] <= today][-1]
    return next(span for span in spans if (span[0] > today if which == "next" else span[1] > today))


def cut_period(days: Days, part: str | None) -> Days:
    """Return the early, middle or late third of a period; its "end" is the last day, of a week its Friday."""
    if not part:
        return days
    first, beyond = days
    length = (beyond - first).days
    third = max(1, round(length / 3))
    if part.startswith(_EARLY):
        return first, first + timedelta(days=third)
    if part.startswith(_MIDDLE):
        return first + timedelta(days=third), beyond - timedelta(days=third)
    if part == "late":
        return beyond - timedelta(days=third), beyond
    last = first + timedelta(days=4) if length == 7 else beyond - timedelta(days=1)
    return last, last + timedelta(days=1)


def holiday_days(today: date, name: str) -> Days:
    """Return the next occurrence of a holiday; "the holidays" run from 24 December to 1 January."""
    for year in range(today.year - 1, today.year + 2):
        days = _holiday_of(year, name)
        if days[1] > today:
            return days
    raise ValueError("no such holiday")


def _holiday_of(year: int, name: str) -> Days:
    if name in {"the holidays", "las fiestas", "les fetes"}:
        return date(year, 12, 24), date(year + 1, 1, 2)
    if name == "the new year":
        return date(year, 1, 1), date(year, 2, 1)
    if name in {"easter", "ostern", "semana santa"}:
        day = _easter(year)
        return day - timedelta(days=2), day + timedelta(days=2)
    if name == "thanksgiving":
        first = date(year, 11, 1)
        day = first + timedelta(days=(3 - first.weekday()) % 7 + 21)
    elif name == "christmas eve":
        day = date(year, 12, 24)
    elif name.startswith("new year"):
        day = date(year, 12, 31) if name.endswith("eve") else date(year, 1, 1)
    else:
        day = date(year, 12, 25)
    return day, day + timedelta(days=1)


def _easter(year: int) -> date:
    """Return Easter Sunday (Gregorian; the anonymous computus of Meeus, Astronomical Algorithms, ch. 8)."""
    golden, century, rest = year % 19, year // 100, year % 100
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
