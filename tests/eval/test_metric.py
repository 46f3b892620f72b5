"""Metrics on vectors whose answer is known by hand; no order of the rows matters where scores tie."""

import math

import numpy as np
import pytest

from copilot.training.metric import macro_f1
from eval.metric.abstaining import (
    accuracy_at_coverage,
    area_under_risk,
    curve_points,
    recall_at_kept,
    risk_by_coverage,
)
from eval.metric.labelling import LabelCounts, confusion
from eval.metric.ranking import auroc, precision_at_top, spearman
from eval.metric.reliability import brier, reliability_bins

YES, NO = True, False


def flags(*values: bool) -> np.ndarray:
    return np.array(values, dtype=bool)


def test_auroc_needs_both_classes() -> None:
    assert auroc(np.array([0.9, 0.1]), flags(YES, NO)) == 1.0
    assert math.isnan(auroc(np.array([0.9, 0.1]), flags(YES, YES)))


def test_spearman_shares_ranks_among_ties() -> None:
    assert spearman(np.array([1.0, 2, 3, 4]), np.array([10.0, 20, 30, 90])) == pytest.approx(1)
    assert spearman(np.array([1.0, 2, 2, 3]), np.array([1.0, 2, 3, 4])) == pytest.approx(0.9486833)
    assert math.isnan(spearman(np.array([1.0, 1.0]), np.array([1.0, 2.0])))


def test_precision_at_the_top_rounds_up_and_averages_a_tie() -> None:
    score = np.array([0.9, 0.5, 0.5, 0.1])
    assert precision_at_top(score, flags(YES, NO, NO, YES), share=0.25) == 1
    for order in ([1, 2], [2, 1]):
        positive = flags(YES, NO, NO, NO)
        positive[order[0]] = True
        assert precision_at_top(score, positive, share=0.5) == pytest.approx(0.75)


def test_a_rule_without_a_ranking_gains_nothing_by_answering_less() -> None:
    right = flags(YES, YES, YES, NO)
    level = np.ones(4)
    assert accuracy_at_coverage(level, right, coverage=0.5) == pytest.approx(0.75)
    assert area_under_risk(level, right) == pytest.approx(0.25)


def test_risk_falls_to_nothing_where_the_unsure_rows_are_the_wrong_ones() -> None:
    confidence, right = np.array([0.9, 0.2, 0.8, 0.7]), flags(YES, NO, YES, YES)
    assert risk_by_coverage(confidence, right).tolist() == pytest.approx([0, 0, 0, 0.25])
    assert accuracy_at_coverage(confidence, right, coverage=0.75) == 1


def test_a_curve_keeps_its_ends_within_its_points() -> None:
    points = curve_points(np.linspace(0, 1, 1000))
    assert len(points["coverage"]) == 101
    assert (points["coverage"][-1], points["risk"][-1]) == (1.0, 1.0)
    assert curve_points(np.array([])) == {"coverage": [], "risk": []}


def test_recall_at_kept_finds_only_what_lies_above_every_kept_row() -> None:
    score = np.array([0.1, 0.2, 0.3, 0.9, 0.25, 0.5])
    outside = flags(NO, NO, NO, NO, YES, YES)
    assert recall_at_kept(score, outside, kept=0.75) == 0.5
    assert recall_at_kept(score, outside, kept=1.0) == 0
    assert math.isnan(recall_at_kept(score, flags(*[NO] * 6), kept=0.9))


def test_brier_and_bins_of_known_rows() -> None:
    p, right = np.array([0.9, 0.9, 0.1, 1.0]), flags(YES, NO, NO, YES)
    assert brier(p, right) == pytest.approx((0.01 + 0.81 + 0.01) / 4)
    bins = reliability_bins(p, right, bins=10)
    assert [(b["low"], b["n"], b["accuracy"]) for b in bins] == [(0.1, 1, 0.0), (0.9, 3, pytest.approx(2 / 3))]


def test_label_counts_agree_with_counting_by_name() -> None:
    rng = np.random.default_rng(3)
    truth, given = rng.integers(0, 4, 50), rng.integers(0, 4, 50)
    counts = LabelCounts.of(truth[:, None] == np.arange(5), given[:, None] == np.arange(5))
    rows = rng.integers(0, 50, 50)
    names = [str(i) for i in range(5)]
    by_name = macro_f1([str(i) for i in truth[rows]], [str(i) for i in given[rows]], names)
    assert counts.macro_f1(rows) == pytest.approx(by_name)
    assert counts.micro_f1(rows) == pytest.approx((truth[rows] == given[rows]).mean())


def test_confusion_puts_truth_in_rows() -> None:
    assert confusion(np.array([0, 0, 1]), np.array([0, 1, 1]), 2).tolist() == [[1, 1], [0, 1]]
