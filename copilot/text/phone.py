"""Addresses of an SMS: E.164 numbers of people, and short codes among our own numbers."""

import re
from typing import Final

_FORMATTING: Final = re.compile(r"[\s().\-]")
_E164: Final = re.compile(r"\+[1-9][0-9]{6,14}")
"""ITU E.164: country code, at most 15 digits. Structure only: +15550100, which no plan has given out, is accepted."""
_SHORT_CODE: Final = re.compile(r"[0-9]{3,8}")
_MAX_CHARS: Final = 40


def parse_phone(value: str) -> str:
    """Return a person's number as ``+`` and digits; spaces, dots, hyphens and brackets are dropped.

    Raises:
        ValueError: not an E.164 number. The message never repeats the value.
    """
    bare = _strip_formatting(value)
    if _E164.fullmatch(bare) is None:
        raise ValueError("must be an E.164 number: '+', country code, 7 to 15 digits")
    return bare


def parse_address(value: str) -> str:
    """Return an E.164 number or a short code (3 to 8 digits), without formatting.

    Raises:
        ValueError: neither of the two. The message never repeats the value.
    """
    bare = _strip_formatting(value)
    if _E164.fullmatch(bare) is None and _SHORT_CODE.fullmatch(bare) is None:
        raise ValueError("must be an E.164 number ('+', country code, 7 to 15 digits) or a short code of 3 to 8 digits")
    return bare


def _strip_formatting(value: str) -> str:
    return _FORMATTING.sub("", value) if len(value) <= _MAX_CHARS else ""
