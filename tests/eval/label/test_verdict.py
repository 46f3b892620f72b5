"""Three verdicts, by rules with exact intervals; costs refuse only what is dearer for sure."""

from dataclasses import replace

import pytest

from copilot.domain.decision import Action
from eval.decision.harm import DEFAULT_COSTS, Harm
from eval.label.outcome import Outcome, Truth
from eval.label.rule import RULES, parse_bounds
from eval.label.sample import Part
from eval.label.verdict import Verdict, reach_verdict

RIGHT = Outcome(
    id="r",
    part="random",
    truth=Truth(primaries=frozenset({"not_now"}), wants_stop=False, wants_person=False),
    action=Action.SUGGEST_TO_REP,
    is_answered=True,
    is_right=True,
    is_held_stop=False,
    harm=None,
)
WRONG = replace(RIGHT, is_right=False, harm=Harm.WRONG_ACTION)
UNSURE = replace(RIGHT, is_right=False, is_answered=False, action=Action.HOLD_FOR_REVIEW, harm=Harm.WRONG_HOLD)
STOPPED = replace(
    RIGHT, truth=Truth(primaries=frozenset({"opt_out"}), wants_stop=True, wants_person=False), action=Action.SUPPRESS
)
MISSED_STOP = replace(STOPPED, action=Action.NO_REPLY, is_right=False, harm=Harm.MISSED_STOP)
WRONG_STOP = replace(RIGHT, action=Action.SUPPRESS, is_right=False, harm=Harm.WRONG_STOP)
PAGED = replace(
    RIGHT,
    truth=Truth(primaries=frozenset({"purchase_ready"}), wants_stop=False, wants_person=True),
    action=Action.NOTIFY_SPECIALIST,
)
MISSED_HOT = replace(PAGED, action=Action.SUGGEST_TO_REP, harm=Harm.MISSED_HOT)
NEEDLESS = replace(RIGHT, action=Action.NOTIFY_SPECIALIST, harm=Harm.NEEDLESS_PAGE)
GOOD = [RIGHT] * 105 + [STOPPED] * 12 + [PAGED] * 20 + [WRONG] * 5 + [UNSURE] * 8


def verdict_on(outcomes: list[Outcome], bounds: tuple[str, ...] = ()) -> Verdict:
    return reach_verdict(outcomes, parse_bounds(bounds), DEFAULT_COSTS, resamples=200, seed=1)


def state_of(verdict: Verdict, name: str) -> str:
    return next(finding.state for finding in verdict.findings if finding.rule.name == name)


def test_a_good_system_ships_on_150_random_replies() -> None:
    verdict = verdict_on(GOOD)
    assert (verdict.word, verdict.reasons, verdict.more) == ("ship", (), None)
    assert verdict.rows == 150
    assert verdict.costs is not None and verdict.costs.state == "met"


@pytest.mark.parametrize(
    ("harm", "count", "reason"),
    [
        (WRONG, 60, "accuracy_when_answered"),
        (UNSURE, 90, "answered"),
        (MISSED_STOP, 14, "missed_stops"),
        (WRONG_STOP, 14, "stop_precision"),
        (MISSED_HOT, 60, "hot_recall"),
        (NEEDLESS, 140, "page_precision"),
    ],
)
def test_a_rule_that_fails_for_sure_stops_the_ship(harm: Outcome, count: int, reason: str) -> None:
    verdict = verdict_on([*GOOD, *[harm] * count])
    assert verdict.word == "do_not_ship"
    assert reason in verdict.reasons


def test_a_rule_that_few_rows_leave_open_asks_for_more_and_says_how_many() -> None:
    verdict = verdict_on([*GOOD, MISSED_STOP])
    assert (verdict.word, verdict.reasons) == ("more_rows", ("missed_stops",))
    assert verdict.more is not None and 50 < verdict.more < 100


def test_the_rule_that_needs_most_says_how_many() -> None:
    one = verdict_on([*GOOD, MISSED_STOP])
    both = verdict_on([*GOOD, MISSED_STOP, *[MISSED_HOT] * 9])
    assert set(both.reasons) == {"missed_stops", "hot_recall"}
    assert both.more is not None and one.more is not None and both.more > one.more


def test_rare_opt_outs_do_not_keep_a_system_from_shipping_unless_they_are_missed_for_sure() -> None:
    few = [outcome for outcome in GOOD if outcome is not STOPPED] + [STOPPED] * 3 + [RIGHT] * 9
    assert verdict_on(few).word == "ship"
    assert state_of(verdict_on(few), "stop_recall") == "not_refused"
    missed = verdict_on([*GOOD[:100], *GOOD[112:], *[MISSED_STOP] * 5, *[STOPPED]])
    assert missed.word == "do_not_ship" and "stop_recall" in missed.reasons


def test_what_no_reply_shows_is_not_evaluated_and_never_counts_as_right() -> None:
    verdict = verdict_on([outcome for outcome in GOOD if outcome is not PAGED] + [RIGHT] * 20)
    assert verdict.word == "more_rows"
    assert verdict.reasons == ("hot_recall", "page_precision")
    assert state_of(verdict, "hot_recall") == "not_evaluated"
    assert (
        verdict_on([o for o in GOOD if o is not PAGED] + [RIGHT] * 20, ("hot_recall=off", "page_precision=off")).word
        == "ship"
    )


def test_a_handful_of_rows_gives_no_verdict_however_bad() -> None:
    verdict = verdict_on([WRONG] * 29)
    assert (verdict.word, verdict.reasons, verdict.more) == ("more_rows", ("too_few",), 1)
    assert verdict.costs is None
    assert verdict_on([]).word == "more_rows"


def test_extra_replies_count_only_where_they_were_drawn_for() -> None:
    def extra(outcome: Outcome, part: Part, count: int) -> list[Outcome]:
        return [replace(outcome, part=part)] * count

    verdict = verdict_on(
        [*GOOD, *extra(NEEDLESS, "pages", 20), *extra(STOPPED, "stops", 25), *extra(WRONG, "stops", 10)]
    )
    counted = {finding.rule.name: (finding.figure.k, finding.figure.n) for finding in verdict.findings}
    assert counted["page_precision"] == (20, 40)
    assert counted["stop_precision"] == (37, 37)
    assert counted["accuracy_when_answered"] == (137, 142)
    assert counted["hot_recall"] == (20, 20)
    assert verdict.extra == 55 and verdict.rows == 150


def test_a_system_dearer_than_a_simple_way_for_sure_does_not_ship() -> None:
    costs = {**DEFAULT_COSTS, Harm.WRONG_ACTION: 500}
    verdict = reach_verdict([*GOOD, *[WRONG] * 15], RULES, costs, resamples=200, seed=1)
    assert verdict.word == "do_not_ship" and "cost" in verdict.reasons
    assert verdict.costs is not None and verdict.costs.simple == "page a person for every reply"


def test_costs_are_stated_for_a_thousand_replies() -> None:
    verdict = verdict_on(GOOD)
    assert verdict.costs is not None
    assert verdict.costs.cost.value == pytest.approx((5 * 6 + 8 * 4) / 150 * 1000)
    assert verdict.costs.simple_cost == pytest.approx(130 * 8 / 150 * 1000)
    assert verdict.costs.difference.high is not None and verdict.costs.difference.high < 0


def test_every_rule_has_a_count() -> None:
    assert {finding.rule.name for finding in verdict_on(GOOD).findings} == {rule.name for rule in RULES}
