"""Accuracy by part; parts that are too small say so."""

from dataclasses import replace

from copilot.training.dataset import Turn
from eval.task.slices import FEWEST_ROWS, SlicesTask, length_of
from tests.eval.builders import TableSystem, bench_of, sure, turn

SHORT = [replace(turn(f"thanks {n}"), id=f"s{n}") for n in range(30)]
LONG = [
    replace(
        turn(f"could you please tell me what the plan number {n} costs", ("pricing_question",)),
        id=f"l{n}",
        context="Any questions?",
    )
    for n in range(10)
]


def system_for(turns: list[Turn]) -> TableSystem:
    return TableSystem({t.text: sure("gratitude") for t in turns})


def test_each_length_is_counted_by_itself() -> None:
    figures = SlicesTask().measure(bench_of([*SHORT, *LONG]), system_for([*SHORT, *LONG]), "mine").figures
    assert figures["accuracy"].value == 0.75
    assert (figures["length: 1–2 words"].k, figures["length: 1–2 words"].n) == (30, 30)


def test_a_part_below_the_fewest_rows_has_no_number_but_a_reason() -> None:
    result = SlicesTask().measure(bench_of([*SHORT, *LONG]), system_for([*SHORT, *LONG]), "mine")
    part = result.figures["context: with context"]
    assert len(LONG) < FEWEST_ROWS
    assert part.value is None
    assert part.reason == "too few rows: 10"
    drawn = {part["slice"]: part for part in result.detail["slices"]}
    assert drawn["context: with context"]["value"] is None
    assert drawn["context: with context"]["reason"] == part.reason


def test_words_are_what_white_space_parts() -> None:
    assert [length_of(text) for text in ("ok", "ok then", "a b c", "a b c d e f g h", "a b c d e f g h i")] == [
        "1–2 words",
        "1–2 words",
        "3–8 words",
        "3–8 words",
        "9+ words",
    ]


def test_rows_out_of_scope_are_in_no_part() -> None:
    rows = [*SHORT, replace(turn("what is the capital of peru", ()), id="o")]
    figures = SlicesTask().measure(bench_of(rows), system_for(rows), "mine").figures
    assert figures["accuracy"].n == 30
