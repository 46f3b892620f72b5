"""The output gate: every draft passes it, whoever wrote it. A draft that claims what nobody knows is dropped.

``facts`` are the texts a draft may draw on: the text and address of its sources, the slot values, our fixed lines. What
stands in none of them (an address, a number, a day) was invented.
"""

import re
from collections.abc import Iterable, Sequence
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
_WEEKDAY: Final = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|(?:segunda|terça|quarta|quinta|sexta)-feira)\b",
    re.IGNORECASE,
)


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
        ("unknown_address", not _urls(text) <= _urls(known), "an address that no source has"),
        ("unknown_number", not _are_known_numbers(text, known), "a number that no source has"),
        ("unknown_percentage", not _percentages(text) <= _percentages(known), "a percentage that no source has"),
        ("unknown_day", not _days(text) <= _days(known), "a day that no source has"),
    )
    refusals = [Refusal(rule, detail) for rule, is_broken, detail in checks if is_broken]
    refusals += [
        Refusal("promise", f"{promise.name}, which the action {action.value} does not do")
        for promise in PROMISES
        if action not in promise.kept_by and promise.words.search(text)
    ]
    return tuple(refusals)


def _urls(text: str) -> set[str]:
    return {found.rstrip(".,;:!?)'").casefold() for found in _URL.findall(text)}


def _are_known_numbers(text: str, known: str) -> bool:
    numbers = _numbers(_URL.sub(" ", text))
    return not numbers or all(not readings.isdisjoint(_all_readings(known)) for readings in numbers)


def _numbers(text: str) -> list[frozenset[str]]:
    return [_readings(found) for found in _NUMBER.findall(text)]


def _all_readings(text: str) -> set[str]:
    return {reading for readings in _numbers(text) for reading in readings}


def _readings(number: str) -> frozenset[str]:
    """Return what a number may mean: ``1,200`` is 1200 and 1.2; ``4800.0`` is 4800."""
    whole, mark, tail = number.replace("'", "").replace(" ", "").replace(",", ".").rpartition(".")
    joined = (whole + tail).replace(".", "")
    if not mark:
        return frozenset({_plain(joined)})
    decimal = _plain(f"{whole.replace('.', '')}.{tail}")
    return frozenset({decimal, _plain(joined)} if len(tail) == 3 else {decimal})


def _plain(number: str) -> str:
    whole, mark, tail = number.partition(".")
    whole = "".join(str(int(digit)) for digit in whole).lstrip("0") or "0"
    tail = "".join(str(int(digit)) for digit in tail).rstrip("0") if mark else ""
    return f"{whole}.{tail}" if tail else whole


def _percentages(text: str) -> set[str]:
    return {_plain(found.replace(",", ".")) for found in _PERCENT.findall(text)}


def _days(text: str) -> set[tuple[int, int] | str]:
    """Return (month, day) of every date, and the full names of weekdays."""
    days: set[tuple[int, int] | str] = {word.casefold() for word in _WEEKDAY.findall(text)}
    return days.union(_dates(text))


def _dates(text: str) -> Iterable[tuple[int, int]]:
    yield from ((_MONTHS[month.lower()], int(day)) for day, month in _DAY_MONTH.findall(text))
    yield from ((_MONTHS[month.lower()], int(day)) for month, day in _MONTH_DAY.findall(text))
    yield from ((int(month), int(day)) for month, day in _ISO_DAY.findall(text))
