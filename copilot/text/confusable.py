"""Look-alike letters folded to Latin: the subset of UTS #39 that occurs in texts, as one table.

A small table instead of a library: folding runs on every reply, and only letters that can spell a consent word matter.
Case matters here (Greek ``Ν`` looks like N, ``ν`` like v), so the table is applied before case folding.
"""

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

CONFUSABLE: Final[dict[int, str]] = {
    ord(look_alike): latin for row, latins in _ROWS for look_alike, latin in zip(row, latins, strict=True)
} | {start + i: letter for start in _ENCLOSED_STARTS for i, letter in enumerate(_ALPHABET)}
"""For ``str.translate``: code point of a look-alike to its Latin letter."""
