"""Why the scorer says so: labelled turns near this one, and what its words were worth."""

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
"""Words weighed, the first ones."""
MOST_PASSES: Final = 10
"""Each pass leaves out one word, or, of a longer turn, a few neighbours together: a reader waits for every pass."""
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
    spans = _spans(turn.text)
    weights = []
    for start, end in spans:
        fall = whole
        if len(spans) > 1:
            if not is_wanted():
                break
            [other] = encoder.encode([replace(turn, text=f"{turn.text[:start]}{turn.text[end:]}")])
            fall = whole - primary_probability(other.logits, calibration, intent)
        weights.append(WordWeight(text=turn.text[start:end], start=start, end=end, weight=round(fall, DIGITS)))
    return Explanation(nearest=_nearest(encoded.vector, examples, vectors), words=tuple(weights))


def _spans(text: str) -> list[tuple[int, int]]:
    """Return start and end of at most ``MOST_PASSES`` runs of neighbouring words, as short as that allows."""
    words = list(_WORD.finditer(text))[:MOST_WORDS]
    size = max(1, -(-len(words) // MOST_PASSES))
    runs = [words[i : i + size] for i in range(0, len(words), size)]
    return [(run[0].start(), run[-1].end()) for run in runs]


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
