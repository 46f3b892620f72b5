"""Look-alike letters folded to Latin: the subset of UTS #39 that occurs in texts, as one table.

A small table instead of a library: folding runs on every reply, and only letters that can spell a consent word matter.
Case matters here (Greek ``Ν`` looks like N, ``ν`` like v), so the table is applied before case folding.
"""

import re
from typing import Final

_ROWS: Final = (
    # Cyrillic; small н and в stand for the small capitals people paste
    ("АВЕЅІЈКМНОРСТУХҺԀԚԜӀЬ", "ABESIJKMHOPCTYXHDQWIb"),
    ("авеѕіјкмнорстухһԁԛԝӏьѵгп", "abesijkmhopctyxhdqwlbvrn"),
    # Greek
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
    ("αβγεηικνορτυχω", "abyenikvoptuxw"),
    # Armenian
    ("օսոհցզ", "ounhgq"),
    # Latin letters without a decomposition, and small capitals
    ("ıłøđħŧɑɡɩ", "ilodhtagi"),
    ("ŁØĐĦŦ", "LODHT"),
    ("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz"),
)
_ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ENCLOSED_STARTS: Final = (0x1F150, 0x1F170)
"""Negative circled and negative squared A: letters to the eye, symbols to NFKC."""

ENCLOSED: Final[dict[int, str]] = {
    start + i: letter for start in _ENCLOSED_STARTS for i, letter in enumerate(_ALPHABET)
}
"""For ``str.translate``: code point of an enclosed letter to the letter."""

CONFUSABLE: Final[dict[int, str]] = {
    ord(look_alike): latin for row, latins in _ROWS for look_alike, latin in zip(row, latins, strict=True)
} | ENCLOSED
"""For ``str.translate``: code point of a look-alike to its Latin letter."""

_WORD: Final = re.compile(r"\w+")


def fold_mixed_script(text: str) -> str:
    """Return the text with look-alike letters made Latin where they stand in for Latin ones.

    That is in a word that also has a Latin letter, and in every word of a text with Latin letters whose others all have
    a look-alike: Russian or Greek of any length has some that have none.
    """
    if text.isascii():
        return text
    others = {char for char in text if char.isalpha() and not _is_latin(char)}
    if any(map(_is_latin, text)) and all(ord(char) in CONFUSABLE for char in others):
        return text.translate(CONFUSABLE)
    return _WORD.sub(lambda word: word[0].translate(CONFUSABLE) if any(map(_is_latin, word[0])) else word[0], text)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()
