"""Segments: the boundaries of GSM-7 and UCS-2, and pairs that must stay together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.text.segment import count_segments, make_gsm_safe

GSM_TEXT = st.text(st.sampled_from("abc @£$é\n€[]{}~^|\\"), max_size=700)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@pytest.mark.parametrize(
    ("text", "encoding", "units", "segments", "units_left"),
    [
        ("", "GSM-7", 0, 0, 160),
        ("a" * 160, "GSM-7", 160, 1, 0),
        ("a" * 161, "GSM-7", 161, 2, 145),
        ("a" * 306, "GSM-7", 306, 2, 0),
        ("a" * 307, "GSM-7", 307, 3, 152),
        ("€" * 80, "GSM-7", 160, 1, 0),
        ("a" * 159 + "€", "GSM-7", 161, 2, 145),
        ("a" * 152 + "€" + "a" * 152, "GSM-7", 306, 3, 152),
        ("я" * 70, "UCS-2", 70, 1, 0),
        ("я" * 71, "UCS-2", 71, 2, 63),
        ("я" * 134, "UCS-2", 134, 2, 0),
        ("я" * 135, "UCS-2", 135, 3, 66),
        ("😀" * 35, "UCS-2", 70, 1, 0),
        ("😀" * 36, "UCS-2", 72, 2, 61),
        ("😀" * 67, "UCS-2", 134, 3, 65),
        ("ç", "UCS-2", 1, 1, 69),
        ("Ç", "GSM-7", 1, 1, 159),
        ("’", "UCS-2", 1, 1, 69),
        ("\t", "UCS-2", 1, 1, 69),
    ],
)
def test_segment_boundaries(text: str, encoding: str, units: int, segments: int, units_left: int) -> None:
    count = count_segments(text)
    assert (count.encoding, count.units, count.segments, count.units_left) == (encoding, units, segments, units_left)


@pytest.mark.parametrize("char", "^{}\\[~]|€")
def test_an_extension_character_costs_two(char: str) -> None:
    assert count_segments(char).units == 2


@given(ANY_TEXT)
def test_ucs2_units_are_utf16_units(text: str) -> None:
    assert count_segments(text + "я").units == len((text + "я").encode("utf-16-le")) // 2


@given(GSM_TEXT, GSM_TEXT)
def test_joining_adds_units_and_never_needs_fewer_segments(first: str, second: str) -> None:
    parts, whole = (count_segments(first), count_segments(second)), count_segments(first + second)
    assert whole.units == parts[0].units + parts[1].units
    assert whole.segments >= max(part.segments for part in parts)


@given(ANY_TEXT)
def test_what_is_left_really_fits(text: str) -> None:
    count = count_segments(text)
    filler = "a" if count.encoding == "GSM-7" else "я"
    if text:
        assert count_segments(text + filler * count.units_left).segments == count.segments
        assert count_segments(text + filler * (count.units_left + 1)).segments == count.segments + 1


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("“It’s” – 9…", '"It\'s" - 9...'),
        ("10\u00a0€\u200b", "10 €"),
        ("«ok» • ½", '"ok" * 1/2'),
        ("Ça va, Zoë? 😀", "Ça va, Zoë? 😀"),
    ],
)
def test_make_gsm_safe_replaces_typography_only(text: str, safe: str) -> None:
    assert make_gsm_safe(text) == safe


@given(ANY_TEXT)
def test_make_gsm_safe_is_idempotent_and_leaves_gsm_text_alone(text: str) -> None:
    safe = make_gsm_safe(text)
    assert make_gsm_safe(safe) == safe
    if count_segments(text).encoding == "GSM-7":
        assert safe == text
