"""Two forms of a text: the one we store and score, and the one we compare consent words with."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from copilot.text.confusable import CONFUSABLE

_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_APOSTROPHES: Final = frozenset("'’‘ʼʻ`´ʹ＇‛")
_FILLERS: Final = frozenset("\u115f\u1160\u3164\uffa0\u17b4\u17b5\u034f")
"""Letters and marks that show nothing."""
_DIACRITICS: Final = ((0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F))
"""Only marks laid over Latin, Greek and Cyrillic: the vowel signs of other scripts are letters to their readers."""
_VARIATION: Final = ((0xFE00, 0xFE0F), (0x180B, 0x180F), (0xE0100, 0xE01EF))
_MAX_ROUNDS: Final = 5
"""One round settles ordinary text; stacked compatibility forms need a second. The bound only guards the loop."""

_QUOTED: Final = re.compile(
    r"\"[^\"]{1,400}\"|“[^”]{1,400}”|«[^»]{1,400}»|„[^“”]{1,400}[“”]|(?<!\w)['‘][^'’]{3,400}['’](?!\w)"
)
_CLAUSE_END: Final = re.compile(r"[.!?;:,\n\r()|/¡¿]+|\s[-–—]+\s|—")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of text between punctuation marks, folded."""

    text: str
    is_question: bool
    """Whether a question mark closes it."""


def clean_text(text: str) -> str:
    """Return the text as we store and score it: without NUL, otherwise exactly as it came."""
    return text.replace("\x00", "")


def find_lone_surrogate(text: str) -> int | None:
    """Return the index of the first surrogate code point, or None; text with one cannot be encoded and is refused."""
    match = _LONE_SURROGATE.search(text)
    return None if match is None else match.start()


def fold(text: str) -> str:
    """Fold a text for comparing: "ѕ.Ｔ-Ó‍P!! 🛑" and "s t o p" become equal. Idempotent.

    Compatibility forms, case, accents, look-alike letters and invisible characters go; apostrophes vanish
    ("don't" → "dont"), other punctuation and symbols become one space. Leet digits stay: "5top" is not "stop".
    """
    if text.isascii():
        return " ".join(text.translate(_ascii_folds()).split())
    for _ in range(_MAX_ROUNDS):
        folded = _fold_once(text)
        if folded == text:
            break
        text = folded
    return text


def split_clauses(text: str) -> tuple[Clause, ...]:
    """Split a text at punctuation and symbols into folded clauses, leaving out quoted speech.

    A text that is one quotation is kept.
    """
    text = unicodedata.normalize("NFKC", text)
    unquoted = _QUOTED.sub(" , ", text)
    if fold(unquoted):
        text = unquoted
    if not text.isascii():  # ASCII has no symbol of category So
        text = "".join(
            "\n" if unicodedata.category(char) == "So" and ord(char) not in CONFUSABLE else char for char in text
        )
    clauses: list[Clause] = []
    start = 0
    for end in [*_CLAUSE_END.finditer(text), None]:
        folded = fold(text[start : end.start() if end else len(text)])
        mark = end.group() if end else ""
        start = end.end() if end else start
        if folded:
            clauses.append(Clause(folded, "?" in mark))
        elif clauses and "?" in mark:
            clauses[-1] = Clause(clauses[-1].text, True)
    return tuple(clauses)


def join_single_words(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Join runs of three and more one-word clauses: words set apart for stress ("take. me. off.") read as one."""
    joined: list[Clause] = []
    run: list[Clause] = []
    for clause in [*clauses, None]:
        if clause is not None and " " not in clause.text:
            run.append(clause)
            continue
        if len(run) > 2:
            run = [Clause(" ".join(word.text for word in run), run[-1].is_question)]
        joined.extend(run)
        run = []
        if clause is not None:
            joined.append(clause)
    return tuple(joined)


def _fold_once(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    lowered = "".join(_fold_char(char) for char in decomposed).translate(CONFUSABLE).casefold()
    return " ".join(unicodedata.normalize("NFKC", lowered).split())


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    code = ord(char)
    if char in _APOSTROPHES or char in _FILLERS or _is_within(code, _DIACRITICS) or _is_within(code, _VARIATION):
        return ""
    category = unicodedata.category(char)
    if category[0] in "LNM" or code in CONFUSABLE:
        return char
    if category == "Cf" or (category == "Cc" and not char.isspace()):
        return ""
    return " "


@cache
def _ascii_folds() -> dict[int, str]:
    """What each ASCII character folds to: one look-up a character, and nine of ten texts are ASCII."""
    return {code: _fold_char(chr(code)).translate(CONFUSABLE).casefold() for code in range(128)}


def _is_within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)
