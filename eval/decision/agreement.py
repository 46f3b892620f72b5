"""How far the readers of the decisions agree: ``python -m eval.decision.agreement [FILE]``."""

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from copilot.errors import CopilotError
from eval.decision.row import SHIPPED_ROWS, DecisionRow, read_decisions
from eval.interval import proportion
from eval.kappa import cohen_kappa
from eval.result import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What two readers of the same rows have in common; of more, every pair counts."""

    same_best: Figure
    """Pairs that name the same action first."""
    kappa: float | None
    """Cohen's, on the action named first; None where chance alone agrees always."""
    overlap: Figure
    """Pairs whose accepted actions share one."""
    jaccard: float | None
    """Mean of shared over named actions."""
    disputed: int
    """Rows without an action that every reader accepts."""
    same_hot: Figure
    """Pairs that agree on whether it is hot."""
    hot_kappa: float | None


def agreement_of(rows: Sequence[DecisionRow]) -> Agreement:
    """Return the agreement over the rows that at least two readers read."""
    pairs = [(set(a), set(b), a[0], b[0]) for row in rows for a, b in combinations(row.readers, 2)]
    hot = [pair for row in rows for pair in combinations(row.readers_hot, 2)]
    same = sum(first == second for _, _, first, second in pairs)
    return Agreement(
        same_best=proportion(same, len(pairs)),
        kappa=_kappa([pair[2:] for pair in pairs]),
        overlap=proportion(sum(bool(a & b) for a, b, _, _ in pairs), len(pairs)),
        jaccard=sum(len(a & b) / len(a | b) for a, b, _, _ in pairs) / len(pairs) if pairs else None,
        disputed=sum(row.is_disputed for row in rows),
        same_hot=proportion(sum(first == second for first, second in hot), len(hot)),
        hot_kappa=_kappa([(str(first), str(second)) for first, second in hot]),
    )


def _kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    kappa = cohen_kappa(pairs)
    return None if math.isnan(kappa) else kappa


def main(arguments: Sequence[str]) -> int:
    """Print the agreement of a file."""
    try:
        rows = read_decisions(Path(arguments[0]) if arguments else SHIPPED_ROWS)
    except CopilotError as error:
        print(error.message, file=sys.stderr)
        return 2
    found = agreement_of(rows)
    print(f"rows: {len(rows)}, disputed: {found.disputed}")
    print(f"same best action: {_share(found.same_best)}, kappa {_number(found.kappa)}")
    print(f"share an accepted action: {_share(found.overlap)}, mean Jaccard {_number(found.jaccard)}")
    print(f"same on hot: {_share(found.same_hot)}, kappa {_number(found.hot_kappa)}")
    return 0


def _share(figure: Figure) -> str:
    if figure.value is None or figure.low is None or figure.high is None:
        return f"not evaluated: {figure.reason}"
    return f"{figure.k} of {figure.n}, {figure.value:.1%} ({figure.low:.1%} … {figure.high:.1%})"


def _number(value: float | None) -> str:
    return "not evaluated" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
