"""Replace what identifies a person by typed marks, before a text reaches a log, a trace or an outside model.

Errs towards redacting: a long order number becomes ``[number]``. Every pattern is bounded, so the work grows with the
text. Names and street addresses are not recognised.
"""

import re
from collections.abc import Callable
from typing import Final

import phonenumbers

_URL: Final = re.compile(r"\b(https?://)([^\s/?#@]{1,256}@)?([^\s?#]{1,1024})([?#]\S{0,2048})?", re.IGNORECASE)
_EMAIL: Final = re.compile(r"(?<![\w.%+\-])[\w.%+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,8}")
_IBAN: Final = re.compile(
    r"\b[A-Z]{2}[0-9]{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?(?![A-Z0-9])", re.IGNORECASE
)
_CARD: Final = re.compile(r"(?<!\d)\d(?:[ \-]?\d){12,18}(?!\d)")
_SSN: Final = re.compile(r"(?<![\d\-])(?!000|666|9)\d{3}([\- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\d\-])")
_DATE: Final = re.compile(r"(?:19|20)\d{2}([\-./ ])\d{1,2}\1\d{1,2}|\d{1,2}([\-./ ])\d{1,2}\2(?:19|20)\d{2}")
_PHONE: Final = re.compile(r"(?<![\w+])(?:\+[ ]?\d|\(\d|\d)(?:[ .\-()/]{0,2}\d){6,24}(?!\d)")
_LONG_NUMBER: Final = re.compile(r"(?<!\d)\d{7,}(?!\d)")
"""Also those inside a word ("ref12345678")."""
_CHUNK_CHARS: Final = 2048
"""phonenumbers' matcher is asked about pieces of this size: its tries multiply over one long text."""
_REGION: Final = "US"
_MIN_DIGITS: Final = 7
_MAX_PHONE_DIGITS: Final = 15


def redact(text: str) -> str:
    """Return the text with ``[email]``, ``[phone]``, ``[card]``, ``[iban]``, ``[ssn]``, ``[number]`` in their place.

    Of a URL the user part becomes ``[credentials]``, the query and fragment ``[query]``; the rest stays. Dates stay.
    """
    text = _URL.sub(_redact_url, text)
    text = _EMAIL.sub("[email]", text)
    text = _IBAN.sub(lambda match: _mark(match, "[iban]", is_iban), text)
    text = _CARD.sub(lambda match: _mark(match, "[card]", passes_luhn), text)
    text = _SSN.sub("[ssn]", text)
    text = "".join(map(_redact_known_phones, _chunks(text)))
    text = _PHONE.sub(_redact_phone, text)
    return _LONG_NUMBER.sub("[number]", text)


def passes_luhn(text: str) -> bool:
    """Return whether the digits of a text carry a right Luhn check digit."""
    digits = [int(char) for char in text if char.isdigit()]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return bool(digits) and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def is_iban(text: str) -> bool:
    """Return whether a text is an IBAN with right check digits (ISO 7064, mod 97-10)."""
    bare = text.replace(" ", "").upper()
    if not 15 <= len(bare) <= 34 or not bare.isascii() or not bare.isalnum():
        return False
    return int("".join(str(int(char, 36)) for char in bare[4:] + bare[:4])) % 97 == 1


def _mark(match: re.Match[str], mark: str, is_one: Callable[[str], bool]) -> str:
    return mark if is_one(match.group()) else match.group()


def _redact_url(match: re.Match[str]) -> str:
    scheme, user, place, query = match.groups()
    return scheme + ("[credentials]@" if user else "") + place + ("?[query]" if query else "")


def _redact_phone(match: re.Match[str]) -> str:
    found = match.group()
    date = _DATE.match(found)
    digits = sum(char.isdigit() for char in found[date.end() if date else 0 :])
    if digits < _MIN_DIGITS:
        return found
    return "[number]" if found.isdigit() or digits > _MAX_PHONE_DIGITS else "[phone]"


def _redact_known_phones(text: str) -> str:
    """Replace what the library knows as a valid number, with extension: it tells 4155552671 from an order number."""
    parts: list[str] = []
    end = 0
    for match in phonenumbers.PhoneNumberMatcher(text, _REGION, leniency=phonenumbers.Leniency.VALID, max_tries=100):
        parts += [text[end : match.start], "[phone]"]
        end = match.end
    return "".join([*parts, text[end:]])


def _chunks(text: str) -> list[str]:
    """Cut at blanks, so that no number is torn apart."""
    chunks: list[str] = []
    start = 0
    while len(text) - start > _CHUNK_CHARS:
        cut = text.rfind(" ", start, start + _CHUNK_CHARS)
        end = cut if cut > start else start + _CHUNK_CHARS
        chunks.append(text[start:end])
        start = end
    return [*chunks, text[start:]]
