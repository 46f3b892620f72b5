"""Folding: what looks the same compares the same, and the stored text is left alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.text.normalise import clean_text, find_lone_surrogate, fold, join_single_words, split_clauses

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("S.T.O.P", "s t o p"),
        ("Stop!!", "stop"),
        ("ＳＴＯＰ", "stop"),
        ("ѕtop", "stop"),
        ("STOP 🛑", "stop"),
        ("'STOP'", "stop"),
        ("s\u200bt\u2060o\u00adp", "stop"),
        ("\u202eSTOP\u202c", "stop"),
        ("ꜱᴛᴏᴘ", "stop"),
        ("🅢🅣🅞🅟", "stop"),
        ("𝕊𝕋𝕆ℙ", "stop"),
        ("s\u0336t\u0336o\u0336p\u0336", "stop"),
        ("ΣΤΟΡ", "σtop"),
        ("ARRÊT", "arret"),
        ("don’t  text\nme", "dont text me"),
        ("5top", "5top"),
        ("", ""),
        ("🙂", ""),
    ],
)
def test_fold_makes_look_alikes_equal(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_fold_keeps_vowel_signs_of_other_scripts() -> None:
    assert fold("बंद करो") == unicodedata.normalize("NFKC", "बंद करो")


@given(ANY_TEXT)
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_fold_leaves_single_blanks_only(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())


@given(ANY_TEXT)
def test_clean_text_drops_nul_and_nothing_else(text: str) -> None:
    assert clean_text(text) == "".join(char for char in text if char != "\x00")


@pytest.mark.parametrize(("text", "index"), [("ok", None), ("", None), ("a\ud83d", 1), ("\udc00", 0), ("😀", None)])
def test_find_lone_surrogate_names_the_first(text: str, index: int | None) -> None:
    assert find_lone_surrogate(text) == index


def test_clauses_know_their_question_mark() -> None:
    clauses = split_clauses("ok, did you take me off? thanks")
    assert [(clause.text, clause.is_question) for clause in clauses] == [
        ("ok", False),
        ("did you take me off", True),
        ("thanks", False),
    ]


def test_clauses_leave_quoted_speech_out() -> None:
    assert [clause.text for clause in split_clauses('she said "stop texting me" and left')] == ["she said", "and left"]


def test_a_text_that_is_one_quotation_is_kept() -> None:
    assert [clause.text for clause in split_clauses('"stop texting me"')] == ["stop texting me"]


def test_words_set_apart_for_stress_are_joined() -> None:
    assert [clause.text for clause in join_single_words(split_clauses("hey you. take. me. off."))] == [
        "hey you",
        "take me off",
    ]
