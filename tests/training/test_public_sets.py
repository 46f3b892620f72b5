"""Public sets are mapped whole, drawn within their caps, and kept apart from the yardstick."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from copilot.training.dataset import HEADS, TONE_HEADS, Turn
from copilot.training.public import nlupp, read_public_turns
from copilot.training.public.draw import Candidate, draw
from copilot.training.public.meaning import means, unused
from copilot.training.public.read import (
    LIMIT_NEUTRAL,
    LIMIT_OUT_OF_SCOPE,
    LIMIT_PER_INTENT,
    LIMIT_PER_TONE,
    PUBLIC_WEIGHT,
    SETS,
    TABLES,
)
from copilot.training.public.tone import EMOTIONS, sentiment_of_rating
from copilot.training.public.yardstick import YARDSTICK, Likeness, fold, read_yardstick

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
with_sets = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the public sets are not at {SHARED}")

MEANINGS = [
    *((f"{name}/{label}", meaning) for name, table in TABLES.items() for label, meaning in table.items()),
    *((f"nlupp/{rule.name}", rule.meaning) for rule in nlupp.RULES),
]


def _labels(name: str) -> set[str]:
    labels: set[str] = set()
    with (SHARED / name / "data.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            label = json.loads(line)["label"]
            labels |= {label} if isinstance(label, str) else set(label)
    return labels


@pytest.fixture(scope="module")
def turns() -> list[Turn]:
    if not SHARED.is_dir():
        pytest.skip(f"the public sets are not at {SHARED}")
    return read_public_turns(SHARED, seed=7)


def test_a_meaning_names_our_intents_or_says_why_it_is_unused() -> None:
    for name, meaning in MEANINGS:
        assert set(meaning.intents or ()) <= set(HEADS["applies"]), name
        assert meaning.intents is not None or meaning.note, name
        re.compile(f"{meaning.only}|{meaning.unless}")


def test_emotions_map_to_values_of_our_heads() -> None:
    for sound in EMOTIONS.values():
        assert all(head in TONE_HEADS and value in HEADS[head] for head, value in sound.tones.items())


@with_sets
@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_label_of_a_set_is_mapped_or_listed_as_unused(name: str) -> None:
    noise = {
        label for label in _labels(name) if " " in label
    }  # annotations of words that stand in multidogo by mistake
    assert set(TABLES[name]) == _labels(name) - noise


@with_sets
def test_every_label_that_composes_stands_in_a_rule_or_is_listed_as_unused() -> None:
    ruled = frozenset().union(*(rule.needs | rule.may | rule.some for rule in nlupp.RULES))
    assert _labels("nlupp") == ruled | set(nlupp.UNUSED)


@with_sets
def test_every_emotion_is_listed() -> None:
    assert set(EMOTIONS) == _labels("goemotions")


def test_a_pattern_picks_the_rows_that_bear_their_label() -> None:
    meaning = means("gratitude", only="thank", unless="no thank")
    assert [meaning.accepts(text) for text in ("Thanks!", "no thanks", "ok")] == [True, False, False]
    assert not unused("of two minds").accepts("Thanks!")


@pytest.mark.parametrize(
    ("labels", "domain", "name"),
    [
        ({"refund", "wrong_notworking_notshowing"}, "banking", "refund"),
        ({"wrong_notworking_notshowing", "wifi"}, "hotels", "fault"),
        ({"cancel_close_leave_freeze", "appointment"}, "banking", "drop_meeting"),
        ({"how_much", "parking"}, "hotels", "price"),
        ({"change"}, "banking", None),
        ({"none"}, "banking", None),
    ],
)
def test_labels_that_compose_are_read_together(labels: set[str], domain: str, name: str | None) -> None:
    rule = nlupp.find_rule(labels, domain, has_slots=False)
    assert (rule.name if rule else None) == name


def test_a_rating_near_a_border_settles_no_sentiment() -> None:
    assert [sentiment_of_rating(r) for r in (-2.0, -0.7, 0.1, 0.7, 1.5)] == [
        "negative",
        None,
        "neutral",
        None,
        "positive",
    ]


def test_caps_are_kept(turns: list[Turn]) -> None:
    judged = Counter((t.source, t.primary) for t in turns if t.is_intent_judged)
    assert max(judged.values()) <= LIMIT_PER_INTENT
    assert all(count <= LIMIT_OUT_OF_SCOPE for (_, primary), count in judged.items() if primary == "out_of_scope")
    neutral = [t for t in turns if t.source == "goemotions" and t.tones.get("emotion") == "none"]
    assert len(neutral) <= LIMIT_NEUTRAL
    rated = Counter(t.tones["sentiment"] for t in turns if t.source == "vader_ratings")
    assert max(rated.values()) <= LIMIT_PER_TONE["vader_ratings"]


def test_no_text_of_the_yardstick_is_drawn(turns: list[Turn]) -> None:
    yardstick = read_yardstick()
    assert [turn.id for turn in turns if yardstick.holds(turn.text)] == []


def test_ids_and_texts_are_drawn_once(turns: list[Turn]) -> None:
    assert len({turn.id for turn in turns}) == len({fold(turn.text) for turn in turns}) == len(turns)


def test_a_domain_never_stands_as_context(turns: list[Turn]) -> None:
    assert {turn.context for turn in turns} == {None}


def test_public_rows_are_real_named_and_light(turns: list[Turn]) -> None:
    assert {turn.source for turn in turns} == set(SETS)
    assert {(turn.kind, turn.weight) for turn in turns} == {("real", PUBLIC_WEIGHT)}


def test_the_draw_takes_labels_in_turn_and_repeats_under_a_seed_in_any_order() -> None:
    rows = [
        Candidate(label, Turn(f"{label}{n}", None, f"{label} {n}", ("greeting",), "set", {}))
        for label, count in (("rare", 3), ("common", 40))
        for n in range(count)
    ]
    drawn, again, other = (
        draw(order, limit_per_label=10, limit_per_group=lambda group: 8, seed=seed)
        for order, seed in ((rows, 1), (rows[::-1], 1), (rows, 2))
    )
    assert drawn == again != other
    assert Counter(turn.id[:4] for turn in drawn) == {"rare": 3, "comm": 5}


def test_a_text_labelled_by_our_guide_is_not_drawn_again(turns: list[Turn]) -> None:
    taken = [turn.text.upper() for turn in turns[:20]]
    drawn = read_public_turns(SHARED, seed=7, taken=taken)
    assert not {fold(text) for text in taken} & {fold(turn.text) for turn in drawn}


def test_a_missing_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="public set banking77"):
        read_public_turns(tmp_path)


def test_nothing_is_read_without_the_yardstick(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no yardstick"):
        read_public_turns(tmp_path, yardstick=tmp_path / "none.jsonl")


def test_likeness_finds_equal_short_texts_and_near_long_ones() -> None:
    known = Likeness(["Ok, thanks", "please send the order form for fourteen seats to our office"])
    assert known.holds("ok thanks!")
    assert known.holds("please send the order form for fifteen seats to our office")
    assert not known.holds("ok thanks a lot")
    assert not known.holds("where is the invoice for the fourteen chairs")


def test_likeness_agrees_with_comparing_every_pair() -> None:
    texts = [json.loads(line)["text"] for line in YARDSTICK.read_text(encoding="utf-8").splitlines()]
    known = Likeness(texts)
    cut = [" ".join(text.split()[:-1]) for text in texts if len(text.split()) > 5]
    grams = [{fold(t)[i : i + 3] for i in range(len(fold(t)) - 2)} for t in texts]
    for text in cut[::5]:
        mine = {fold(text)[i : i + 3] for i in range(len(fold(text)) - 2)}
        near = any(len(mine & theirs) >= 0.7 * len(mine | theirs) for theirs in grams if mine | theirs)
        assert known.holds(text) == near
