"""Wording and layout of what the encoder reads."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from copilot.text.model_text import CONTEXT_TOKENS, REPLY_TOKENS, lay_out_tokens, prepare_model_text

ids = st.lists(st.integers(min_value=3, max_value=30_000), max_size=700)


@given(st.text())
@example("https://x.y/)) www.a.b!!!!!")
@example("e\u200b\u0301")
@example("👍🏽👍🏽 \ufe0f1\ufe0f\u20e3")
@example("\u3000‘´")
@example("о 👍")
def test_preparing_twice_changes_nothing(text: str) -> None:
    once = prepare_model_text(text)
    assert prepare_model_text(once) == once


@given(st.text())
def test_nothing_invisible_or_symbolic_is_left(text: str) -> None:
    left = {unicodedata.category(c) for c in prepare_model_text(text)}
    assert not left & {"Cc", "Cf", "Cs", "So"}


@given(st.text(st.characters(codec="ascii", categories=["Ll", "Nd"]), min_size=1, max_size=3))
def test_plain_words_stay_as_they_are(word: str) -> None:
    assert prepare_model_text(word) == word


@pytest.mark.parametrize(
    ("text", "prepared"),
    [
        ("👍", "thumbs up sign"),
        ("ok 👍👍 👍", "ok thumbs up sign"),
        ("👍🏿", "thumbs up sign"),
        ("❤️", "heavy black heart"),
        ("🇺🇸", "us"),
        ("1️⃣", "1"),
        ("don’t “call”", 'don\'t "call"'),
        ("st\u200bop\u202e", "stop"),
        ("a\x00b", "ab"),
        ("line\n\ttwo", "line two"),
        ("ＳＴＯＰ", "STOP"),
        ("nooooooo!!!!!!", "nooo!!!"),
        ("costs 1000000", "costs 1000000"),
        ("see https://acme.example/a?b=1.", "see url ."),
        ("see acme.example/quote ok", "see url ok"),
        ("\u200b", ""),
        ("Yеs рlеаsе, hоw muсh?", "Yes please, how much?"),
        ("а ѕtор", "a stop"),
        ("🆂🆃🅾🅿 it", "STOP it"),
        ("нет, спасибо", "нет, спасибо"),
        ("хочу Mazda или Ford", "хочу Mazda или Ford"),
    ],
)
def test_known_wordings(text: str, prepared: str) -> None:
    assert prepare_model_text(text) == prepared


@given(st.none() | ids, ids)
def test_layout_stays_within_its_limits(context: list[int] | None, reply: list[int]) -> None:
    tokens, types = lay_out_tokens(context, reply, cls_id=1, sep_id=2)
    assert len(tokens) == len(types) <= CONTEXT_TOKENS + REPLY_TOKENS + 3
    assert (tokens[0], tokens[-1]) == (1, 2)
    assert (1 in types) == bool(context)


def test_context_keeps_its_end_and_reply_its_start() -> None:
    tokens, types = lay_out_tokens(list(range(1000, 1200)), list(range(2000, 2500)), cls_id=1, sep_id=2)
    assert tokens[1 : CONTEXT_TOKENS + 1] == list(range(1104, 1200))
    assert tokens[CONTEXT_TOKENS + 2 : -1] == list(range(2000, 2400))
    assert types.index(1) == CONTEXT_TOKENS + 2


def test_no_context_and_an_empty_one_are_the_same() -> None:
    assert lay_out_tokens([], [7], cls_id=1, sep_id=2) == lay_out_tokens(None, [7], cls_id=1, sep_id=2)
