"""The output gate: every draft passes it, whoever wrote it. A draft that claims what nobody knows is dropped.

``facts`` are the texts a draft may draw on: the text and address of its sources, the slot values, our fixed lines. What
stands in none of them (an address, a number, a day) was invented.
"""

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from typing import Final

from copilot.domain.conversation import MAX_TEXT
from copilot.domain.decision import Action
from copilot.suggesting.date_text import DAY_WORDS

_SLOT: Final = re.compile(r"\{\{|\}\}|\{\s*[a-z0-9_]*\s*\}")
_URL: Final = re.compile(r"https?://[^\s<>\"]+|\b(?:[a-z0-9-]+\.)+[a-z]{2,}\b(?:/[^\s<>\"]*)?", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d+(?:[.,' ]\d{3}(?!\d))*(?:[.,]\d+)?")
_PERCENT: Final = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(?:%|per ?cent\b|prozent\b|por ?ciento\b|pour ?cents?\b|por ?cento\b)", re.I
)
_MONTHS: Final = {
    month.lower(): number for words in DAY_WORDS.values() for number, month in enumerate(words.months, start=1)
} | {month[:3].lower(): number for number, month in enumerate(DAY_WORDS["en"].months, start=1)}
_MONTH_NAMES: Final = "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))
_DAY_MONTH: Final = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+(?:de\s+|of\s+)?({_MONTH_NAMES})\b", re.I)
_MONTH_DAY: Final = re.compile(rf"\b({_MONTH_NAMES})\s+(\d{{1,2}})\b", re.I)
_ISO_DAY: Final = re.compile(r"\b\d{4}-(\d{2})-(\d{2})\b")
_WEEKDAYS: Final = frozenset(
    {
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"),
        *("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
        *("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    }
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_MAYBE_URL: Final = re.compile(r"\.[^\W\d_]|://")
"""Cheap look before the dear one: most texts hold no address."""


@dataclass(frozen=True, slots=True)
class Promise:
    """Words that only some actions can keep."""

    name: str
    words: re.Pattern[str]
    kept_by: frozenset[Action]


PROMISES: Final = (
    Promise(
        "somebody acts now",
        re.compile(
            r"\b(?:call|ring|text|contact|reach|answer)(?:s|ing)? you (?:back )?"
            r"(?:(?:with)?in (?:\S+ )?minutes|right away|straight away|now|immediately)"
            r"|\bgetting the right person\b|\bdie richtige Person dazu\b"
            r"|\baviso ahora\b|\bpr[ée]viens maintenant\b|\baviso agora\b",
            re.IGNORECASE,
        ),
        frozenset({Action.NOTIFY_SPECIALIST}),
    ),
    Promise(
        "the thread is handed over",
        re.compile(
            r"\b(?:passing|handing|forwarding) (?:this|it|you|your \w+)(?: \w+)? (?:on|over|to)\b"
            r"|\b(?:passing|handing) (?:this|it) (?:on|over|to)\b|\bgebe (?:das|es|Ihre Nachricht)\b.*\bweiter\b"
            r"|\bpaso (?:esto|su mensaje)\b|\btransmets\b|\bpasso (?:isto|a sua mensagem)\b",
            re.IGNORECASE,
        ),
        frozenset({Action.HAND_TO_SUPPORT, Action.NOTIFY_SPECIALIST}),
    ),
    Promise(
        "we come back on our own",
        re.compile(
            r"\bget back to you (?:on|later|in)\b|\bcheck (?:back|in again) (?:on|in|with you)\b|\bmelde mich\b"
            r"|\bvuelvo a escribirle\b|\brecontacterai\b|\bvolto a escrever\b",
            re.IGNORECASE,
        ),
        frozenset({Action.SCHEDULE_FOLLOW_UP}),
    ),
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a draft may not be shown. Never carries text of the draft."""

    rule: str
    detail: str


def check_draft(text: str, facts: Sequence[str], action: Action) -> tuple[Refusal, ...]:
    """Return every reason to drop a draft; empty when it may be shown."""
    if not text.strip():
        return (Refusal("empty", "the text is empty"),)
    if len(text) > MAX_TEXT:
        return (Refusal("too_long", f"longer than {MAX_TEXT} characters"),)
    known = "\n".join(facts)
    checks = (
        ("unfilled_slot", _SLOT.search(text) is not None, "a slot in braces is left"),
        ("unknown_address", _has_unknown(_urls, text, known), "an address that no source has"),
        ("unknown_number", _has_unknown_number(text, known), "a number that no source has"),
        ("unknown_percentage", _has_unknown(_percentages, text, known), "a percentage that no source has"),
        ("unknown_day", _has_unknown(_days, text, known), "a day that no source has"),
    )
    refusals = [Refusal(rule, detail) for rule, is_broken, detail in checks if is_broken]
    refusals += [
        Refusal("promise", f"{promise.name}, which the action {action.value} does not do")
        for promise in PROMISES
        if action not in promise.kept_by and promise.words.search(text)
    ]
    return tuple(refusals)


def _has_unknown(find: Callable[[str], Set[object]], text: str, known: str) -> bool:
    """Whether the text has something of a kind that the facts lack; they are read only when it has any."""
    found = find(text)
    return bool(found) and not found <= find(known)


def _urls(text: str) -> set[str]:
    if not _MAYBE_URL.search(text):
        return set()
    return {found.rstrip(".,;:!?)'").casefold() for found in _URL.findall(text)}


def _has_unknown_number(text: str, known: str) -> bool:
    numbers = _numbers(_URL.sub(" ", text) if _MAYBE_URL.search(text) else text)
    if not numbers:
        return False
    known_readings = {reading for readings in _numbers(known) for reading in readings}
    return any(readings.isdisjoint(known_readings) for readings in numbers)


def _numbers(text: str) -> list[frozenset[str]]:
    return [_readings(found) for found in _NUMBER.findall(text)]


def _readings(number: str) -> frozenset[str]:
    """Return what a number may mean: ``1,200`` is 1200 and 1.2; ``4800.0`` is 4800."""
    whole, mark, tail = number.replace("'", "").replace(" ", "").replace(",", ".").rpartition(".")
    joined = (whole + tail).replace(".", "")
    if not mark:
        return frozenset({_plain(joined)})
    decimal = _plain(f"{whole.replace('.', '')}.{tail}")
    return frozenset({decimal, _plain(joined)} if len(tail) == 3 else {decimal})


def _plain(number: str) -> str:
    if not number.isascii():  # digits of another script
        number = "".join(char if char == "." else str(int(char)) for char in number)
    whole, _, tail = number.partition(".")
    whole, tail = whole.lstrip("0") or "0", tail.rstrip("0")
    return f"{whole}.{tail}" if tail else whole


def _percentages(text: str) -> set[str]:
    return {_plain(found.replace(",", ".")) for found in _PERCENT.findall(text)}


def _days(text: str) -> set[tuple[int, int] | str]:
    """Return (month, day) of every date, and the full names of weekdays."""
    words = set(_WORD.findall(text.lower()))
    days: set[tuple[int, int] | str] = set(words & _WEEKDAYS)
    days.update((int(month), int(day)) for month, day in _ISO_DAY.findall(text))
    if not words.isdisjoint(_MONTHS):
        days.update((_MONTHS[month.lower()], int(day)) for day, month in _DAY_MONTH.findall(text))
        days.update((_MONTHS[month.lower()], int(day)) for month, day in _MONTH_DAY.findall(text))
    return days
