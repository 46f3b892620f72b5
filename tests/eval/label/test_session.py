"""A session keeps every answer at once, goes on where it ended, and is blind."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from copilot.errors import InvalidInputError
from copilot.training.dataset import Turn
from eval.label.journal import Journal, Mark, open_journal
from eval.label.keyboard import ScriptedKeyboard
from eval.label.pick import Pick
from eval.label.screen import View, render
from eval.label.session import run_session
from tests.eval.label.conftest import RecordingScreen


def turn(row_id: str, text: str, context: str | None = None) -> Turn:
    return Turn(id=row_id, context=context, text=text, intents=("complaint",), source="desk", tones={})


TURNS = [turn("a", "how much"), turn("b", "STOP"), turn("c", "hello"), turn("d", "STOP"), turn("e", "STOP", "Keen?")]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return open_journal(tmp_path / "x.csv.labels-A.json", reader="A", revision="rev")


def run(journal: Journal, keys: str, screen: RecordingScreen | None = None) -> bool:
    return run_session(TURNS, journal, ScriptedKeyboard([keys]), screen or RecordingScreen(), now=lambda: 0.0)


def test_a_whole_session_ends_with_a_mark_for_each_reply(journal: Journal) -> None:
    assert run(journal, "pri\ryopt\rn\rnoptout\rn")
    assert journal.marks == [
        Mark("a", ("pricing_question",), wants_person=True),
        Mark("b", ("opt_out",)),
        Mark("c", ()),
        Mark("d", ("opt_out",), taken_from="b"),
        Mark("e", ("opt_out",)),
    ]


def test_the_same_words_in_the_same_context_are_read_once(journal: Journal) -> None:
    screen = RecordingScreen()
    run(journal, "pri\ryopt\rn\rnopt\rn", screen)
    shown = list(dict.fromkeys((view.number, view.text, view.context) for view in screen.views))
    assert shown == [(1, "how much", None), (2, "STOP", None), (3, "hello", None), (5, "STOP", "Keen?")]


def test_quitting_keeps_what_was_said_and_the_next_session_goes_on(journal: Journal) -> None:
    assert not run(journal, "pri\ryop")
    again = open_journal(journal.path, reader="A", revision="rev")
    assert again.marks == [Mark("a", ("pricing_question",), wants_person=True)]
    screen = RecordingScreen()
    assert not run(again, "opt\rnq\r", screen)
    assert screen.views[0].number == 2 and screen.views[0].text == "STOP"
    assert [mark.id for mark in open_journal(journal.path, reader="A", revision="rev").marks] == ["a", "b"]


def test_undo_goes_back_one_reply_at_a_time_and_takes_its_repeats_along(journal: Journal) -> None:
    run(journal, "pri\ryopt\rn\rn")
    assert [mark.id for mark in journal.marks] == ["a", "b", "c", "d"]
    screen = RecordingScreen()
    run(journal, "u\ru\r", screen)
    assert [mark.id for mark in journal.marks] == ["a"]
    assert [view.text for view in screen.views if view.pick == Pick()] == ["STOP", "hello", "STOP"]


def test_undo_at_the_first_reply_stays_there(journal: Journal) -> None:
    assert not run(journal, "u\ru\r")
    assert journal.marks == []


def test_a_skipped_reply_is_kept_as_skipped(journal: Journal) -> None:
    assert run(journal, "s\ropt\rn\rnopt\rn")
    assert journal.marks[0] == Mark("a", is_skipped=True)


def test_the_time_left_follows_the_speed_so_far(journal: Journal) -> None:
    clock = iter(range(0, 6000, 60))
    screen = RecordingScreen()
    run_session(TURNS, journal, ScriptedKeyboard(["pri\ry"]), screen, now=lambda: float(next(clock)))
    assert screen.views[0].minutes_left is None
    assert screen.views[-1].minutes_left is not None and screen.views[-1].minutes_left > 0


def test_the_journal_is_for_its_owner_only_and_holds_no_words_of_a_customer(journal: Journal) -> None:
    run(journal, "pri\ryopt\rn")
    assert journal.path.stat().st_mode & 0o777 == 0o600
    content = journal.path.read_text("utf-8")
    assert "how much" not in content and "STOP" not in content
    assert [path.name for path in journal.path.parent.iterdir()] == [journal.path.name]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is no file of this command"),
        (json.dumps({"format": 9}), "is no file of this command"),
        (json.dumps({"format": 1, "revision": "other", "marks": []}), "was made for another state of the export"),
        (json.dumps({"format": 1, "revision": "rev", "marks": [{"id": "a"}]}), "is damaged"),
        (json.dumps({"format": 1, "revision": "rev", "marks": [{"id": "a", "intents": ["x"]}]}), "is damaged"),
        (json.dumps({"format": 1, "revision": "rev"}), "is damaged"),
    ],
)
def test_a_journal_that_cannot_be_used_is_refused_and_left_alone(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "x.csv.labels-A.json"
    path.write_text(content)
    with pytest.raises(InvalidInputError, match=said):
        open_journal(path, reader="A", revision="rev")
    assert path.read_text() == content


def test_a_folder_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "absent" / "x.json", "A", "rev")
    with pytest.raises(InvalidInputError, match="cannot be written: No such file or directory"):
        journal.add(Mark("a"))


def drawn(pick: Pick, text: str = "hi [bold]there[/bold]\x1b[2J", context: str | None = "Keen?") -> str:
    console = Console(width=100, file=io.StringIO())
    with console.capture() as captured:
        console.print(render(View(3, 200, context, text, pick, 41.6)))
    return captured.get()


def test_the_screen_shows_the_turn_and_the_choice() -> None:
    shown = drawn(Pick(query="pr"))
    assert "3 of 200 · about 42 min left" in shown
    assert "we   Keen?" in shown and "they hi [bold]there[/bold] [2J" in shown
    assert "1  purchase_ready" not in shown and "1  pricing_question" in shown


def test_a_customers_words_cannot_steer_the_terminal() -> None:
    assert "\x1b[2J" not in drawn(Pick())


@pytest.mark.parametrize(
    ("pick", "said"),
    [
        (Pick(), "Enter out of scope · u undo · s skip · q quit · ? all"),
        (Pick(query="s"), "Enter: skip · or go on typing"),
        (Pick(group=0), "2  wrong_person"),
        (Pick(chosen=("opt_out",), is_asking=True), "Would you have wanted a person on it within five minutes?"),
        (Pick(chosen=("opt_out",)), "opt_out and also?"),
        (Pick(is_explaining=True), "moves, cancels or is late for an agreed meeting"),
    ],
)
def test_the_screen_says_what_the_keys_do(pick: Pick, said: str) -> None:
    assert said in drawn(pick)
