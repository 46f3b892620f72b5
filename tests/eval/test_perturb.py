"""Damage to replies: the same every time, and only what it says."""

import unicodedata

import pytest

from copilot.scoring.base import ReplyInput
from eval.perturb import PERTURBATIONS, Perturbation

TEXT = "Sounds great, how much is it for 12 users? Please call me tomorrow at 3.30 about your offer."


def damage(name: str, text: str = TEXT, *, row_id: str = "r1", seed: int = 7) -> str:
    return named(name).apply(text, row_id=row_id, seed=seed)


def named(name: str) -> Perturbation:
    return next(perturbation for perturbation in PERTURBATIONS if perturbation.name == name)


@pytest.mark.parametrize("perturbation", PERTURBATIONS, ids=lambda p: p.name)
def test_the_same_row_is_damaged_the_same_way_whatever_is_damaged_beside_it(perturbation: Perturbation) -> None:
    alone = perturbation.apply(TEXT, row_id="r2", seed=7)
    turns = [ReplyInput("something else entirely"), ReplyInput(TEXT, "Interested?")]
    together = perturbation.apply_all(turns, row_ids=["r1", "r2"], seed=7)
    assert together[1] == ReplyInput(alone, "Interested?")


@pytest.mark.parametrize("perturbation", PERTURBATIONS, ids=lambda p: p.name)
def test_nothing_is_damaged_until_nothing_is_left(perturbation: Perturbation) -> None:
    assert perturbation.apply("?!", row_id="r1", seed=7).strip()


@pytest.mark.parametrize("name", ["typos", "emoji", "homoglyphs", "zero_width"])
def test_random_damage_depends_on_row_and_seed(name: str) -> None:
    assert len({damage(name), damage(name, row_id="r2"), damage(name, seed=8)}) == 3


def test_one_letter_in_eight_is_mistyped() -> None:
    long = "wonderful " * 16
    letters = sum(char.isalpha() for char in long)
    changed = damage("typos", long)
    assert abs(len(changed) - len(long)) <= letters / 8
    assert sum(a != b for a, b in zip(long.split(), changed.split(), strict=True)) >= 10


def test_a_word_too_short_to_mistype_stays() -> None:
    assert damage("typos", "ok") == "ok"


def test_punctuation_goes_but_numbers_keep_theirs() -> None:
    assert damage("no_punctuation", "Hi! It's $4,000.50, ok?") == "Hi Its $4,000.50 ok"


def test_letter_case_is_all_that_caps_and_lower_change() -> None:
    assert damage("caps", "Call me") == "CALL ME"
    assert damage("lower", "STOP it") == "stop it"


def test_look_alikes_look_alike_but_are_not_latin() -> None:
    changed = damage("homoglyphs")
    assert len(changed) == len(TEXT)
    scripts = {unicodedata.name(b).split()[0] for a, b in zip(TEXT, changed, strict=True) if a != b}
    assert scripts == {"CYRILLIC", "GREEK"}


def test_invisible_characters_are_the_only_ones_added() -> None:
    changed = damage("zero_width")
    assert changed != TEXT
    assert "".join(char for char in changed if unicodedata.category(char) != "Cf") == TEXT


def test_emoji_stand_beside_words_not_in_them() -> None:
    assert [word for word in damage("emoji").split() if word.isascii()] == TEXT.split()


def test_txt_speak_keeps_the_punctuation_of_a_word() -> None:
    assert damage("txt_speak", "Thanks, see you tomorrow!") == "thx, c u tmrw!"
