import re

import pytest

from copilot.suggesting.date_text import DAY_WORDS
from copilot.suggesting.phrase import LANGUAGES, Line, line_text
from copilot.suggesting.situation import SERVICE_INTENTS
from copilot.suggesting.step import (
    ASK_OF_SERVICE,
    LINE_OF_INTENT,
    LINE_OF_SIGNAL,
    LINE_OF_STAGE,
    LINE_OF_STEP,
    STEP_OF_INTENT,
    Step,
)
from copilot.text.segment import count_segments, make_gsm_safe

SLOT = re.compile(r"\{[a-z_]+\}")
EVERY = [(code, line) for code in LANGUAGES for line in Line]


@pytest.mark.parametrize(("code", "line"), EVERY)
def test_every_language_has_every_line_with_the_same_slots_in_one_segment(code: str, line: Line) -> None:
    text = LANGUAGES[code][line]
    assert sorted(SLOT.findall(text)) == sorted(SLOT.findall(LANGUAGES["en"][line]))
    typical = SLOT.sub("Alexandra", text)
    assert count_segments(typical).segments == 1
    assert make_gsm_safe(text) == text


@pytest.mark.parametrize(("code", "line"), EVERY)
def test_lines_cost_no_more_than_they_must(code: str, line: Line) -> None:
    assert count_segments(SLOT.sub("x", LANGUAGES[code][line])).encoding == "GSM-7"


def test_lines_are_asked_for_in_english_where_a_language_is_missing() -> None:
    assert line_text(Line.CLARIFY, "pl") == (LANGUAGES["en"][Line.CLARIFY], "en")
    assert line_text(Line.CLARIFY, "de")[1] == "de"


def test_every_line_is_used_somewhere() -> None:
    used = {*LINE_OF_STEP.values(), *LINE_OF_STAGE.values(), *LINE_OF_INTENT.values()}
    used |= {*ASK_OF_SERVICE.values(), *LINE_OF_SIGNAL.values(), Line.QUESTION, Line.OPEN, Line.CLARIFY}
    used |= {Line.SPECIALIST, Line.HANDOVER, *(line for line in Line if line.value.startswith("follow_up"))}
    assert used == set(Line)


def test_every_step_and_service_intent_has_a_line() -> None:
    assert set(ASK_OF_SERVICE) == SERVICE_INTENTS
    assert set(STEP_OF_INTENT.values()) <= {*LINE_OF_STEP, Step.STAGE, Step.NONE}


def test_every_language_of_the_lines_can_write_days() -> None:
    assert set(DAY_WORDS) == set(LANGUAGES)
    for words in DAY_WORDS.values():
        assert (len(words.weekdays), len(words.months)) == (7, 12)
