"""Rows whose purchase scores are known, decided by the shipped policy."""

from collections.abc import Callable
from typing import Any

import pytest

from copilot.routing.policy import load_policy
from copilot.routing.policy_model import Policy
from eval.decision.row import DecisionRow
from eval.tune.case_table import CaseTable, build_case_table
from tests.routing.conftest import analysis_from

MakeTable = Callable[..., CaseTable]


def labelled(number: int, *actions: str, is_hot: bool = False, stage: str = "lead") -> DecisionRow:
    return DecisionRow.model_validate(
        {"id": f"d{number}", "text": f"words {number}", "stage": stage, "actions": actions, "is_hot": is_hot}
    )


@pytest.fixture(scope="session")
def policy() -> Policy:
    return load_policy()


@pytest.fixture(scope="session")
def questions(policy: Policy) -> MakeTable:
    """Make a table of product questions: (purchase score, whether a person is wanted now)."""

    def make(*rows: tuple[float, bool]) -> CaseTable:
        turns = [
            labelled(i, "notify_specialist" if is_hot else "suggest_to_rep", is_hot=is_hot)
            for i, (_, is_hot) in enumerate(rows)
        ]
        sketches: list[dict[str, Any]] = [{"intents": ["product_question"], "purchase": score} for score, _ in rows]
        return build_case_table(turns, [analysis_from(sketch) for sketch in sketches], policy)

    return make
