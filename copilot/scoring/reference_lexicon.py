"""The artefact's lexicon in numpy, as plain as it can be said: what the exported graph is checked against."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from copilot.scoring.base import FloatArray
from copilot.scoring.calibration import HEADS


def read_lexicon(
    weights: Mapping[str, NDArray[np.generic]], ids: NDArray[np.int64], types: NDArray[np.int64]
) -> dict[str, FloatArray]:
    """Return what words and pairs of neighbours add to the logits of each head; zeros where there is no lexicon.

    Args:
        weights: ``lexicon.boundaries`` (2,), ``lexicon.multipliers`` (3,), ``lexicon.rarity`` (buckets,),
            ``lexicon.table`` (buckets, columns), and ``lexicon.scale`` and ``lexicon.bias`` (columns,).
        ids: Token ids (tokens,), the opening and the closing token among them.
        types: 1 where a token belongs to the reply (tokens,); all 0 where there is no context.
    """
    ends = np.cumsum([len(labels) for labels in HEADS.values()])
    if "lexicon.table" not in weights:
        return dict(zip(HEADS, np.split(np.zeros(ends[-1], dtype=np.float32), ends[:-1]), strict=True))
    (opening, closing), (first, second, kind) = weights["lexicon.boundaries"], weights["lexicon.multipliers"]
    ids = np.where(ids == opening, closing, ids)
    reply = types if types.any() else np.ones_like(types)
    words = ids * first + reply * kind
    pairs = ids[:-1] * first + ids[1:] * second + (reply[1:] + 2) * kind
    buckets = np.concatenate([words, pairs]) % len(weights["lexicon.rarity"])
    rarity = weights["lexicon.rarity"][buckets]
    rows = weights["lexicon.table"][buckets].astype(np.float32)
    total = (rarity / np.linalg.norm(rarity)) @ rows * weights["lexicon.scale"] + weights["lexicon.bias"]
    return dict(zip(HEADS, np.split(total, ends[:-1]), strict=True))
