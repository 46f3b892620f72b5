"""Keep the yardstick out of training: no text equal or near to one it holds."""

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

NEAR: Final = 0.7
"""Jaccard similarity of character trigrams from which two texts count as the same."""

SHORTEST: Final = 5
"""Words from which likeness is asked; shorter texts are the same only when they are equal."""

YARDSTICK: Final = Path(__file__).resolve().parents[3] / "eval" / "data" / "replies_public" / "data.jsonl"
"""The benchmark's rows; some were drawn from the sets read here."""


def fold(text: str) -> str:
    """Return the text's words in lower case, nothing else."""
    return re.sub(r"\W+", " ", text.casefold()).strip()


class Likeness:
    """Texts by their trigrams, to be asked whether they hold another or a near copy of it."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Index the texts."""
        self._folded = {fold(text) for text in texts}
        self._grams = [_trigrams(text) for text in sorted(self._folded)]
        self._frequency = Counter(gram for grams in self._grams for gram in grams)
        self._postings: dict[str, list[int]] = defaultdict(list)
        for number, grams in enumerate(self._grams):
            for gram in self._rarest(grams):
                self._postings[gram].append(number)

    def holds(self, text: str) -> bool:
        """Tell whether a text is here, as it is or, from ``SHORTEST`` words on, nearly."""
        folded = fold(text)
        if folded in self._folded:
            return True
        if len(text.split()) < SHORTEST:
            return False
        grams = _trigrams(folded)
        numbers = {number for gram in self._rarest(grams) for number in self._postings.get(gram, ())}
        return any(_jaccard(grams, self._grams[number]) >= NEAR for number in numbers)

    def _rarest(self, grams: frozenset[str]) -> list[str]:
        """Return the known ones among the rarest grams, so many that near texts share one.

        Near texts lack at most 30 % of each other's grams (prefix filtering); a gram that no text here holds is rarest.
        """
        known = [gram for gram in grams if gram in self._frequency]
        enough = math.floor((1 - NEAR) * len(grams)) + 1 - (len(grams) - len(known))
        return sorted(known, key=lambda gram: (self._frequency[gram], gram))[:enough] if enough > 0 else []


def read_yardstick(path: Path = YARDSTICK) -> Likeness:
    """Index the texts of the yardstick.

    Raises:
        FileNotFoundError: The file is not there; nothing is drawn without it.
    """
    if not path.is_file():
        raise FileNotFoundError(f"no yardstick at {path}: public sets are read only where its rows can be kept out")
    with path.open(encoding="utf-8") as lines:
        return Likeness(json.loads(line)["text"] for line in lines)


def _trigrams(folded: str) -> frozenset[str]:
    return frozenset(folded[start : start + 3] for start in range(len(folded) - 2))


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0
