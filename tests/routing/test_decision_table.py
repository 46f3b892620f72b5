"""The committed table of decisions, row by row."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from copilot.domain.decision import Decision
from copilot.routing.decide import decide
from copilot.routing.policy_model import Policy

TABLE = yaml.safe_load(Path(__file__).with_name("decision_table.yaml").read_text("utf-8"))
ROWS: dict[str, dict[str, Any]] = {row["name"]: row for row in TABLE["rows"]}
EXPECTED = ("name", "action", "rule", "follow_up_at")


@pytest.fixture
def decide_row(make_context: Any, policy: Policy) -> Any:
    def run(name: str) -> Decision:
        return decide(make_context(**{key: value for key, value in ROWS[name].items() if key not in EXPECTED}), policy)

    return run


def test_no_row_hides_another() -> None:
    assert len(ROWS) == len(TABLE["rows"])


@pytest.mark.parametrize("name", ROWS)
def test_row_leads_to_its_action_by_its_rule(name: str, decide_row: Any) -> None:
    row, decision = ROWS[name], decide_row(name)
    winner = next(reason.rule for reason in decision.reasons if reason.state == "applies")
    assert (decision.action, winner) == (row["action"], row["rule"])
    if "follow_up_at" in row:
        assert decision.follow_up_at == datetime.fromisoformat(row["follow_up_at"])


@pytest.mark.parametrize(("first", "second"), TABLE["more_urgent"])
def test_first_is_more_urgent_than_second(first: str, second: str, decide_row: Any) -> None:
    assert decide_row(first).priority > decide_row(second).priority


def test_every_action_but_an_automatic_answer_is_in_the_table() -> None:
    actions = {row["action"] for row in ROWS.values()}
    assert actions == {
        *("suppress", "send_notice", "notify_specialist", "hand_to_support", "suggest_to_rep"),
        *("schedule_follow_up", "no_reply", "hold_for_review"),
    }
