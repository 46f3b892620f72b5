"""How far readers agree, computed from what they accepted."""

from pathlib import Path

import pytest

from eval.decision.agreement import agreement_of, main
from eval.decision.row import DecisionRow


def row(number: int, *readers: list[str]) -> DecisionRow:
    shared = [action for action in readers[0] if all(action in reader for reader in readers)] if readers else []
    content = {"id": f"d{number}", "text": "words", "actions": shared or ["no_reply"], "is_hot": False}
    return DecisionRow.model_validate({**content, "readers": readers})


ROWS = [
    row(0, ["no_reply"], ["no_reply"]),
    row(1, ["suppress"], ["suppress", "hold_for_review"]),
    row(2, ["no_reply", "suggest_to_rep"], ["suggest_to_rep"]),
    row(3, ["suppress"], ["no_reply"]),
    row(4),
]


def test_agreement_counts_first_actions_overlap_and_disputes() -> None:
    found = agreement_of(ROWS)
    assert (found.same_best.k, found.same_best.n) == (2, 4)
    assert (found.overlap.k, found.overlap.n) == (3, 4)
    assert found.jaccard == pytest.approx((1 + 0.5 + 0.5 + 0) / 4)
    assert found.disputed == 1
    # chance: no_reply 2/4 · 2/4 + suppress 2/4 · 1/4
    assert found.kappa == pytest.approx((0.5 - 0.375) / (1 - 0.375))


def test_rows_that_one_reader_read_say_nothing_of_agreement() -> None:
    found = agreement_of(ROWS[4:])
    assert (found.same_best.value, found.kappa, found.jaccard) == (None, None, None)


def test_the_command_prints_shares_with_their_intervals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(row.model_dump_json() for row in ROWS), "utf-8")
    assert main([str(path)]) == 0
    out = capsys.readouterr().out
    assert "rows: 5, disputed: 1" in out
    assert "same best action: 2 of 4, 50.0% (6.8% … 93.2%), kappa 0.200" in out
    assert main([str(tmp_path / "none.jsonl")]) == 2
