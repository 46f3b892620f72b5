"""An answer that cannot be used is one clear error that names the system and the row, never a wrong figure."""

from typing import Any

import numpy as np
import pytest

from copilot.errors import InvalidInputError
from eval.check import check_predictions
from eval.prediction import Prediction

GOOD = Prediction(primary={"opt_out": 0.7, "complaint": 0.2}, out_of_scope=0.1, intents=("opt_out",))


def refusal(*answers: Any) -> str:
    with pytest.raises(InvalidInputError) as refused:
        check_predictions(answers, ["r1", "r2"], system="mine@1")
    return refused.value.message


def test_good_answers_come_back() -> None:
    assert check_predictions([GOOD, Prediction()], ["r1", "r2"], system="mine@1") == [GOOD, Prediction()]


def test_the_wrong_length_is_told() -> None:
    assert refusal(GOOD) == "mine@1 answered 2 rows with 1 predictions"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Prediction(primary={"opt_out": float("nan")}), "primary: opt_out: not a finite number"),
        (Prediction(primary={"opt_out": float("inf")}, has_probabilities=False), "not a finite number"),
        (Prediction(primary={"opt_out": 1.2}), "primary: opt_out: 1.2 is not between 0 and 1"),
        (Prediction(primary={"opt_out": -0.1}), "-0.1 is not between 0 and 1"),
        (Prediction(primary={"opt_out": 0.9, "complaint": 0.9}), "primary: the probabilities sum to more than 1"),
        (Prediction(primary={"buy_now": 0.9}), "primary: unknown label 'buy_now'"),
        (Prediction(primary={"opt_out": "high"}), "primary: opt_out: not a number"),  # type: ignore[dict-item]
        (Prediction(primary={"opt_out": True}), "not a number"),
        (Prediction(sentiment={"glad": 1.0}), "sentiment: unknown label 'glad'"),
        (Prediction(urgency={"now": 2.0}, has_probabilities=False), "urgency: now: 2 is not between 0 and 1"),
        (Prediction(out_of_scope=1.5), "out_of_scope: 1.5 is not between 0 and 1"),
        (Prediction(intents=("opt_out", "buy_now")), "unknown intent 'buy_now'"),
        ({"primary": "opt_out"}, "the answer is a dict, not a Prediction"),
    ],
)
def test_a_bad_answer_names_its_row(answer: Any, said: str) -> None:
    message = refusal(GOOD, answer)
    assert message.startswith("mine@1, row r2: ")
    assert said in message


def test_margins_may_be_any_finite_number() -> None:
    margins = Prediction(primary={"opt_out": -3.5, "complaint": 12.0}, has_probabilities=False)
    assert check_predictions([margins], ["r1"], system="svm") == [margins]


def test_numbers_of_numpy_are_numbers() -> None:
    answer = Prediction(primary={"opt_out": np.float32(0.5)})  # type: ignore[dict-item]
    assert check_predictions([answer], ["r1"], system="np") == [answer]
