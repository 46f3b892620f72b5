"""A rule holds, fails, or wants more rows: by the exact interval of a count."""

import pytest

from copilot.errors import InvalidInputError
from eval.interval import exact_lower, exact_upper
from eval.label.rule import RULES, Rule, judge, parse_bounds

LEAST = Rule(name="r", about="", bound=0.8, is_at_least=True)
MOST = Rule(name="r", about="", bound=0.025, is_at_least=False)
REFUSES = Rule(name="r", about="", bound=0.9, is_at_least=True, must_be_proven=False)


@pytest.mark.parametrize(
    ("rule", "k", "n", "state"),
    [
        (LEAST, 140, 150, "met"),
        (LEAST, 100, 150, "missed"),
        (LEAST, 126, 150, "undecided"),
        (MOST, 0, 150, "met"),
        (MOST, 0, 140, "undecided"),
        (MOST, 1, 150, "undecided"),
        (MOST, 20, 150, "missed"),
        (REFUSES, 6, 6, "not_refused"),
        (REFUSES, 1, 6, "missed"),
        (REFUSES, 60, 60, "met"),
        (REFUSES, 0, 0, "not_refused"),
        (LEAST, 0, 0, "not_evaluated"),
    ],
)
def test_a_count_decides_a_rule(rule: Rule, k: int, n: int, state: str) -> None:
    assert judge(rule, k, n, replies=150).state == state


@pytest.mark.parametrize(("rule", "k", "n"), [(LEAST, 126, 150), (LEAST, 9, 10), (MOST, 0, 140), (MOST, 1, 150)])
def test_the_rows_it_asks_for_would_decide_it_and_one_fewer_would_not(rule: Rule, k: int, n: int) -> None:
    more = judge(rule, k, n, replies=n).more
    assert more is not None
    share = k / n
    for rows, is_enough in ((n + more, True), (n + more - 1, False)):
        hits = round(share * rows)
        decided = exact_lower(hits, rows) >= rule.bound or exact_upper(hits, rows) <= rule.bound
        assert decided is is_enough


def test_rows_of_a_kind_are_asked_for_by_how_rare_the_kind_is() -> None:
    common, rare = judge(LEAST, 9, 10, replies=10), judge(LEAST, 9, 10, replies=200)
    assert common.more is not None and rare.more == common.more * 20


def test_a_share_on_its_bound_is_decided_by_no_number_of_rows() -> None:
    finding = judge(LEAST, 80, 100, replies=100)
    assert finding.state == "undecided" and finding.more is None


def test_what_was_not_seen_asks_for_as_many_rows_again() -> None:
    assert judge(LEAST, 0, 0, replies=150).more == 150


def test_bounds_may_be_stated_and_rules_left_out() -> None:
    rules = {rule.name: rule for rule in parse_bounds(["answered=0.5", "hot_recall=off"])}
    assert rules["answered"].bound == 0.5 and "hot_recall" not in rules
    assert len(rules) == len(RULES) - 1
    assert parse_bounds([]) == RULES


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        (["accuracy=0.8"], "no rule has this name; use accuracy_when_answered"),
        (["answered"], "answered needs a share between 0 and 1"),
        (["answered=80"], "answered needs a share between 0 and 1"),
        (["answered=nan"], "answered needs a share between 0 and 1"),
        (["answered=.5", "answered=.6"], "answered is given twice"),
    ],
)
def test_a_bound_that_is_none_is_refused(stated: list[str], said: str) -> None:
    with pytest.raises(InvalidInputError) as raised:
        parse_bounds(stated)
    assert said in raised.value.message
