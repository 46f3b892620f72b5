"""One wrong decision, one harm; costs are stated by name or keep their default."""

import pytest

from copilot.domain.decision import Action
from copilot.errors import InvalidInputError
from eval.decision.harm import DEFAULT_COSTS, Harm, cost_of, harm_of, parse_costs
from eval.decision.row import DecisionRow


def row(*actions: str, is_hot: bool = False) -> DecisionRow:
    return DecisionRow.model_validate({"id": "d", "text": "words", "actions": actions, "is_hot": is_hot})


@pytest.mark.parametrize(
    ("labelled", "given", "harm"),
    [
        (row("suggest_to_rep", "no_reply"), "no_reply", None),
        (row("suppress"), "suggest_to_rep", Harm.MISSED_STOP),
        (row("suppress"), "notify_specialist", Harm.MISSED_STOP),
        (row("suppress"), "hold_for_review", Harm.WRONG_HOLD),
        (row("suppress", "hold_for_review"), "hold_for_review", None),
        (row("hold_for_review", "suppress"), "suggest_to_rep", Harm.WRONG_ACTION),
        (row("suggest_to_rep"), "suppress", Harm.WRONG_STOP),
        (row("notify_specialist", is_hot=True), "suppress", Harm.WRONG_STOP),
        (row("notify_specialist", is_hot=True), "notify_specialist", None),
        (row("notify_specialist", is_hot=True), "hold_for_review", Harm.MISSED_HOT),
        (row("notify_specialist", "suggest_to_rep", is_hot=True), "suggest_to_rep", Harm.MISSED_HOT),
        (row("notify_specialist", "hand_to_support", is_hot=True), "hand_to_support", None),
        (row("notify_specialist", is_hot=True), "hand_to_support", Harm.MISSED_HOT),
        (row("hand_to_support", is_hot=True), "notify_specialist", Harm.NEEDLESS_PAGE),
        (row("notify_specialist", "suggest_to_rep"), "suggest_to_rep", None),
        (row("suggest_to_rep"), "notify_specialist", Harm.NEEDLESS_PAGE),
        (row("suggest_to_rep"), "hold_for_review", Harm.WRONG_HOLD),
        (row("hand_to_support"), "suggest_to_rep", Harm.WRONG_ACTION),
        (row("suggest_to_rep"), "no_reply", Harm.WRONG_ACTION),
    ],
)
def test_harm_is_named_after_what_goes_wrong(labelled: DecisionRow, given: str, harm: Harm | None) -> None:
    assert harm_of(labelled, Action(given)) is harm


def test_a_right_decision_costs_nothing() -> None:
    assert cost_of(None, DEFAULT_COSTS) == 0
    assert cost_of(Harm.MISSED_HOT, DEFAULT_COSTS) == DEFAULT_COSTS[Harm.MISSED_HOT]


def test_stated_costs_win_and_the_others_keep_their_default() -> None:
    costs = parse_costs(["missed_hot=350", " needless_page = 0 "])
    assert costs == {**DEFAULT_COSTS, Harm.MISSED_HOT: 350, Harm.NEEDLESS_PAGE: 0}


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        (["missed_hot"], "write name=amount, such as missed_hot=200"),
        (["missed_lead=3"], "no cost has this name; use missed_stop, wrong_stop, missed_hot"),
        (["missed_hot=many"], "missed_hot needs a number"),
        (["missed_hot=-1"], "missed_hot must be 0 or more, and finite"),
        (["missed_hot=nan"], "missed_hot must be 0 or more, and finite"),
        (["missed_hot=inf"], "missed_hot must be 0 or more, and finite"),
        (["missed_hot=1", "missed_hot=2"], "missed_hot is given twice"),
        ([f"{harm}=0" for harm in Harm], "every cost is 0"),
    ],
)
def test_a_cost_that_means_nothing_is_refused(stated: list[str], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        parse_costs(stated)
