"""Fit on held-out writers what turns logits into answers: temperatures, thresholds, abstaining, consent tiers."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ANSWERED_FLOOR: Final = 0.88
"""Share of in-scope turns that must be answered."""

FALSE_STOP_CEILING: Final = 0.005
"""Share of turns without an opt-out that the model tier may stop; a law of the product."""

REVIEW_RECALL: Final = 0.98
"""Share of opt-outs that must reach at least a person's eyes."""


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
    """One logistic map for each label: ``sigmoid(scale * logit + bias)``."""

    scale: Floats
    bias: Floats

    def probability(self, logits: NDArray[np.floating]) -> Floats:
        """Return calibrated probabilities of logits (n, labels)."""
        return sigmoid(self.scale * logits + self.bias)


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


def fit_platt(logits: NDArray[np.floating], truth: NDArray[np.floating], *, prior_rows: float = 60.0) -> Platt:
    """Fit a shared map over all labels, then each label's own, drawn toward the shared one.

    Args:
        logits: (n, labels).
        truth: (n, labels), 0 or 1.
        prior_rows: Strength of the pull: weight of a squared step of one in scale or bias, in units of log likelihood.
            Labels with twenty positives would otherwise get maps of their own noise.
    """
    shared = _newton(logits.ravel(), truth.ravel(), np.array([1.0, 0.0]), 1e-3)
    pull = prior_rows / 20
    own = np.array([_newton(logits[:, i], truth[:, i], shared, pull) for i in range(logits.shape[1])])
    return Platt(scale=own[:, 0], bias=own[:, 1])


def _newton(x: NDArray[np.floating], y: NDArray[np.floating], start: Floats, pull: float) -> Floats:
    """Return scale and bias with the least log loss plus ``pull``/2 times the squared distance from ``start``."""
    weights = start.copy()
    design = np.stack([np.asarray(x, dtype=np.float64), np.ones(len(x))], axis=1)
    for _ in range(50):
        p = sigmoid(design @ weights)
        gradient = design.T @ (p - y) + pull * (weights - start)
        curvature = (design * (p * (1 - p))[:, None]).T @ design + (pull + 1e-9) * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        step *= min(1.0, 1.0 / max(float(np.abs(step).max()), 1e-12))
        weights = weights - step
        if np.abs(step).max() < 1e-9:
            break
    return np.array([max(weights[0], 0.05), weights[1]])


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
        trust = truth[:, i].sum() / (truth[:, i].sum() + prior_positives)
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
    """Choose the rule that withholds most out-of-scope rows while answering ``answered_floor`` of the others.

    Between rules that withhold as many, the one whose answered in-scope rows are more often right wins.

    Args:
        probability: Calibrated primaries (n, 32), out of scope last.
        labels: Class of each row.
        answered_floor: Share of in-scope rows to answer.
    """
    outside = labels == probability.shape[1] - 1
    right = probability[:, :-1].argmax(axis=1) == labels
    best, rule = (-1.0, -1.0), (1.0, 0.0)
    for oos in np.linspace(0.05, 0.6, 56):
        for tau in np.linspace(0.1, 0.7, 61):
            hidden = withheld(probability, out_of_scope_threshold=oos, tau=tau)
            if (~hidden[~outside]).mean() < answered_floor:
                break
            answered = ~hidden & ~outside
            score = (float(hidden[outside].mean()) if outside.any() else 0.0, float(right[answered].mean()))
            if score > best:
                best, rule = score, (float(oos), float(tau))
    return AbstainRule(
        out_of_scope_threshold=round(rule[0], 4),
        tau=round(rule[1], 4),
        pair_sum=round(max(0.5, 1.3 * rule[1]), 4),
        pair_gap=0.2,
    )


def fit_consent(score: Floats, is_opt_out: NDArray[np.bool_]) -> tuple[float, float]:
    """Return the act and the review threshold of the model tier.

    The act threshold stops at most ``FALSE_STOP_CEILING`` of the turns without an opt-out, counted with one false stop
    more than was seen, since the ceiling must hold on writers nobody has read. The review threshold is the highest that
    still reaches ``REVIEW_RECALL`` of the opt-outs, never above the act threshold.
    """
    others = np.sort(score[~is_opt_out])[::-1]
    allowed = max(0, int(FALSE_STOP_CEILING * len(others)) - 1)
    act = float((others[allowed] + min(1.0, others[allowed - 1] if allowed else 1.0)) / 2) if len(others) else 0.5
    wanted = np.sort(score[is_opt_out])[::-1]
    review = float(wanted[int(np.ceil(REVIEW_RECALL * len(wanted))) - 1]) if len(wanted) else act / 2
    act = min(max(act, 0.5), 0.99)
    return round(act, 4), round(min(review * 0.98, act), 4)
