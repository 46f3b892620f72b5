"""``tune``: costs in, thresholds out, on a labelled file; wrong input is one line."""

import json
from pathlib import Path
from typing import Any

import pytest

from copilot.routing.policy import load_policy
from tests.cli.conftest import Run

STRENGTH = ("none", "weak", "moderate", "strong")


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """Forty product questions, hot from a weak purchase signal on: the shipped policy waits for a moderate one."""
    rows: list[dict[str, Any]] = []
    for i in range(40):
        strength = STRENGTH[i % 4]
        is_hot = strength != "none"
        rows.append(
            {"id": f"d{i}", "context": None, "text": f"intent:product_question purchase:{strength} number {i}"}
            | {"stage": "lead", "actions": ["notify_specialist" if is_hot else "suggest_to_rep"], "is_hot": is_hot}
        )
    path = tmp_path / "labelled.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return path


def test_the_tuned_policy_is_written_and_loads(cli: Run, labelled: Path, tmp_path: Path) -> None:
    output = tmp_path / "ours.yaml"
    named = ("--output", str(output), "--name", "ours", "--version", "2027.1")
    ended = cli("tune", str(labelled), "--cost", "missed_hot=200", "--cost", "needless_page=8", *named)
    assert (ended.code, ended.err) == (0, "")
    policy, shipped = load_policy(output), load_policy()
    assert policy.id == "ours@2027.1"
    assert policy.thresholds.purchase_hot < 40
    assert policy.thresholds.social_purchase == shipped.thresholds.social_purchase
    assert "Cheaper on rows held out of the choice" in " ".join(ended.out.split())
    assert "missed_hot" in ended.out
    top = output.read_text("utf-8").splitlines()[:3]
    assert top[0].startswith("# Purchase thresholds tuned by cost from default@")
    assert "read by fake@1" in top[1]
    assert "missed_hot 200, needless_page 8" in top[2]


def test_without_a_name_the_version_says_what_was_chosen(cli: Run, labelled: Path, tmp_path: Path) -> None:
    output = tmp_path / "ours.yaml"
    assert cli("tune", str(labelled), "--output", str(output)).code == 0
    policy, shipped = load_policy(output), load_policy()
    hot, strong = policy.thresholds.purchase_hot, policy.thresholds.purchase_strong
    assert policy.id == f"default-tuned@{shipped.version}+tuned.50.{hot:g}.{strong:g}"


def test_a_tuned_policy_can_be_tuned_again(cli: Run, labelled: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    cli("tune", str(labelled), "--output", str(first), "--name", "ours", "--version", "1")
    again = ("--policy", str(first), "--output", str(second), "--name", "ours", "--version", "2")
    ended = cli("tune", str(labelled), *again)
    assert (ended.code, ended.err) == (0, "")
    assert load_policy(second).thresholds == load_policy(first).thresholds
    assert "keep the present ones" in ended.out
    assert second.read_text("utf-8").count("tuned by cost from") == 1


def test_json_holds_thresholds_costs_curves_and_intervals(cli: Run, labelled: Path) -> None:
    ended = cli("tune", str(labelled), "--json", "--hot-share", "0.1", "--cost", "missed_hot=300")
    report = json.loads(ended.out)
    assert (report["rows"], report["hot"], report["hot_share"], report["disputed"]) == (40, 30, 0.1, 0)
    assert report["costs"]["missed_hot"] == 300
    assert report["written"] is None
    assert set(report["cost_per_1000"]["difference"]) == {"value", "low", "high"}
    assert len(report["curves"]["social_purchase"]) == 101
    assert report["thresholds"]["purchase_hot"]["present"] == 60


def test_disputed_rows_are_left_out_and_counted(cli: Run, labelled: Path) -> None:
    with labelled.open("a", encoding="utf-8") as lines:
        apart: dict[str, Any] = {"id": "x", "text": "hm", "actions": [], "is_hot": False}
        lines.write("\n" + json.dumps(apart | {"readers": [["no_reply"], ["suppress"]]}))
    report = json.loads(cli("tune", str(labelled), "--json").out)
    assert (report["rows"], report["disputed"]) == (40, 1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--cost", "missed_lead=2"), "--cost: no cost has this name; use missed_stop, wrong_stop, missed_hot"),
        (("--cost", "missed_hot=-2"), "--cost: missed_hot must be 0 or more, and finite"),
        (("--cost", "missed_hot"), "--cost: write name=amount, such as missed_hot=200"),
        (("--hot-share", "1.5"), "--hot-share must lie between 0 and 1, such as 0.05"),
        (("--folds", "20", "--output", "."), ". exists: name another file, or remove it first"),
        (("--policy", "nowhere.yaml"), "nowhere.yaml cannot be read as UTF-8 text"),
    ],
    ids=["unknown cost", "negative cost", "no amount", "share", "output", "policy"],
)
def test_a_wrong_argument_is_one_line(arguments: tuple[str, ...], message: str, cli: Run, labelled: Path) -> None:
    ended = cli("tune", str(labelled), *arguments)
    assert ended.code == 2
    assert ended.err.startswith(f"sms-copilot: {message}")
    assert ended.err.count("\n") == 1


def test_every_wrong_row_is_named_and_no_words_are_shown(cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    rows = [{"id": "d1", "text": "my secret", "actions": ["call"], "is_hot": False}, {"id": "d2"}]
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    ended = cli("tune", str(path))
    assert ended.code == 2
    assert "bad.jsonl: 2 rows cannot be used" in ended.err
    assert "line 1 (d1): actions.0: Input should be 'suppress'" in ended.err
    assert "line 2 (d2): text: Field required" in ended.err
    assert "my secret" not in ended.err


def test_a_version_that_exists_is_not_written(cli: Run, labelled: Path, tmp_path: Path) -> None:
    shipped, output = load_policy(), tmp_path / "ours.yaml"
    named = ("--output", str(output), "--name", shipped.name, "--version", shipped.version)
    ended = cli("tune", str(labelled), *named)
    assert ended.code == 2
    assert "give the new policy another --version" in ended.err
    assert not output.exists()


def test_without_the_benchmark_it_says_so(cli: Run, labelled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copilot.cli.benchmark.entry_points", lambda group: ())
    ended = cli("tune", str(labelled))
    assert ended.code == 2
    assert ended.err == "sms-copilot: the benchmark is not installed beside this command\n"
