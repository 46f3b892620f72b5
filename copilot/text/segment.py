"""SMS segments: what a text costs, and how to make it cheaper without changing what it says.

Sizes: 160 septets alone and 153 in a chain (GSM-7), 70 and 67 UTF-16 units (UCS-2); 3GPP TS 23.038 and 23.040.
"""

from dataclasses import dataclass
from typing import Final, Literal

Encoding = Literal["GSM-7", "UCS-2"]

_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION: Final = frozenset("\f^{}\\[~]|€")
"""Sent as an escape and a second septet."""
_ALONE: Final[dict[Encoding, int]] = {"GSM-7": 160, "UCS-2": 70}
_IN_CHAIN: Final[dict[Encoding, int]] = {"GSM-7": 153, "UCS-2": 67}

_GSM_SAFE: Final = str.maketrans(
    dict.fromkeys("‘’‚‛′`´ʼ‹›", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–—―−⁃", "-")
    | dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " ")
    | dict.fromkeys("\u200b\u2060\ufeff\u00ad", "")
    | dict.fromkeys("\u2028\u2029\u0085\v", "\n")
    | dict.fromkeys("•·∙‣", "*")
    | {"…": "...", "×": "x", "⁄": "/", "½": "1/2", "¼": "1/4", "¾": "3/4", "‰": "0/00", "ﬁ": "fi", "ﬂ": "fl"}
)


@dataclass(frozen=True, slots=True)
class SegmentCount:
    """How a text travels."""

    encoding: Encoding
    units: int
    """Septets (GSM-7, escapes counted) or UTF-16 units (UCS-2)."""
    segments: int
    """0 for an empty text: nothing is sent."""
    units_left: int
    """Units free before one more segment begins."""


def count_segments(text: str) -> SegmentCount:
    """Count the segments of a text; neither an escape pair nor a surrogate pair is split over two of them."""
    encoding: Encoding = "GSM-7" if all(char in _BASIC or char in _EXTENSION for char in text) else "UCS-2"
    widths = [_width(char, encoding) for char in text]
    units = sum(widths)
    if units <= _ALONE[encoding]:
        return SegmentCount(encoding, units, 1 if text else 0, _ALONE[encoding] - units)
    capacity = _IN_CHAIN[encoding]
    segments, filled = 1, 0
    for width in widths:
        if filled + width > capacity:
            segments, filled = segments + 1, 0
        filled += width
    return SegmentCount(encoding, units, segments, capacity - filled)


def make_gsm_safe(text: str) -> str:
    """Replace typographic characters (curly quotes, dashes, odd spaces, ellipsis) by the plain ones GSM-7 has.

    Letters and emoji stay as they are, also those GSM-7 lacks: a name is not respelt to save a segment.
    """
    return text.translate(_GSM_SAFE)


def _width(char: str, encoding: Encoding) -> int:
    is_double = char in _EXTENSION if encoding == "GSM-7" else char > "\uffff"
    return 2 if is_double else 1
