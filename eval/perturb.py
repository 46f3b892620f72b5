"""Deterministic damage to a reply: what phones, haste and filters do to text without changing what it asks for."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from copilot.scoring.base import ReplyInput

_TYPO_LETTERS: Final = 8
"""One typo for as many letters; observed rates of hasty phone typing are of this order, and it leaves text readable."""
_HOMOGLYPH_SHARE: Final = 0.5
"""Share of the letters with a look-alike that are replaced."""
_INVISIBLE_SHARE: Final = 0.2
"""Share of the gaps between two letters that get an invisible character."""

_NEIGHBOURS: Final = {
    **dict(zip("qwertyuiop", ("wa", "qes", "wrd", "etf", "ryg", "tuh", "yij", "uok", "ipl", "ol"), strict=True)),
    **dict(zip("asdfghjkl", ("qsz", "wad", "esf", "rdg", "tfh", "ygj", "uhk", "ijl", "okp"), strict=True)),
    **dict(zip("zxcvbnm", ("axs", "zcd", "xvf", "cbg", "vnh", "bmj", "nk"), strict=True)),
}
"""Keys beside a key, QWERTY."""

_LOOK_ALIKE: Final = str.maketrans(
    "aceopxyisjABCEHIKMOPTXvu",
    "асеорхуіѕјАВСЕНІКМОРТХνυ",
)
"""Latin to Cyrillic and, for v and u, Greek: the pairs that most fonts draw alike."""

_INVISIBLE: Final = ("\u200b", "\u200c", "\u2060", "\u00ad")
"""Zero-width space, zero-width non-joiner, word joiner, soft hyphen."""

_EMOJI: Final = ("🙂", "✨", "📱", "👀", "🌻", "🚗", "☕", "🏠")
"""None that answers, thanks, agrees or shows anger: those would change the label."""

_ABBREVIATIONS: Final = {
    "you": "u",
    "your": "ur",
    "you're": "ur",
    "are": "r",
    "why": "y",
    "to": "2",
    "too": "2",
    "for": "4",
    "be": "b",
    "see": "c",
    "and": "n",
    "please": "pls",
    "thanks": "thx",
    "tomorrow": "tmrw",
    "tonight": "2nite",
    "today": "2day",
    "before": "b4",
    "great": "gr8",
    "later": "l8r",
    "because": "cuz",
    "about": "abt",
    "message": "msg",
    "messages": "msgs",
    "text": "txt",
    "texting": "txtin",
    "texts": "txts",
    "people": "ppl",
    "with": "w",
    "without": "w/o",
    "would": "wud",
    "could": "cud",
    "should": "shud",
    "what": "wat",
    "that": "dat",
    "this": "dis",
    "the": "da",
    "have": "hav",
    "going": "goin",
    "don't": "dont",
    "can't": "cant",
    "i'm": "im",
    "okay": "k",
    "ok": "k",
    "information": "info",
    "number": "nr",
    "week": "wk",
    "month": "mth",
    "year": "yr",
    "minutes": "mins",
    "appointment": "appt",
}

Damage = Callable[[str, random.Random], str]


@dataclass(frozen=True, slots=True)
class Perturbation:
    """One kind of damage."""

    name: str
    about: str
    damage: Damage

    def apply(self, text: str, *, row_id: str, seed: int) -> str:
        """Return the damaged text: the same for the same row, seed and text, whatever else is damaged.

        A text that this damage would leave empty is returned as it was.
        """
        damaged = self.damage(text, random.Random(f"{seed}|{self.name}|{row_id}"))
        return damaged if damaged.strip() else text

    def apply_all(self, turns: Sequence[ReplyInput], *, row_ids: Sequence[str], seed: int) -> list[ReplyInput]:
        """Return the turns with damaged replies; contexts are ours and stay whole."""
        return [
            replace(turn, text=self.apply(turn.text, row_id=row_id, seed=seed))
            for turn, row_id in zip(turns, row_ids, strict=True)
        ]


def _mistype(text: str, rng: random.Random) -> str:
    letters = [i for i, char in enumerate(text) if char.isalpha()]
    if len(letters) < 3:
        return text
    count = max(1, round(len(letters) / _TYPO_LETTERS))
    characters = list(text)
    for position in sorted(rng.sample(letters, count), reverse=True):
        kind = rng.choice(("swap", "drop", "double", "neighbour"))
        char = characters[position]
        if kind == "swap" and position + 1 < len(characters) and characters[position + 1].isalpha():
            characters[position : position + 2] = [characters[position + 1], char]
        elif kind == "drop":
            del characters[position]
        elif kind == "neighbour" and char.lower() in _NEIGHBOURS:
            near = rng.choice(_NEIGHBOURS[char.lower()])
            characters[position] = near.upper() if char.isupper() else near
        else:
            characters.insert(position, char)
    return "".join(characters)


def _drop_punctuation(text: str, _: random.Random) -> str:
    kept = []
    for i, char in enumerate(text):
        in_number = 0 < i < len(text) - 1 and text[i - 1].isdigit() and text[i + 1].isdigit()
        kept.append(char if char.isalnum() or char.isspace() or in_number or not _is_punctuation(char) else "")
    return "".join(kept)


def _is_punctuation(char: str) -> bool:
    return char in ".,;:!?…'’‘\"“”()[]{}-–—/\\*_¿¡"


def _add_emoji(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    if len(words) > 3:
        words.insert(rng.randrange(1, len(words)), rng.choice(_EMOJI))
    return " ".join([*words, rng.choice(_EMOJI)])


def _use_look_alikes(text: str, rng: random.Random) -> str:
    return "".join(char.translate(_LOOK_ALIKE) if rng.random() < _HOMOGLYPH_SHARE else char for char in text)


def _add_invisible(text: str, rng: random.Random) -> str:
    parts = []
    for char, following in zip(text, text[1:] + " ", strict=True):
        parts.append(char)
        if char.isalpha() and following.isalpha() and rng.random() < _INVISIBLE_SHARE:
            parts.append(rng.choice(_INVISIBLE))
    return "".join(parts)


def _abbreviate(text: str, _: random.Random) -> str:
    words = []
    for word in text.split(" "):
        core = word.strip(".,;:!?")
        short = _ABBREVIATIONS.get(core.lower().replace("’", "'"))
        words.append(word if short is None else word.replace(core, short, 1))
    return " ".join(words)


PERTURBATIONS: Final = (
    Perturbation("typos", "one typo for eight letters: swapped, dropped, doubled, or the key beside it", _mistype),
    Perturbation("caps", "all capitals", lambda text, _: text.upper()),
    Perturbation("lower", "all lower-case", lambda text, _: text.lower()),
    Perturbation("no_punctuation", "no punctuation, except within numbers", _drop_punctuation),
    Perturbation("emoji", "an emoji at the end and, in longer replies, one within", _add_emoji),
    Perturbation(
        "homoglyphs", "half the letters that have a Cyrillic or Greek look-alike replaced by it", _use_look_alikes
    ),
    Perturbation("zero_width", "an invisible character in one of five gaps between letters", _add_invisible),
    Perturbation("txt_speak", "texting abbreviations: u, pls, 2, tmrw", _abbreviate),
)
"""In the order of the report."""
