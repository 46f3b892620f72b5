"""The bench: every system asked once, its answers in order and checked."""

from collections.abc import Callable, Sequence

import pytest

from copilot.errors import InvalidInputError
from copilot.scoring.base import ReplyInput
from eval.prediction import Prediction
from tests.eval.builders import TableSystem, bench_of, sure, turn


class EchoSystem:
    """Puts the number in a text into its answer."""

    name = "echo@1"
    is_thread_safe = True

    def predict(self, turns: Sequence[ReplyInput], *, advance: Callable[[], None] | None = None) -> list[Prediction]:
        return [sure("gratitude", int(asked.text) / 1000) for asked in turns]


class ShortSystem(EchoSystem):
    """Loses the last answer."""

    name = "short@1"

    def predict(self, turns: Sequence[ReplyInput], *, advance: Callable[[], None] | None = None) -> list[Prediction]:
        return super().predict(turns)[:-1]


def test_a_system_is_asked_once_for_each_set() -> None:
    bench = bench_of([turn("thanks")])
    system = TableSystem({"thanks": sure("gratitude")})
    assert bench.predict(system, "mine") == bench.predict(system, "mine") == [sure("gratitude")]
    assert system.asked == 1


def test_answers_of_two_threads_keep_the_order_of_the_rows() -> None:
    bench = bench_of(turn(str(number)) for number in range(200))
    confidences = [dict(answer.primary or {})["gratitude"] for answer in bench.predict(EchoSystem(), "mine")]
    assert confidences == [number / 1000 for number in range(200)]


def test_a_system_that_answers_too_few_rows_is_named() -> None:
    bench = bench_of(turn(str(number)) for number in range(10))
    with pytest.raises(InvalidInputError, match="short@1 answered 10 rows with 9 predictions"):
        bench.predict(ShortSystem(), "mine")


def test_a_bad_answer_to_a_perturbed_copy_names_its_number() -> None:
    bench = bench_of([])
    system = TableSystem({"a": sure("gratitude"), "b": Prediction(primary={"gratitude": 2.0})})
    with pytest.raises(InvalidInputError, match="row 2"):
        bench.predict_turns(system, [ReplyInput("a"), ReplyInput("b")], "typos")


def test_an_unknown_set_is_told_with_those_that_are_there() -> None:
    with pytest.raises(InvalidInputError, match=r"no set of rows is called 'theirs'; there are mine, public_written"):
        bench_of([]).rows("theirs")
