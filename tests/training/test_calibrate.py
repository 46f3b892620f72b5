"""What is fitted on held-out writers keeps the promises it is fitted for."""

import numpy as np
import pytest

from copilot.training.calibrate import (
    FALSE_STOP_CEILING,
    HELD_CEILING,
    LOOK_ALIKE_CEILING,
    fit_abstain,
    fit_consent,
    fit_platt,
    fit_temperature,
    fit_thresholds,
    sigmoid,
    softmax,
    withheld,
)


def drawn_logits(rows: int, classes: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return logits and labels drawn from exactly the probabilities they state."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(size=(rows, classes)) * 2
    chance = softmax(logits).cumsum(axis=1)
    labels = (rng.random((rows, 1)) > chance).sum(axis=1)
    return logits, np.minimum(labels, classes - 1)


def test_softmax_sums_to_one_and_survives_huge_logits() -> None:
    assert softmax(np.array([[1e4, -1e4], [0.0, 0.0]])) == pytest.approx(np.array([[1, 0], [0.5, 0.5]]))


def test_sigmoid_survives_huge_logits() -> None:
    assert sigmoid(np.array([-1e5, 0.0, 1e5])) == pytest.approx([0, 0.5, 1])


@pytest.mark.parametrize("sharpened", [0.5, 1.0, 3.0])
def test_temperature_undoes_sharpening(sharpened: float) -> None:
    logits, labels = drawn_logits(6000, 5, seed=1)
    assert fit_temperature(logits * sharpened, labels) == pytest.approx(sharpened, rel=0.08)


def test_platt_recovers_a_known_map() -> None:
    rng = np.random.default_rng(2)
    logits = rng.normal(size=(8000, 3)) * 3
    truth = (rng.random(logits.shape) < sigmoid(0.5 * logits - 1)).astype(float)
    platt = fit_platt(logits, truth)
    assert platt.scale == pytest.approx(np.full(3, 0.5), abs=0.06)
    assert platt.bias == pytest.approx(np.full(3, -1.0), abs=0.12)


def test_platt_weighs_what_another_head_says() -> None:
    rng = np.random.default_rng(6)
    logits, beside = rng.normal(size=(2, 9000, 3)) * 3
    truth = (rng.random(logits.shape) < sigmoid(0.5 * logits + 0.8 * beside - 1)).astype(float)
    platt = fit_platt(logits, truth, beside=beside)
    assert platt.scale == pytest.approx(np.full(3, 0.5), abs=0.08)
    assert platt.beside_scale == pytest.approx(np.full(3, 0.8), abs=0.1)
    assert platt.bias == pytest.approx(np.full(3, -1.0), abs=0.15)


def test_a_label_without_positives_stays_near_the_shared_map() -> None:
    rng = np.random.default_rng(3)
    logits = rng.normal(size=(4000, 4)) * 3
    truth = (rng.random(logits.shape) < sigmoid(logits)).astype(float)
    few = rng.normal(size=(4000, 1)) - 8
    platt = fit_platt(np.hstack([logits, few]), np.hstack([truth, np.zeros((4000, 1))]))
    assert abs(platt.scale[4] - 1) < 0.5
    assert (platt.scale > 0).all()


def test_thresholds_of_rare_labels_stay_near_the_shared_one() -> None:
    rng = np.random.default_rng(4)
    truth = np.zeros((2000, 2))
    truth[:600, 0] = 1
    truth[:2, 1] = 1
    probability = np.clip(truth * 0.5 + rng.random(truth.shape) * 0.4, 0, 1)
    probability[:2, 1] = 0.85
    thresholds, shared = fit_thresholds(probability, truth)
    assert abs(thresholds[1] - shared) < 0.1


def test_abstain_rule_answers_its_share_and_withholds_what_is_outside() -> None:
    rng = np.random.default_rng(5)
    labels = np.array([0] * 900 + [3] * 100)
    logits = rng.normal(size=(1000, 4))
    logits[:900, 0] += 5
    logits[900:, 3] += 4
    probability = softmax(logits)
    rule = fit_abstain(probability, labels)
    hidden = withheld(probability, out_of_scope_threshold=rule.out_of_scope_threshold, tau=rule.tau)
    assert (~hidden[:900]).mean() >= 0.88
    assert hidden[900:].mean() > 0.9


def test_act_threshold_keeps_false_stops_under_the_ceiling() -> None:
    rng = np.random.default_rng(6)
    wanted = np.arange(2000) < 150
    score = np.where(wanted, rng.beta(6, 2, 2000), rng.beta(1, 8, 2000))
    act, review = fit_consent(score, wanted)
    assert (score[~wanted] >= act).mean() <= FALSE_STOP_CEILING
    assert (score[wanted] >= review).mean() >= 0.98
    assert review <= act


def test_look_alikes_have_a_ceiling_of_their_own() -> None:
    rng = np.random.default_rng(8)
    wanted = np.arange(2000) < 150
    look_alike = np.arange(2000) >= 1600
    score = np.where(wanted, 0.9, np.where(look_alike, rng.random(2000), rng.random(2000) * 0.5))
    act, _ = fit_consent(score, wanted, is_look_alike=look_alike)
    stopped = score[look_alike] >= act
    assert LOOK_ALIKE_CEILING / 2 <= stopped.mean() <= LOOK_ALIKE_CEILING
    assert (score[~wanted & ~look_alike] >= act).mean() <= FALSE_STOP_CEILING


def test_review_does_not_hold_more_than_its_ceiling_when_opt_outs_hide_among_the_rest() -> None:
    rng = np.random.default_rng(7)
    wanted = np.arange(1000) < 100
    score = rng.random(1000) * 0.4
    _, review = fit_consent(score, wanted)
    assert (score[~wanted] >= review).mean() <= HELD_CEILING


def test_consent_is_fitted_even_when_nobody_opts_out() -> None:
    act, review = fit_consent(np.full(50, 0.01), np.zeros(50, dtype=bool))
    assert 0 < review <= act <= 1
