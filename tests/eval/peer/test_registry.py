"""Building peers: what is missing is told with its reason, and nothing else is held back for it."""

import io
import sys
from pathlib import Path

import pytest
from rich.console import Console
from rich.progress import Progress

from copilot.errors import ConfigurationError, InvalidInputError
from eval.peer import PEER_NAMES, build_peers
from eval.peer.lesson import read_lesson
from eval.peer.shelf import Shelf
from tests.eval.peer.turns import small_lesson


@pytest.mark.parametrize(
    ("peer", "library"),
    [
        ("svm", "sklearn.svm"),
        ("frozen", "sentence_transformers"),
        ("router", "semantic_router"),
        ("static", "model2vec.distill"),
    ],
)
def test_a_missing_library_leaves_its_peer_out_and_names_the_extra(
    monkeypatch: pytest.MonkeyPatch, peer: str, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    peers, reasons = build_peers([peer, "keyword"], lesson=small_lesson(), shelf=Shelf(None), environment={})
    assert [p.name for p in peers] == ["peer: keyword rules@1"]
    assert reasons[peer].startswith("install the extra 'peers' (")


def test_no_endpoint_is_a_reason_not_an_error() -> None:
    peers, reasons = build_peers(["llm"], environment={})
    assert peers == []
    assert reasons["llm"].startswith("no endpoint configured")


def test_half_an_endpoint_says_what_to_set() -> None:
    _, reasons = build_peers(["llm"], environment={"COPILOT_EVAL_LLM_URL": "http://127.0.0.1:1"})
    assert reasons["llm"] == "set both COPILOT_EVAL_LLM_URL and COPILOT_EVAL_LLM_MODEL"


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidInputError, match="no peer is called 'oracle'; there are keyword, svm"):
        build_peers(["oracle"])
    assert PEER_NAMES == ("keyword", "svm", "frozen", "router", "static", "llm")


def test_every_peer_gets_a_bar_that_ends_full() -> None:
    with Progress(console=Console(file=io.StringIO())) as progress:
        build_peers(["keyword", "llm"], progress=progress, environment={})
        assert [task.description for task in progress.tasks] == ["peer keyword", "peer llm"]
        assert all(task.finished for task in progress.tasks)


def test_turns_that_are_not_installed_are_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="run from a checkout"):
        read_lesson(tmp_path / "nowhere")
    with pytest.raises(ConfigurationError, match="run from a checkout"):
        read_lesson(tmp_path)


def test_peers_learn_from_no_test_writer() -> None:
    lesson = read_lesson()
    learnt = {turn.source for turn in (*lesson.train, *lesson.calibration)}
    assert learnt.isdisjoint({"t03", "t06", "t12", "t20"})
    assert {turn.source for turn in lesson.train}.isdisjoint(turn.source for turn in lesson.calibration)
