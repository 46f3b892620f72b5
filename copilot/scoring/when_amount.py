"""Times counted from now: "in two weeks", "half an hour from now", "dans 3 jours", "2 days ago"."""

import re
from collections.abc import Iterator
from datetime import UTC, date, timedelta
from typing import Final

from copilot.scoring.calendar_word import UNIT
from copilot.scoring.number_word import NUMBER_WORD, WORD_PATTERN
from copilot.scoring.when_span import DayPiece, MomentPiece, Now, add_months

_UNITS: Final = "|".join(sorted(UNIT, key=len, reverse=True))
_COUNT: Final = (
    rf"(?P<n>half an?|media|a couple(?: of| more)?|couple(?: of)?|a few(?: more)?|few|un par de|un paio de|"
    rf"ein paar|\d{{1,3}}|{WORD_PATTERN})"
)
_AMOUNT: Final = (
    rf"{_COUNT}(?: ?(?:-|to|or|o|ou|oder|bis) ?(?P<n2>\d{{1,3}}|two|three|four|five|six|dos|tres|deux|"
    rf"trois|zwei|drei|duas))?[ -]?(?:more |business |working )?(?P<unit>{_UNITS})(?!\w)"
)
_AHEAD: Final = re.compile(
    r"(?<!\w)(?:in|within|in about|in around|in like|in maybe|in another|in the next|within the next|en|"
    r"dentro de|en unos|en unas|dans|dans environ|d'ici|in etwa|in ca\.?|em|em uns|daqui a|daqui)"
    rf" {_AMOUNT}(?: or two)?(?:'? time| from now)?"
)
_FROM_NOW: Final = re.compile(rf"(?<!\w){_AMOUNT} (?:from now|from today|hence)(?!\w)")
_GIVE_ME: Final = re.compile(rf"(?<!\w)give (?:me|us) (?:like |about |another )?(?P<span>{_AMOUNT})(?: or two)?")
_AGO: Final = re.compile(rf"(?<!\w)(?:{_AMOUNT} ago(?!\w))")
_AGO_BEFORE: Final = re.compile(rf"(?<!\w)(?:hace|vor|il y a|ha) {_AMOUNT}")
_FEW: Final = {"half": 0.5, "media": 0.5, "a couple": 2, "couple": 2, "a few": 3, "few": 3, "un par": 2, "ein paar": 3}

AMOUNT_TRIGGERS: Final = frozenset(UNIT)
"""A text with none of these words counts no time."""


def find_amounts(flat: str, now: Now) -> Iterator[DayPiece | MomentPiece]:
    """Yield the amounts of time counted from now; minutes and hours give a moment, longer ones whole days."""
    for pattern, sign in ((_AHEAD, 1), (_FROM_NOW, 1), (_GIVE_ME, 1), (_AGO, -1), (_AGO_BEFORE, -1)):
        for match in pattern.finditer(flat):
            try:
                yield _resolve(match, sign, now)
            except (ValueError, OverflowError):
                continue


def _resolve(match: re.Match[str], sign: int, now: Now) -> DayPiece | MomentPiece:
    least = _count(match["n"])
    most = _count(match["n2"]) if match["n2"] else least + 1 if match.group().endswith("or two") else least
    unit = UNIT[match["unit"]]
    start, end = match.span("span") if "span" in match.re.groupindex else match.span()
    if unit in {"minute", "hour"}:
        ahead = timedelta(minutes=least) if unit == "minute" else timedelta(hours=least)
        at = (now.local.astimezone(UTC) + sign * ahead).astimezone(now.zone)
        return MomentPiece(start, end, at.replace(second=0, microsecond=0))
    first, last = (_move(now, sign * amount, unit) for amount in sorted((least, most)))
    first, last = min(first, last), max(first, last)
    return DayPiece(start, end, first, last + timedelta(days=1))


def _move(now: Now, amount: float, unit: str) -> date:
    if unit == "day":
        return now.today + timedelta(days=round(amount))
    if unit == "week":
        return now.today + timedelta(days=round(7 * amount))
    return add_months(now.today, round(amount * (12 if unit == "year" else 1)))


def _count(text: str) -> float:
    if text.isdecimal():
        return int(text)
    if text in NUMBER_WORD:
        return NUMBER_WORD[text]
    return next(value for prefix, value in _FEW.items() if text.startswith(prefix))
