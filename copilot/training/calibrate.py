"""Fit on held-out writers what turns logits into answers: temperatures, thresholds, abstaining, consent tiers."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ANSWERED_FLOOR: Final = 0.92
"""Share of the calibration writers' in-scope turns that must be answered: writers nobody has read should see 0.88."""

FALSE_STOP_CEILING: Final = 0.005
"""Share of ordinary turns without an opt-out that the model tier may stop; a law of the product."""

LOOK_ALIKE_CEILING: Final = 0.03
"""The same among turns written to look like an opt-out."""

REVIEW_RECALL: Final = 0.98
"""Share of opt-outs that should reach at least a person's eyes."""

HELD_CEILING: Final = 0.05
"""Share of turns without an opt-out that may be held to reach it; past it an opt-out found costs six needless holds."""

ABSTAIN_TOLERANCE: Final = 0.02
"""Difference in out-of-scope rows withheld that is noise: two rows of a hundred and twenty."""

PAIR_SUM: Final = 0.5
PAIR_GAP: Final = 0.2
"""A withheld row is ambiguous when its best two hold half the mass and lie this close; it only names the reason."""


@dataclass(frozen=True, slots=True)
class AbstainRule:
    """When the primary is withheld, checked in the order of the fields."""

    out_of_scope_threshold: float
    """At or above it, P(out of scope) withholds."""
    tau: float
    """Below it, the likeliest primary's probability withholds."""
    pair_sum: float
    """Withheld with the best two at or above this together …"""
    pair_gap: float
    """… and no further apart than this: ambiguous, else low confidence."""


@dataclass(frozen=True, slots=True)
class Platt:
    """One logistic map for each label: ``sigmoid(scale * logit + beside_scale * beside + bias)``."""

    scale: Floats
    beside_scale: Floats
    """Of what another head says of the label; zeros where none was asked."""
    bias: Floats

    def probability(self, logits: NDArray[np.floating], beside: NDArray[np.floating] | float = 0.0) -> Floats:
        """Return calibrated probabilities of logits (n, labels), and of another head's log odds of the same labels."""
        return sigmoid(self.scale * logits + self.beside_scale * beside + self.bias)


def sigmoid(x: NDArray[np.floating]) -> Floats:
    """Return the logistic function without overflow."""
    result: Floats = 0.5 * (1 + np.tanh(0.5 * np.asarray(x, dtype=np.float64)))
    return result


def softmax(logits: NDArray[np.floating], temperature: float = 1.0) -> Floats:
    """Return probabilities of each row of logits (n, classes) at a temperature."""
    scaled = np.asarray(logits, dtype=np.float64) / temperature
    raised = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    result: Floats = raised / raised.sum(axis=1, keepdims=True)
    return result


def fit_temperature(logits: NDArray[np.floating], labels: NDArray[np.int64]) -> float:
    """Return the temperature, 0.2 … 5, with the least negative log likelihood (golden-section search, on its log)."""

    def nll(log_t: float) -> float:
        p = softmax(logits, float(np.exp(log_t)))[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(p, 1e-12)).mean())

    low, high, ratio = float(np.log(0.2)), float(np.log(5.0)), (5**0.5 - 1) / 2
    for _ in range(50):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if nll(left) < nll(right):
            high = right
        else:
            low = left
    return float(np.exp((low + high) / 2))


def fit_platt(
    logits: NDArray[np.floating],
    truth: NDArray[np.floating],
    *,
    beside: NDArray[np.floating] | None = None,
    pull: float = 3.0,
) -> Platt:
    """Fit a shared map over all labels, then each label's own, drawn toward the shared one.

    Args:
        logits: (n, labels).
        truth: (n, labels), 0 or 1.
        beside: Log odds (n, labels) of the same labels by another head.
        pull: Twice the log likelihood a label must gain to move its scale or bias by one. Labels with twenty positives
            would otherwise get maps of their own noise.
    """
    other = np.zeros_like(logits) if beside is None else beside
    design = np.stack([logits, other, np.ones_like(logits)], axis=2, dtype=np.float64)
    shared = _newton(design.reshape(-1, 3), truth.ravel(), np.array([1.0, 0.0, 0.0]), 1e-3)
    own = np.array([_newton(design[:, i], truth[:, i], shared, pull) for i in range(logits.shape[1])])
    return Platt(scale=own[:, 0], beside_scale=own[:, 1], bias=own[:, 2])


def _newton(design: Floats, y: NDArray[np.floating], start: Floats, pull: float) -> Floats:
    """Return the weights with the least log loss plus ``pull``/2 times the squared distance from ``start``.

    The bias is the last; of the others the first is at least 0.05 and none falls below 0.
    """
    weights = start.copy()
    for _ in range(50):
        p = sigmoid(design @ weights)
        gradient = design.T @ (p - y) + pull * (weights - start)
        curvature = (design * (p * (1 - p))[:, None]).T @ design + (pull + 1e-9) * np.eye(len(weights))
        step = np.linalg.solve(curvature, gradient)
        step *= min(1.0, 1.0 / max(float(np.abs(step).max()), 1e-12))
        weights = weights - step
        if np.abs(step).max() < 1e-9:
            break
    return np.array([max(weights[0], 0.05), *np.maximum(weights[1:-1], 0.0), weights[-1]])


