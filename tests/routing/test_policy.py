"""A policy file is used whole or refused by the name of the wrong key."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from copilot.asset import asset_folder
from copilot.errors import ArtefactCorruptError, PolicyInvalidError
from copilot.routing import policy as policy_file
from copilot.routing.policy import load_policy, parse_policy
from copilot.routing.policy_model import Policy
from copilot.routing.rule_name import RuleName

SHIPPED = (asset_folder("policies") / "default.yaml").read_text("utf-8")
FULL = {
    "enabled": True,
    "window": {"start": "09:00", "end": "18:00"},
    "daily_cap": 2,
    "disclosure": "Automatic answer.",
}

MISTAKES: list[tuple[str, Any, str]] = [
    ("name", "Default Policy", "name"),
    ("version", 2026.11, "version"),
    ("labels", "1", "labels"),
    ("labels", 2, "labels"),
    ("colour", "red", "colour"),
    ("thresholds.purchase_hot", 101, "thresholds.purchase_hot"),
    ("thresholds.purchase_hot", "60", "thresholds.purchase_hot"),
    ("thresholds.purchase_hot", 90, "thresholds: purchase_hot"),
    ("thresholds.purchase_hot", float("nan"), "thresholds.purchase_hot"),
    ("thresholds.purchase_warm", 10, "thresholds.purchase_warm"),
    ("thresholds.purchase_strong", None, "thresholds.purchase_strong"),
    ("golden_window_minutes", 0, "golden_window_minutes"),
    ("stop_notice_minutes", 6, "stop_notice_minutes"),
    ("notices.opt_out", "x" * 161, "notices.opt_out"),
    ("notices.help", "Hilfe für “alle”", "notices.help"),
    ("notices.opt_in", "", "notices.opt_in"),
    ("expiry_minutes.suppress", 6, "expiry_minutes.suppress"),
    ("expiry_minutes.explode", 6, "expiry_minutes.explode"),
    ("intents.service", ["complaint", "complaint"], "intents.service"),
    ("intents.service", ["complaints"], "intents.service.0"),
    ("intents.social", ["gratitude", "opt_out"], "intents.social"),
    ("intents.social", ["gratitude", "complaint"], "intents: service and social"),
    ("intents.material", ["purchase_ready"], "intents: purchase_ready"),
    ("late_stages", ["closed"], "late_stages.0"),
    ("late_stages", "closing", "late_stages"),
    ("follow_up.at", 600, "follow_up.at"),
    ("follow_up.at", "24:00", "follow_up.at"),
    ("follow_up.not_now_days", True, "follow_up.not_now_days"),
    ("priorities.rules.opening", 101, "priorities.rules.opening"),
    ("priorities.rules.nonsense", 10, "priorities.rules.nonsense"),
    ("priorities.intents.smalltalk", 10, "priorities.intents.smalltalk"),
    ("auto_send", {**FULL, "window": None}, "auto_send: may not be enabled without window"),
    ("auto_send", {**FULL, "daily_cap": None}, "auto_send: may not be enabled without daily_cap"),
    ("auto_send", {**FULL, "disclosure": None}, "auto_send: may not be enabled without disclosure"),
    ("auto_send", {**FULL, "disclosure": "  "}, "auto_send.disclosure"),
    ("auto_send", {**FULL, "daily_cap": 0}, "auto_send.daily_cap"),
    ("auto_send", {**FULL, "window": {"start": "18:00", "end": "09:00"}}, "auto_send.window"),
    ("auto_send.enabled", "yes", "auto_send.enabled"),
]


def changed(key: str, value: Any) -> str:
    content = yaml.safe_load(SHIPPED)
    *folders, last = key.split(".")
    place = content
    for folder in folders:
        place = place[folder]
    place[last] = value
    return yaml.safe_dump(content)


def test_shipped_policy_loads_and_says_its_version() -> None:
    policy = load_policy()
    assert policy.id == "default@2026.11.1"
    assert not policy.auto_send.enabled


def test_own_file_is_read(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(changed("name", "own"), "utf-8")
    assert load_policy(own).id == "own@2026.11.1"


def test_auto_send_with_all_its_bounds_is_accepted() -> None:
    assert parse_policy(changed("auto_send", FULL)).auto_send.enabled


@pytest.mark.parametrize(
    ("key", "value", "named"), MISTAKES, ids=[f"{key}={value!r:.20}" for key, value, _ in MISTAKES]
)
def test_mistake_is_refused_by_the_name_of_its_key(key: str, value: Any, named: str) -> None:
    with pytest.raises(PolicyInvalidError) as refused:
        parse_policy(changed(key, value), name="own.yaml")
    assert refused.value.message.startswith(f"own.yaml: {named}")


@pytest.mark.parametrize("key", list(yaml.safe_load(SHIPPED)))
def test_missing_key_is_named(key: str) -> None:
    content = yaml.safe_load(SHIPPED)
    del content[key]
    with pytest.raises(PolicyInvalidError, match=rf"{key}: Field required"):
        parse_policy(yaml.safe_dump(content))


def test_rule_without_a_priority_is_named() -> None:
    content = yaml.safe_load(SHIPPED)
    del content["priorities"]["rules"]["abstained"]
    with pytest.raises(PolicyInvalidError, match=r"priorities: rules lacks abstained"):
        parse_policy(yaml.safe_dump(content))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "the file must be a mapping"),
        ("- a\n- b\n", "the file must be a mapping"),
        ("name: [", "not valid YAML"),
        ("name: a\nname: b\n", "the key 'name' stands twice"),
        ("a: &x 1\nb: *x\n", "aliases are not allowed"),
        ("? [a, b]\n: 1\n", "a key must be a plain word"),
        ("name: !!python/object:os.system x\n", "not valid YAML"),
        ("name: 2026-13-45\n", "not valid YAML"),
        ("[" * 2000, "deeper than 8 levels"),
    ],
)
def test_text_that_is_no_policy_is_refused(text: str, named: str) -> None:
    with pytest.raises(PolicyInvalidError, match=named):
        parse_policy(text)


def test_unreadable_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyInvalidError, match=r"none\.yaml cannot be read"):
        load_policy(tmp_path / "none.yaml")
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PolicyInvalidError, match=r"bytes\.yaml cannot be read"):
        load_policy(tmp_path / "bytes.yaml")
    (tmp_path / "long.yaml").write_bytes(b"#" * 1_000_001)
    with pytest.raises(PolicyInvalidError, match=r"long\.yaml is over"):
        load_policy(tmp_path / "long.yaml")


def test_changed_shipped_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shutil.copytree(asset_folder("policies"), tmp_path / "policies")
    monkeypatch.setattr(policy_file, "asset_folder", lambda name: folder)
    (folder / "default.yaml").write_text(changed("golden_window_minutes", 60), "utf-8")
    with pytest.raises(ArtefactCorruptError, match=r"default\.yaml does not match"):
        load_policy()


def test_public_view_shows_versions_thresholds_and_rule_order() -> None:
    policy = load_policy()
    shown = policy.public()
    assert shown["id"] == policy.id
    assert shown["thresholds"]["purchase_hot"] == 60
    assert shown["rule_order"] == [name.value for name in RuleName]
    assert Policy.model_validate({**shown_without_views(shown)}, strict=False) == policy


def test_digest_tells_two_files_of_one_version_apart() -> None:
    other = parse_policy(changed("golden_window_minutes", 4))
    assert other.id == load_policy().id
    assert other.digest != load_policy().digest


def shown_without_views(shown: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in shown.items() if key not in {"id", "digest", "rule_order"}}
