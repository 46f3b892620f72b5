"""Why the scorer says so: labelled turns near this one, and what each word was worth."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from copilot.domain.analysis import Explanation, NearestExample, WordWeight
from copilot.domain.label import Intent
from copilot.scoring.artefact import Example
from copilot.scoring.base import EncodedTurn, FloatArray, ReplyEncoder, ReplyInput
from copilot.scoring.calibration import DIGITS, Calibration, primary_probability

_NEAREST: Final = 5
MOST_WORDS: Final = 40
"""Words weighed, the first ones: each costs one more pass."""
_WORD: Final = re.compile(r"\S+")


def explain_turn(
    turn: ReplyInput,
    encoded: EncodedTurn,
    intent: Intent,
    *,
    encoder: ReplyEncoder,
    calibration: Calibration,
    examples: Sequence[Example],
    vectors: FloatArray,
    is_wanted: Callable[[], bool],
) -> Explanation:
    """Explain one turn.

    Args:
        turn: The turn.
        encoded: Its raw numbers.
        intent: The intent to explain: the primary, or the likeliest when abstained.
        encoder: Reads the turn again without each word.
        calibration: How to read its numbers.
        examples: Labelled turns.
        vectors: (n, dimension) unit vectors of ``examples``.
        is_wanted: Asked before every pass; when nobody waits any more, the words end there.
    """
    whole = primary_probability(encoded.logits, calibration, intent)
    words = list(_WORD.finditer(turn.text))[:MOST_WORDS]
    weights = []
    for word in words if len(words) > 1 else ():
        if not is_wanted():
            break
        without = f"{turn.text[: word.start()]}{turn.text[word.end() :]}"
        [other] = encoder.encode([replace(turn, text=without)])
        fall = whole - primary_probability(other.logits, calibration, intent)
        weights.append(WordWeight(text=word.group(), start=word.start(), end=word.end(), weight=round(fall, DIGITS)))
    if len(words) == 1:
        [only] = words
        weights.append(WordWeight(text=only.group(), start=only.start(), end=only.end(), weight=round(whole, DIGITS)))
    return Explanation(nearest=_nearest(encoded.vector, examples, vectors), words=tuple(weights))


def _nearest(vector: FloatArray, examples: Sequence[Example], vectors: FloatArray) -> tuple[NearestExample, ...]:
    if not examples:
        return ()
    similarities = vectors @ vector
    order = np.argsort(-similarities, kind="stable")[:_NEAREST]
    return tuple(
        NearestExample(
            context=examples[i].context,
            text=examples[i].text,
            intents=examples[i].intents,
            similarity=round(float(similarities[i]), DIGITS),
        )
        for i in order
    )
