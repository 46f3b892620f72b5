"""The search finds the cheapest thresholds, and moves none for nothing."""

import numpy as np
import pytest

from copilot.routing.policy_model import Policy
from eval.decision.harm import DEFAULT_COSTS, Costs, Harm, parse_costs
from eval.tune.case_table import TUNED, CaseTable
from eval.tune.search import Search
from tests.eval.tune.conftest import MakeTable

MIXED = (
    (20, False),
    (35, True),
    (45, False),
    (52, True),
    (64, False),
    (66, False),
    (71, True),
    (83, False),
    (90, True),
)


def search_of(table: CaseTable, policy: Policy, costs: Costs = DEFAULT_COSTS) -> Search:
    return Search(table, table.costs(costs), policy.thresholds)


@pytest.mark.parametrize("selected", [list(range(9)), [0, 1, 2], [4, 4, 4, 6], [8]], ids=str)
def test_the_surface_is_the_sum_of_what_each_row_costs(
    selected: list[int], questions: MakeTable, policy: Policy
) -> None:
    table = questions(*MIXED)
    search, costs = search_of(table, policy), table.costs(DEFAULT_COSTS)
    surface = search.surface(np.array(selected))
    rng = np.random.default_rng(1)
    for _ in range(200):
        place = tuple(rng.integers(0, len(search.grid), 3))
        social, hot, strong = (float(search.grid[i]) for i in place)
        if hot > strong:
            assert surface[place] == np.inf
            continue
        moved = policy.thresholds.model_copy(update=dict(zip(TUNED, (social, hot, strong), strict=True)))
        expected = costs[np.arange(len(table.rows)), table.cases(moved)][selected].sum()
        assert surface[place] == pytest.approx(expected)


def test_a_dear_missed_lead_lowers_the_threshold_to_it(questions: MakeTable, policy: Policy) -> None:
    table = questions(*MIXED)
    costs = parse_costs(["missed_hot=200", "needless_page=1"])
    assert search_of(table, policy, costs).best(np.arange(9)).purchase_hot == 35


def test_a_dear_page_raises_the_threshold_over_the_needless_ones(questions: MakeTable, policy: Policy) -> None:
    table = questions(*MIXED)
    costs = parse_costs(["missed_hot=1", "needless_page=100"])
    best = search_of(table, policy, costs).best(np.arange(9))
    assert 83 < best.purchase_hot <= 90
    assert best.purchase_hot <= best.purchase_strong


def test_nothing_moves_when_the_present_thresholds_are_as_cheap(questions: MakeTable, policy: Policy) -> None:
    table = questions((20, False), (75, True), (90, True))
    assert search_of(table, policy).best(np.arange(3)) == policy.thresholds


def test_present_thresholds_between_whole_scores_can_stay(questions: MakeTable, policy: Policy) -> None:
    thresholds = policy.thresholds.model_copy(update={"purchase_hot": 62.5})
    table = questions((62.2, False), (62.7, True))
    assert Search(table, table.costs(DEFAULT_COSTS), thresholds).best(np.arange(2)) == thresholds


def test_an_unjudged_purchase_signal_is_indifferent_to_thresholds(questions: MakeTable, policy: Policy) -> None:
    table = questions((70, False))
    blind = CaseTable(table.rows, np.array([np.inf]), ((table.actions[0][0],) * 6,))
    surface = search_of(blind, policy).surface(np.arange(1))
    assert set(np.unique(surface)) == {0.0, np.inf}


def test_harms_without_cost_move_nothing(questions: MakeTable, policy: Policy) -> None:
    table = questions(*MIXED)
    free = {**dict.fromkeys(Harm, 0.0), Harm.WRONG_STOP: 1.0}
    assert search_of(table, policy, free).best(np.arange(9)) == policy.thresholds
