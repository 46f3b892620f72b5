"""A lower-case, unaccented copy of a text with every character in its old place, for grammars that report spans."""

from typing import Final

_ROWS: Final = (
    ("áàâãäåā", "a"),
    ("éèêëē", "e"),
    ("íìîïī", "i"),
    ("óòôõöō", "o"),
    ("úùûüū", "u"),
    ("ç", "c"),
    ("ñ", "n"),
    ("ýÿ", "y"),
    ("‘’ʼ`´", "'"),
    ("–—‐‑−", "-"),
    ("\u00a0\u2007\u2009\u202f\t\n\r", " "),
)
_FLAT: Final = str.maketrans({char: plain for chars, plain in _ROWS for char in chars})


def flatten_text(text: str) -> str:
    """Return the text lower-case, unaccented, with straight quotes and hyphens; index i stays index i."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few capitals have a lower case of two characters
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered.translate(_FLAT)
