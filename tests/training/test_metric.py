"""Metrics on vectors whose answer is known by hand."""

import subprocess
import sys

import numpy as np
import pytest

from copilot.training.metric import (
    auroc,
    calibration_error,
    count,
    honour_accepted,
    macro_f1,
    mean_reciprocal_rank,
)


def test_macro_f1_averages_over_labels_that_occur() -> None:
    assert macro_f1(["a", "a", "b"], ["a", "b", "b"], ["a", "b", "never"]) == pytest.approx(2 / 3)
    assert macro_f1([], [], ["a"]) == 0


def test_an_accepted_prediction_counts_as_right() -> None:
    assert honour_accepted(["b", "c"], ["a", "a"], [("a", "b"), ("a", "b")]) == ["b", "a"]


def test_calibration_error_of_known_bins() -> None:
    right = np.array([True] * 8 + [False] * 2)
    assert calibration_error(np.full(10, 0.8), right) == pytest.approx(0)
    assert calibration_error(np.full(10, 1.0), right) == pytest.approx(0.2)
    assert calibration_error(np.array([]), np.array([], dtype=bool)) == 0


def test_auroc_counts_ties_half_and_needs_both_classes() -> None:
    assert auroc(np.array([0.9, 0.5, 0.5, 0.1]), np.array([True, True, False, False])) == pytest.approx(0.875)
    assert auroc(np.array([0.9]), np.array([True])) is None


def test_measuring_needs_no_torch() -> None:
    code = "import sys, copilot.training.measure; sys.exit('torch' in sys.modules or 'transformers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_count_is_k_of_n() -> None:
    assert count(np.array([True, False, True])) == {"k": 2, "n": 3}


def test_mrr_is_zero_past_its_depth() -> None:
    similarity = np.array([[0.9, 0.1, 0.5], [0.9, 0.1, 0.5]])
    assert mean_reciprocal_rank(similarity, np.array([0, 2])) == pytest.approx(0.75)
    assert mean_reciprocal_rank(similarity, np.array([1, 1]), depth=2) == 0
