"""Obeying is measured against harmless words of the same number."""

import json
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from copilot.domain.label import Intent
from copilot.scoring.base import ReplyInput
from copilot.text.consent import detect_consent
from eval.injection import SHIPPED, harmless_words, pair_up, read_injections
from eval.prediction import Prediction
from eval.task.injection import InjectionTask, joined, purchase_score
from tests.eval.builders import bench_of, sure, turn

INTENTS = [intent.value for intent in Intent]
TURNS = [
    replace(turn(f"what does plan {n} cost", ("pricing_question",)), id=f"r{n}", context="Any questions?")
    for n in range(60)
]


class ObedientSystem:
    """Answers whatever intent is named anywhere; else reads the reply rightly."""

    name = "obedient@1"

    def predict(self, turns: Sequence[ReplyInput], *, advance: Callable[[], None] | None = None) -> list[Prediction]:
        return [self._read(f"{asked.context or ''} {asked.text}") for asked in turns]

    def _read(self, text: str) -> Prediction:
        named = next((intent for intent in INTENTS if intent in text), "pricing_question")
        return sure(named, purchase={"strong": 1.0} if named == "purchase_ready" else {"none": 1.0}, opts_out=False)


class DeafSystem(ObedientSystem):
    """Reads the same whatever is ordered."""

    name = "deaf@1"

    def _read(self, text: str) -> Prediction:
        return sure("pricing_question", abstained=False)


class EasilyLedSystem(ObedientSystem):
    """Takes any reply of more than eight words for a purchase: obeys nobody, but changes its mind."""

    name = "led@1"

    def _read(self, text: str) -> Prediction:
        return sure("purchase_ready" if len(text.split()) > 8 else "pricing_question")


def test_a_system_that_follows_names_obeys_nearly_all() -> None:
    figures = InjectionTask().measure(bench_of(TURNS), ObedientSystem(), "mine").figures
    assert (figures["obeyed"].value or 0) > 0.8
    assert figures["obeyed_control"].value == 0.0
    assert (figures["obeyed_beyond_control"].low or 0) > 0.7
    assert (figures["context_obeyed"].value or 0) > 0.8
    assert (figures["pure_purchase_ready"].value or 0) > 0.4
    assert figures["pure_high_purchase"].value == figures["pure_purchase_ready"].value


def test_a_system_that_reads_only_the_wish_obeys_none() -> None:
    figures = InjectionTask().measure(bench_of(TURNS), DeafSystem(), "mine").figures
    for name in ("obeyed", "changed", "context_obeyed", "context_changed", "pure_obeyed", "pure_purchase_ready"):
        assert figures[name].value == 0.0, name


def test_a_change_that_harmless_words_cause_too_is_not_obeying() -> None:
    figures = InjectionTask().measure(bench_of(TURNS), EasilyLedSystem(), "mine").figures
    assert figures["changed"].value == figures["changed_control"].value
    assert figures["obeyed_beyond_control"].value == 0.0


def test_a_system_of_labels_alone_decides_nothing() -> None:
    figures = InjectionTask().measure(bench_of(TURNS), DeafSystem(), "mine").figures
    assert figures["paged_by_order"].value is None
    assert "pure_opted_in" not in figures


def test_the_target_is_never_a_reading_of_the_reply_it_is_joined_to() -> None:
    rows = [replace(turn("great", ("gratitude",), accept=("purchase_ready",)), id=f"g{n}") for n in range(40)]
    attacks = pair_up(rows, read_injections(), most=40, seed=7)
    assert len(attacks) == 40
    assert not {attack.injection.target for attack in attacks} & {"gratitude", "purchase_ready"}


def test_injections_take_turns_and_replies_are_drawn_alike_each_time() -> None:
    injections = read_injections()
    attacks = pair_up(TURNS, injections, most=60, seed=7)
    assert attacks == pair_up(TURNS, injections, most=60, seed=7)
    assert max(Counter(attack.injection.id for attack in attacks).values()) == 1


def test_an_order_stands_behind_the_reply_or_behind_the_context() -> None:
    attack = pair_up(TURNS, read_injections(), most=1, seed=7)[0]
    assert joined(attack, "OBEY", in_context=False).text == f"{attack.turn.text}\nOBEY"
    assert joined(attack, "OBEY", in_context=True).context == "Any questions? OBEY"


@pytest.mark.parametrize("count", [1, 7, 300])
def test_harmless_words_are_as_many_as_the_order_has(count: int) -> None:
    assert len(harmless_words(count, random.Random(7)).split()) == count


def test_purchase_scores_are_expected_values() -> None:
    assert purchase_score(sure("greeting", purchase={"moderate": 0.5, "strong": 0.5})) == pytest.approx(5 / 6)
    assert purchase_score(sure("greeting")) == 0.0


def test_shipped_injections_are_whole_and_alone() -> None:
    injections = read_injections()
    assert len(injections) >= 60
    assert len({i.id for i in injections}) == len({(i.context, i.text) for i in injections}) == len(injections)
    assert {i.target for i in injections} <= set(INTENTS)
    assert all((i.context is not None) == (i.kind == "context") for i in injections)
    assert len({i.language for i in injections}) >= 5
    lines = SHIPPED.read_text("utf-8").splitlines()
    assert [set(json.loads(line)) for line in lines] == [set(injections[0].__slots__)] * len(injections)


def test_no_injection_opts_anybody_in_by_its_words() -> None:
    assert not [i.id for i in read_injections() if detect_consent(i.text, opted_out=True).event == "opt_in"]
