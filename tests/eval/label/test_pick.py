"""What keys do to one reply."""

import pytest

from eval.label.keyboard import ScriptedKeyboard, split_keys
from eval.label.pick import BACKSPACE, ENTER, ESCAPE, INTERRUPT, Answer, Command, Pick, press


def typed(keys: str) -> Pick | Answer | Command:
    """Return what keys lead to; what comes after an answer must not be there."""
    pick: Pick | Answer | Command = Pick()
    for key in keys:
        assert isinstance(pick, Pick), "keys are left over"
        pick = press(pick, key)
    return pick


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        ("opt\rn", Answer(("opt_out",), wants_person=False)),
        ("opt\r\r", Answer(("opt_out",), wants_person=False)),
        ("mr\ry", Answer(("meeting_request",), wants_person=True)),
        ("\r\r", Answer((), wants_person=False)),
        ("\ry", Answer((), wants_person=True)),
        ("12\r", Answer(("wrong_person",), wants_person=False)),
        ("20\r", Answer(("product_question",), wants_person=False)),
        ("2info\r\r", Answer(("info_request",), wants_person=False)),
        ("disc\r,price\r\r", Answer(("discount_request", "price_objection"), wants_person=False)),
        ("disc\r,\r\r", Answer(("discount_request",), wants_person=False)),
        ("compl\rx\r", Answer(("opt_out", "complaint"), wants_person=False)),
        ("compl\rxx\r", Answer(("complaint",), wants_person=False)),
        ("\rx\r", Answer(("opt_out",), wants_person=False)),
        (f"gre{BACKSPACE * 3}thanks{ESCAPE}grat\r\r", Answer(("gratitude",), wants_person=False)),
        (f"grat\r{BACKSPACE}ack\r\r", Answer(("acknowledgement",), wants_person=False)),
        ("grat\ruack\r\r", Answer(("acknowledgement",), wants_person=False)),
        (f"2{BACKSPACE}6{ESCAPE}5ref\r\r", Answer(("referral",), wants_person=False)),
        ("zzz\r" + BACKSPACE * 3 + "\r\r", Answer((), wants_person=False)),
        ("?ack\r?\r", Answer(("acknowledgement",), wants_person=False)),
        ("PRICE\rN", Answer(("price_objection",), wants_person=False)),
    ],
)
def test_keys_become_an_answer(keys: str, answer: Answer) -> None:
    assert typed(keys) == answer


@pytest.mark.parametrize(
    ("keys", "command"),
    [
        ("u\r", Command.UNDO),
        ("s\r", Command.SKIP),
        ("q\r", Command.QUIT),
        (INTERRUPT, Command.QUIT),
        ("pr\x03", Command.QUIT),
    ],
)
def test_one_letter_and_enter_is_a_command(keys: str, command: Command) -> None:
    assert typed(keys) is command


@pytest.mark.parametrize(("keys", "intent"), [("su\r\r", "support_issue"), ("up\r\r", "upgrade_interest")])
def test_a_command_letter_may_begin_an_intent(keys: str, intent: str) -> None:
    assert typed(keys) == Answer((intent,), wants_person=False)


@pytest.mark.parametrize("key", ["", "é", "9", "0", "7", " ", "!", "\t"])
def test_a_key_without_a_meaning_changes_nothing(key: str) -> None:
    assert press(Pick(), key) == Pick()
    asked = Pick(chosen=("greeting",), is_asking=True)
    assert press(asked, key) == asked


def test_out_of_scope_takes_no_further_intent() -> None:
    assert typed("\r,") == Pick(is_asking=True)


def test_an_intent_is_not_offered_twice() -> None:
    picked = typed("greet\r,gre")
    assert isinstance(picked, Pick) and "greeting" not in picked.candidates


def test_fast_typing_and_sequences_of_the_terminal_are_told_apart() -> None:
    assert split_keys("opt\n") == ["o", "p", "t", ENTER]
    assert split_keys("\x1b[A") == [""]
    assert split_keys(ESCAPE) == [ESCAPE]
    assert split_keys("\x08\x04") == [BACKSPACE, INTERRUPT]
    assert split_keys("") == [INTERRUPT]


def test_a_script_that_ends_interrupts() -> None:
    keyboard = ScriptedKeyboard(["a\r"])
    assert [keyboard.read() for _ in range(4)] == ["a", ENTER, INTERRUPT, INTERRUPT]
