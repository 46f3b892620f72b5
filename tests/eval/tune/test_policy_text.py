"""A tuned policy is a whole policy: it loads, differs in what was tuned, and keeps its comments."""

from pathlib import Path

import pytest

from copilot.asset import asset_folder
from copilot.errors import InvalidInputError, PolicyInvalidError
from copilot.routing.policy import SHIPPED, load_policy
from copilot.routing.policy_model import Policy
from eval.tune.policy_text import tuned_text

HEADER = ["Tuned.", "", "By cost."]


@pytest.fixture(scope="module")
def shipped() -> str:
    return (asset_folder("policies") / SHIPPED).read_text("utf-8")


def write(text: str, policy: Policy, *, name: str = "ours", version: str = "2027.1", **moved: float) -> str:
    thresholds = policy.thresholds.model_copy(update=moved)
    return tuned_text(text, policy, thresholds, name=name, version=version, header=HEADER)


def test_the_file_loads_and_differs_in_nothing_else(shipped: str, policy: Policy, tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(write(shipped, policy, purchase_hot=52.5, purchase_strong=77.0), "utf-8")
    loaded = load_policy(path)
    assert loaded.id == "ours@2027.1"
    assert (loaded.thresholds.purchase_hot, loaded.thresholds.purchase_strong) == (52.5, 77)
    same = {"name": policy.name, "version": policy.version, "thresholds": policy.thresholds}
    assert loaded.model_copy(update=same) == policy


def test_comments_stay_where_they_still_hold(shipped: str, policy: Policy) -> None:
    text = write(shipped, policy, purchase_hot=52.0)
    assert text.startswith("# Tuned.\n#\n# By cost.\nname:")
    assert "The shipped policy" not in text
    assert "purchase_hot: 52 # purchase score, 0 … 100. Tuned; 60 before\n" in text
    kept = [
        line for line in shipped.splitlines() if line.startswith(("  purchase_strong:", "  social_purchase:", "# Whom"))
    ]
    assert len(kept) == 3
    assert all(line in text.splitlines() for line in kept)


def test_a_version_that_looks_like_a_number_stays_text(shipped: str, policy: Policy) -> None:
    assert 'version: "2027.1"' in write(shipped, policy)


def test_one_line_mappings_are_edited_too(shipped: str, policy: Policy) -> None:
    block = shipped[shipped.index("thresholds:") : shipped.index("# Whom")]
    flow = "thresholds: {purchase_strong: 80, purchase_hot: 60, social_purchase: 50, auto_send: 0.9}\n"
    text = write(shipped.replace(block, flow), policy, purchase_hot=33.0)
    assert "{purchase_strong: 80, purchase_hot: 33, social_purchase: 50, auto_send: 0.9}" in text


def test_the_version_started_from_is_not_written_again(shipped: str, policy: Policy) -> None:
    with pytest.raises(InvalidInputError, match="give the new policy another --version"):
        write(shipped, policy, name=policy.name, version=policy.version, purchase_hot=50.0)


@pytest.mark.parametrize("changes", [{"name": "Our Policy"}, {"version": 'a"b'}, {"version": ""}], ids=str)
def test_a_name_or_version_that_is_none_is_refused(changes: dict[str, str], shipped: str, policy: Policy) -> None:
    with pytest.raises(PolicyInvalidError, match=r"the tuned policy: (name|version)"):
        write(shipped, policy, **changes)  # type: ignore[arg-type]  # text, as the names say
