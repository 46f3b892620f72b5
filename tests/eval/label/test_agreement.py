"""Two readers of the same replies."""

import math

import pytest

from eval.kappa import cohen_kappa
from eval.label.agreement import agreements_of, disagreements_of
from eval.label.journal import Mark


def marks(*given: Mark) -> dict[str, Mark]:
    return {mark.id: mark for mark in given}


def test_kappa_is_agreement_beyond_chance() -> None:
    # 20 of 50 both yes, 15 both no, 5 and 10 apart: the textbook's 0.4.
    answers = [("y", "y")] * 20 + [("n", "n")] * 15 + [("y", "n")] * 5 + [("n", "y")] * 10
    assert cohen_kappa(answers) == pytest.approx(0.4)
    assert cohen_kappa([("a", "b"), ("b", "a")]) == -1
    assert math.isnan(cohen_kappa([])) and math.isnan(cohen_kappa([("a", "a")]))


def test_each_question_has_its_agreement_and_only_shared_replies_count() -> None:
    first = marks(
        Mark("a", ("not_now",)),
        Mark("b", ("opt_out",)),
        Mark("c", ("purchase_ready",), wants_person=True),
        Mark("d", is_skipped=True),
        Mark("e", ()),
    )
    second = marks(
        Mark("a", ("not_now", "opt_out")),
        Mark("b", ("opt_out", "complaint")),
        Mark("c", ("purchase_ready",)),
        Mark("d", ("greeting",)),
    )
    primary, stop, person = agreements_of(first, second, resamples=200, seed=1)
    assert (primary.same.k, primary.same.n, primary.kappa.value) == (3, 3, 1.0)
    assert (stop.same.k, stop.same.n) == (2, 3)
    assert (person.same.k, person.same.n) == (2, 3)
    assert primary.kappa.low is not None and stop.kappa.value is not None


def test_disagreements_are_listed_in_what_counts() -> None:
    first = marks(Mark("a", ("not_now", "competitor")), Mark("b", ("not_now",)), Mark("c", (), wants_person=True))
    second = marks(Mark("a", ("not_now",)), Mark("b", ("not_now", "opt_out")), Mark("c", ("greeting",)))
    found = [(d.id, d.first, d.second) for d in disagreements_of(first, second)]
    assert found == [
        ("b", "not_now", "not_now, no more messages"),
        ("c", "out_of_scope, a person now", "greeting"),
    ]


def test_nothing_in_common_is_not_evaluated() -> None:
    primary, *_ = agreements_of(marks(Mark("a")), marks(Mark("b")), resamples=10, seed=1)
    assert primary.same.value is None and primary.kappa.value is None
