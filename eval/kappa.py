"""Cohen's kappa: how far two readers agree beyond chance."""

from collections import Counter
from collections.abc import Sequence


def cohen_kappa(answers: Sequence[tuple[str, str]]) -> float:
    """Return (observed − chance) / (1 − chance), chance by each reader's own shares.

    NaN where it is not defined: no answers, or one answer to everything.
    """
    n = len(answers)
    if n == 0:
        return float("nan")
    first, second = Counter(a for a, _ in answers), Counter(b for _, b in answers)
    chance = sum(first[label] * second[label] for label in first) / n**2
    observed = sum(a == b for a, b in answers) / n
    return float("nan") if chance == 1 else (observed - chance) / (1 - chance)