def fit_thresholds(
    probability: Floats, truth: NDArray[np.floating], *, prior_positives: float = 25.0
) -> tuple[Floats, float]:
    """Return a threshold for each label that maximises its F1, drawn toward the shared one, and the shared one.

    A label with ``prior_positives`` positives goes half the way from the shared threshold to its own best.
    """
    grid = np.linspace(0.1, 0.9, 81)
    shared = float(grid[int(np.argmax([_f1(probability >= t, truth).mean() for t in grid]))])
    chosen = []
    for i in range(probability.shape[1]):
        scores = [float(_f1(probability[:, [i]] >= t, truth[:, [i]])[0]) for t in grid]
        best = float(np.median(grid[np.isclose(scores, max(scores))]))
        positives = float(truth[:, i].sum())
        trust = positives / (positives + prior_positives)
        chosen.append(trust * best + (1 - trust) * shared)
    return np.array(chosen), shared


def _f1(predicted: NDArray[np.bool_], truth: NDArray[np.floating]) -> Floats:
    hit = (predicted * truth).sum(axis=0)
    total = predicted.sum(axis=0) + truth.sum(axis=0)
    result: Floats = np.where(total > 0, 2 * hit / np.maximum(total, 1), 0.0)
    return result


def withheld(probability: Floats, *, out_of_scope_threshold: float, tau: float) -> NDArray[np.bool_]:
    """Return which rows of primary probabilities (n, 32) an abstain rule withholds."""
    result: NDArray[np.bool_] = (probability[:, -1] >= out_of_scope_threshold) | (probability[:, :-1].max(axis=1) < tau)
    return result


def fit_abstain(
    probability: Floats, labels: NDArray[np.int64], *, answered_floor: float = ANSWERED_FLOOR
) -> AbstainRule:
    """Choose the rule that withholds out-of-scope rows while answering ``answered_floor`` of the others.

    Among the rules within ``ABSTAIN_TOLERANCE`` of the most that can be withheld, the one wins whose answered in-scope
    rows are most often right.

    Args:
        probability: Calibrated primaries (n, 32), out of scope last.
        labels: Class of each row.
        answered_floor: Share of in-scope rows to answer.
    """
    outside = labels == probability.shape[1] - 1
    right = probability[:, :-1].argmax(axis=1) == labels
    rules: list[tuple[float, float, float, float]] = []
    for oos in np.linspace(0.05, 0.6, 56):
        for tau in np.linspace(0.1, 0.7, 61):
            hidden = withheld(probability, out_of_scope_threshold=oos, tau=tau)
            if (~hidden[~outside]).mean() < answered_floor:
                break
            kept = float(hidden[outside].mean()) if outside.any() else 0.0
            rules.append((kept, float(right[~hidden & ~outside].mean()), float(oos), float(tau)))
    if not rules:
        return AbstainRule(out_of_scope_threshold=1.0, tau=0.0, pair_sum=PAIR_SUM, pair_gap=PAIR_GAP)
    most = max(rule[0] for rule in rules)
    _, oos, tau = max(rule[1:] for rule in rules if rule[0] >= most - ABSTAIN_TOLERANCE)
    return AbstainRule(out_of_scope_threshold=round(oos, 4), tau=round(tau, 4), pair_sum=PAIR_SUM, pair_gap=PAIR_GAP)


def fit_consent(
    score: Floats, is_opt_out: NDArray[np.bool_], *, is_look_alike: NDArray[np.bool_] | None = None
) -> tuple[float, float]:
    """Return the act and the review threshold of the model tier.

    The act threshold stops at most ``FALSE_STOP_CEILING`` of the ordinary turns without an opt-out and
    ``LOOK_ALIKE_CEILING`` of the look-alikes, each counted with one false stop more than was seen, since the ceilings
    must hold on writers nobody has read. The review threshold is the highest that still reaches ``REVIEW_RECALL`` of
    the opt-outs, or, where that would hold more than ``HELD_CEILING`` of the other turns, the lowest that does not;
    never above the act threshold.

    Args:
        score: Opt-out probability of each turn.
        is_opt_out: Which turns are one.
        is_look_alike: Which of the others were written to look like one; none when ``None``.
    """
    look_alike = np.zeros_like(is_opt_out) if is_look_alike is None else is_look_alike
    others, wanted = np.sort(score[~is_opt_out])[::-1], np.sort(score[is_opt_out])[::-1]
    parts = ((~look_alike, FALSE_STOP_CEILING), (look_alike, LOOK_ALIKE_CEILING))
    act = max(_act(np.sort(score[~is_opt_out & part])[::-1], ceiling) for part, ceiling in parts)
    reach = float(wanted[int(np.ceil(REVIEW_RECALL * len(wanted))) - 1]) * 0.98 if len(wanted) else 0.0
    review = max(reach, _cut(others, int(HELD_CEILING * len(others))))
    return round(act, 4), round(min(review, act), 4)


def _act(falling: Floats, ceiling: float) -> float:
    """Return the threshold, 0.5 … 0.99, that keeps one less than a ceiling's share of the falling scores over it."""
    return min(max(_cut(falling, max(0, int(ceiling * len(falling)) - 1)), 0.5), 0.99)


def _cut(falling: Floats, above: int) -> float:
    """Return a value between those that leave ``above`` scores of a falling sequence at or over it, and one fewer."""
    if above >= len(falling):
        return 0.0
    upper = float(falling[above - 1]) if above else 1.0
    return (float(falling[above]) + upper) / 2
