"""A labelling session: shows one reply after another until all are labelled or the reader quits."""

from collections.abc import Callable, Mapping, Sequence

from copilot.training.dataset import Turn
from eval.label.journal import Journal, Mark
from eval.label.keyboard import Keyboard
from eval.label.pick import Answer, Command, Pick, press
from eval.label.screen import Screen, View


def run_session(
    turns: Sequence[Turn], journal: Journal, keyboard: Keyboard, screen: Screen, *, now: Callable[[], float]
) -> bool:
    """Label what has no mark yet; return whether everything has one.

    A reply of the very same words and context as a labelled one takes over its label: nobody reads STOP forty times.

    Args:
        turns: In the order they are shown. Their labels, if they carry any, are not looked at.
        journal: Gets every answer at once, so nothing is lost by quitting.
        keyboard: Where the keys come from.
        screen: Where the replies are shown.
        now: Seconds that never run backwards, for the time left.
    """
    started_at, answered = now(), 0
    while True:
        marks = journal.by_id
        turn = next((turn for turn in turns if turn.id not in marks), None)
        if turn is None:
            return True
        if (known := _known(turn, turns, marks)) is not None:
            journal.add(known)
            continue
        minutes_left = (now() - started_at) / answered * (len(turns) - len(marks)) / 60 if answered else None
        said = _ask(turn, len(marks) + 1, len(turns), minutes_left, keyboard, screen)
        if said is Command.QUIT:
            return False
        if said is Command.UNDO:
            journal.undo()
        elif said is Command.SKIP:
            journal.add(Mark(turn.id, is_skipped=True))
        elif isinstance(said, Answer):
            answered += 1
            journal.add(Mark(turn.id, said.intents, said.wants_person))


def _ask(
    turn: Turn, number: int, total: int, minutes_left: float | None, keyboard: Keyboard, screen: Screen
) -> Answer | Command:
    pick = Pick()
    while True:
        screen.show(View(number, total, turn.context, turn.text, pick, minutes_left))
        said = press(pick, keyboard.read())
        if not isinstance(said, Pick):
            return said
        pick = said


def _known(turn: Turn, turns: Sequence[Turn], marks: Mapping[str, Mark]) -> Mark | None:
    """Return the mark of a reply whose words and context were labelled before."""
    for other in turns:
        mark = marks.get(other.id)
        if mark is not None and not mark.is_skipped and (other.context, other.text) == (turn.context, turn.text):
            return Mark(turn.id, mark.intents, mark.wants_person, taken_from=mark.taken_from or mark.id)
    return None
