"""Six cases a row are enough: looked up, every threshold decides as the policy code does."""

import random
from typing import Any

import pytest

from copilot.routing.policy_model import Policy
from eval.decision.harm import DEFAULT_COSTS
from eval.decision.simulate import decide_rows
from eval.tune.case_table import TUNED, build_case_table, with_thresholds
from tests.eval.tune.conftest import labelled
from tests.routing.conftest import analysis_from

SKETCHES: list[dict[str, Any]] = [
    {"intents": ["product_question"]},
    {"intents": ["pricing_question"]},
    {"intents": ["acknowledgement"]},
    {"intents": ["gratitude", "acknowledgement"]},
    {"intents": ["complaint"]},
    {"intents": ["not_interested"]},
    {"intents": ["human_request"]},
    {"intents": ["order_status"]},
    {"intents": ["meeting_accept"]},
    {"intents": ["purchase_ready"]},
    {"intents": ["acknowledgement"], "purchase": None},
    {"abstained": "low_confidence"},
]
SCORES = (0.0, 33.3, 49.99, 50.0, 50.01, 60.0, 66.7, 79.9, 80.0, 93.4, 100.0)


@pytest.mark.parametrize("seed", range(12))
def test_looked_up_actions_are_those_of_the_policy_code(seed: int, policy: Policy) -> None:
    analyses = [analysis_from({"purchase": score, **sketch}) for sketch in SKETCHES for score in SCORES]
    rows = [labelled(i, "suggest_to_rep", stage=("lead", "closing")[i % 2]) for i in range(len(analyses))]
    rng = random.Random(seed)
    hot, strong = sorted(rng.choice((*SCORES, rng.uniform(0, 100))) for _ in range(2))
    chosen = dict(zip(TUNED, (rng.choice(SCORES), hot, strong), strict=True))
    thresholds = policy.thresholds.model_copy(update=chosen)
    table = build_case_table(rows, analyses, policy)
    decided = decide_rows(rows, analyses, with_thresholds(policy, thresholds))
    assert table.decided(thresholds) == [decision.action for decision in decided]


def test_a_row_costs_by_what_its_case_does(policy: Policy) -> None:
    row = labelled(0, "suggest_to_rep")
    table = build_case_table([row], [analysis_from({"intents": ["product_question"], "purchase": 70})], policy)
    assert table.cases(policy.thresholds).tolist() == [4]  # above social and hot, below strong
    page = DEFAULT_COSTS["needless_page"]  # type: ignore[index]  # a harm is its wire string
    assert table.costs(DEFAULT_COSTS).tolist() == [[0, page, page, 0, page, page]]
