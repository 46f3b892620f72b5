"""The keyword tier: a keyword is the entire message, in any writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.consent import ConsentEvent, ConsentTier
from copilot.text.consent import NO_MATCH, detect_consent
from copilot.text.consent_words import KEYWORDS

OPT_OUT_SPELLINGS = [s for k in KEYWORDS if k.event is ConsentEvent.OPT_OUT and not k.is_optional for s in k.spellings]
LOOK_ALIKES = {"s": "ѕ", "o": "о", "p": "р", "e": "е", "a": "а", "c": "с", "i": "і"}
DECORATION = st.text(st.sampled_from(" .!?,*_~-'\"()[]\n\t\u200b\u200d\ufeff\u202e🛑😀🙏\ufe0f"), max_size=6)


@st.composite
def decorated_keywords(draw: st.DrawFn) -> str:
    """A keyword in any case, with look-alike or full-width letters, invisible ones inside and decoration around."""
    letters = []
    for char in draw(st.sampled_from(OPT_OUT_SPELLINGS)):
        form = draw(st.sampled_from(["plain", "lower", "look_alike", "full_width"]))
        if form == "lower":
            char = char.lower()
        elif form == "look_alike":
            char = LOOK_ALIKES.get(char.lower(), char)
        elif form == "full_width" and "A" <= char <= "Z":
            char = chr(ord(char) + 0xFEE0)
        letters.append(char + draw(st.sampled_from(["", "", "\u200b", "\u2060"])))
    return draw(DECORATION) + "".join(letters) + draw(DECORATION)


@given(decorated_keywords())
def test_a_keyword_acts_in_any_decoration(text: str) -> None:
    match = detect_consent(text, opted_out=False)
    assert (match.event, match.tier) == (ConsentEvent.OPT_OUT, ConsentTier.KEYWORD)


@pytest.mark.parametrize("spelling", OPT_OUT_SPELLINGS)
def test_every_spelling_acts_plain_spaced_and_repeated(spelling: str) -> None:
    for text in (
        spelling,
        ".".join(spelling),
        " ".join(spelling.lower()),
        f"{spelling} {spelling} {spelling}",
        spelling * 2,
    ):
        assert detect_consent(text, opted_out=False).event is ConsentEvent.OPT_OUT


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("S.T.O.P", "keyword.stop"),
        ("Stop!!", "keyword.stop"),
        ("ＳＴＯＰ", "keyword.stop"),
        ("ѕtop", "keyword.stop"),
        ("STOP 🛑", "keyword.stop"),
        ("STOP ALL", "keyword.stopall"),
        ("opt-out", "keyword.optout"),
        ("Arrête", "keyword.arret"),
        ("START", "keyword.start"),
        ("unstop", "keyword.unstop"),
        ("Help!", "keyword.help"),
        ("info", "keyword.info"),
        ("AYUDA", "keyword.ayuda"),
    ],
)
def test_rule_names_the_keyword(text: str, rule: str) -> None:
    assert detect_consent(text, opted_out=False).rule == rule


@pytest.mark.parametrize(
    "text",
    ["stop by tomorrow?", "help me choose", "more info please", "start in May", "5top", "the end", "", "🙂", "TD"],
)
def test_a_keyword_inside_a_message_is_no_keyword(text: str) -> None:
    assert detect_consent(text, opted_out=False) == NO_MATCH


def test_yes_opts_in_only_who_is_opted_out() -> None:
    assert detect_consent("YES!", opted_out=False) == NO_MATCH
    assert detect_consent("YES!", opted_out=True).event is ConsentEvent.OPT_IN


def test_a_stop_acts_on_who_is_opted_out_already() -> None:
    assert detect_consent("stop", opted_out=True).event is ConsentEvent.OPT_OUT


def test_td_acts_only_where_it_is_switched_on() -> None:
    assert detect_consent("td", opted_out=False, extra_keywords=frozenset({"TD"})).rule == "keyword.td"


def test_a_configured_word_acts_and_is_not_repeated_in_the_rule() -> None:
    match = detect_consent("Schluß!", opted_out=False, extra_keywords=frozenset({"SCHLUSS", " "}))
    assert (match.event, match.rule) == (ConsentEvent.OPT_OUT, "keyword.configured")


def test_keyword_names_are_unique_and_sourced() -> None:
    assert len({keyword.name for keyword in KEYWORDS}) == len(KEYWORDS)
    assert all(keyword.source and keyword.spellings and keyword.languages for keyword in KEYWORDS)
