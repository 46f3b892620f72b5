"""Days as a customer reads them, in their language, with letters that GSM-7 has wherever the language allows it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class DayWords:
    """How one language writes a day."""

    weekdays: tuple[str, ...]
    """Monday first, abbreviated."""
    months: tuple[str, ...]
    day: str
    """Format with ``day`` and ``month``."""
    year: str
    """Format appended with ``year``."""
    weekday: str = "{weekday} {text}"
    """Format of a day with its weekday."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


DAY_WORDS: Final = {
    "en": DayWords(
        _words("Mon Tue Wed Thu Fri Sat Sun"),
        _words("January February March April May June July August September October November December"),
        "{day} {month}",
        " {year}",
    ),
    "de": DayWords(
        _words("Mo Di Mi Do Fr Sa So"),
        _words("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
        "{day}. {month}",
        " {year}",
    ),
    "es": DayWords(
        _words("lun mar mié jue vie sáb dom"),
        _words("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
        "{day} de {month}",
        " de {year}",
    ),
    "fr": DayWords(
        _words("lun. mar. mer. jeu. ven. sam. dim."),
        _words("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
        "{day} {month}",
        " {year}",
    ),
    # Abbreviated months: the ç of março would turn the whole text into UCS-2.
    "pt": DayWords(
        _words("seg ter qua qui sex sáb dom"),
        _words("jan fev mar abr mai jun jul ago set out nov dez"),
        "{day} {month}",
        " {year}",
        "{text} ({weekday})",
    ),
}


def format_day(day: date, language: str, *, with_weekday: bool = False, with_year: bool = True) -> str:
    """Return ``Mon 2 March 2027`` in the language; in a language without words here, ISO 8601."""
    words = DAY_WORDS.get(language)
    if words is None:
        return day.isoformat()
    text = words.day.format(day=day.day, month=words.months[day.month - 1])
    if with_year:
        text += words.year.format(year=day.year)
    return words.weekday.format(weekday=words.weekdays[day.weekday()], text=text) if with_weekday else text


def local_day(moment: datetime, timezone: str | None, default_timezone: str) -> date:
    """Return the day a moment falls on for a person; an unknown zone counts as the default."""
    for name in (timezone, default_timezone):
        if not name:
            continue
        # ZoneInfo raises KeyError, ValueError or OSError, depending on how the name is wrong.
        try:
            return moment.astimezone(ZoneInfo(name)).date()
        except (KeyError, ValueError, OSError, OverflowError):
            continue
    return moment.astimezone(UTC).date()
