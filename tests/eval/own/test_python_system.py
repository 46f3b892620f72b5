"""An evaluator's own model by entry point: functions, objects, classes, and whatever can be wrong with them."""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from copilot.errors import ConfigurationError, InvalidInputError
from copilot.scoring.base import ReplyInput
from eval.check import check_predictions
from eval.own.open_system import open_system
from eval.own.python_system import BATCH, PythonSystem
from eval.prediction import Prediction
from tests.eval.own.conftest import SECRET

TURNS = [ReplyInput(SECRET, None, id="r1"), ReplyInput("how much?", "Keen?", id="r2")]


def answering(*answers: Any) -> PythonSystem:
    return PythonSystem(lambda texts, contexts: list(answers), name="mine:read")


def refusal(system: PythonSystem) -> str:
    ids = [str(turn.id) for turn in TURNS]
    with pytest.raises(InvalidInputError) as raised:
        check_predictions(system.predict(TURNS), ids, system=system.name)
    assert "Zelda" not in raised.value.message
    assert raised.value.__cause__ is None and raised.value.__context__ is None
    return raised.value.message


def test_a_function_gets_texts_and_contexts_and_answers_with_dicts() -> None:
    seen: list[Any] = []

    def read(texts: list[str], contexts: list[str | None]) -> list[dict[str, Any]]:
        seen.append((texts, contexts))
        return [
            {"primary": "not_now"},
            {
                "primary": {"pricing_question": np.float32(0.75), "out_of_scope": 0.25},
                "abstained": np.bool_(False),
                "intents": ["pricing_question"],
                "purchase": "moderate",
                "urgency": {"now": 0.5},
                "opts_out": False,
                "held": True,
            },
        ]

    first, second = PythonSystem(read, name="mine:read").predict(TURNS)
    assert seen == [([SECRET, "how much?"], [None, "Keen?"])]
    assert first == Prediction(primary={"not_now": 1.0}, has_probabilities=False)
    assert second.primary == {"pricing_question": 0.75} and second.out_of_scope == 0.25
    assert second.has_probabilities and second.abstained is False and second.held is True and second.opts_out is False
    assert second.intents == ("pricing_question",)
    assert second.purchase == {"moderate": 1.0} and second.urgency == {"now": 0.5} and second.sentiment is None
    assert check_predictions([first, second], ["r1", "r2"], system="mine")


def test_naming_out_of_scope_is_declining_to_answer() -> None:
    first, _ = answering({"primary": "out_of_scope"}, {}).predict(TURNS)
    assert (first.best, first.out_of_scope, first.abstained) == (None, 1.0, True)


def test_long_lists_go_in_batches_and_progress_is_told() -> None:
    sizes: list[int] = []
    done: list[None] = []

    def read(texts: list[str], contexts: list[str | None]) -> list[dict[str, Any]]:
        sizes.append(len(texts))
        return [{} for _ in texts]

    turns = [ReplyInput("x")] * (BATCH + 3)
    assert len(PythonSystem(read, name="m").predict(turns, advance=lambda: done.append(None))) == BATCH + 3
    assert sizes == [BATCH, 3] and len(done) == BATCH + 3


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([{}], "mine:read: 1 answers to 2 replies, row r1 and following"),
        ([{}, {}, {}], "mine:read: 3 answers to 2 replies, row r1 and following"),
        ([{}, "greeting"], "mine:read, row r2: an answer must be a dict, not str"),
        ([{}, {"label": "greeting"}], "mine:read, row r2: an answer has no key 'label'; use primary, abstained"),
        ([{}, {"primary": ["greeting"]}], "mine:read, row r2: primary must be a label, or a dict"),
        ([{}, {"primary": {"greeting": "high"}}], "mine:read, row r2: primary has a probability that is no number"),
        ([{}, {"intents": "greeting"}], "mine:read, row r2: intents must be a list of labels"),
        ([{}, {"held": "yes"}], "mine:read, row r2: held must be true or false"),
        ([{}, {"primary": {"greeting": float("nan")}}], "mine:read, row r2: primary: greeting: not a finite number"),
        ([{}, {"primary": {"greeting": 1.5}}], "mine:read, row r2: primary: greeting: 1.5 is not between 0 and 1"),
        ([{"purchase": {"strong": -0.1}}, {}], "mine:read, row r1: purchase: strong: -0.1 is not between 0 and 1"),
        ([{"primary": "small_talk"}, {}], "mine:read, row r1: primary: unknown label 'small_talk'"),
        ([{"intents": ["small_talk"]}, {}], "mine:read, row r1: unknown intent 'small_talk'"),
    ],
)
def test_an_answer_that_cannot_be_used_names_the_row(answers: list[Any], said: str) -> None:
    assert refusal(answering(*answers)).startswith(said)


def test_what_the_model_raises_names_the_place_and_not_the_text() -> None:
    def read(texts: list[str], contexts: list[str | None]) -> list[dict[str, Any]]:
        raise KeyError(texts[0])

    assert refusal(PythonSystem(read, name="mine:read")).startswith(
        "mine:read raised KeyError (test_python_system.py, line "
    )


def test_an_answer_that_is_no_list_is_refused() -> None:
    assert refusal(PythonSystem(lambda texts, contexts: None, name="m")) == "m: must answer with a list, not NoneType"


class Owned:
    """A system of the benchmark's own shape."""

    name = "owned@3"

    def predict(self, turns: Sequence[ReplyInput], *, advance: Callable[[], None] | None = None) -> list[Prediction]:
        return [Prediction(primary={"greeting": 0.5}) for _ in turns]


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A module of the evaluator's in the working folder."""
    (tmp_path / "my_model_of_tests.py").write_text(
        "class Reader:\n"
        "    name = 'reader@1'\n"
        "    def predict(self, turns, *, advance=None):\n"
        "        return []\n"
        "def read(texts, contexts):\n"
        "    return [{'primary': 'greeting'} for _ in texts]\n"
        "number = 3\n"
        "class Broken:\n"
        "    def __init__(self):\n"
        "        raise RuntimeError('no weights')\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry])
    yield
    sys.modules.pop("my_model_of_tests", None)


@pytest.mark.usefixtures("module")
def test_modules_of_the_working_folder_are_found() -> None:
    system = open_system("my_model_of_tests:read")
    assert system.name == "my_model_of_tests:read"
    assert [p.best for p in system.predict(TURNS)] == ["greeting", "greeting"]
    assert open_system("my_model_of_tests:Reader").name == "reader@1"


@pytest.mark.usefixtures("module")
@pytest.mark.parametrize(
    ("entry_point", "said"),
    [
        ("no_such_module_here:x", "cannot be loaded: ModuleNotFoundError"),
        ("my_model_of_tests:absent", "cannot be loaded: AttributeError"),
        ("my_model_of_tests:Broken", "cannot be loaded: RuntimeError: no weights (my_model_of_tests.py, line 10)"),
        ("my_model_of_tests", "my_model_of_tests is neither module:attribute nor http://host:port"),
        ("my_model_of_tests:number", "is neither a function nor an object with predict"),
    ],
)
def test_an_entry_point_that_leads_nowhere_is_one_clear_error(entry_point: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        open_system(entry_point)
    assert said in raised.value.message


def test_an_object_of_our_own_shape_is_asked_as_it_is() -> None:
    system = PythonSystem(Owned(), name="x:y")
    assert system.name == "owned@3"
    assert [p.best for p in system.predict(TURNS)] == ["greeting", "greeting"]
