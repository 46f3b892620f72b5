"""Slot values: what a fact looks like in a text, and which facts are too suspicious to be put into one.

A value is data. It is filled in once, so braces in it never expand; what could turn it into something else (an address
where a name belongs, control characters, invisible direction marks) makes it unknown or is dropped.
"""

import math
import re
import unicodedata
from datetime import date
from typing import Final

from copilot.suggesting.date_text import format_day

MAX_VALUE: Final = 120
"""Longest value of a slot in code points, about two thirds of a segment; longer text is cut between words."""
MAX_URL: Final = 500
"""Longest address; a longer one is unknown, because an address is never cut."""
MAX_NAME: Final = 40
"""Longest first or last name."""
MAX_NUMBER: Final = 1e12
"""Numbers beyond it are mistakes, not amounts."""

PERSON_SLOTS: Final = frozenset({"first_name", "last_name"})
_URL_WORDS: Final = frozenset(
    {"url", "uri", "link", "page", "site", "website", "portal", "form", "booking", "calendar", "map"}
)
"""A word in the name of a slot that may hold an address."""
_URL: Final = re.compile(r"https?://[^\s{}<>\"]+")
_ADDRESS: Final = re.compile(r"://|\bwww\.|\b[\w-]+\.[a-z]{2,}/", re.IGNORECASE)
_DOMAIN: Final = re.compile(r"\w\.[a-z]{2,}\b", re.IGNORECASE)
_ISO_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(T\S+)?")
_SYMBOLS: Final = {"USD": "$", "EUR": "€", "GBP": "£"}
_WHOLE_CURRENCIES: Final = frozenset({"JPY", "KRW", "CLP", "VND", "HUF", "ISK"})
_SEPARATORS: Final = {"de": ".,", "es": ".,", "pt": ".,", "fr": " ,"}
"""Thousands and decimal mark where they are not ``,`` and ``.``."""


def write_value(name: str, raw: object, language: str) -> str | None:
    """Return a fact as text for slot ``name``, or None when it is unknown, unusable or suspicious."""
    if isinstance(raw, bool) or raw is None:
        return None
    if isinstance(raw, int | float):
        return write_number(raw, language)
    text = _fold(str(raw))
    if not text or "{" in text or "}" in text:
        return None
    if _URL.fullmatch(text):
        return text if len(text) <= MAX_URL and not _URL_WORDS.isdisjoint(name.split("_")) else None
    if _ADDRESS.search(text):
        return None
    if name in PERSON_SLOTS:
        return text if _is_person_name(text) else None
    if (day := _ISO_DAY.fullmatch(text)) and (day[2] is None or name.endswith("_date")):
        return _write_day(day[1], language) or text
    return _shorten(text)


def write_number(number: float, language: str) -> str | None:
    """Return ``1,200`` or ``2.5``, as the language groups it; None for a number beyond all sense."""
    if not _is_sane(number):
        return None
    text = f"{number:,.2f}".rstrip("0").rstrip(".") if number != int(number) else f"{int(number):,}"
    return _localise(text, language)


def write_amount(amount: float, currency: str | None, language: str) -> str | None:
    """Return the figure of an amount with the decimals its currency has: ``1,200`` or ``1,200.50``."""
    if not _is_sane(amount):
        return None
    rounded = round(amount, 0 if currency in _WHOLE_CURRENCIES else 2)
    return _localise(f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,.2f}", language)


def write_money(amount: float, currency: str | None, language: str) -> str | None:
    """Return an amount with its currency where it is known: ``$1,200``, ``1.200 €``, ``1,200 CHF``."""
    figure = write_amount(amount, currency, language)
    if figure is None or currency is None:
        return figure
    symbol = _SYMBOLS.get(currency)
    if symbol and language not in _SEPARATORS:
        return f"{symbol}{figure}" if amount >= 0 else f"-{symbol}{figure[1:]}"
    return f"{figure} {symbol or currency}"


def _is_sane(number: float) -> bool:
    return abs(number) <= MAX_NUMBER and math.isfinite(number)


def _fold(text: str) -> str:
    """Turn white space and control characters into single blanks; drop direction marks, zero widths and surrogates."""
    kept = []
    for char in text[: 4 * MAX_URL]:
        category = unicodedata.category(char)
        if category in {"Cc", "Zl", "Zp"}:
            kept.append(" ")
        elif category == "Cs" or (category == "Cf" and char not in "\u200c\u200d"):
            continue  # the joiners stay: Persian names and emoji need them
        else:
            kept.append(char)
    return " ".join("".join(kept).split())


def _is_person_name(text: str) -> bool:
    is_short = len(text) <= MAX_NAME and len(text.split()) <= 4
    return is_short and any(c.isalpha() for c in text) and "@" not in text and not _DOMAIN.search(text)


def _write_day(text: str, language: str) -> str | None:
    try:
        return format_day(date.fromisoformat(text), language)
    except ValueError:
        return None


def _shorten(text: str) -> str | None:
    if len(text) <= MAX_VALUE:
        return text
    cut = text[: MAX_VALUE + 1].rpartition(" ")[0]
    return cut or None


def _localise(text: str, language: str) -> str:
    marks = _SEPARATORS.get(language)
    return text.translate({ord(","): marks[0], ord("."): marks[1]}) if marks else text
