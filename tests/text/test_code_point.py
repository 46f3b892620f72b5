"""Offsets in code points and in UTF-16 units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.text.code_point import code_point_index, utf16_offset

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(TEXT)
def test_offsets_agree_with_the_encoding_and_lead_back(text: str) -> None:
    for index in range(len(text) + 1):
        offset = utf16_offset(text, index)
        assert offset == len(text[:index].encode("utf-16-le")) // 2
        assert code_point_index(text, offset) == index


def test_an_offset_inside_a_pair_means_its_character() -> None:
    assert code_point_index("a😀b", 2) == 1


@pytest.mark.parametrize("index", [-1, 3])
def test_positions_outside_are_refused(index: int) -> None:
    with pytest.raises(IndexError):
        utf16_offset("ab", index)
    with pytest.raises(IndexError):
        code_point_index("ab", index)
