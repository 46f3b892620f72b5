"""A text with its blanks: every operation keeps the spans of the blanks right."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from copilot.domain.suggestion import Blank

_ABBREVIATIONS: Final = frozenset(
    {
        *("mr", "mrs", "ms", "dr", "prof", "st", "sr", "sra", "no", "nr", "art", "abs"),
        *("approx", "incl", "excl", "min", "max", "vs", "etc", "ca", "e.g", "i.e", "z.b", "u.a", "p.ej"),
    }
)
_SENTENCE_END: Final = re.compile(r"(?:[.!?…]+[\"')\]]*|https?://\S+)\s+(?=[\"'(\[¿¡]*[^\W\d_a-zß-ÿ]|https?://)")
"""Punctuation, or a whole address, before what can begin a sentence: a capital, or an address that stands alone."""


@dataclass(frozen=True, slots=True)
class FilledText:
    """A template with its slots filled, as far as anybody knows the values."""

    text: str
    blanks: tuple[Blank, ...] = ()
    """In code points of ``text``."""
    values: tuple[tuple[str, str], ...] = ()
    """Slot name and value of all that was filled in."""

    def sentences(self) -> list[tuple[int, int]]:
        """Return the half-open spans of the sentences; an address is never divided."""
        spans, start = [], 0
        for end in _SENTENCE_END.finditer(self.text):
            if _is_abbreviation(self.text[start : end.end()]):
                continue
            spans.append((start, start + len(self.text[start : end.end()].rstrip())))
            start = end.end()
        if start < len(self.text):
            spans.append((start, len(self.text)))
        return spans

    def is_question(self, span: tuple[int, int]) -> bool:
        """Whether the sentence asks."""
        return self.text[span[0] : span[1]].endswith("?")

    def pick(self, spans: Sequence[tuple[int, int]]) -> "FilledText":
        """Return only these spans, in their order, with a blank between them."""
        pieces, blanks, length = [], [], 0
        for start, end in spans:
            shift = length - start
            blanks += [
                Blank(name=b.name, start=b.start + shift, end=b.end + shift)
                for b in self.blanks
                if start <= b.start and b.end <= end
            ]
            pieces.append(self.text[start:end])
            length += end - start + 1
        return FilledText(" ".join(pieces), tuple(blanks), self.values)

    def join(self, other: "FilledText") -> "FilledText":
        """Return this text, a blank, and the other."""
        shift = len(self.text) + 1
        moved = tuple(Blank(name=b.name, start=b.start + shift, end=b.end + shift) for b in other.blanks)
        return FilledText(f"{self.text} {other.text}", self.blanks + moved, self.values + other.values)


def _is_abbreviation(text: str) -> bool:
    last = text.rstrip().rpartition(" ")[2]
    if not last.endswith("."):
        return False
    word = last.strip("\"'([.").lower()
    return word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha())
