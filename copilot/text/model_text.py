"""Prepare text for the encoder: one pure function of wording and one of token layout.

Training, calibration, serving and evaluation all go through these two, so a probability never depends on who asked.
Lower-casing and accent stripping are left to the tokenizer.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

from copilot.text.confusable import ENCLOSED, fold_mixed_script

CONTEXT_TOKENS: Final = 96
"""Word pieces kept of the context, its last ones: the question stands at the end of what we sent."""

REPLY_TOKENS: Final = 400
"""Word pieces kept of the reply, its first ones; 1,600 characters of English are about 400."""

BOUNDARY_TOKENS: Final = (("<s>", "</s>"), ("[CLS]", "[SEP]"))
"""Opening and closing token of the kinds of encoder we train; the first pair a vocabulary holds is its own."""

_QUOTES: Final = str.maketrans(dict.fromkeys("‘’‚‛′´`", "'") | dict.fromkeys("“”„‟″«»", '"'))
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
_REGIONAL: Final = range(0x1F1E6, 0x1F200)
_REGIONAL_A: Final = 0x1F1E6
_ENCLOSING_KEYCAP: Final = 0x20E3
_RUN: Final = re.compile(r"(\D)\1{3,}")
_URL: Final = re.compile(r"(?:https?://|www\.)\S*\w/?|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/\S*\w/?", re.IGNORECASE)


def prepare_model_text(text: str) -> str:
    """Return the text as the encoder's tokenizer reads it.

    Compatibility forms are folded (NFKC), look-alike letters of other scripts made Latin, quotes straightened,
    invisible and control characters dropped, symbols and emoji spoken by their lower-case Unicode name (once for a run
    of the same one), URLs replaced by ``url``, runs of a character cut to three and white space to one blank. The
    result is a fixed point: preparing it again changes nothing.
    """
    visible = "".join(_visible(c) for c in text.translate(_QUOTES))
    folded = unicodedata.normalize("NFKC", visible).translate(_QUOTES).translate(ENCLOSED)
    spoken = fold_mixed_script(_speak_symbols("".join(_visible(c) for c in folded)))
    short = _RUN.sub(r"\1\1\1", " ".join(spoken.split()))
    return " ".join(_URL.sub(" url ", short).split())


def find_boundaries(token_to_id: Callable[[str], int | None]) -> tuple[int, int] | None:
    """Return the ids of a vocabulary's opening and closing token, or ``None`` where it has neither kind."""
    for opening, closing in BOUNDARY_TOKENS:
        first, last = token_to_id(opening), token_to_id(closing)
        if first is not None and last is not None:
            return int(first), int(last)
    return None


def lay_out_tokens(
    context_ids: Sequence[int] | None, reply_ids: Sequence[int], *, cls_id: int, sep_id: int
) -> tuple[list[int], list[int]]:
    """Return token ids and token types of ``[CLS] context [SEP] reply [SEP]``, or ``[CLS] reply [SEP]``.

    Args:
        context_ids: Word pieces of the prepared context without special tokens; ``None`` or empty when there is none.
        reply_ids: Word pieces of the prepared reply without special tokens.
        cls_id: Id of the tokenizer's ``[CLS]``.
        sep_id: Id of the tokenizer's ``[SEP]``.

    Returns:
        Two lists of one length, at most 499: ids, and types (0 context, 1 reply; all 0 without a context).
    """
    reply = [*reply_ids[:REPLY_TOKENS], sep_id]
    if not context_ids:
        return [cls_id, *reply], [0] * (len(reply) + 1)
    head = [cls_id, *context_ids[-CONTEXT_TOKENS:], sep_id]
    return head + reply, [0] * len(head) + [1] * len(reply)


def _visible(char: str) -> str:
    """Return the character, a blank for white-space controls, or nothing for what has no shape of its own."""
    if char.isspace():
        return " "
    code = ord(char)
    if code in _SKIN_TONES or code == _ENCLOSING_KEYCAP or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
        return ""
    return "" if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Cn", "Co"} else char


def _speak_symbols(text: str) -> str:
    """Replace each symbol (category So) by its name; the same symbol again, blanks between or not, is said once."""
    parts: list[str] = []
    last = ""
    for char in text:
        if ord(char) in _REGIONAL:
            parts.append(chr(ord(char) - _REGIONAL_A + ord("a")))
            last = ""
        elif unicodedata.category(char) == "So":
            if char != last:
                parts.append(f" {unicodedata.name(char, 'symbol').lower()} ")
            last = char
        else:
            parts.append(char)
            last = last if char == " " else ""
    return "".join(parts)
