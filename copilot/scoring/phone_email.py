"""Phone numbers and e-mail addresses."""

import re
from collections.abc import Iterator
from typing import Final

import phonenumbers

from copilot.scoring.span import FoundSlot

_EMAIL: Final = re.compile(
    r"(?<![\w.+-])[a-z0-9][\w.+'-]{0,63}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?![\w@])", re.ASCII
)
_LOCAL: Final = re.compile(r"(?<![\w./$£€-])\d{3}[-.]\d{4}(?![\w-]|[.]\d)", re.ASCII)
"""North American number without its area code: no plan can validate it, a rep can still read it."""
_LEAST_DIGITS: Final = 7


def find_emails(text: str, flat: str) -> Iterator[FoundSlot]:
    """Yield the addresses, with the domain in lower case."""
    if "@" not in flat:
        return
    for match in _EMAIL.finditer(flat):
        local, _, domain = text[match.start() : match.end()].rpartition("@")
        yield FoundSlot("email", match.start(), match.end(), f"{local}@{domain.lower()}")


def find_phones(flat: str, *, region: str) -> Iterator[FoundSlot]:
    """Yield valid numbers of ``region`` or with a country code as E.164, local seven-digit ones as written."""
    if sum(char.isdecimal() for char in flat) < _LEAST_DIGITS:
        return
    for match in phonenumbers.PhoneNumberMatcher(flat, region):
        value = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        yield FoundSlot("phone", match.start, match.end, value)
    if region in {"US", "CA"}:
        for local in _LOCAL.finditer(flat):
            yield FoundSlot("phone", local.start(), local.end(), local.group())
