"""The board wakes everyone who waits for a turn, and forgets who gave up."""

from concurrent.futures import Future

from copilot.service.board import DecisionBoard


def test_everyone_who_waits_is_woken_once() -> None:
    board = DecisionBoard()
    waiting = [board.watch("t1") for _ in range(3)]
    other = board.watch("t2")
    board.publish("t1")
    assert all(future.done() for future in waiting)
    assert not other.done()
    board.publish("t1")


def test_who_gave_up_is_forgotten() -> None:
    board = DecisionBoard()
    gone, patient = board.watch("t1"), board.watch("t1")
    gone.cancel()
    board.publish("t1")
    assert patient.done()
    assert not patient.cancelled()


def test_nothing_is_kept_of_a_turn_nobody_waits_for() -> None:
    board = DecisionBoard()
    future: Future[None] = board.watch("t1")
    future.cancel()
    board.watch("t2")
    board.publish("t2")
    assert not board._waiting
